package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Samples of several rounds, summed up.
 *
 * @param q1 the first quartile
 * @param q3 the third quartile
 * @param p50 the median of the rounds' medians; NaN if there are none
 * @param p99 the median of the rounds' 99th percentiles; NaN if there are none
 */
public record Statistics(
        double median, double min, double max, double q1, double q3, double p50, double p99, int rounds) {
    static Statistics of(List<Sample> samples) {
        double[] values = values(samples, Sample::value);
        return new Statistics(
                quantile(values, 0.5),
                quantile(values, 0),
                quantile(values, 1),
                quantile(values, 0.25),
                quantile(values, 0.75),
                quantile(values(samples, Sample::p50), 0.5),
                quantile(values(samples, Sample::p99), 0.5),
                values.length);
    }

    private static double[] values(List<Sample> samples, ToDoubleFunction<Sample> field) {
        return samples.stream().mapToDouble(field).toArray();
    }

    /** Between the two nearest values, where there is none. */
    static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = part * (sorted.length - 1);
        int below = (int) at;
        double rest = at - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }
}

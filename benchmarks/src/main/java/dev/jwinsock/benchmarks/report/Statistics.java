package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Samples of several rounds, summed up.
 *
 * @param p50 the median of the rounds' medians; NaN if there are none
 * @param p99 the median of the rounds' 99th percentiles; NaN if there are none
 */
public record Statistics(double median, double min, double max, double p50, double p99, int rounds) {
    static Statistics of(List<Sample> samples) {
        double[] values = sorted(samples, Sample::value);
        double[] p50s = sorted(samples, Sample::p50);
        double[] p99s = sorted(samples, Sample::p99);
        return new Statistics(
                median(values), values[0], values[values.length - 1], median(p50s), median(p99s), values.length);
    }

    private static double[] sorted(List<Sample> samples, ToDoubleFunction<Sample> field) {
        double[] values = samples.stream().mapToDouble(field).toArray();
        Arrays.sort(values);
        return values;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

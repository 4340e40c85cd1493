package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Sample;
import java.util.List;

/**
 * A median divided by a competitor's. The spread is that of the rounds: each round's value divided by the competitor's of
 * the same round, whose neighbour it was.
 *
 * @param q1 the first quartile of the rounds' ratios
 * @param q3 the third
 */
public record Ratio(double value, double q1, double q3) {
    static Ratio of(List<Sample> samples, List<Sample> competitor) {
        int rounds = Math.min(samples.size(), competitor.size());
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = samples.get(i).value() / competitor.get(i).value();
        }
        double value =
                Statistics.of(samples).median() / Statistics.of(competitor).median();
        return new Ratio(value, Statistics.quantile(ratios, 0.25), Statistics.quantile(ratios, 0.75));
    }
}

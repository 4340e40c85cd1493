package dev.jwinsock.benchmarks.shape;

import org.HdrHistogram.Histogram;

/** The round-trip times of one measurement; used by one thread at a time. */
public final class Latencies {
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final double NANOS_PER_MICRO = 1000;

    private final Histogram histogram = new Histogram(HIGHEST_NANOS, 3);

    public void record(long nanos) {
        histogram.recordValue(Math.min(nanos, HIGHEST_NANOS));
    }

    public Sample sample() {
        return new Sample(percentile(50), percentile(99));
    }

    private double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / NANOS_PER_MICRO;
    }
}

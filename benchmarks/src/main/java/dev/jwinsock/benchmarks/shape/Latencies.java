package dev.jwinsock.benchmarks.shape;

import org.HdrHistogram.AtomicHistogram;

/** The round-trip times of one measurement, from any number of threads. */
public final class Latencies {
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final double NANOS_PER_MICRO = 1000;

    private final AtomicHistogram histogram = new AtomicHistogram(HIGHEST_NANOS, 3);

    public void record(long nanos) {
        histogram.recordValue(Math.min(nanos, HIGHEST_NANOS));
    }

    /** How many round trips there were. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** The median as the value. */
    public Sample sample() {
        return new Sample(percentile(50), percentile(50), percentile(99));
    }

    /** What the shape has as its value: the median, or the rate. */
    public Sample sample(Shape shape, long nanos) {
        return shape.isLatency() ? sample() : new Sample(count() * 1e9 / nanos, percentile(50), percentile(99));
    }

    private double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / NANOS_PER_MICRO;
    }
}

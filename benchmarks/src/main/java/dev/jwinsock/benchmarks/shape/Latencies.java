package dev.jwinsock.benchmarks.shape;

import java.util.concurrent.atomic.LongAccumulator;
import org.HdrHistogram.AtomicHistogram;

/** The round-trip times of one measurement, from any number of threads. */
public final class Latencies {
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final double NANOS_PER_MICRO = 1000;

    private final AtomicHistogram histogram = new AtomicHistogram(HIGHEST_NANOS, 3);
    private final long made = System.nanoTime();
    private final LongAccumulator first = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator last = new LongAccumulator(Math::max, 0);

    /** A connection sends its first message now, a value of {@link System#nanoTime}. */
    public void begins(long now) {
        first.accumulate(now - made);
    }

    /** A connection has got its last answer. */
    public void ends(long now) {
        last.accumulate(now - made);
    }

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

    /** What the shape has as its value: the median, or the rate from the first message to the last answer. */
    public Sample sample(Shape shape) {
        double seconds = (last.get() - first.get()) / 1e9;
        return shape.isLatency() ? sample() : new Sample(count() / seconds, percentile(50), percentile(99));
    }

    private double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / NANOS_PER_MICRO;
    }
}

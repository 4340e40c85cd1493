package dev.jwinsock.benchmarks.shape;

/**
 * What one measurement gave.
 *
 * @param value in the shape's unit
 * @param p99 microseconds, NaN for a shape without latencies
 */
public record Sample(double value, double p99) {
    /** A rate: so many per second. */
    public static Sample perSecond(long count, long nanos) {
        return new Sample(count * 1e9 / nanos, Double.NaN);
    }

    /** A throughput in MB/s, a megabyte being 10^6 bytes. */
    public static Sample throughput(long bytes, long nanos) {
        return new Sample(bytes * 1e3 / nanos, Double.NaN);
    }
}

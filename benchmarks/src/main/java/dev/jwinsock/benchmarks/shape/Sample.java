package dev.jwinsock.benchmarks.shape;

/**
 * What one measurement gave.
 *
 * @param value in the shape's unit
 * @param p50 microseconds, NaN for a shape without latencies
 * @param p99 likewise
 */
public record Sample(double value, double p50, double p99) {
    /** A rate: so many per second. */
    public static Sample perSecond(long count, long nanos) {
        return of(count * 1e9 / nanos);
    }

    /** A throughput in MB/s, a megabyte being 10^6 bytes. */
    public static Sample throughput(long bytes, long nanos) {
        return of(bytes * 1e3 / nanos);
    }

    /** A value without latencies. */
    public static Sample of(double value) {
        return new Sample(value, Double.NaN, Double.NaN);
    }
}

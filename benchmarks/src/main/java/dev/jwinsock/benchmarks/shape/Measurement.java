package dev.jwinsock.benchmarks.shape;

/**
 * One measurement to take.
 *
 * @param connections as many as the shape has, or fewer where only the program is tested
 * @param nanos how long the traffic flows
 * @param verify whether every byte of a stream is compared too; messages of the other shapes always are
 */
public record Measurement(Shape shape, Style style, int connections, long nanos, boolean verify) {
    // Setting up 10,000 connections on a loaded machine takes a while; a lost wake-up takes for ever.
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long PATIENCE_NANOS_PER_CONNECTION = 10_000_000L;

    /** After how long a measurement that has not ended counts as hung. */
    public long limitNanos() {
        return 2 * nanos + PATIENCE_NANOS + connections * PATIENCE_NANOS_PER_CONNECTION;
    }
}

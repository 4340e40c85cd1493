package dev.jwinsock.transport.netty;

import java.time.Instant;

/** Turns the wall-clock times by which Linux stamps datagrams into values of {@link System#nanoTime}. */
final class WallClock {
    private static final long NANOS = 1_000_000_000L;
    private static final int ATTEMPTS = 4;
    /** Two clocks read within this time were read at once. */
    private static final long CLOSE_NANOS = 500;

    private WallClock() {}

    /** For a moment of the past; the two clocks go differently, so this is the less exact the longer ago it was. */
    static long nanoTime(long seconds, long nanos) {
        long difference = 0;
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && best > CLOSE_NANOS; i++) {
            long before = System.nanoTime();
            Instant now = Instant.now();
            long after = System.nanoTime();
            if (after - before < best) {
                best = after - before;
                difference = before + best / 2 - (now.getEpochSecond() * NANOS + now.getNano());
            }
        }
        // Never in the future, whatever was read in between
        return Math.min(seconds * NANOS + nanos + difference, System.nanoTime());
    }
}

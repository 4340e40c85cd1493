package dev.jwinsock.afd;

/**
 * Decides whether a blocking receive tries again for a few microseconds before it waits in the kernel. Worth it when
 * answers come at once (9 µs instead of 65 µs a round trip on two cores), a waste of a core otherwise: so a failed
 * spin skips the next 1, 2, 4 … 64 waits, and a successful one starts over. Off with one CPU, where the peer cannot
 * run meanwhile.
 *
 * <p>Fields are written by whichever thread waits; a lost update only costs a spin more or less.
 */
final class Spin {
    /** Longest spin in microseconds, 0 for never. */
    static final String LIMIT = "jwinsock.spinMicros";

    private static final int MOST_SKIPPED = 64;
    private static final long NANOS =
            Runtime.getRuntime().availableProcessors() > 1 ? 1000L * Math.max(0, Integer.getInteger(LIMIT, 20)) : 0;

    /** After so many yields one receive looks without. */
    private static final int YIELDS = 16;

    /** So many first attempts in vain, one after the other, and the next receives wait before they try. */
    private static final int MISSES = 4;
    /** After so many of those one tries first again. */
    private static final int WAITS = 16;

    private int misses;
    private int waits;
    private int yields;
    private int skip;
    private int backOff = 1;

    /** How long to spin now, in nanoseconds; 0 for not at all. */
    long nanos() {
        if (NANOS == 0) {
            return 0;
        }
        if (skip > 0) {
            skip--;
            return 0;
        }
        return NANOS;
    }

    // ---- the first attempt

    /**
     * Whether a platform thread's receive is to wait at once. Who asks and waits for the answer finds nothing at first,
     * each time: then the attempt is a system call in vain. Where data stream in, hardly two attempts in a row are.
     */
    boolean waitsFirst() {
        if (waits == 0) {
            return false;
        }
        waits--;
        return true;
    }

    /** A platform thread's first attempt. */
    void tried(boolean found) {
        if (!found) {
            misses++;
            waits = misses < MISSES ? 0 : WAITS;
        } else if (misses != 0) {
            misses = 0;
        }
    }

    // ---- virtual threads

    /**
     * Whether a virtual thread is to let the others run before it looks. Who asks is often answered by one of those that
     * are waiting for this carrier; then one turn of theirs brings the answer, without a look in vain and a wait. Off
     * while receives find something at once, or while turns bring nothing; every so often one looks at once again.
     */
    boolean yieldsFirst() {
        if (yields == 0) {
            return false;
        }
        yields--;
        return true;
    }

    /**
     * A virtual thread's first attempt.
     *
     * @param yielded as {@link #yieldsFirst} had it
     */
    void tried(boolean yielded, boolean found) {
        if (yielded && found) {
            succeeded();
        } else if (yielded) {
            yields = 0;
            failed();
        } else if (skip > 0) {
            skip--;
        } else if (!found) {
            yields = YIELDS;
        }
    }

    // ---- all

    void succeeded() {
        backOff = 1;
    }

    void failed() {
        skip = backOff;
        backOff = Math.min(MOST_SKIPPED, backOff * 2);
    }
}

package dev.jwinsock.afd;

import java.util.concurrent.locks.LockSupport;

/** Points in time for timed waits; {@link #NONE} waits for ever. */
final class Deadline {
    static final long NONE = 0;

    private Deadline() {}

    /** @param millis 0: none; else an unsigned DWORD of milliseconds, as SO_RCVTIMEO has it */
    static long after(int millis) {
        if (millis == 0) {
            return NONE;
        }
        return afterNanos(Integer.toUnsignedLong(millis) * 1_000_000L);
    }

    static long afterNanos(long nanos) {
        long at = System.nanoTime() + nanos;
        return at == NONE ? 1 : at;
    }

    /** Nanoseconds left, at least 0; negative when there is no deadline. */
    static long left(long deadline) {
        return deadline == NONE ? -1 : Math.max(0, deadline - System.nanoTime());
    }

    /** Parks the calling thread, as {@link java.util.concurrent.locks.LockSupport} does. @param left as {@link #left} has it */
    static void park(Object blocker, long left) {
        if (left < 0) {
            LockSupport.park(blocker);
        } else {
            LockSupport.parkNanos(blocker, left);
        }
    }

    static boolean over(long deadline) {
        return deadline != NONE && deadline - System.nanoTime() <= 0;
    }
}

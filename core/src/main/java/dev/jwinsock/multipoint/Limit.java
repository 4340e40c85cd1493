package dev.jwinsock.multipoint;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Until when a call waits. */
final class Limit {
    static final Limit NONE = new Limit(false, 0);

    private final boolean limited;
    private final long end;

    private Limit(boolean limited, long end) {
        this.limited = limited;
        this.end = end;
    }

    static Limit after(long nanos) {
        return new Limit(true, System.nanoTime() + nanos);
    }

    boolean isOver() {
        return limited && System.nanoTime() - end >= 0;
    }

    void park(Object blocker) {
        if (limited) {
            LockSupport.parkNanos(blocker, Math.max(1, end - System.nanoTime()));
        } else {
            LockSupport.park(blocker);
        }
    }

    /** What is left, rounded up; -1 without a limit. */
    int millis() {
        if (!limited) {
            return -1;
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
        return (int) Math.max(0, Math.min(left, Integer.MAX_VALUE));
    }
}

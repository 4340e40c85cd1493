package dev.jwinsock.compat.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions; nothing in the suite waits for a fixed time. */
public final class Deadline {
    /** Long enough for a loaded machine; a test that passes never waits that long. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final long PAUSE_NANOS = 1_000_000;

    private Deadline() {}

    /** @return whether the condition became true within {@link #LIMIT} */
    public static boolean await(BooleanSupplier condition) {
        return await(condition, LIMIT);
    }

    /** @return whether the condition became true in time */
    public static boolean await(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** Fails unless the condition becomes true within {@link #LIMIT}. */
    public static void require(String what, BooleanSupplier condition) {
        if (!await(condition)) {
            throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
        }
    }
}

package dev.jwinsock.ws2;

/**
 * Whether a thread's next wait asks the kernel once before it blocks. While something is there as a rule, the objects
 * then need not know of the wait at all; otherwise the kernel is asked the same twice. So a look that found nothing
 * skips the next 1, 2, 4, 8 ones, and one that found something starts over. The thread's own.
 */
final class FirstLook {
    private static final int MOST_SKIPPED = 8;

    private int skip;
    private int backOff = 1;

    boolean worthwhile() {
        if (skip == 0) {
            return true;
        }
        skip--;
        return false;
    }

    void found(boolean something) {
        if (something) {
            backOff = 1;
        } else {
            skip = backOff;
            backOff = Math.min(MOST_SKIPPED, 2 * backOff);
        }
    }
}

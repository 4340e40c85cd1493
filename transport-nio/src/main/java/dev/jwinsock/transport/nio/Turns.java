package dev.jwinsock.transport.nio;

/**
 * Whether the I/O thread lets others run before it looks again. It has less to do than the threads it works for, so the
 * scheduler gives it the processor with each socket that becomes ready, and takes the processor from a thread that is
 * about to make more of them ready: a select and two switches of threads for every few messages. While there is much to
 * do, one turn of the others brings many at once; otherwise it would only make those wait that are ready. So a turn that
 * has brought few skips the next 1, 2, 4 … 64 ones, and one that has brought many starts over. The I/O thread's own.
 */
final class Turns {
    /** So many sockets at once are worth a turn. */
    private static final int MANY = 8;

    private static final int MOST_SKIPPED = 64;

    private int skip;
    private int backOff = 1;

    /** Whether to let others run now. */
    boolean lets() {
        if (skip == 0) {
            return true;
        }
        skip--;
        return false;
    }

    /** @param ready how many sockets were ready then */
    void found(boolean let, int ready) {
        if (let && ready < MANY) {
            skip = backOff;
            backOff = Math.min(MOST_SKIPPED, 2 * backOff);
        } else if (ready >= MANY) {
            skip = 0;
            backOff = 1;
        }
    }
}

package dev.jwinsock.ws2;

import java.util.concurrent.locks.LockSupport;

/** A thread that parks until it is woken. Thread interruption, which Windows does not know, ends nothing and is kept. */
class Sleeper {
    final Thread thread = Thread.currentThread();

    private volatile boolean woken;

    /** From now on a wake counts; then the thread looks at what it waits for, and only then parks. */
    final void prepare() {
        woken = false;
    }

    final boolean woken() {
        return woken;
    }

    /** From any thread. */
    final void markWoken() {
        woken = true;
    }

    /** @param nanos negative: no limit */
    final void park(long nanos) {
        long end = nanos < 0 ? 0 : System.nanoTime() + nanos;
        boolean interrupted = false;
        while (!woken) {
            if (nanos < 0) {
                LockSupport.park(this);
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                LockSupport.parkNanos(this, left);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
    }
}

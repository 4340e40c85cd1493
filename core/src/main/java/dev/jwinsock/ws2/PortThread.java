package dev.jwinsock.ws2;

import dev.jwinsock.OVERLAPPED_ENTRY;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread as completion ports see it. */
final class PortThread {
    final Thread thread = Thread.currentThread();
    /** For the functions that take one packet. */
    final OVERLAPPED_ENTRY[] single = {new OVERLAPPED_ENTRY()};

    /** The port whose packet it works on, from one call for packets to the next. The thread's own. */
    @Nullable
    PortObject working;

    /** Set by whoever wakes it; cleared by the thread before it looks. */
    private volatile boolean woken;

    void prepare() {
        woken = false;
    }

    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /** @param nanos negative: no limit */
    void park(long nanos) {
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
            interrupted |= Thread.interrupted(); // Windows knows no interruption
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** Whether it computes, as far as can be seen: one that is blocked leaves its place at the port to another. */
    boolean runs() {
        return thread.getState() == Thread.State.RUNNABLE;
    }
}

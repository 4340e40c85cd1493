package dev.jwinsock.ws2;

import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.spi.PortWatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread as completion ports see it. */
final class PortThread {
    private static final ThreadLocal<PortThread> OWN = ThreadLocal.withInitial(PortThread::new);

    final Thread thread = Thread.currentThread();
    /** For the functions that take one packet. */
    final OVERLAPPED_ENTRY[] single = {new OVERLAPPED_ENTRY()};
    /** {@link #wake}, made once. */
    final Runnable waker = this::wake;

    /** The port whose packet it works on, from one call for packets to the next. The thread's own. */
    @Nullable
    PortObject working;

    /** It is among a port's followers. Guarded by the port's lock. */
    boolean follows;

    /** It may take the lead at the port where it follows. Guarded by the port's lock. */
    boolean mayLead;

    private volatile boolean woken;
    private volatile @Nullable PortWatch leading;

    static PortThread current() {
        return OWN.get();
    }

    /** From now on a {@link #wake} counts; then the thread looks, and only then blocks. */
    void prepare() {
        woken = false;
    }

    void wake() {
        woken = true;
        PortWatch inside = leading;
        if (inside != null) {
            inside.wake();
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Waits in the watch until something has happened, until {@link #wake} or until the time is over. */
    void lead(PortWatch watch, long nanos) {
        leading = watch;
        try {
            watch.await(woken ? 0 : nanos);
        } finally {
            leading = null;
        }
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

    boolean ended() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** Whether it computes, as far as can be seen: one that is blocked leaves its place at the port to another. */
    boolean runs() {
        return thread.getState() == Thread.State.RUNNABLE;
    }
}

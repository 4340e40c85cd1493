package dev.jwinsock.ws2;

import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.spi.PortWatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread as completion ports see it. */
final class PortThread extends Sleeper {
    private static final ThreadLocal<PortThread> OWN = ThreadLocal.withInitial(PortThread::new);

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

    private volatile @Nullable PortWatch leading;

    static PortThread current() {
        return OWN.get();
    }

    void wake() {
        markWoken();
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
            watch.await(woken() ? 0 : nanos);
        } finally {
            leading = null;
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

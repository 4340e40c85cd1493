package dev.jwinsock.afd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Something that counts the calls in flight on it, so that a socket's descriptor is closed (and its number used again)
 * only after the last one has left. To be extended, not held: a server has ten thousands of them.
 */
abstract class InUse {
    private static final int CLOSED = Integer.MIN_VALUE;

    private static final VarHandle USES;

    static {
        try {
            USES = MethodHandles.lookup().findVarHandle(InUse.class, "uses", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // The calls in flight; with the sign bit set once closed.
    private volatile int uses;
    private volatile @Nullable Thread closer;
    private volatile boolean released;

    /** The last call has left something closed. */
    abstract void lastOut();

    /** @return false when it is closed */
    final boolean enter() {
        int now;
        do {
            now = uses;
            if (now < 0) {
                return false;
            }
        } while (!USES.compareAndSet(this, now, now + 1));
        return true;
    }

    final void exit() {
        if ((int) USES.getAndAdd(this, -1) == CLOSED + 1) {
            lastOut();
        }
    }

    /** Whether the caller's is the only call in flight. */
    final boolean single() {
        return (uses & ~CLOSED) == 1;
    }

    final boolean closed() {
        return uses < 0;
    }

    /**
     * Lets nobody in any more. Who closes is inside itself until its {@link #exit}, so that it can let those in that hold
     * the socket without having entered ({@link #hold}).
     *
     * @return false when it was closed already
     */
    final boolean markClosed() {
        int now;
        do {
            now = uses;
            if (now < 0) {
                return false;
            }
        } while (!USES.compareAndSet(this, now, now + 1 | CLOSED));
        return true;
    }

    /** One more is inside, closed or not. Only for who is inside. */
    final void hold() {
        USES.getAndAdd(this, 1);
    }

    final void released() {
        released = true;
        LockSupport.unpark(closer);
    }

    /** Waits for {@link #released}: the calls in flight have been woken and are on their way out. */
    final void awaitRelease() {
        closer = Thread.currentThread();
        boolean interrupted = false;
        while (!released) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.jwinsock.afd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls in flight on a socket, so that the descriptor is closed (and its number used again) only after the
 * last one has left.
 */
final class UseCount {
    private static final int CLOSED = Integer.MIN_VALUE;

    private static final VarHandle USES;

    static {
        try {
            USES = MethodHandles.lookup().findVarHandle(UseCount.class, "uses", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // The calls in flight; with the sign bit set once closed. A field, not an object: a wait for a thousand sockets
    // looks at a thousand of them.
    private volatile int uses;
    private volatile @Nullable Thread closer;
    private volatile boolean released;

    /** @return false when the socket is closed */
    boolean enter() {
        int now;
        do {
            now = uses;
            if (now < 0) {
                return false;
            }
        } while (!USES.compareAndSet(this, now, now + 1));
        return true;
    }

    /** @return true when the caller was the last one out of a closed socket and has to release it */
    boolean exit() {
        return (int) USES.getAndAdd(this, -1) == CLOSED + 1;
    }

    /** Whether the caller's is the only call in flight. */
    boolean single() {
        return (uses & ~CLOSED) == 1;
    }

    boolean closed() {
        return uses < 0;
    }

    /**
     * Lets nobody in any more. Who closes is inside itself until its {@link #exit}, so that it can let those in that hold
     * the socket without having entered ({@link #hold}).
     *
     * @return false when it was closed already
     */
    boolean close() {
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
    void hold() {
        USES.getAndAdd(this, 1);
    }

    void released() {
        released = true;
        LockSupport.unpark(closer);
    }

    /** Waits for {@link #released}: the calls in flight have been woken and are on their way out. */
    void awaitRelease() {
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

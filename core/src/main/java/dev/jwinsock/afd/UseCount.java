package dev.jwinsock.afd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls in flight on a socket, so that the descriptor is closed (and its number used again) only after the
 * last one has left.
 */
final class UseCount {
    private static final int CLOSED = Integer.MIN_VALUE;

    // The calls in flight; with the sign bit set once closed.
    private final AtomicInteger uses = new AtomicInteger();
    private volatile @Nullable Thread closer;
    private volatile boolean released;

    /** @return false when the socket is closed */
    boolean enter() {
        int now;
        do {
            now = uses.get();
            if (now < 0) {
                return false;
            }
        } while (!uses.compareAndSet(now, now + 1));
        return true;
    }

    /** @return true when the caller was the last one out of a closed socket and has to release it */
    boolean exit() {
        return uses.decrementAndGet() == CLOSED;
    }

    boolean closed() {
        return uses.get() < 0;
    }

    /** Lets nobody in any more. @return false when it was closed already */
    boolean close() {
        int now;
        do {
            now = uses.get();
            if (now < 0) {
                return false;
            }
        } while (!uses.compareAndSet(now, now | CLOSED));
        return true;
    }

    /** Closed, and nobody is inside. */
    boolean idle() {
        return uses.get() == CLOSED;
    }

    boolean isReleased() {
        return released;
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

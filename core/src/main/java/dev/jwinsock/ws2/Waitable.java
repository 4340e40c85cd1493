package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.spi.EventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** An object that threads can wait for. */
abstract class Waitable extends HANDLE {
    // Windows hands out multiples of four.
    private static final AtomicLong NEXT = new AtomicLong(0x1000);

    final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock: the threads that are blocked for it, or about to be.
    private final List<WaitBlock> blocked = new ArrayList<>(1);
    // Guarded by lock.
    private final List<EventSource> sources = new ArrayList<>(0);
    // Written under lock.
    private volatile boolean closed;

    Waitable() {
        super(NEXT.getAndAdd(4));
    }

    /** With the lock held. */
    abstract boolean signalled();

    /** A wait ends by it: an auto-reset event is reset. With the lock held. */
    abstract void consume();

    final boolean closed() {
        return closed;
    }

    /** Something has changed: every waiting thread looks again, since each may want it for another kind of wait. */
    final void wakeBlocked() {
        for (int i = 0; i < blocked.size(); i++) {
            blocked.get(i).wake();
        }
    }

    final void block(WaitBlock waiter) {
        lock.lock();
        try {
            blocked.add(waiter);
        } finally {
            lock.unlock();
        }
    }

    final void unblock(WaitBlock waiter) {
        lock.lock();
        try {
            blocked.remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** @return false when it is closed already */
    final boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            sources.clear();
            wakeBlocked();
            return true;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- what makes it signalled

    final boolean attach(EventSource source) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            sources.add(source);
            wakeBlocked(); // who waits already must drive it, too
            return true;
        } finally {
            lock.unlock();
        }
    }

    final void detach(EventSource source) {
        lock.lock();
        try {
            sources.remove(source);
        } finally {
            lock.unlock();
        }
    }

    final void addSources(List<EventSource> to) {
        lock.lock();
        try {
            to.addAll(sources);
        } finally {
            lock.unlock();
        }
    }
}

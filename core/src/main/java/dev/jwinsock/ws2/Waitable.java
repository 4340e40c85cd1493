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
    // Guarded by lock: the waits that are blocked for it, or about to be; first come first served.
    private final List<Wait> blocked = new ArrayList<>(1);
    // Guarded by lock.
    private final List<EventSource> sources = new ArrayList<>(0);
    // Whether there are any: most objects have none. Written under lock.
    private volatile boolean driven;
    // Written under lock.
    private volatile boolean closed;

    Waitable() {
        super(NEXT.getAndAdd(4));
    }

    /** Decides with the lock held; without it, tells whether a look is worth the lock. */
    abstract boolean signalled();

    /** A wait ends by it: an auto-reset event is reset. With the lock held. */
    abstract void consume();

    final boolean closed() {
        return closed;
    }

    /** The object has become signalled by itself. */
    final void changed() {
        List<Wait> forAll;
        lock.lock();
        try {
            forAll = offer();
        } finally {
            lock.unlock();
        }
        offerToAll(forAll);
    }

    /**
     * Gives the object to the waits as long as it is signalled. With the lock held.
     *
     * @return the waits for several objects at once: they need the other locks, too
     */
    final List<Wait> offer() {
        List<Wait> forAll = List.of();
        for (int i = 0; i < blocked.size() && signalled(); i++) {
            Wait wait = blocked.get(i);
            if (wait.forAll()) {
                if (forAll.isEmpty()) {
                    forAll = new ArrayList<>();
                }
                forAll.add(wait);
            } else if (!wait.decided() && wait.end(wait.indexOf(this))) {
                consume();
            }
        }
        return forAll;
    }

    /** Without the lock. */
    static void offerToAll(List<Wait> waits) {
        for (int i = 0; i < waits.size(); i++) {
            waits.get(i).takeAll();
        }
    }

    /** Takes the object for a wait that nobody knows of. @return false when it is not signalled, or closed */
    final boolean take() {
        lock.lock();
        try {
            boolean taken = !closed && signalled();
            if (taken) {
                consume();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** The wait ends when the object is signalled or closed already. */
    final void take(Wait wait, int index) {
        if (!signalled() && !closed) {
            return;
        }
        lock.lock();
        try {
            takeNow(wait, index);
        } finally {
            lock.unlock();
        }
    }

    private void takeNow(Wait wait, int index) {
        if (closed) {
            wait.decide(Wait.FAILED);
        } else if (signalled() && wait.decide(index)) {
            consume();
        }
    }

    /** From now on who signals the object ends the wait; it may end at once. */
    final void enter(Wait wait, int index) {
        lock.lock();
        try {
            blocked.add(wait);
            entered();
            if (!wait.forAll()) {
                takeNow(wait, index);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A wait has been entered. With the lock held. */
    void entered() {}

    final void leave(Wait wait) {
        lock.lock();
        try {
            blocked.remove(wait);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for it fail. @return false when it is closed already */
    boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            sources.clear();
            driven = false;
            for (int i = 0; i < blocked.size(); i++) {
                blocked.get(i).end(Wait.FAILED);
            }
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
            if (sources.contains(source)) {
                return true;
            }
            sources.removeIf(EventSource::ended);
            sources.add(source);
            driven = true;
            for (int i = 0; i < blocked.size(); i++) {
                blocked.get(i).wake(); // who waits already must drive it, too
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    final void detach(EventSource source) {
        lock.lock();
        try {
            sources.remove(source);
            driven = !sources.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock: who is blocked for the object when it gets a source is woken, and looks again. */
    final boolean driven() {
        return driven;
    }

    final void addSources(List<EventSource> to) {
        if (!driven) {
            return;
        }
        lock.lock();
        try {
            to.addAll(sources);
        } finally {
            lock.unlock();
        }
    }
}

package dev.jwinsock.multipoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What holds the sockets of a multipoint session together: one lock, the ends of operations that nobody has looked at
 * yet, and who waits for something to change.
 *
 * <p>Operations end on the transport's I/O threads, which must not wait for the lock: they leave their news, and whoever
 * has the lock deals with them when it lets go. A thread that waits does not hold the lock.
 */
final class Session {
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Signal> news = new ConcurrentLinkedQueue<>();
    /** Guarded by lock. */
    private final List<Runnable> watchers = new ArrayList<>();

    /** Not twice by one thread. */
    void enter() {
        lock.lock();
    }

    void exit() {
        lock.unlock();
        drive();
    }

    /** An operation has ended. On any thread, also within a call that was made with the lock held. */
    void told(Signal ended) {
        news.add(ended);
        if (!lock.isHeldByCurrentThread()) {
            drive();
        }
    }

    private void drive() {
        while (!news.isEmpty() && lock.tryLock()) {
            try {
                for (Signal ended = news.poll(); ended != null; ended = news.poll()) {
                    ended.happened();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** With the lock held: something has changed that somebody may wait for. */
    void changed() {
        for (int i = 0; i < watchers.size(); i++) {
            watchers.get(i).run();
        }
    }

    /** With the lock held: it is run, with the lock held, whenever something changes. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** With the lock held. */
    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /**
     * With the lock held: lets go of it until something changes or the time is over; may return without cause.
     *
     * @return false when the time is over
     */
    boolean await(Limit limit) {
        if (limit.isOver()) {
            return false;
        }
        Waiter waiter = new Waiter();
        watchers.add(waiter);
        exit();
        try {
            waiter.await(limit);
        } finally {
            enter();
            watchers.remove(waiter);
        }
        return true;
    }

    private static final class Waiter implements Runnable {
        private final Thread thread = Thread.currentThread();
        private volatile boolean woken;

        @Override
        public void run() {
            woken = true;
            LockSupport.unpark(thread);
        }

        void await(Limit limit) {
            boolean interrupted = false;
            while (!woken && !limit.isOver()) {
                limit.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                thread.interrupt();
            }
        }
    }
}

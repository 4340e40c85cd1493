package dev.jwinsock.afd;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A socket's lock: as {@link java.util.concurrent.locks.ReentrantLock}, but it is itself the queue of those that wait, not
 * one that has it. A server has ten thousands of them.
 */
@SuppressWarnings("serial") // nobody serializes a socket
final class SocketLock extends AbstractQueuedSynchronizer {
    /** Waits for it, interrupted or not; once more than it was left for who has it. */
    void lock() {
        acquire(1);
    }

    void unlock() {
        release(1);
    }

    boolean isHeldByCurrentThread() {
        return getExclusiveOwnerThread() == Thread.currentThread();
    }

    /** The state is how often its owner has it. */
    @Override
    protected boolean tryAcquire(int once) {
        Thread self = Thread.currentThread();
        if (getState() == 0) {
            if (!compareAndSetState(0, once)) {
                return false;
            }
            setExclusiveOwnerThread(self);
            return true;
        }
        if (getExclusiveOwnerThread() != self) {
            return false;
        }
        setState(getState() + once);
        return true;
    }

    @Override
    protected boolean tryRelease(int once) {
        if (getExclusiveOwnerThread() != Thread.currentThread()) {
            throw new IllegalMonitorStateException();
        }
        int left = getState() - once;
        if (left == 0) {
            setExclusiveOwnerThread(null);
        }
        setState(left);
        return left == 0;
    }
}

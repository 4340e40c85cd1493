package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock that knows neither owner nor reentrance, and is small for that: each connection has one, and hardly any has two
 * threads that want it at once. Those that wait are woken in the order in which they came, but who comes later may be
 * faster.
 *
 * <p>No wake-up is lost: who waits is listed first and tries then, who leaves gives the turn back first and looks at the
 * list then.
 */
@SuppressWarnings("serial") // nobody serializes a socket
final class Turn extends AtomicBoolean {
    /** Made by the first thread that has to wait. */
    private volatile @Nullable Queue<Thread> waiting;

    boolean isTaken() {
        return get();
    }

    boolean tryTake() {
        return !get() && compareAndSet(false, true);
    }

    /** Waits for it, interrupted or not: Winsock knows no interruption. @return OK or TIMED_OUT */
    int take(long deadline) {
        if (tryTake()) {
            return Status.OK;
        }
        Thread self = Thread.currentThread();
        Queue<Thread> line = line();
        line.add(self);
        boolean interrupted = false;
        try {
            while (!tryTake()) {
                long left = Deadline.left(deadline);
                if (left == 0) {
                    return Status.TIMED_OUT;
                }
                if (left < 0) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, left);
                }
                interrupted |= Thread.interrupted();
            }
            return Status.OK;
        } finally {
            line.remove(self);
            if (!get()) {
                wakeFirst(); // the wake-up was for who waits still
            }
            if (interrupted) {
                self.interrupt();
            }
        }
    }

    void leave() {
        set(false);
        wakeFirst();
    }

    private void wakeFirst() {
        Queue<Thread> line = waiting;
        if (line != null) {
            LockSupport.unpark(line.peek());
        }
    }

    private Queue<Thread> line() {
        Queue<Thread> made = waiting;
        if (made == null) {
            synchronized (this) {
                made = waiting;
                if (made == null) {
                    made = new ConcurrentLinkedQueue<>();
                    waiting = made;
                }
            }
        }
        return made;
    }
}

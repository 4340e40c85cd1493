package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock in each object of a class that knows neither owner nor reentrance, and is a number in the object for that: each
 * connection has one, and hardly any has two threads that want it at once. Where that happens, the line of those that wait
 * is here, while there is one. They are woken in the order in which they came, but who comes later may be faster.
 *
 * <p>The number says whether it is taken, and how many wait. No wake-up is lost: who waits is listed and counted first and
 * tries then; who leaves gives the turn back first, and looks at the line then when anybody was counted.
 *
 * @param <T> what has such a lock; equal only to itself
 */
final class Turn<T> {
    private static final int TAKEN = 1; // the lowest bit
    private static final int ONE_WAITS = 2;

    private final AtomicIntegerFieldUpdater<T> state;
    private final Map<T, Queue<Thread>> waiting = new ConcurrentHashMap<>();

    /** @param state the number, 0 to begin with, which nothing else touches */
    Turn(AtomicIntegerFieldUpdater<T> state) {
        this.state = state;
    }

    boolean isTaken(T of) {
        return (state.get(of) & TAKEN) != 0;
    }

    boolean tryTake(T of) {
        int now = state.get(of);
        while ((now & TAKEN) == 0) {
            if (state.compareAndSet(of, now, now | TAKEN)) {
                return true;
            }
            now = state.get(of);
        }
        return false;
    }

    /** Waits for it, interrupted or not: Winsock knows no interruption. @return OK or TIMED_OUT */
    int take(T of, long deadline) {
        if (tryTake(of)) {
            return Status.OK;
        }
        Thread self = Thread.currentThread();
        join(of, self);
        boolean interrupted = false;
        try {
            while (!tryTake(of)) {
                long left = Deadline.left(deadline);
                if (left == 0) {
                    return Status.TIMED_OUT;
                }
                Deadline.park(of, left);
                interrupted |= Thread.interrupted();
            }
            return Status.OK;
        } finally {
            quit(of, self);
            if (!isTaken(of)) {
                wakeFirst(of); // the wake-up was for who waits still
            }
            if (interrupted) {
                self.interrupt();
            }
        }
    }

    void leave(T of) {
        if (state.getAndAdd(of, -TAKEN) != TAKEN) {
            wakeFirst(of);
        }
    }

    private void wakeFirst(T of) {
        Queue<Thread> line = waiting.get(of);
        if (line != null) {
            LockSupport.unpark(line.peek());
        }
    }

    private void join(T of, Thread thread) {
        waiting.compute(of, (key, before) -> {
            Queue<Thread> line = before == null ? new ConcurrentLinkedQueue<>() : before;
            line.add(thread);
            return line;
        });
        state.getAndAdd(of, ONE_WAITS);
    }

    /** Whose line is empty has none any more. */
    private void quit(T of, Thread thread) {
        waiting.computeIfPresent(of, (key, line) -> afterwards(line, thread));
        state.getAndAdd(of, -ONE_WAITS);
    }

    private static @Nullable Queue<Thread> afterwards(Queue<Thread> line, Thread gone) {
        line.remove(gone);
        return line.isEmpty() ? null : line;
    }
}

package dev.jwinsock.benchmarks.shape;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The threads of one measurement, platform or virtual ones; the first failure of any is the failure of all. */
public final class Crew {
    /** A thread's work. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    private final Style style;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // Both under lock.
    private int running;
    private @Nullable Throwable failure;

    public Crew(Style style) {
        this.style = style;
    }

    public void start(String name, Work work) {
        lock.lock();
        try {
            running++;
        } finally {
            lock.unlock();
        }
        Runnable body = () -> end(outcome(work));
        if (style == Style.VIRTUAL) {
            VirtualThreads.start(body);
        } else {
            Thread thread = new Thread(body, "benchmark-" + name);
            // A hung measurement must not keep the process alive.
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Waits until every thread has ended. */
    public void await(long nanos) throws Exception {
        long left = nanos;
        lock.lock();
        try {
            while (running > 0) {
                if (left <= 0) {
                    TimeoutException hung = new TimeoutException(running + " threads have not ended");
                    if (failure != null) {
                        hung.addSuppressed(failure);
                    }
                    throw hung;
                }
                left = ended.awaitNanos(left);
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Throwable outcome(Work work) {
        try {
            work.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private void end(@Nullable Throwable outcome) {
        lock.lock();
        try {
            running--;
            if (outcome != null && failure == null) {
                failure = outcome;
            }
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

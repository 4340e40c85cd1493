package dev.jwinsock.ws2;

import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.WaitPoint;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread while it waits: parked, or, when sockets stand behind what it waits for, asking the kernel about them
 * itself.
 */
class WaitBlock {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;
    private volatile @Nullable WaitPoint point;

    /** From now on a {@link #wake} counts; then the thread looks at the objects, and only then blocks. */
    final void prepare() {
        woken = false;
    }

    /**
     * Blocks until {@link #wake} since {@link #prepare}, until the time is over, or until the sources have been looked
     * at with something new.
     *
     * @param nanos negative: no limit
     */
    final void await(List<EventSource> sources, long nanos) {
        if (sources.isEmpty()) {
            park(nanos);
            return;
        }
        WaitPoint now = sources.get(0).provider().waitPoint();
        point = now;
        try {
            now.await(sources, woken ? 0 : nanos);
        } finally {
            point = null;
        }
    }

    private void park(long nanos) {
        long end = nanos < 0 ? 0 : System.nanoTime() + nanos;
        boolean interrupted = false;
        while (!woken) {
            if (nanos < 0) {
                LockSupport.park(this);
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                LockSupport.parkNanos(this, left);
            }
            interrupted |= Thread.interrupted(); // Windows knows no interruption
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    final void wake() {
        woken = true;
        if (Thread.currentThread() == thread) {
            return; // what it found at the wait point; it looks before it blocks again
        }
        WaitPoint now = point;
        if (now != null) {
            now.wake();
        } else {
            LockSupport.unpark(thread);
        }
    }
}

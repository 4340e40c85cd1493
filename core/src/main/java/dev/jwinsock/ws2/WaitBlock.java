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
class WaitBlock extends Sleeper {
    private volatile @Nullable WaitPoint point;
    /** The last one that it waited at. The thread's own. */
    private @Nullable WaitPoint used;

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
        used = now;
        point = now;
        try {
            now.await(sources, woken() ? 0 : nanos);
        } finally {
            point = null;
        }
    }

    /** The wait is over. */
    final void leave() {
        WaitPoint last = used;
        if (last != null) {
            last.leave();
        }
    }

    final void wake() {
        markWoken();
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

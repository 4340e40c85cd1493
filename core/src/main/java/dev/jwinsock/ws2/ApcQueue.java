package dev.jwinsock.ws2;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A thread's asynchronous procedure calls: they run in it, in order, when it waits alertably. */
final class ApcQueue {
    private static final ThreadLocal<ApcQueue> OWN = ThreadLocal.withInitial(ApcQueue::new);

    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Runnable wake;
    // The thread's own: an APC that waits alertably must not run the next one within itself.
    private boolean running;

    private ApcQueue() {}

    static ApcQueue current() {
        return OWN.get();
    }

    /** From any thread. */
    void add(Runnable call) {
        calls.add(call);
        Runnable waiting = wake;
        if (waiting != null) {
            waiting.run();
        }
    }

    /** What ends the alertable wait when a call comes; null for none. The thread looks at the queue after this. */
    void wakes(@Nullable Runnable waiting) {
        wake = waiting;
    }

    boolean isEmpty() {
        return running || calls.isEmpty();
    }

    /** Runs what is queued. @return whether there was any */
    boolean run() {
        if (isEmpty()) {
            return false;
        }
        running = true;
        try {
            for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
                call.run();
            }
        } finally {
            running = false;
        }
        return true;
    }
}

package dev.jwinsock.ws2;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A thread's asynchronous procedure calls: they run in it, in order, when it waits alertably. */
final class ApcQueue {
    private static final ThreadLocal<ApcQueue> OWN = ThreadLocal.withInitial(ApcQueue::new);

    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private volatile @Nullable WaitBlock blocked;
    // The thread's own: an APC that waits alertably must not run the next one within itself.
    private boolean running;

    private ApcQueue() {}

    static ApcQueue current() {
        return OWN.get();
    }

    /** From any thread. */
    void add(Runnable call) {
        calls.add(call);
        WaitBlock waiter = blocked;
        if (waiter != null) {
            waiter.wake();
        }
    }

    /** The alertable wait that a new call ends; null for none. The thread looks at the queue after this. */
    void block(@Nullable WaitBlock waiter) {
        blocked = waiter;
    }

    /** Runs what is queued. @return whether there was any */
    boolean run() {
        if (running || calls.isEmpty()) {
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

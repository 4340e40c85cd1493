package dev.jwinsock.ws2;

import dev.jwinsock.spi.CallQueue;
import dev.jwinsock.spi.EventSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A thread's asynchronous procedure calls: they run in it, in order, when it waits alertably. */
final class ApcQueue implements CallQueue {
    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Runnable end;
    private final List<EventSource> sources = new CopyOnWriteArrayList<>();
    // The thread's own: an APC that waits alertably must not run the next one within itself (A060).
    private boolean running;

    static ApcQueue current() {
        return ThreadObject.current().apcs();
    }

    @Override
    public void add(Runnable call) {
        calls.add(call);
        Runnable waiting = end;
        if (waiting != null) {
            waiting.run();
        }
    }

    @Override
    public void attach(EventSource source) {
        if (!sources.contains(source)) {
            sources.removeIf(EventSource::ended);
            sources.add(source);
        }
    }

    void addSources(List<EventSource> to) {
        to.addAll(sources);
    }

    /** What ends the alertable wait when a call comes; null for none. The thread looks at the queue after this. */
    void ends(@Nullable Runnable waiting) {
        end = waiting;
    }

    boolean pending() {
        return !calls.isEmpty();
    }

    boolean running() {
        return running;
    }

    /** Runs what is queued, also what the calls themselves queue. */
    void run() {
        running = true;
        try {
            for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
                call.run();
            }
        } finally {
            running = false;
        }
    }
}

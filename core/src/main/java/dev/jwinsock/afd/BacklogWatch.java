package dev.jwinsock.afd;

import dev.jwinsock.transport.Threads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the connections whose ideal send backlog somebody waits for: no kernel tells of its change. Its thread lives as
 * long as there is such a connection.
 */
final class BacklogWatch {
    private static final long INTERVAL_MILLIS = 50;

    /** Guarded by this. */
    private final Map<AfdSocket, BacklogChange> waiting = new HashMap<>();

    /** Guarded by this. */
    private @Nullable Thread thread;

    /** Guarded by this. */
    private boolean ended;

    /** @return false when there is one for the socket already */
    synchronized boolean add(BacklogChange change) {
        if (ended || waiting.putIfAbsent(change.socket(), change) != null) {
            return false;
        }
        if (thread == null) {
            thread = new Thread(this::run, "jwinsock-backlog-0");
            thread.setDaemon(true);
            thread.start();
        }
        return true;
    }

    synchronized void remove(BacklogChange change) {
        waiting.remove(change.socket(), change);
        notifyAll();
    }

    private void run() {
        for (List<BacklogChange> now = next(); !now.isEmpty(); now = next()) {
            now.forEach(BacklogChange::look);
        }
    }

    /** After a pause. @return nobody, when the thread is to end */
    private synchronized List<BacklogChange> next() {
        long end = System.nanoTime() + INTERVAL_MILLIS * 1_000_000;
        for (long left = INTERVAL_MILLIS; left > 0 && !ended && !waiting.isEmpty(); ) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            left = (end - System.nanoTime()) / 1_000_000;
        }
        if (ended || waiting.isEmpty()) {
            thread = null;
            return List.of();
        }
        return List.copyOf(waiting.values());
    }

    /** The session ends: waits for the thread. */
    void end() {
        Thread ending;
        synchronized (this) {
            ended = true;
            waiting.clear();
            ending = thread;
            notifyAll();
        }
        if (ending != null) {
            Threads.join(ending);
        }
    }
}

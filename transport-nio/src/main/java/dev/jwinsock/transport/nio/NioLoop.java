package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Interest;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The I/O thread: tells armed sockets that they are ready. */
final class NioLoop extends SelectorGuard {
    private static final Logger LOG = LoggerFactory.getLogger(NioLoop.class);

    private final Thread thread;
    private final Queue<NioSocket> armed = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    // I/O thread only: what the last select found, told after it so that a listener may close sockets
    private final List<SelectionKey> readyKeys = new ArrayList<>();
    private int[] readyOps = new int[16];
    private final Consumer<SelectionKey> collect = this::collect;
    private final Turns turns = new Turns();

    NioLoop(String name) throws IOException {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has the I/O thread look at what the socket is armed for. Never blocks. */
    void rearm(NioSocket socket) {
        armed.add(socket);
        if (Thread.currentThread() != thread) {
            // may be eaten by a releasing thread's selectNow, but mayBlock() looks at the queue before the next select
            selector.wakeup();
        }
    }

    @Override
    boolean mayBlock() {
        return armed.isEmpty() && !stopped;
    }

    @Override
    void forget(SelectionKey key) {
        // keys are found through their sockets only
    }

    private void run() {
        while (!stopped) {
            try {
                for (NioSocket socket = armed.poll(); socket != null; socket = armed.poll()) {
                    watch(socket);
                }
                boolean yielded = turns.lets();
                if (yielded) {
                    Thread.yield();
                }
                select(-1, collect);
                turns.found(yielded, readyKeys.size());
                tell();
            } catch (RuntimeException | Error e) {
                // one socket's trouble must not silence all the others
                LOG.error("I/O thread {}", thread.getName(), e);
            }
            // nothing here uses interruption, and a selector does not wait while it is set
            Thread.interrupted();
        }
        closeSelector();
    }

    private void watch(NioSocket socket) {
        int interest = socket.armed.takeQueued();
        if (socket.isClosed()) {
            return;
        }
        boolean watched;
        lock.lock();
        try {
            @Nullable SelectionKey key = interest == 0 ? socket.existingKey(this) : socket.key(this);
            watched = key != null && socket.setKey(key, interest);
        } finally {
            lock.unlock();
        }
        int untold = watched ? 0 : socket.armed.takeArmed();
        if (untold != 0) {
            // the kernel socket is gone, a failed connect for instance
            tell(socket, untold | Interest.FAILED);
        }
    }

    private void collect(SelectionKey key) {
        int ops = readyOps(key);
        if (ops == 0) {
            return;
        }
        int n = readyKeys.size();
        if (n == readyOps.length) {
            readyOps = Arrays.copyOf(readyOps, 2 * n);
        }
        readyOps[n] = ops;
        readyKeys.add(key);
    }

    private void tell() {
        for (int i = 0; i < readyKeys.size(); i++) {
            SelectionKey key = readyKeys.get(i);
            NioSocket socket = (NioSocket) key.attachment();
            int ready = socket.armed.takeReady(readyOps[i], true, false);
            socket.setKey(key, socket.armed.watched());
            if (ready != 0) {
                tell(socket, ready);
            }
        }
        readyKeys.clear();
    }

    private static void tell(NioSocket socket, int ready) {
        try {
            socket.tell(ready);
        } catch (RuntimeException | Error e) {
            LOG.error("listener of {} failed", socket, e);
        }
    }

    void stop() {
        stopped = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread's own selector. It keeps the keys of the last few sockets the thread waited for, and leaves the last one's
 * interest as it was, so that a loop of blocking calls on one socket costs one system call per wait.
 */
final class NioWaiter extends SelectorGuard implements Waiter {
    private static final int MAX_KEYS = 8;

    private final NioTransport transport;
    private final WeakReference<Thread> owner;
    private final Consumer<SelectionKey> collect = this::collect;

    // guarded by lock: most recently used first, null after the last
    private final @Nullable NioSocket[] sockets = new NioSocket[MAX_KEYS];
    private final @Nullable SelectionKey[] keys = new SelectionKey[MAX_KEYS];
    // guarded by lock
    private boolean woken;
    // written by the owner
    private volatile @Nullable NioListWait list;
    // owner only
    private int readyOps;

    NioWaiter(NioTransport transport, Thread owner) throws IOException {
        this.transport = transport;
        this.owner = new WeakReference<>(owner);
    }

    private void collect(SelectionKey key) {
        readyOps |= readyOps(key);
    }

    boolean ownerAlive() {
        Thread thread = owner.get();
        return thread != null && thread.isAlive();
    }

    @Override
    public int await(TransportSocket socket, int interest, long nanos) {
        // an interrupted thread's select returns at once
        boolean interrupted = Thread.interrupted();
        try {
            long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
            long left = nanos;
            NioSocket nio = (NioSocket) socket;
            while (true) {
                if (!prepare(nio, interest)) {
                    return interest | Interest.FAILED;
                }
                readyOps = 0;
                select(left, collect);
                boolean wasWoken = takeWoken();
                if (readyOps != 0) {
                    return NioSocket.ready(readyOps, interest);
                }
                interrupted |= Thread.interrupted();
                if (wasWoken || nanos == 0 || !selector.isOpen()) {
                    return 0;
                }
                // an interrupt or a socket that was closed elsewhere ended the select
                if (nanos > 0) {
                    left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return 0;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int await(PollList polled, long nanos) {
        NioListWait current = list;
        if (current == null) {
            try {
                current = new NioListWait(transport);
            } catch (IOException e) {
                return Failures.status(e, Status.NO_BUFFERS);
            }
            list = current;
        }
        return takeWoken() ? current.await(polled, 0) : current.await(polled, nanos);
    }

    @Override
    public void wake() {
        lock.lock();
        try {
            woken = true;
            wakeSelect();
        } finally {
            lock.unlock();
        }
        NioListWait current = list;
        if (current != null) {
            current.wake();
        }
    }

    private boolean takeWoken() {
        lock.lock();
        try {
            boolean was = woken;
            woken = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean mayBlock() {
        return !woken;
    }

    /** Makes the socket the only one selected for; false when it is closed. */
    private boolean prepare(NioSocket socket, int interest) {
        lock.lock();
        try {
            int ops = socket.ops(interest);
            SelectionKey last = keys[0];
            if (last != null && sockets[0] != socket) {
                interestOps(last, 0);
            }
            SelectionKey key = use(socket);
            if (key != null) {
                return interestOps(key, ops);
            }
            key = socket.register(this, ops);
            if (key == null) {
                return false;
            }
            add(socket, key);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SelectionKey use(NioSocket socket) {
        for (int i = 0; i < MAX_KEYS && sockets[i] != null; i++) {
            if (sockets[i] == socket) {
                SelectionKey key = keys[i];
                System.arraycopy(sockets, 0, sockets, 1, i);
                System.arraycopy(keys, 0, keys, 1, i);
                sockets[0] = socket;
                keys[0] = key;
                return key;
            }
        }
        return null;
    }

    private void add(NioSocket socket, SelectionKey key) {
        NioSocket oldest = sockets[MAX_KEYS - 1];
        SelectionKey oldestKey = keys[MAX_KEYS - 1];
        if (oldest != null && oldestKey != null) {
            oldestKey.cancel();
            dropCancelled();
            oldest.unregistered(oldestKey);
        }
        System.arraycopy(sockets, 0, sockets, 1, MAX_KEYS - 1);
        System.arraycopy(keys, 0, keys, 1, MAX_KEYS - 1);
        sockets[0] = socket;
        keys[0] = key;
    }

    @Override
    void forget(SelectionKey key) {
        for (int i = 0; i < MAX_KEYS; i++) {
            if (keys[i] == key) {
                int after = MAX_KEYS - 1 - i;
                System.arraycopy(sockets, i + 1, sockets, i, after);
                System.arraycopy(keys, i + 1, keys, i, after);
                sockets[MAX_KEYS - 1] = null;
                keys[MAX_KEYS - 1] = null;
                return;
            }
        }
    }

    /** For tests. */
    int cachedKeys() {
        lock.lock();
        try {
            return selector.keys().size();
        } finally {
            lock.unlock();
        }
    }

    /** For tests. */
    @Nullable
    NioListWait lists() {
        return list;
    }

    void close() {
        closeSelector();
        NioListWait current = list;
        if (current != null) {
            current.closeSelector();
        }
    }
}

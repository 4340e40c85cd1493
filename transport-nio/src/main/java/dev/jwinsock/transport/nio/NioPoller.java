package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A selector for whoever polls: the guard's owner is the thread of the moment. Keys are changed by it alone, from a
 * queue of what was armed that they are not set to yet.
 */
final class NioPoller extends SelectorGuard implements Poller {
    private static final Logger LOG = LoggerFactory.getLogger(NioPoller.class);

    /**
     * Passing a socket that is ready while nobody has armed it costs less than switching its key off and on again, when it
     * is armed soon: data come before the receive that they are for.
     */
    private static final int MOST_PASSED = 4;

    /** What was armed, linked through itself, the last one first. */
    private final AtomicReference<@Nullable NioWatch> queue = new AtomicReference<>();

    private final Consumer<SelectionKey> collect = this::collect;

    private volatile boolean woken; // set under lock
    private volatile boolean closed; // set under lock

    // polling thread only: what the last select found, told after it so that a listener may remove and close
    private final List<SelectionKey> readyKeys = new ArrayList<>();
    private int[] readyOps = new int[16];

    NioPoller() throws IOException {}

    // ---- sockets

    @Override
    public int arm(TransportSocket socket, int interest, ReadyListener listener) {
        NioSocket nio = (NioSocket) socket;
        NioWatch watch = nio.watch(this);
        if (watch == null) {
            if (closed || nio.isClosed()) {
                return Status.NOT_SOCKET;
            }
            watch = nio.newWatch(this, listener);
            if (watch == null) {
                return Status.INVALID;
            }
        }
        if (watch.armed.arm(interest)) {
            enqueue(watch);
        }
        if (closed) {
            // The close may have looked at the sockets before this one was among them.
            nio.forgetWatch(watch);
            return Status.NOT_SOCKET;
        }
        return Status.OK;
    }

    /** The socket's channel was replaced, or means other key operations by what is armed. */
    void rearm(NioWatch watch) {
        if (watch.armed.rearm()) {
            enqueue(watch);
        }
    }

    private void enqueue(NioWatch watch) {
        NioWatch first;
        do {
            first = queue.get();
            watch.nextQueued = first;
        } while (!queue.compareAndSet(first, watch));
        lock.lock();
        try {
            // A poll that is not selecting yet finds the queue in mayBlock.
            wakeSelect();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(TransportSocket socket) {
        NioSocket nio = (NioSocket) socket;
        // In one go: an arming that follows must not find the key that this cancels.
        lock.lock();
        try {
            NioWatch watch = nio.watch(this);
            if (watch != null) {
                watch.removed = true;
                nio.forgetWatch(watch);
                SelectionKey key = nio.takeKey(this);
                if (key != null) {
                    release(key);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    void forget(SelectionKey key) {
        // keys are found through their sockets only
    }

    // ---- polling

    @Override
    public int poll(long nanos) {
        // an interrupted thread's select returns at once
        boolean interrupted = Thread.interrupted();
        try {
            long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
            long left = nanos;
            for (boolean spares = true; !closed; spares = false) {
                int told = watchQueued();
                select(told > 0 ? 0 : left, collect);
                // before the listeners run: a wake from one of them is for the next poll
                boolean wasWoken = takeWoken();
                told += tell(spares);
                interrupted |= Thread.interrupted();
                if (told > 0 || wasWoken || nanos == 0) {
                    return told;
                }
                // something was armed or removed, was ready for nobody, or an interrupt ended the select
                if (nanos > 0) {
                    left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return 0;
                    }
                }
            }
            return 0;
        } finally {
            NioSocket.restore(interrupted);
        }
    }

    @Override
    boolean mayBlock() {
        return !woken && !closed && queue.get() == null;
    }

    /** Asks the selector for what was armed since the last time. @return how many were told that it is no use */
    private int watchQueued() {
        int told = 0;
        NioWatch next;
        for (NioWatch watch = queue.getAndSet(null); watch != null; watch = next) {
            next = watch.nextQueued;
            watch.nextQueued = null;
            int interest = watch.armed.takeQueued(); // from here on it can be queued again
            if (watch.socket.isClosed()) {
                continue;
            }
            boolean watched;
            lock.lock();
            try {
                if (watch.removed) {
                    continue;
                }
                SelectionKey key = interest == 0 ? watch.socket.existingKey(this) : watch.socket.key(this);
                watched = key != null && watch.socket.setKey(key, interest);
            } finally {
                lock.unlock();
            }
            int untold = watched ? 0 : watch.armed.takeArmed();
            if (untold != 0) {
                // the kernel socket is gone, a failed connect for instance
                told += tell(watch, untold | Interest.FAILED);
            }
        }
        return told;
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

    /** @param spares else a key that is ready for nobody is switched off: the next select would not wait */
    private int tell(boolean spares) {
        int told = 0;
        for (int i = 0; i < readyKeys.size(); i++) {
            SelectionKey key = readyKeys.get(i);
            NioWatch watch = ((NioSocket) key.attachment()).watch(this);
            if (watch == null) {
                continue; // removed; so is the key
            }
            int ready = watch.armed.takeReady(readyOps[i], false, spares && watch.passed < MOST_PASSED);
            watch.socket.setKey(key, watch.armed.watched());
            if (ready == 0) {
                watch.passed++;
            } else {
                watch.passed = 0;
                told += tell(watch, ready);
            }
        }
        readyKeys.clear();
        return told;
    }

    private static int tell(NioWatch watch, int ready) {
        if (watch.socket.isClosed()) {
            return 0;
        }
        try {
            watch.listener.ready(ready);
        } catch (RuntimeException | Error e) {
            // one socket's trouble must not silence the others
            LOG.error("listener of {} failed", watch.socket, e);
        }
        return 1;
    }

    @Override
    public boolean edgeTriggered() {
        return false;
    }

    @Override
    public void wake() {
        if (woken) {
            return;
        }
        lock.lock();
        try {
            woken = true;
            wakeSelect();
        } finally {
            lock.unlock();
        }
    }

    private boolean takeWoken() {
        if (!woken) {
            return false;
        }
        lock.lock();
        try {
            woken = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<NioSocket> left = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (SelectionKey key : selector.keys()) {
                left.add((NioSocket) key.attachment());
            }
            // wakes a select that is going on
            closeSelector();
        } finally {
            lock.unlock();
        }
        for (NioWatch watch = queue.getAndSet(null); watch != null; watch = watch.nextQueued) {
            left.add(watch.socket);
        }
        for (NioSocket socket : left) {
            @Nullable NioWatch watch = socket.watch(this);
            if (watch != null) {
                socket.forgetWatch(watch);
            }
            socket.takeKey(this);
        }
    }
}

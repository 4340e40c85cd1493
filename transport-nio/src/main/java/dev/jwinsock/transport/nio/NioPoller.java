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
 * queue of what was armed, and each interest is taken off its key when it is told.
 */
final class NioPoller extends SelectorGuard implements Poller {
    private static final Logger LOG = LoggerFactory.getLogger(NioPoller.class);

    /** What was armed, linked through itself, the last one first. */
    private final AtomicReference<@Nullable NioWatch> queue = new AtomicReference<>();

    private final Consumer<SelectionKey> collect = this::collect;

    private volatile boolean woken; // set under lock
    private volatile boolean closed; // set under lock

    // polling thread only: what the last select found, told after it so that a listener may remove and close
    private final List<NioSocket> readySockets = new ArrayList<>();
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
        if (watch.arm(interest)) {
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
        if (watch.rearm()) {
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
            while (!closed) {
                int told = watchQueued();
                select(told > 0 ? 0 : left, collect);
                // before the listeners run: a wake from one of them is for the next poll
                boolean wasWoken = takeWoken();
                told += tell();
                interrupted |= Thread.interrupted();
                if (told > 0 || wasWoken || nanos == 0) {
                    return told;
                }
                // something was armed or removed, or an interrupt ended the select
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
            int interest = watch.takeQueued(); // from here on it can be queued again
            if (interest == 0 || watch.socket.isClosed()) {
                continue;
            }
            boolean watched;
            lock.lock();
            try {
                if (watch.removed) {
                    continue;
                }
                SelectionKey key = watch.socket.key(this);
                watched = key != null && interestOps(key, watch.socket.ops(interest));
            } finally {
                lock.unlock();
            }
            if (!watched) {
                // the kernel socket is gone, a failed connect for instance
                watch.disarm(interest);
                told += tell(watch, interest | Interest.FAILED);
            }
        }
        return told;
    }

    private void collect(SelectionKey key) {
        int ops = readyOps(key);
        if (ops == 0) {
            return;
        }
        int n = readySockets.size();
        if (n == readyOps.length) {
            readyOps = Arrays.copyOf(readyOps, 2 * n);
        }
        readyOps[n] = ops;
        readySockets.add((NioSocket) key.attachment());
    }

    private int tell() {
        int told = 0;
        for (int i = 0; i < readySockets.size(); i++) {
            NioWatch watch = readySockets.get(i).watch(this);
            if (watch == null) {
                continue; // removed; so is the key
            }
            int ready = NioSocket.ready(readyOps[i], watch.armed());
            disarm(watch, ready);
            if (ready != 0) {
                told += tell(watch, ready);
            }
        }
        readySockets.clear();
        return told;
    }

    /** Leaves the key what is still armed. Nothing is lost to an arming meanwhile: that one is in the queue. */
    private void disarm(NioWatch watch, int told) {
        int left = watch.disarm(told);
        lock.lock();
        try {
            SelectionKey key = watch.removed ? null : watch.socket.existingKey(this);
            if (key != null) {
                interestOps(key, left == 0 ? 0 : watch.socket.ops(left));
            }
        } finally {
            lock.unlock();
        }
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

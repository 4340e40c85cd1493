package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Poller;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A poller on a kernel event queue of its own, edge-triggered: arming an interest that a socket has been armed for
 * before makes no system call, and one that is new to it makes the kernel look at once.
 *
 * <p>An interest is registered when it is first asked for, not all with the first: a connection that is only read from
 * is writable from the start, and would end a poll for that as soon as it is watched.
 *
 * <p>Locks: the socket's ("this" of {@link KernelSocket}) before this poller's. Both are held for a system call that
 * does not block at most, and never while a listener runs.
 */
abstract class KernelPoller implements Poller {
    private static final Logger LOG = LoggerFactory.getLogger(KernelPoller.class);

    /** How many events one wait takes; the kernel keeps the others in their order for the next. */
    static final int MAX_EVENTS = 256;
    /** The token of the wake-up. No watch has it: slots are not negative. */
    static final long WAKE_TOKEN = -1;

    private static final int FIRST_SLOTS = 16;

    /*
     * IDLE -> WAITING -> IDLE       a wait that ended by itself
     * IDLE -> WOKEN -> IDLE         a wake with nobody waiting: the next poll only looks
     * WAITING -> WOKEN -> IDLE      a wake in time; the waker signals
     */
    private static final int IDLE = 0;
    private static final int WAITING = 1;
    private static final int WOKEN = 2;

    final Platform platform;
    private final AtomicInteger state = new AtomicInteger();

    /** Guards what follows, the native memory of {@link #register} and its like, and keeps the descriptors open. */
    private final Object lock = new Object();

    /** By slot. The table is replaced by a longer one and its elements are set under the lock. */
    private volatile AtomicReferenceArray<@Nullable Watch> watches = new AtomicReferenceArray<>(FIRST_SLOTS);

    private int[] freeSlots = new int[FIRST_SLOTS];
    private int freeCount;
    private int usedSlots;
    private short generations;
    private boolean descriptorsClosed;
    private volatile boolean closed; // written under the lock
    private volatile boolean polling; // written by the polling thread

    KernelPoller(Platform platform) {
        this.platform = platform;
    }

    // ---- what the event queue does; the lock is held except for the wait and its events

    /** The event queue's own descriptor. */
    abstract int fd();

    /** Asks the kernel for what is in {@code after} and not in {@code before}, which is 0 the first time. */
    abstract int register(int fd, long token, int before, int after);

    abstract void unregister(int fd, int interest);

    /** Ends a wait, the present or the next one. */
    abstract void signal();

    abstract void closeDescriptors();

    /** @return how many events there are, 0 also for no reason; or a negative {@link Status} */
    abstract int awaitEvents(long nanos);

    /** The token of the last wait's event with this index. */
    abstract long token(int index);

    /** The {@link dev.jwinsock.transport.Interest} bits of the last wait's event with this index. */
    abstract int ready(int index);

    // ---- sockets

    @Override
    public final int arm(TransportSocket socket, int interest, ReadyListener listener) {
        KernelSocket kernelSocket = (KernelSocket) socket;
        Watch watch = kernelSocket.watch(this);
        if (watch != null && (interest & ~watch.interest) == 0) {
            return Status.OK;
        }
        return kernelSocket.watch(this, interest, listener);
    }

    @Override
    public final void remove(TransportSocket socket) {
        ((KernelSocket) socket).unwatch(this);
    }

    /** For the socket, whose lock is held. */
    final int extend(Watch watch, int interest) {
        synchronized (lock) {
            if (closed) {
                return Status.NOT_SOCKET;
            }
            int before = watch.interest;
            int after = before | interest;
            int status = after == before ? Status.OK : register(watch.socket.fd(), watch.token(), before, after);
            if (status == Status.OK) {
                watch.interest = (byte) after;
            }
            return status;
        }
    }

    /** For the socket, whose lock is held. @return null when the poller is closed */
    final @Nullable Watch place(KernelSocket socket, ReadyListener listener) {
        synchronized (lock) {
            if (closed) {
                return null;
            }
            int slot = freeCount > 0 ? freeSlots[--freeCount] : newSlot();
            Watch watch = new Watch(this, socket, listener, slot, generations++);
            // Before the kernel knows it: the first event may come before the registering call is back.
            watches.set(slot, watch);
            return watch;
        }
    }

    private int newSlot() {
        int slot = usedSlots++;
        AtomicReferenceArray<@Nullable Watch> table = watches;
        if (slot == table.length()) {
            AtomicReferenceArray<@Nullable Watch> longer = new AtomicReferenceArray<>(2 * slot);
            for (int i = 0; i < slot; i++) {
                longer.set(i, table.get(i));
            }
            watches = longer;
        }
        return slot;
    }

    /** For the socket, whose lock is held: its descriptor is open. */
    final void displace(Watch watch) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            watches.set(watch.slot, null);
            if (watch.interest != 0) {
                unregister(watch.socket.fd(), watch.interest);
            }
            if (freeCount == freeSlots.length) {
                freeSlots = Arrays.copyOf(freeSlots, 2 * freeCount);
            }
            freeSlots[freeCount++] = watch.slot;
        }
    }

    // ---- polling

    @Override
    public final int poll(long nanos) {
        polling = true;
        try {
            return pollOpen(nanos);
        } finally {
            polling = false;
            if (closed) {
                closeDescriptorsOnce();
            }
        }
    }

    private int pollOpen(long nanos) {
        long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
        long left = nanos;
        while (!closed) {
            boolean waits = left != 0 && state.compareAndSet(IDLE, WAITING);
            int count = awaitEvents(waits ? left : 0);
            // Before the listeners run: a wake from one of them is found by the next poll and needs no signal.
            boolean woken = state.get() != IDLE && state.getAndSet(IDLE) == WOKEN;
            if (count < 0 && count != Status.INTERRUPTED) {
                throw new IllegalStateException("waiting failed: " + count);
            }
            int told = tell(count);
            if (told > 0 || woken || nanos == 0) {
                return told;
            }
            if (nanos > 0) {
                left = deadline - System.nanoTime();
                if (left <= 0) {
                    return 0;
                }
            }
        }
        return 0;
    }

    private int tell(int count) {
        int told = 0;
        for (int i = 0; i < count; i++) {
            long token = token(i);
            if (token == WAKE_TOKEN) {
                continue; // the state says whether there was a wake; this one may be a late signal
            }
            // The table anew each time: a listener may have removed the sockets of the events that follow.
            Watch watch = watches.get((int) token);
            if (watch != null && watch.generation == (short) (token >>> 32)) {
                tell(watch, ready(i));
                told++;
            }
        }
        return told;
    }

    private static void tell(Watch watch, int ready) {
        try {
            watch.listener.ready(ready);
        } catch (RuntimeException | Error e) {
            // The kernel does not repeat the events of the other sockets.
            LOG.error("readiness of {} was not handled", watch.socket.descriptor(), e);
        }
    }

    @Override
    public final boolean edgeTriggered() {
        return true;
    }

    @Override
    public final void wake() {
        // The first look saves the many who wake at once from taking the cache line off each other.
        if (state.get() != WOKEN && state.getAndSet(WOKEN) == WAITING) {
            synchronized (lock) {
                if (!closed) {
                    signal();
                }
            }
        }
    }

    @Override
    public final void close() {
        AtomicReferenceArray<@Nullable Watch> left;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            left = watches;
            signal();
        }
        // Otherwise the poll that is going on does it: it sees "closed" when this sees "polling".
        if (!polling) {
            closeDescriptorsOnce();
        }
        for (int i = 0; i < left.length(); i++) {
            Watch watch = left.get(i);
            if (watch != null) {
                left.set(i, null);
                watch.socket.forget(watch);
            }
        }
    }

    private void closeDescriptorsOnce() {
        synchronized (lock) {
            if (!descriptorsClosed) {
                descriptorsClosed = true;
                closeDescriptors();
            }
        }
    }
}

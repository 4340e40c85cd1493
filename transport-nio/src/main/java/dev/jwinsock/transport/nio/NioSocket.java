package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stream and datagram sockets share: readiness, options and close.
 *
 * <p>Java turns {@code ::ffff:0.0.0.0} into {@code ::}; all other mapped addresses stay what they are.
 *
 * <p>Every channel call is made with the thread's interrupt status cleared, since an interruptible channel may close
 * itself otherwise; the status is put back afterwards.
 */
abstract class NioSocket implements TransportSocket {
    /** Java copies a heap buffer through a direct one of the same size that the thread then keeps. */
    static final int HEAP_CHUNK = 128 * 1024;

    /** In {@link #armed}: the socket is in the I/O thread's queue. */
    private static final int QUEUED = 0x100;
    /** In {@link #armed}, so many bits to the left: what the I/O thread's key is set to, or is about to be. */
    private static final int WATCHED = 16;

    private static final int BITS = 0xff;

    private static final Logger LOG = LoggerFactory.getLogger(NioSocket.class);

    private static final VarHandle ARMED;

    static {
        try {
            ARMED = MethodHandles.lookup().findVarHandle(NioSocket.class, "armed", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private record Registration(SelectorGuard guard, SelectionKey key) {}

    final NioTransport transport;
    final boolean ipv6;

    // through ARMED: Interest bits armed and not told yet, QUEUED, and Interest bits WATCHED
    private volatile int armed;
    private final Object lock = new Object();
    // guarded by lock
    private final List<Registration> registrations = new ArrayList<>(1);
    // written under lock
    private volatile boolean closed;
    private volatile @Nullable ReadyListener listener;
    // Its places in the pollers that watch it; written under lock.
    private volatile @Nullable NioWatch firstWatch;
    private volatile @Nullable NioWatch secondWatch;

    NioSocket(NioTransport transport, boolean ipv6) {
        this.transport = transport;
        this.ipv6 = ipv6;
    }

    /** The channel of the moment. */
    abstract SelectableChannel channel();

    /** The channel's key operations for Interest bits, in its present state. */
    abstract int ops(int interest);

    /**
     * Interest bits for a key's ready operations. A connect that has ended is what both readers and writers wait for. An
     * error or hang-up makes everything asked for ready, since Java has no operation for it: FAILED is told only of a
     * channel that Java has closed.
     */
    static int ready(int ops, int interest) {
        int ready = 0;
        if ((ops & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            ready |= Interest.READ;
        }
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            ready |= Interest.WRITE;
        }
        if ((ops & SelectionKey.OP_CONNECT) != 0) {
            ready |= Interest.READ | Interest.WRITE;
        }
        return ready & interest;
    }

    /** What a key that is ready for the operations stays set to: nothing that is ready but not armed, nor a write. */
    static int watchedStill(int ops, int armed, int watched) {
        return (ops & SelectionKey.OP_CONNECT) != 0 ? 0 : watched & ~(ready(ops, watched) & ~(armed & Interest.READ));
    }

    /** An address of this socket's family, as Java wants it. */
    final void export(@Nullable InetSocketAddress from, Endpoint out) {
        if (from == null) {
            out.setWildcard(ipv6, 0);
        } else {
            out.set(from, ipv6);
        }
    }

    /** Restores what {@link Thread#interrupted()} took before a channel call. */
    static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final int readiness(int interest) {
        // A look takes four system calls, and counting what is there one
        int known = (interest & Interest.READ) != 0 && hasData() ? Interest.READ : 0;
        return known != 0 && known == interest ? known : known | transport.look(this, interest & ~known);
    }

    /** Whether it is known without a selector that there is something to receive. */
    boolean hasData() {
        return false;
    }

    // ---- selectors

    /** A new key, or null when the channel is closed. Called by the selector's owner with the guard's lock held. */
    final @Nullable SelectionKey register(SelectorGuard guard, int ops) {
        synchronized (lock) {
            if (closed) {
                return null;
            }
            try {
                SelectionKey key = channel().register(guard.selector, ops, this);
                registrations.add(new Registration(guard, key));
                return key;
            } catch (ClosedChannelException | ClosedSelectorException e) {
                LOG.trace("not registered", e);
                return null;
            }
        }
    }

    /** The guard's key, made when there is none. Its caller holds the guard's lock. */
    final @Nullable SelectionKey key(SelectorGuard guard) {
        SelectionKey existing = existingKey(guard);
        return existing != null ? existing : register(guard, 0);
    }

    final @Nullable SelectionKey existingKey(SelectorGuard guard) {
        synchronized (lock) {
            for (Registration registration : registrations) {
                if (registration.guard == guard) {
                    return registration.key;
                }
            }
            return null;
        }
    }

    /** The guard's key, which is not this socket's any more. */
    final @Nullable SelectionKey takeKey(SelectorGuard guard) {
        synchronized (lock) {
            SelectionKey key = existingKey(guard);
            registrations.removeIf(registration -> registration.guard == guard);
            return key;
        }
    }

    /** The selector has dropped this key. */
    final void unregistered(SelectionKey key) {
        synchronized (lock) {
            registrations.removeIf(registration -> registration.key == key);
        }
    }

    /** Takes the channel out of all selectors, so that its close is one. */
    final void releaseKeys() {
        List<Registration> all;
        synchronized (lock) {
            if (registrations.isEmpty()) {
                return;
            }
            all = List.copyOf(registrations);
            registrations.clear();
        }
        for (Registration registration : all) {
            registration.guard.release(registration.key);
        }
    }

    // ---- arming

    @Override
    public final void listener(ReadyListener newListener) {
        listener = newListener;
    }

    @Override
    public final void arm(int interest) {
        if (closed) {
            return;
        }
        int before;
        boolean must;
        do {
            before = armed;
            // What the key has is told by itself: no need to wake the I/O thread
            must = (before & QUEUED) == 0 && (interest & ~(before >>> WATCHED)) != 0;
        } while (!ARMED.compareAndSet(this, before, before | interest | (must ? QUEUED : 0)));
        if (must) {
            transport.loop().rearm(this);
        }
    }

    /** The channel's state changed, and with it the key operations that the armed interest means. */
    final void rearm() {
        transport.changed();
        int interest = (int) ARMED.getAndBitwiseAnd(this, ~(BITS << WATCHED)) & BITS;
        if (interest != 0) {
            arm(interest);
        }
        rearm(firstWatch);
        rearm(secondWatch);
    }

    private static void rearm(@Nullable NioWatch watch) {
        if (watch != null) {
            watch.poller.rearm(watch);
        }
    }

    /** I/O thread: the socket is out of the queue. @return what to watch for */
    final int takeQueued() {
        int before;
        int interest;
        do {
            before = armed;
            interest = (before | before >>> WATCHED) & BITS;
        } while (!ARMED.compareAndSet(this, before, before & BITS | interest << WATCHED));
        return interest;
    }

    /** I/O thread: the key is of no use. @return what is armed, which it is no longer afterwards */
    final int takeArmed() {
        return (int) ARMED.getAndBitwiseAnd(this, QUEUED) & BITS;
    }

    /**
     * I/O thread: the key is ready. What is told is armed no longer. The key stays set for reading, since who was told of
     * that arms it again as a rule; when it is ready for what nobody has armed, that goes.
     *
     * @return what to tell
     */
    final int takeReady(SelectionKey key, int ops) {
        int before;
        int told;
        int left;
        int after;
        do {
            before = armed;
            int interest = before & BITS;
            int watched = before >>> WATCHED;
            told = ready(ops, interest);
            left = watchedStill(ops, interest, watched);
            after = (told != 0 ? 0 : interest) | before & QUEUED | left << WATCHED;
        } while (!ARMED.compareAndSet(this, before, after));
        if (left != before >>> WATCHED) {
            SelectorGuard.interestOps(key, left == 0 ? 0 : ops(left));
        }
        return told;
    }

    /** I/O thread. */
    final void tell(int ready) {
        ReadyListener told = listener;
        if (told != null && !closed) {
            told.ready(ready);
        }
    }

    // ---- pollers

    /** Its place in the poller, null when that does not watch it. */
    final @Nullable NioWatch watch(NioPoller poller) {
        NioWatch watch = firstWatch;
        if (watch != null && watch.poller == poller) {
            return watch;
        }
        watch = secondWatch;
        return watch != null && watch.poller == poller ? watch : null;
    }

    /** @return null when two other pollers watch it */
    final @Nullable NioWatch newWatch(NioPoller poller, ReadyListener newListener) {
        synchronized (lock) {
            NioWatch watch = watch(poller);
            if (watch != null) {
                return watch;
            }
            watch = new NioWatch(poller, this, newListener);
            if (firstWatch == null) {
                firstWatch = watch;
            } else if (secondWatch == null) {
                secondWatch = watch;
            } else {
                return null;
            }
            return watch;
        }
    }

    final void forgetWatch(NioWatch watch) {
        synchronized (lock) {
            if (firstWatch == watch) {
                firstWatch = null;
            } else if (secondWatch == watch) {
                secondWatch = null;
            }
        }
    }

    // ---- options and close

    @Override
    public int getOption(TransportOption option) {
        boolean interrupted = Thread.interrupted();
        try {
            return NioOptions.get((NetworkChannel) channel(), option);
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.NO_PROTOCOL_OPTION);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int setOption(TransportOption option, int value) {
        boolean interrupted = Thread.interrupted();
        try {
            return NioOptions.set((NetworkChannel) channel(), option, value);
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.INVALID);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public final int unsent() {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    final boolean isClosed() {
        return closed;
    }

    /** Right before the channel is closed. */
    void closing() throws IOException {}

    @Override
    public final void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        boolean interrupted = Thread.interrupted();
        try {
            // first: Java sends a FIN instead of closing a channel that is registered
            releaseKeys();
            try {
                closing();
            } catch (IOException e) {
                LOG.trace("connection was gone", e);
            }
            channel().close();
        } catch (IOException e) {
            LOG.debug("close failed", e);
        } finally {
            restore(interrupted);
        }
    }

    // ---- buffers

    /** Room or data in the buffers; Integer.MAX_VALUE when that is not enough to count it. */
    static int remaining(ByteBuffer[] buffers, int offset, int count) {
        long sum = 0;
        for (int i = offset; i < offset + count; i++) {
            sum += buffers[i].remaining();
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }
}

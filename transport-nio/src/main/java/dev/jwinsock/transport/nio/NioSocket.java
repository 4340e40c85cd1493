package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.io.IOException;
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

    private static final Logger LOG = LoggerFactory.getLogger(NioSocket.class);

    private record Registration(SelectorGuard guard, SelectionKey key) {}

    final NioTransport transport;
    final boolean ipv6;

    /** At the I/O thread. */
    final Armed armed = new Armed();

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
        if (armed.arm(interest)) {
            transport.loop().rearm(this);
        }
    }

    /** The channel's state changed, and with it the key operations that the armed interest means. */
    final void rearm() {
        transport.changed();
        if (armed.rearm()) {
            transport.loop().rearm(this);
        }
        rearm(firstWatch);
        rearm(secondWatch);
    }

    private static void rearm(@Nullable NioWatch watch) {
        if (watch != null) {
            watch.poller.rearm(watch);
        }
    }

    /** The selecting thread: the key of one of its selectors, for Interest bits. @return false when the key is gone */
    final boolean setKey(SelectionKey key, int interest) {
        return SelectorGuard.interestOps(key, interest == 0 ? 0 : ops(interest));
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

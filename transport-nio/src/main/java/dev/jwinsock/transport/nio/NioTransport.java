package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.ArmingWaiter;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Transports;
import dev.jwinsock.transport.Waiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started NIO transport: the waiters of its threads and, once something was armed, its I/O thread. */
final class NioTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(NioTransport.class);

    /** Every so many sockets the selectors of threads that have died are closed. */
    private static final int SWEEP_INTERVAL = 64;

    static {
        // Loads what a failed open needs: with no descriptor left, a class cannot be read any more.
        IOException rehearsed = new IOException("Too many open files");
        failure(Failures.status(rehearsed, Status.NO_BUFFERS), rehearsed);
    }

    private final Set<Capability> capabilities;
    private final boolean sharesAddresses;
    private final ThreadLocal<@Nullable NioWaiter> waiter = new ThreadLocal<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private final ScratchPool scratch = new ScratchPool();

    private final BlockingQueue<NioProbe> probes = new ArrayBlockingQueue<>(4);

    private final Object lock = new Object();
    // guarded by lock
    private final List<NioWaiter> waiters = new ArrayList<>();
    // written under lock
    private volatile @Nullable NioLoop loop;
    // guarded by lock
    private boolean closed;

    /** @param sharesAddresses two sockets with SO_REUSEADDR can be bound alike while neither listens */
    NioTransport(Set<Capability> offered, boolean sharesAddresses) {
        this.sharesAddresses = sharesAddresses;
        capabilities = Collections.unmodifiableSet(Transports.enabled(offered));
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public TransportSocket open(boolean ipv6, Kind kind) throws TransportException {
        if (opened.incrementAndGet() % SWEEP_INTERVAL == 0) {
            synchronized (lock) {
                sweep();
            }
        }
        try {
            if (kind == Kind.DATAGRAM) {
                DatagramChannel channel = DatagramChannel.open(family(ipv6));
                channel.configureBlocking(false);
                return new NioDatagramSocket(this, ipv6, channel);
            }
            SocketChannel channel = SocketChannel.open(family(ipv6));
            channel.configureBlocking(false);
            return new NioStreamSocket(this, ipv6, channel);
        } catch (UnsupportedOperationException e) {
            throw failure(Status.FAMILY_NOT_SUPPORTED, e);
        } catch (IOException e) {
            throw failure(Failures.status(e, Status.NO_BUFFERS), e);
        }
    }

    private static TransportException failure(int status, Exception cause) {
        TransportException failure = new TransportException(status, "no descriptor: " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }

    static StandardProtocolFamily family(boolean ipv6) {
        return ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    boolean sharesAddresses() {
        return sharesAddresses;
    }

    ScratchPool scratch() {
        return scratch;
    }

    @Override
    public Waiter waiter() throws TransportException {
        if (Threads.currentIsVirtual()) {
            return new ArmingWaiter();
        }
        NioWaiter mine = waiter.get();
        if (mine == null) {
            mine = newWaiter();
            waiter.set(mine);
        }
        return mine;
    }

    private NioWaiter newWaiter() throws TransportException {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("transport is closed");
            }
            sweep();
            try {
                NioWaiter made = new NioWaiter(this, Thread.currentThread());
                waiters.add(made);
                return made;
            } catch (IOException e) {
                throw failure(Failures.status(e, Status.NO_BUFFERS), e);
            }
        }
    }

    @Override
    public NioPoller poller() throws TransportException {
        try {
            return new NioPoller();
        } catch (IOException e) {
            throw failure(Failures.status(e, Status.NO_BUFFERS), e);
        }
    }

    /** How often a socket's key operations have come to mean something else, or its key has become useless. */
    int changes() {
        return changes.get();
    }

    void changed() {
        changes.incrementAndGet();
    }

    /** One look at a socket, on any thread. */
    int look(NioSocket socket, int interest) {
        NioProbe probe = probes.poll();
        try {
            if (probe == null) {
                probe = new NioProbe();
            }
            return probe.look(socket, interest);
        } catch (IOException e) {
            // Nothing can be seen without a descriptor; who looks again when there is one misses nothing.
            LOG.warn("no selector to look at a socket", e);
            return 0;
        } finally {
            if (probe != null && !probes.offer(probe)) {
                probe.closeSelector();
            }
        }
    }

    /** Frees the selectors of dead threads: nothing else would, as a thread has no end-of-life hook. */
    private void sweep() {
        for (int i = waiters.size() - 1; i >= 0; i--) {
            NioWaiter old = waiters.get(i);
            if (!old.ownerAlive()) {
                waiters.remove(i);
                old.close();
            }
        }
    }

    /** For tests: how many threads' selectors are open. */
    int waiterCount() {
        synchronized (lock) {
            return waiters.size();
        }
    }

    /** The I/O thread, started by the first socket that is armed. */
    NioLoop loop() {
        NioLoop running = loop;
        return running != null ? running : startLoop();
    }

    private NioLoop startLoop() {
        synchronized (lock) {
            NioLoop running = loop;
            if (running == null) {
                if (closed) {
                    throw new IllegalStateException("transport is closed");
                }
                try {
                    running = new NioLoop("jwinsock-nio-io-0");
                } catch (IOException e) {
                    throw new UncheckedIOException("no selector for the I/O thread", e);
                }
                running.start();
                loop = running;
            }
            return running;
        }
    }

    @Override
    public void close() {
        NioLoop running;
        List<NioWaiter> left;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            running = loop;
            left = List.copyOf(waiters);
            waiters.clear();
        }
        if (running != null) {
            running.stop();
        }
        for (NioWaiter each : left) {
            each.close();
        }
        for (NioProbe probe = probes.poll(); probe != null; probe = probes.poll()) {
            probe.closeSelector();
        }
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.SharedSocket;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TcpStatistics;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import io.netty.channel.ChannelException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the transports on Netty's native libraries share. */
abstract class NativeTransport implements Transport {
    private static final long END_SECONDS = 5;

    private final String name;
    private final Platform platform;
    private final ThreadLocal<@Nullable PollWaiter> waiter = new ThreadLocal<>();
    private final List<PollWaiter> waiters = new ArrayList<>(); // guarded by itself
    private final AtomicInteger ioThreadNumber = new AtomicInteger();
    private final List<IoThread> ioThreads = new CopyOnWriteArrayList<>();
    private final SocketOffers offers;
    private final VirtualPollers virtualPollers = new VirtualPollers(this);
    private @Nullable MultiThreadIoEventLoopGroup group; // guarded by "this"

    /** @param peerProcess see {@link SocketOffers} */
    NativeTransport(String name, Platform platform, Platform.Option peerProcess) {
        this.name = name;
        this.platform = platform;
        this.offers = new SocketOffers(this, peerProcess);
    }

    @Override
    public final String name() {
        return name;
    }

    final Platform platform() {
        return platform;
    }

    @Override
    public final Set<Capability> capabilities() {
        return platform.capabilities();
    }

    @Override
    public final TransportSocket open(boolean ipv6, Kind kind) throws TransportException {
        return new KernelSocket(this, FdSocket.open(platform, ipv6, kind), ipv6, kind == Kind.DATAGRAM);
    }

    @Override
    public final int offer(TransportSocket socket, long process, byte[] state) {
        return offers.offer((KernelSocket) socket, process, state);
    }

    @Override
    public final SharedSocket take(int number, boolean ipv6, Kind kind) throws TransportException {
        return offers.take(number, ipv6, kind);
    }

    @Override
    public final TransportSocket capture(boolean ipv6, int interfaceIndex, Captured what, boolean promiscuous)
            throws TransportException {
        if (!capabilities().contains(Capability.CAPTURE)) {
            return Transport.super.capture(ipv6, interfaceIndex, what, promiscuous);
        }
        return new KernelSocket(this, PacketSocket.open(platform, ipv6, interfaceIndex, what, promiscuous), ipv6, true);
    }

    @Override
    public final TransportSocket openLocal() throws TransportException {
        if (!capabilities().contains(Capability.LOCAL_SOCKETS)) {
            return Transport.super.openLocal();
        }
        try {
            return KernelSocket.local(this, FdSocket.openDomain().intValue());
        } catch (ChannelException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            throw new TransportException(FdSocket.status(platform, cause), "local socket: " + cause.getMessage());
        }
    }

    @Override
    public final TransportSocket openRaw(boolean ipv6, int protocol) throws TransportException {
        if (!capabilities().contains(Capability.RAW_SOCKETS)) {
            return Transport.super.openRaw(ipv6, protocol);
        }
        KernelSocket socket = new KernelSocket(this, FdSocket.openRaw(platform, ipv6, protocol), ipv6, true);
        // Protocol 255, which stands for 0 too, has it on at first
        socket.setOption(ipv6 ? TransportOption.IPV6_HEADER_INCLUDED : TransportOption.HEADER_INCLUDED, 0);
        return socket;
    }

    // ---- waiting on the calling thread

    @Override
    public final Waiter waiter() throws TransportException {
        if (Threads.currentIsVirtual()) {
            return new EdgeWaiter(virtualPollers);
        }
        PollWaiter mine = waiter.get();
        if (mine == null) {
            mine = newWaiter();
            waiter.set(mine);
        }
        return mine;
    }

    @Override
    public final void yieldCarrier() {
        virtualPollers.yielding();
        Thread.yield();
    }

    private PollWaiter newWaiter() throws TransportException {
        synchronized (waiters) {
            // Here, and not by a thread of our own: threads that end leave no more descriptors than new ones take.
            waiters.removeIf(old -> {
                boolean dead = old.isOwnerDead();
                if (dead) {
                    old.close();
                }
                return dead;
            });
            PollWaiter made;
            try {
                WakeDescriptor wake = newWakeDescriptor();
                made = new PollWaiter(platform, wake, newEpollSet(wake.readFd()));
            } catch (ChannelException e) {
                // Netty's eventfd keeps no error number; what it commonly lacks is a descriptor.
                TransportException failure = new TransportException(Status.TOO_MANY_FILES, "waiter: " + e.getMessage());
                failure.initCause(e);
                throw failure;
            } catch (IOException e) {
                throw new TransportException(FdSocket.status(platform, e), "waiter: " + e.getMessage());
            }
            waiters.add(made);
            return made;
        }
    }

    @Override
    public abstract KernelPoller poller() throws TransportException;

    abstract WakeDescriptor newWakeDescriptor() throws IOException;

    /** What a waiting thread registers sockets with that it waits for again and again. */
    @Nullable
    EpollSet newEpollSet(int wakeFd) {
        return null;
    }

    // ---- what the kernels have under other names

    /** The option of IPPROTO_TCP that tells a connection's statistics. */
    abstract int tcpInfo();

    /** @param from in native order, at least 256 bytes, zero beyond what the kernel has told */
    abstract void readTcpInfo(ByteBuffer from, TcpStatistics out);

    /** The option of the socket level that is a number no other socket has, or 0. */
    int identity() {
        return 0;
    }

    /** The option of the IPv4 and the IPv6 level that tells where a redirected connection wanted to, or 0. */
    int originalDestination() {
        return 0;
    }

    /** What is sent gives way to other traffic, or does not any more. @return as setsockopt */
    abstract int background(int fd, boolean on, Scratch scratch);

    // ---- waiting on the event loop

    abstract IoHandlerFactory ioHandlerFactory();

    abstract Arming newArming(Armable socket);

    /** The loop for the next socket that is armed; starts the group when it is the first. */
    final synchronized IoEventLoop nextLoop() {
        MultiThreadIoEventLoopGroup current = group;
        if (current == null) {
            current = new MultiThreadIoEventLoopGroup(ioThreads(), this::newIoThread, ioHandlerFactory());
            group = current;
        }
        return current.next();
    }

    private static int ioThreads() {
        int automatic = Math.min(2, Runtime.getRuntime().availableProcessors());
        int configured = Integer.getInteger("jwinsock.ioThreads", automatic);
        return configured > 0 ? configured : automatic;
    }

    @Override
    public final void close() {
        offers.close();
        virtualPollers.close();
        MultiThreadIoEventLoopGroup ending;
        synchronized (this) {
            ending = group;
            group = null;
        }
        if (ending != null) {
            ending.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS);
            joinIoThreads();
        }
        synchronized (waiters) {
            waiters.forEach(PollWaiter::close);
            waiters.clear();
        }
    }

    /** Netty's termination future is done a moment before its thread is. */
    private void joinIoThreads() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        try {
            for (IoThread thread : ioThreads) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (thread != Thread.currentThread() && left > 0) {
                    thread.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread newIoThread(Runnable task) {
        IoThread thread = new IoThread(task, "jwinsock-io-" + ioThreadNumber.getAndIncrement());
        ioThreads.add(thread);
        return thread;
    }

    private static final class IoThread extends FastThreadLocalThread {
        IoThread(Runnable task, String name) {
            super(task, name);
            setDaemon(true);
        }
    }
}

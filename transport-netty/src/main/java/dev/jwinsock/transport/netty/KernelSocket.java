package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.IcmpError;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.StampListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TcpStatistics;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A non-blocking kernel socket; the same for epoll and kqueue but for {@link Arming}. It is Netty's descriptor itself, not
 * one that has it: an object less for each connection, and a step less for each call.
 */
final class KernelSocket extends FileDescriptor implements TransportSocket, Armable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSocket.class);
    private static final VarHandle PENDING_ERROR;

    static {
        try {
            PENDING_ERROR = MethodHandles.lookup().findVarHandle(KernelSocket.class, "pendingError", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Bytes of an option that is not a number. */
    private static final int MAX_OPTION = 256;

    /** Empty datagrams in a row after which counting ends: they take no offset to get past. */
    private static final int MAX_EMPTY_DATAGRAMS = 16;

    private final NativeTransport transport;
    /** Made by the first accept: Netty's call also says how the connection is to be, on each system. */
    private volatile @Nullable FdSocket acceptor;

    private final boolean ipv6;
    private final boolean datagram;
    /** Its addresses are paths. */
    private final boolean local;

    /** An ICMP error taken off the kernel's queue by somebody who only waited; 0 or a status. */
    @SuppressWarnings("unused") // by PENDING_ERROR
    private volatile int pendingError;

    private volatile boolean icmpErrors;
    /** O_NONBLOCK is off, for good: calls that must not block say so themselves. */
    private volatile boolean blocks; // written under "this"
    /** O_NONBLOCK is on and nobody is about to switch it off: calls that must not block need not say so. */
    private volatile boolean plainCalls; // written under "this"

    private volatile boolean neverBlocks; // written under "this": O_NONBLOCK stays on, for good
    private volatile boolean blockingEnded; // written under "this"

    /** Made by the first call that has to do with control data; written under "this". */
    private volatile @Nullable DatagramControl control;

    /** The peer is an IPv4 address on an IPv6 socket. */
    private volatile boolean peerIsMapped;

    private SocketFilter filter = SocketFilter.NONE; // guarded by "this"

    private volatile @Nullable ReadyListener listener;
    private volatile @Nullable Arming arming; // written under "this", once

    // Its places in the pollers that watch it; written under "this".
    private volatile @Nullable Watch firstWatch;
    private volatile @Nullable Watch secondWatch;

    /** Where virtual threads wait for it, from the first such wait on. Written under "this". */
    private volatile @Nullable Edges edges;

    private boolean closed; // guarded by "this": no poller may see the descriptor any more

    KernelSocket(NativeTransport transport, int fd, boolean ipv6, boolean datagram) {
        this(transport, fd, ipv6, datagram, false);
    }

    /** A stream socket whose addresses are paths. */
    static KernelSocket local(NativeTransport transport, int fd) {
        return new KernelSocket(transport, fd, false, false, true);
    }

    private KernelSocket(NativeTransport transport, int fd, boolean ipv6, boolean datagram, boolean local) {
        super(fd);
        this.transport = transport;
        this.ipv6 = ipv6;
        this.datagram = datagram;
        this.local = local;
        if (datagram) {
            hearOwnGroupsOnly(platform().groups().all());
            if (ipv6) {
                hearOwnGroupsOnly(platform().groups().allIpv6());
            }
        }
    }

    /** An old kernel may not have the option. */
    private void hearOwnGroupsOnly(Platform.@Nullable Option all) {
        if (all != null) {
            Scratch scratch = Scratch.acquire();
            try {
                setInt(all.level(), all.name(), 0, scratch);
            } finally {
                scratch.release();
            }
        }
    }

    @Override
    public FileDescriptor descriptor() {
        return this;
    }

    int fd() {
        return intValue();
    }

    Platform platform() {
        return transport.platform();
    }

    boolean isIpv6() {
        return ipv6;
    }

    boolean peerIsMapped() {
        return peerIsMapped;
    }

    // ---- addresses and connections

    @Override
    public int bind(Endpoint local) {
        Scratch scratch = Scratch.acquire();
        try {
            return bind(local, scratch);
        } finally {
            scratch.release();
        }
    }

    private int bind(Endpoint local, Scratch scratch) {
        int size = SocketAddresses.write(platform(), local, scratch.socketAddress());
        return result(Posix.bind(fd(), scratch.socketAddressAddress(), size));
    }

    @Override
    public int listen(int backlog) {
        return result(Posix.listen(fd(), backlog));
    }

    @Override
    public int connect(Endpoint peer) {
        Scratch scratch = Scratch.acquire();
        try {
            int size = SocketAddresses.write(platform(), peer, scratch.socketAddress());
            int result = result(Posix.connect(fd(), scratch.socketAddressAddress(), size));
            peerIsMapped = peer.isMapped();
            if (local && result == Status.WOULD_BLOCK) {
                return Status.CONNECTION_REFUSED; // the listener's queue is full: nothing is under way
            }
            // An interrupted connect goes on by itself.
            return result == Status.INTERRUPTED ? Status.WOULD_BLOCK : result;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int finishConnect() {
        Scratch scratch = Scratch.acquire();
        try {
            if (platform().connectTellsTheEnd() && !local) {
                return connectAgain(scratch);
            }
            int n = result(Posix.poll(scratch.poll(fd(), Platform.POLLOUT), 1, 0));
            if (n < 0) {
                return n == Status.INTERRUPTED ? Status.WOULD_BLOCK : n;
            }
            if (n == 0) {
                return Status.WOULD_BLOCK;
            }
            int events = scratch.polled();
            int error = socketError(scratch);
            // Hung up without an error: the error was told before, or nothing was ever begun.
            return error == 0 && (events & Platform.POLLHUP) != 0 ? Status.NOT_CONNECTED : error;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int failure() {
        Scratch scratch = Scratch.acquire();
        try {
            return socketError(scratch);
        } finally {
            scratch.release();
        }
    }

    /** One system call. The address is too short to begin anything with. */
    private int connectAgain(Scratch scratch) {
        int size = SocketAddresses.writeFamily(platform(), ipv6, scratch.socketAddress());
        int result = result(Posix.connect(fd(), scratch.socketAddressAddress(), size));
        return switch (result) {
            case Status.IS_CONNECTED -> Status.OK;
            case Status.ALREADY, Status.INTERRUPTED -> Status.WOULD_BLOCK;
            case Status.INVALID -> Status.NOT_CONNECTED; // nothing was ever begun, or its end was told before
            default -> result;
        };
    }

    @Override
    public int disconnect() {
        Scratch scratch = Scratch.acquire();
        try {
            Endpoint before = new Endpoint();
            int result = localAddress(before, scratch);
            if (result < 0) {
                return result;
            }
            int size = SocketAddresses.writeUnspecified(platform(), scratch.socketAddress());
            result = result(Posix.connect(fd(), scratch.socketAddressAddress(), size));
            // BSD takes the peer away and then complains of the family.
            if (result < 0 && result != Status.FAMILY_NOT_SUPPORTED) {
                return result;
            }
            Endpoint after = new Endpoint();
            result = localAddress(after, scratch);
            if (result == 0 && after.port() == 0 && before.port() != 0) {
                // Linux gives the port up with the peer, unless bind asked for that very port.
                if (!after.isSet()) {
                    after.setWildcard(ipv6, 0);
                }
                after.port(before.port());
                result = bind(after, scratch);
            }
            return result;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int accept(Accepted out) {
        Scratch scratch = Scratch.acquire();
        try {
            int accepted = acceptor().accept(scratch.peer);
            if (accepted < 0) {
                return Status.WOULD_BLOCK;
            }
            out.socket = new KernelSocket(transport, accepted, ipv6, false, local);
            if (local) {
                peerPath(accepted, scratch, out.peer);
            } else {
                peer(scratch.peer, out.peer);
            }
            return Status.OK;
        } catch (IOException | NotYetConnectedException e) {
            return FdSocket.status(platform(), e);
        } finally {
            scratch.release();
        }
    }

    private FdSocket acceptor() {
        FdSocket made = acceptor;
        if (made == null) {
            made = new FdSocket(fd());
            acceptor = made;
        }
        return made;
    }

    private static void peerPath(int accepted, Scratch scratch, Endpoint out) {
        long length = scratch.length(SocketAddresses.LOCAL_SIZE);
        int result = Posix.getpeername(accepted, scratch.socketAddressAddress(), length);
        SocketAddresses.readPath(scratch.socketAddress(), result < 0 ? 0 : scratch.length(), out);
    }

    /** Reads Netty's form: a length byte, the address, a scope when it is IPv6, the port. */
    private void peer(byte[] encoded, Endpoint out) {
        if (encoded[0] == 8) {
            out.setIpv4(intAt(encoded, 1), intAt(encoded, 5));
            if (ipv6) {
                out.mapToIpv6();
            }
        } else {
            out.setIpv6(encoded, 1, intAt(encoded, 21), intAt(encoded, 17));
        }
    }

    private static int intAt(byte[] bytes, int index) {
        return (bytes[index] & 0xff) << 24
                | (bytes[index + 1] & 0xff) << 16
                | (bytes[index + 2] & 0xff) << 8
                | bytes[index + 3] & 0xff;
    }

    @Override
    public int localAddress(Endpoint out) {
        Scratch scratch = Scratch.acquire();
        try {
            return localAddress(out, scratch);
        } finally {
            scratch.release();
        }
    }

    private int localAddress(Endpoint out, Scratch scratch) {
        long length = scratch.length(local ? SocketAddresses.LOCAL_SIZE : SocketAddresses.IPV6_SIZE);
        int result = result(Posix.getsockname(fd(), scratch.socketAddressAddress(), length));
        if (result == 0 && local) {
            SocketAddresses.readPath(scratch.socketAddress(), scratch.length(), out);
        } else if (result == 0) {
            SocketAddresses.read(platform(), scratch.socketAddress(), scratch.bytes, out);
        }
        return result;
    }

    // ---- stream data

    @Override
    public int receive(ByteBuffer to, boolean peek) {
        int room = to.remaining();
        if (room == 0) {
            return 0;
        }
        if (to.isDirect()) {
            int n = streamReceive(to, to.position(), 0, room, peek);
            if (n > 0) {
                to.position(to.position() + n);
            }
            return n;
        }
        Scratch scratch = Scratch.acquire();
        try {
            int length = Math.min(room, Scratch.MAX_DATA);
            ByteBuffer data = scratch.data(length);
            int n = streamReceive(data, 0, scratch.dataAddress(), length, peek);
            if (n > 0) {
                Buffers.put(data, 0, n, to);
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    /**
     * In blocking mode MSG_DONTWAIT even while O_NONBLOCK is on: another thread may switch it off after any check made
     * here, and then a call without the flag would block.
     *
     * @param address of the position, or 0 when it is not known
     */
    private int streamReceive(ByteBuffer memory, int position, long address, int length, boolean peek) {
        Edges seen = edges;
        int before = seen == null ? 0 : seen.reads();
        int n;
        if (plainCalls && !peek) {
            n = plainReceive(memory, position, length);
        } else {
            int flags = platform().dontWait() | (peek ? Platform.MSG_PEEK : 0);
            n = retried(Call.RECEIVE, address != 0 ? address : DirectBuffers.address(memory), length, flags);
        }
        if (n == Status.WOULD_BLOCK && seen != null && !peek) { // a peek may begin behind what there is
            seen.nothingToRead(before);
        }
        return n;
    }

    /** Netty's call is cheaper than JNA's, but knows no flags. */
    private int plainReceive(ByteBuffer memory, int position, int length) {
        try {
            int n = read(memory, position, position + length);
            // Netty's way: -1 is the end, 0 is EAGAIN.
            return n > 0 ? n : n == 0 ? Status.WOULD_BLOCK : 0;
        } catch (IOException | NotYetConnectedException e) {
            return FdSocket.status(platform(), e);
        }
    }

    @Override
    public int receiveBlocking(ByteBuffer to) {
        if (!switchToBlocking()) {
            return Status.WOULD_BLOCK;
        }
        if (to.isDirect()) {
            int n = plainReceive(to, to.position(), to.remaining());
            if (n > 0) {
                to.position(to.position() + n);
            }
            return n;
        }
        Scratch scratch = Scratch.acquire();
        try {
            int length = Math.min(to.remaining(), Scratch.MAX_DATA);
            ByteBuffer data = scratch.data(length);
            int n = plainReceive(data, 0, length);
            if (n > 0) {
                Buffers.put(data, 0, n, to);
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int sendBlocking(ByteBuffer from) {
        if (!mayBlock()) {
            return Status.WOULD_BLOCK;
        }
        int sent = 0;
        while (from.hasRemaining()) {
            // O_NONBLOCK stays on for as long as there is room, which saves a short connection the switch.
            boolean blocking = blocks;
            int n = sendPart(from, true);
            if (n >= 0) {
                sent += n;
            } else if (n != Status.WOULD_BLOCK || blocking || !switchToBlocking()) {
                return n;
            }
        }
        return sent;
    }

    private boolean mayBlock() {
        return blocks || platform().nonBlocking() != 0 && !neverBlocks && !blockingEnded;
    }

    /** O_NONBLOCK goes when the first thread wants to block in the kernel; all other calls say MSG_DONTWAIT then. */
    private boolean switchToBlocking() {
        if (blocks) {
            return true;
        }
        if (!mayBlock()) {
            return false;
        }
        Scratch scratch = Scratch.acquire();
        try {
            synchronized (this) {
                if (blockingEnded || neverBlocks) {
                    return false;
                }
                plainCalls = false;
                blocks = Posix.ioctl(fd(), platform().nonBlocking(), scratch.value(0, 0)) == 0;
                return blocks;
            }
        } finally {
            scratch.release();
        }
    }

    @Override
    public void stayNonBlocking() {
        synchronized (this) {
            neverBlocks = !blocks;
            plainCalls |= neverBlocks;
        }
    }

    @Override
    public void nonBlockingMode(boolean on) {
        synchronized (this) {
            plainCalls = neverBlocks || on && !blocks;
        }
    }

    /** Its O_NONBLOCK is another process's, too: as it is there, so it stays. */
    void sharedAs(boolean blocking) {
        synchronized (this) {
            blocks = blocking;
            neverBlocks = !blocking;
            plainCalls = neverBlocks;
        }
    }

    /** A second descriptor of it. @return a status when there is none left */
    int duplicate() {
        return result(Posix.dup(fd()));
    }

    @Override
    public void endBlocking(boolean sends) {
        boolean switched;
        synchronized (this) {
            // A call that is about to switch finds this; one that has switched is ended by the shutdown.
            blockingEnded = true;
            switched = blocks;
        }
        if (switched) {
            Posix.shutdown(fd(), Platform.SHUT_RD);
            if (sends) {
                Posix.shutdown(fd(), Platform.SHUT_WR);
            }
        }
    }

    @Override
    public int receive(ByteBuffer[] to, int offset, int count, boolean peek) {
        if (count == 1) {
            return receive(to[offset], peek);
        }
        long room = Buffers.remaining(to, offset, count);
        if (room == 0) {
            return 0;
        }
        Scratch scratch = Scratch.acquire();
        try {
            if (peek) {
                int length = (int) Math.min(room, Scratch.MAX_DATA);
                ByteBuffer data = scratch.data(length);
                int n = streamReceive(data, 0, scratch.dataAddress(), length, true);
                if (n > 0) {
                    Buffers.scatter(data, n, to, offset, count);
                }
                return n;
            }
            int vectors = scratch.vectors(to, offset, count, false);
            int n = retried(
                    Call.RECEIVE_MESSAGE,
                    scratch.message(vectors),
                    0,
                    platform().dontWait());
            if (n > 0) {
                scratch.takeVectors(to, offset, n);
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int send(ByteBuffer from) {
        return from.hasRemaining() ? sendPart(from, false) : 0;
    }

    /** One system call: all of a direct buffer, or a heap buffer's first {@link Scratch#MAX_DATA} bytes. */
    private int sendPart(ByteBuffer from, boolean block) {
        int length = from.remaining();
        int n;
        if (from.isDirect()) {
            n = streamSend(from, from.position(), 0, length, block);
        } else {
            Scratch scratch = Scratch.acquire();
            try {
                int chunk = Math.min(length, Scratch.MAX_DATA);
                ByteBuffer data = scratch.data(chunk).put(0, from, from.position(), chunk);
                n = streamSend(data, 0, scratch.dataAddress(), chunk, block);
            } finally {
                scratch.release();
            }
        }
        if (n > 0) {
            from.position(from.position() + n);
        }
        return n;
    }

    @Override
    public int sendFile(FileChannel file, long position, long count) {
        return platform().files().send(this, file, position, count);
    }

    /** O_NONBLOCK is off: only calls that say MSG_DONTWAIT do not block. */
    boolean blocks() {
        return blocks;
    }

    /** @param address of the position, or 0 when it is not known */
    private int streamSend(ByteBuffer memory, int position, long address, int length, boolean block) {
        if (!block && !plainCalls) {
            int flags = platform().dontWait() | platform().noSignal();
            return retried(Call.SEND, address != 0 ? address : DirectBuffers.address(memory), length, flags);
        }
        try {
            int n = write(memory, position, position + length);
            return n > 0 ? n : Status.WOULD_BLOCK;
        } catch (IOException | NotYetConnectedException e) {
            return FdSocket.status(platform(), e);
        }
    }

    @Override
    public int send(ByteBuffer[] from, int offset, int count) {
        if (count == 1) {
            return send(from[offset]);
        }
        if (Buffers.remaining(from, offset, count) == 0) {
            return 0;
        }
        Scratch scratch = Scratch.acquire();
        try {
            int vectors = scratch.vectors(from, offset, count, true);
            int flags = platform().dontWait() | platform().noSignal();
            int n = retried(Call.SEND_MESSAGE, scratch.message(vectors), 0, flags);
            Buffers.advance(from, offset, count, n);
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int readiness(int interest) {
        Scratch scratch = Scratch.acquire();
        try {
            int n = Posix.poll(scratch.poll(fd(), platform().pollEvents(interest)), 1, 0);
            return n > 0 ? ready(interest, scratch.polled()) : 0;
        } finally {
            scratch.release();
        }
    }

    /** What poll(2) has answered to an interest: an error or a hang-up counts as everything that was asked for. */
    int ready(int interest, int events) {
        int ready = platform().pollInterest(events);
        if ((events & (Platform.POLLERR | Platform.POLLHUP | Platform.POLLNVAL)) != 0 && failed()) {
            ready |= interest & ~Interest.URGENT | Interest.FAILED;
        }
        return ready;
    }

    @Override
    public int receiveUrgent(ByteBuffer to, boolean peek) {
        if (!to.hasRemaining()) {
            return 0;
        }
        Scratch scratch = Scratch.acquire();
        try {
            ByteBuffer data = scratch.data(1);
            int flags = Platform.MSG_OOB | platform().dontWait() | (peek ? Platform.MSG_PEEK : 0);
            int n = retried(Call.RECEIVE, scratch.dataAddress(), 1, flags);
            if (n > 0) {
                Buffers.put(data, 0, 1, to);
            }
            // Both kernels say EINVAL for "none pending" as well as for "received in line".
            return n == Status.INVALID && getOption(TransportOption.OOB_INLINE) == 0 ? Status.WOULD_BLOCK : n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int sendUrgent(ByteBuffer from) {
        int length = Math.min(from.remaining(), Scratch.MAX_DATA);
        if (length == 0) {
            return 0;
        }
        Scratch scratch = Scratch.acquire();
        try {
            scratch.data(length).put(0, from, from.position(), length);
            int flags = Platform.MSG_OOB | platform().dontWait() | platform().noSignal();
            int n = retried(Call.SEND, scratch.dataAddress(), length, flags);
            if (n > 0) {
                from.position(from.position() + n);
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int atMark() {
        return result(Posix.sockatmark(fd()));
    }

    @Override
    public int shutdownSend() {
        return result(Posix.shutdown(fd(), Platform.SHUT_WR));
    }

    // ---- datagrams

    @Override
    public int receiveFrom(ByteBuffer to, boolean peek, @Nullable Endpoint from) {
        int error = takePendingError();
        if (error != 0) {
            return error;
        }
        int room = to.remaining();
        Scratch scratch = Scratch.acquire();
        try {
            if (to.isDirect() && (platform().tellsWholeLength() != 0 || room >= Scratch.MAX_DATAGRAM)) {
                int n = receiveFrom(scratch, DirectBuffers.address(to), room, peek, from);
                if (n > 0) {
                    to.position(to.position() + Math.min(n, room));
                }
                return n;
            }
            int length = datagramRoom(room);
            ByteBuffer data = scratch.data(length);
            int n = receiveFrom(scratch, scratch.dataAddress(), length, peek, from);
            if (n > 0) {
                Buffers.put(data, 0, Math.min(n, room), to);
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int receiveFrom(ByteBuffer[] to, int offset, int count, boolean peek, @Nullable Endpoint from) {
        if (count == 1) {
            return receiveFrom(to[offset], peek, from);
        }
        int error = takePendingError();
        if (error != 0) {
            return error;
        }
        long room = Buffers.remaining(to, offset, count);
        Scratch scratch = Scratch.acquire();
        try {
            int length = datagramRoom(room);
            ByteBuffer data = scratch.data(length);
            int n = receiveFrom(scratch, scratch.dataAddress(), length, peek, from);
            if (n > 0) {
                Buffers.scatter(data, (int) Math.min(n, room), to, offset, count);
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    /** How much to ask for: where the kernel does not tell a truncated datagram's length, all of it is needed. */
    private int datagramRoom(long room) {
        return platform().tellsWholeLength() != 0 ? (int) Math.min(room, Scratch.MAX_DATAGRAM) : Scratch.MAX_DATAGRAM;
    }

    private int receiveFrom(Scratch scratch, long address, int length, boolean peek, @Nullable Endpoint from) {
        int flags = platform().tellsWholeLength() | (peek ? Platform.MSG_PEEK : 0);
        for (; ; ) {
            long name = from == null ? 0 : scratch.socketAddressAddress();
            long nameLength = from == null ? 0 : scratch.length(SocketAddresses.IPV6_SIZE);
            int n = datagramResult(Posix.recvfrom(fd(), address, length, flags, name, nameLength));
            if (n == Status.INTERRUPTED) {
                continue;
            }
            if (n >= 0 && from != null) {
                SocketAddresses.read(platform(), scratch.socketAddress(), scratch.bytes, from);
            }
            return n;
        }
    }

    @Override
    public int sendTo(ByteBuffer from, @Nullable Endpoint to) {
        int error = takePendingError();
        if (error != 0) {
            return error;
        }
        int length = from.remaining();
        Scratch scratch = Scratch.acquire();
        try {
            int n;
            if (from.isDirect()) {
                n = sendTo(scratch, DirectBuffers.address(from), length, to);
            } else if (length > Scratch.MAX_DATA) {
                return Status.MESSAGE_SIZE;
            } else {
                scratch.data(length).put(0, from, from.position(), length);
                n = sendTo(scratch, scratch.dataAddress(), length, to);
            }
            if (n >= 0) {
                from.position(from.limit());
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int sendTo(ByteBuffer[] from, int offset, int count, @Nullable Endpoint to) {
        if (count == 1) {
            return sendTo(from[offset], to);
        }
        int error = takePendingError();
        if (error != 0) {
            return error;
        }
        long length = Buffers.remaining(from, offset, count);
        if (length > Scratch.MAX_DATA) {
            return Status.MESSAGE_SIZE;
        }
        Scratch scratch = Scratch.acquire();
        try {
            Buffers.gather(from, offset, count, scratch.data((int) length), (int) length);
            int n = sendTo(scratch, scratch.dataAddress(), (int) length, to);
            Buffers.advance(from, offset, count, n);
            return n;
        } finally {
            scratch.release();
        }
    }

    private int sendTo(Scratch scratch, long address, int length, @Nullable Endpoint to) {
        int size = to == null ? 0 : SocketAddresses.write(platform(), to, scratch.socketAddress());
        long name = to == null ? 0 : scratch.socketAddressAddress();
        int n;
        do {
            n = datagramResult(Posix.sendto(fd(), address, length, platform().noSignal(), name, size));
        } while (n == Status.INTERRUPTED);
        return n;
    }

    // ---- control data

    private DatagramControl control() {
        DatagramControl made = control;
        if (made == null) {
            synchronized (this) {
                made = control;
                if (made == null) {
                    made = new DatagramControl(this);
                    control = made;
                }
            }
        }
        return made;
    }

    @Override
    public int receiveFields(int fields) {
        return datagram ? control().receiveFields(fields) : Status.NO_PROTOCOL_OPTION;
    }

    @Override
    public int receiveFrom(
            ByteBuffer[] to, int offset, int count, boolean peek, @Nullable Endpoint from, ControlData data) {
        int error = takePendingError();
        if (error != 0) {
            return error;
        }
        ByteBuffer direct = count == 1 && to[offset].isDirect() ? to[offset] : null;
        long room = Buffers.remaining(to, offset, count);
        Scratch scratch = Scratch.acquire();
        try {
            if (direct != null && (platform().tellsWholeLength() != 0 || room >= Scratch.MAX_DATAGRAM)) {
                long address = DirectBuffers.address(direct);
                int n = control().receive(scratch, address, (int) room, peek, from, data);
                if (n > 0) {
                    direct.position(direct.position() + (int) Math.min(n, room));
                }
                return n;
            }
            int length = datagramRoom(room);
            ByteBuffer copies = scratch.data(length);
            int n = control().receive(scratch, scratch.dataAddress(), length, peek, from, data);
            if (n > 0) {
                Buffers.scatter(copies, (int) Math.min(n, room), to, offset, count);
            }
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int sendTo(ByteBuffer[] from, int offset, int count, @Nullable Endpoint to, ControlData data) {
        int error = takePendingError();
        if (error != 0) {
            return error;
        }
        ByteBuffer direct = count == 1 && from[offset].isDirect() ? from[offset] : null;
        long length = Buffers.remaining(from, offset, count);
        if (length > Scratch.MAX_DATA) {
            return Status.MESSAGE_SIZE;
        }
        Scratch scratch = Scratch.acquire();
        try {
            long address;
            if (direct != null) {
                address = DirectBuffers.address(direct);
            } else {
                Buffers.gather(from, offset, count, scratch.data((int) length), (int) length);
                address = scratch.dataAddress();
            }
            int n = control().send(scratch, address, (int) length, to, data);
            Buffers.advance(from, offset, count, n);
            return n;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int stampListener(StampListener told) {
        return datagram ? control().stampListener(told) : Status.NO_PROTOCOL_OPTION;
    }

    @Override
    public void collectStamps() {
        drainErrorQueue();
    }

    int datagramResult(long returned) {
        if (returned >= 0) {
            return (int) returned;
        }
        int status = platform().status(Posix.errno());
        if (icmpErrors && status != Status.WOULD_BLOCK && status != Status.INTERRUPTED) {
            // The call told the error, but a copy of it stays in the error queue and would make poll report it for
            // ever. A too long datagram leaves one as well.
            drainErrorQueue();
        }
        return status;
    }

    // ---- ICMP errors

    private int takePendingError() {
        return pendingError == 0 ? 0 : (int) PENDING_ERROR.getAndSet(this, 0);
    }

    /** The kernel may report as an error what is in the error queue. */
    boolean hasErrorQueue() {
        DatagramControl made = control;
        return icmpErrors || made != null && made.stamps();
    }

    /**
     * For a waiter that was told of an error: takes it off the socket, so that the next wait does not end at once
     * again, and keeps it for the next receive or send.
     *
     * @return whether there is an error to be told
     */
    boolean collectIcmpError() {
        Scratch scratch = Scratch.acquire();
        try {
            int error = socketError(scratch);
            drainErrorQueue();
            if (error != 0) {
                PENDING_ERROR.setVolatile(this, error);
            }
            return pendingError != 0;
        } finally {
            scratch.release();
        }
    }

    void drainErrorQueue() {
        if (platform().errorQueue() == 0) {
            return;
        }
        DatagramControl made = control;
        Scratch scratch = Scratch.acquire();
        try {
            if (made != null && made.stamps()) {
                made.drainErrorQueue(scratch);
                return;
            }
            int flags = platform().errorQueue() | platform().dontWait();
            while (Posix.recv(fd(), scratch.dataAddress(), 0, flags) >= 0) {
                // The queued copy holds what was sent; who looks for the error has its number already.
            }
        } finally {
            scratch.release();
        }
    }

    /** Takes SO_ERROR: 0, or a status. */
    private int socketError(Scratch scratch) {
        int result = getInt(platform().socketLevel(), platform().soError(), scratch);
        return result <= 0 ? result : platform().status(result);
    }

    // ---- counts and options

    @Override
    public int available() {
        if (datagram && platform().peekOffset() != 0) {
            int sum = queuedDatagrams();
            if (sum != Status.OPERATION_NOT_SUPPORTED) {
                return sum;
            }
            // A raw socket, which has no offset to peek at: its first datagram
        }
        return count(platform().available(), platform().soAvailable());
    }

    /** Linux's FIONREAD tells the first datagram's length: peeks at one after the other to add them up. */
    private int queuedDatagrams() {
        Scratch scratch = Scratch.acquire();
        try {
            int flags = Platform.MSG_PEEK | platform().dontWait() | platform().tellsWholeLength();
            int total = 0;
            int empty = 0;
            while (empty < MAX_EMPTY_DATAGRAMS) {
                int status = setInt(platform().socketLevel(), platform().peekOffset(), total, scratch);
                if (status < 0) {
                    return status;
                }
                long n = Posix.recv(fd(), scratch.dataAddress(), 0, flags);
                if (n < 0) {
                    break;
                }
                empty = n == 0 ? empty + 1 : 0;
                total += (int) n;
            }
            setInt(platform().socketLevel(), platform().peekOffset(), -1, scratch);
            return total;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int unsent() {
        if (local) {
            return 0; // what is sent is with the peer
        }
        return count(platform().unsent(), platform().soUnsent());
    }

    @Override
    public int statistics(TcpStatistics out) {
        if (datagram) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        Scratch scratch = Scratch.acquire();
        try {
            ByteBuffer told = scratch.data(LinuxTcpInfo.SIZE);
            for (int i = 0; i < LinuxTcpInfo.SIZE; i += Long.BYTES) {
                told.putLong(i, 0);
            }
            long length = scratch.length(LinuxTcpInfo.SIZE);
            int result = result(
                    Posix.getsockopt(fd(), Platform.IPPROTO_TCP, transport.tcpInfo(), scratch.dataAddress(), length));
            if (result == 0) {
                transport.readTcpInfo(told.duplicate().order(ByteOrder.nativeOrder()), out);
            }
            return result;
        } finally {
            scratch.release();
        }
    }

    @Override
    public int originalDestination(Endpoint out) {
        int name = transport.originalDestination();
        if (name == 0) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        Scratch scratch = Scratch.acquire();
        try {
            int status = localAddress(out, scratch);
            if (status != Status.OK) {
                return status;
            }
            boolean overIpv6 = ipv6 && !out.isMapped();
            int level = overIpv6 ? Platform.IPPROTO_IPV6 : Platform.IPPROTO_IP;
            long length = scratch.length(overIpv6 ? SocketAddresses.IPV6_SIZE : SocketAddresses.IPV4_SIZE);
            status = result(Posix.getsockopt(fd(), level, name, scratch.socketAddressAddress(), length));
            if (status == Status.OK) {
                SocketAddresses.read(platform(), scratch.socketAddress(), scratch.bytes, out);
                if (ipv6) {
                    out.mapToIpv6();
                }
            }
            return status;
        } finally {
            scratch.release();
        }
    }

    @Override
    public long identity() {
        int name = transport.identity();
        if (name == 0) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        Scratch scratch = Scratch.acquire();
        try {
            ByteBuffer told = scratch.data(Long.BYTES);
            int result = result(Posix.getsockopt(
                    fd(), platform().socketLevel(), name, scratch.dataAddress(), scratch.length(Long.BYTES)));
            return result < 0
                    ? result
                    : told.duplicate().order(ByteOrder.nativeOrder()).getLong(0);
        } finally {
            scratch.release();
        }
    }

    private int count(int request, int option) {
        Scratch scratch = Scratch.acquire();
        try {
            if (request == 0) {
                return getInt(platform().socketLevel(), option, scratch);
            }
            int result = result(Posix.ioctl(fd(), request, scratch.value(0, 0)));
            return result < 0 ? result : scratch.value();
        } finally {
            scratch.release();
        }
    }

    private int getInt(int level, int name, Scratch scratch) {
        long length = scratch.length(4);
        int result = result(Posix.getsockopt(fd(), level, name, scratch.value(0, 0), length));
        return result < 0 ? result : scratch.value();
    }

    int setInt(int level, int name, int value) {
        Scratch scratch = Scratch.acquire();
        try {
            return setInt(level, name, value, scratch);
        } finally {
            scratch.release();
        }
    }

    private int setInt(int level, int name, int value, Scratch scratch) {
        return result(Posix.setsockopt(fd(), level, name, scratch.value(value, 0), 4));
    }

    @Override
    public int getOption(TransportOption option) {
        Platform.Option at = platform().options().get(option);
        if (at == null) {
            return Status.NO_PROTOCOL_OPTION;
        }
        Scratch scratch = Scratch.acquire();
        try {
            switch (option) {
                case MULTICAST_INTERFACE, MULTICAST_INTERFACE_IPV6:
                    return Status.NO_PROTOCOL_OPTION;
                case ICMP_ERRORS:
                    return icmpErrors ? 1 : 0;
                case LINGER: {
                    long length = scratch.length(8);
                    int result = result(Posix.getsockopt(fd(), at.level(), at.name(), scratch.value(0, 0), length));
                    if (result < 0) {
                        return result;
                    }
                    return scratch.value() == 0 ? -1 : scratch.secondValue();
                }
                case SEND_BUFFER:
                case RECEIVE_BUFFER: {
                    int value = getInt(at.level(), at.name(), scratch);
                    return value < 0 ? value : value / platform().bufferFactor();
                }
                default: {
                    int value = getInt(at.level(), at.name(), scratch);
                    return value < 0 ? value : at.value().fromKernel(value);
                }
            }
        } finally {
            scratch.release();
        }
    }

    @Override
    public int setOption(TransportOption option, int value) {
        if (option == TransportOption.BACKGROUND) {
            return setBackground(value != 0);
        }
        if (option == TransportOption.TRAFFIC_CLASS && ipv6) {
            setIpv6TrafficClass(value);
        }
        Platform.Option at = platform().options().get(option);
        if (at == null) {
            return Status.NO_PROTOCOL_OPTION;
        }
        Scratch scratch = Scratch.acquire();
        try {
            switch (option) {
                case MULTICAST_INTERFACE:
                    GroupCalls.writeInterface(value, scratch.data(GroupCalls.INTERFACE_SIZE));
                    return set(at, scratch.dataAddress(), GroupCalls.INTERFACE_SIZE);
                case ICMP_ERRORS:
                    return setIcmpErrors(at, value != 0, scratch);
                case CONNECT_ICMP_ERRORS: {
                    int result = setInt(at.level(), at.name(), value, scratch);
                    return result != 0 || !ipv6
                            ? result
                            : setInt(Platform.IPV6_RECVERR.level(), Platform.IPV6_RECVERR.name(), value, scratch);
                }
                case RECEIVE_FILTER:
                    return datagram ? refuse(value, scratch) : Status.NO_PROTOCOL_OPTION;
                case LINGER:
                    // A time would make close(2) block, even that of a non-blocking socket.
                    if (value > 0) {
                        return Status.INVALID;
                    }
                    return result(
                            Posix.setsockopt(fd(), at.level(), at.name(), scratch.value(value == 0 ? 1 : 0, 0), 8));
                default:
                    return setInt(at.level(), at.name(), at.value().toKernel(value), scratch);
            }
        } finally {
            scratch.release();
        }
    }

    @Override
    public int getOption(TransportOption option, byte[] to, int room) {
        Platform.Option at = platform().options().get(option);
        if (at == null) {
            return Status.NO_PROTOCOL_OPTION;
        }
        Scratch scratch = Scratch.acquire();
        try {
            ByteBuffer value = scratch.data(MAX_OPTION);
            long length = scratch.length(MAX_OPTION);
            int result = result(Posix.getsockopt(fd(), at.level(), at.name(), scratch.dataAddress(), length));
            if (result < 0) {
                return result;
            }
            int stored = scratch.length();
            if (stored > Math.min(room, to.length)) {
                return Status.FAULT;
            }
            value.get(0, to, 0, stored);
            return stored;
        } finally {
            scratch.release();
        }
    }

    private synchronized int attach(SocketFilter wanted, Scratch scratch) {
        int status = result(wanted.attach(fd(), scratch));
        if (status == Status.OK) {
            filter = wanted;
        }
        return status;
    }

    private synchronized int refuse(int bits, Scratch scratch) {
        return attach(filter.refusing(bits), scratch);
    }

    @Override
    public int icmpError(IcmpError out) {
        if (platform().errorQueue() == 0) {
            return Status.NO_PROTOCOL_OPTION;
        }
        Scratch scratch = Scratch.acquire();
        try {
            ByteBuffer memory = scratch.data(ErrorQueue.MEMORY);
            ErrorQueue.prepare(memory, scratch.dataAddress());
            long n = Posix.recvmsg(
                    fd(),
                    scratch.dataAddress(),
                    platform().errorQueue() | platform().dontWait());
            return n >= 0 && ErrorQueue.read(platform(), memory, scratch.bytes, out) ? Status.OK : Status.WOULD_BLOCK;
        } finally {
            scratch.release();
        }
    }

    /** Beside the option for the IPv4 peers of the socket. */
    private void setIpv6TrafficClass(int value) {
        Scratch scratch = Scratch.acquire();
        try {
            setInt(Platform.IPPROTO_IPV6, platform().trafficClassIpv6(), value, scratch);
        } finally {
            scratch.release();
        }
    }

    @Override
    public int setOption(TransportOption option, byte[] from, int length) {
        Platform.Option at = platform().options().get(option);
        if (at == null) {
            return Status.NO_PROTOCOL_OPTION;
        }
        if (length > Math.min(MAX_OPTION, from.length)) {
            return Status.INVALID;
        }
        Scratch scratch = Scratch.acquire();
        try {
            scratch.data(MAX_OPTION).put(0, from, 0, length);
            return result(Posix.setsockopt(fd(), at.level(), at.name(), scratch.dataAddress(), length));
        } finally {
            scratch.release();
        }
    }

    private int set(Platform.Option at, long value, int length) {
        return result(Posix.setsockopt(fd(), at.level(), at.name(), value, length));
    }

    @Override
    public int changeGroup(GroupChange change, Endpoint group, int interfaceIndex, @Nullable Endpoint source) {
        GroupCalls calls = platform().groups();
        Integer name = calls.names().get(change);
        if (!datagram || name == null) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        Scratch scratch = Scratch.acquire();
        try {
            int size = calls.size(change);
            calls.write(platform(), group, interfaceIndex, source, scratch.data(size));
            int level = group.isIpv6() ? Platform.IPPROTO_IPV6 : Platform.IPPROTO_IP;
            return set(new Platform.Option(level, name), scratch.dataAddress(), size);
        } finally {
            scratch.release();
        }
    }

    @Override
    public synchronized int hearOnly(int @Nullable [] interfaceIndexes) {
        if (!platform().groups().interfaceFilter()) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        Scratch scratch = Scratch.acquire();
        try {
            return attach(filter.hearing(interfaceIndexes), scratch);
        } finally {
            scratch.release();
        }
    }

    @Override
    public synchronized int hearGroups(Endpoint bound) {
        if (!datagram || !platform().groups().interfaceFilter()) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        if (closed || arming != null || firstWatch != null || secondWatch != null) {
            return Status.ALREADY; // what epoll watches is the old kernel socket
        }
        SocketFilter wanted = filter.hearing(bound);
        int status = GroupSocket.replace(platform(), fd(), ipv6, bound, wanted);
        if (status == Status.OK) {
            filter = wanted;
            DatagramControl made = control;
            if (made != null) {
                made.replaced();
            }
        }
        return status;
    }

    private int setBackground(boolean on) {
        Scratch scratch = Scratch.acquire();
        try {
            return result(transport.background(fd(), on, scratch));
        } finally {
            scratch.release();
        }
    }

    private int setIcmpErrors(Platform.Option at, boolean on, Scratch scratch) {
        if (!datagram) {
            return Status.NO_PROTOCOL_OPTION;
        }
        int value = on ? 1 : 0;
        int result = setInt(at.level(), at.name(), value, scratch);
        if (result == 0 && ipv6) {
            result = setInt(Platform.IPV6_RECVERR.level(), Platform.IPV6_RECVERR.name(), value, scratch);
        }
        if (result == 0) {
            if (!on && icmpErrors) {
                drainErrorQueue();
            }
            icmpErrors = on;
        }
        return result;
    }

    // ---- readiness

    @Override
    public void listener(ReadyListener newListener) {
        listener = newListener;
    }

    @Override
    public @Nullable ReadyListener listener() {
        return listener;
    }

    @Override
    public boolean failed() {
        return !hasErrorQueue() || collectIcmpError();
    }

    @Override
    public void arm(int interest) {
        Arming current = arming;
        if (current == null) {
            current = firstArming();
        }
        current.arm(interest);
    }

    private synchronized Arming firstArming() {
        Arming current = arming;
        if (current == null) {
            current = transport.newArming(this);
            arming = current;
        }
        return current;
    }

    /** This socket's place in the poller, null when it has none. */
    @Nullable
    Watch watch(KernelPoller poller) {
        Watch watch = firstWatch;
        if (watch == null || watch.poller != poller) {
            watch = secondWatch;
            if (watch == null || watch.poller != poller) {
                return null;
            }
        }
        return watch;
    }

    /** @return null when the interest is not watched for virtual threads */
    @Nullable
    Edges edges(int interest) {
        Edges watching = edges;
        return watching != null && (watched(interest) & ~watching.watch().interest) == 0 ? watching : null;
    }

    /** What a poller has to watch: with READ it is told of the rest. */
    private static int watched(int interest) {
        return interest & Interest.WRITE | ((interest & ~Interest.WRITE) != 0 ? Interest.READ : 0);
    }

    /** @return null when the interest cannot be watched */
    synchronized @Nullable Edges watchEdges(KernelPoller poller, int interest) {
        if (closed) {
            return null;
        }
        Edges made = edges;
        if (made == null) {
            made = new Edges(this);
            Watch place = poller.place(this, made);
            if (place == null) {
                return null;
            }
            made.watchedBy(place);
            edges = made;
            // No thread blocks in the kernel here, so the receives need no flag against it.
            stayNonBlocking();
        }
        if (poller.extend(made.watch(), watched(interest)) == Status.OK) {
            return made;
        }
        if (made.watch().interest == 0) {
            unwatchEdges(made);
        }
        return null;
    }

    /** The next virtual thread that waits begins anew. */
    synchronized void unwatchEdges(Edges ending) {
        if (edges == ending) {
            Watch watch = ending.watch();
            forget(watch);
            watch.poller.displace(watch);
        }
    }

    /** For {@link KernelPoller#arm}. Under the lock, so that the descriptor registered is this socket's. */
    synchronized int watch(KernelPoller poller, int interest, ReadyListener newListener) {
        if (closed) {
            return Status.NOT_SOCKET;
        }
        Watch watch = watch(poller);
        if (watch != null) {
            return poller.extend(watch, interest);
        }
        if (firstWatch != null && secondWatch != null) {
            return Status.INVALID;
        }
        watch = poller.place(this, newListener);
        if (watch == null) {
            return Status.NOT_SOCKET;
        }
        // Before the poller can be closed, which looks for sockets to forget it.
        if (firstWatch == null) {
            firstWatch = watch;
        } else {
            secondWatch = watch;
        }
        int status = poller.extend(watch, interest);
        if (status != Status.OK) {
            unwatch(poller);
        }
        return status;
    }

    synchronized void unwatch(KernelPoller poller) {
        Watch watch = watch(poller);
        if (watch != null) {
            forget(watch);
            poller.displace(watch);
        }
    }

    /** The poller has no place for this socket any more. */
    synchronized void forget(Watch watch) {
        if (firstWatch == watch) {
            firstWatch = null;
        } else if (secondWatch == watch) {
            secondWatch = null;
        } else {
            Edges ending = edges;
            if (ending != null && ending.watch() == watch) {
                edges = null;
                ending.end();
            }
        }
    }

    @Override
    public void close() {
        Arming current = arming;
        if (current != null) {
            current.close();
        }
        synchronized (this) {
            closed = true;
            Watch first = firstWatch;
            if (first != null) {
                unwatch(first.poller);
            }
            Watch second = secondWatch;
            if (second != null) {
                unwatch(second.poller);
            }
            Edges ending = edges;
            if (ending != null) {
                unwatchEdges(ending);
            }
        }
        try {
            super.close();
        } catch (IOException e) {
            LOG.debug("close of {} failed", this, e); // nobody is there to tell, and the descriptor is gone in any case
        }
    }

    /** Which one it is, not which number it has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    // ---- results

    private enum Call {
        RECEIVE,
        SEND,
        RECEIVE_MESSAGE,
        SEND_MESSAGE
    }

    /** A call that may be interrupted by a signal. */
    private int retried(Call call, long pointer, int length, int flags) {
        for (; ; ) {
            long n = switch (call) {
                case RECEIVE -> Posix.recv(fd(), pointer, length, flags);
                case SEND -> Posix.send(fd(), pointer, length, flags);
                case RECEIVE_MESSAGE -> Posix.recvmsg(fd(), pointer, flags);
                case SEND_MESSAGE -> Posix.sendmsg(fd(), pointer, flags);
            };
            if (n >= 0) {
                return (int) n;
            }
            int status = platform().status(Posix.errno());
            if (status != Status.INTERRUPTED) {
                return status;
            }
        }
    }

    private int result(int returned) {
        return returned >= 0 ? returned : platform().status(Posix.errno());
    }
}

package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket.
 *
 * <p>Where Java differs from the kernel: a connected one sends to nobody else (IS_CONNECTED), connecting throws away
 * what had arrived, and an empty datagram that a full send buffer refused looks sent.
 */
final class NioDatagramSocket extends NioSocket {
    /** Longest payload of any datagram, over IPv6: Java must not copy more only to be told that it is too long. */
    private static final int MAX_PAYLOAD = 65_527;

    /** A receiver's address in both forms: the Java one is made once, not for each datagram. */
    private record Target(Endpoint endpoint, InetSocketAddress address) {}

    private final DatagramChannel channel;
    private final NioGroups groups;
    // last one used; a race costs an allocation
    private volatile @Nullable Target lastTarget;

    NioDatagramSocket(NioTransport transport, boolean ipv6, DatagramChannel channel) {
        super(transport, ipv6);
        this.channel = channel;
        groups = new NioGroups(channel);
    }

    @Override
    SelectableChannel channel() {
        return channel;
    }

    @Override
    int ops(int interest) {
        return ((interest & Interest.READ) != 0 ? SelectionKey.OP_READ : 0)
                | ((interest & Interest.WRITE) != 0 ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public int bind(Endpoint local) {
        boolean interrupted = Thread.interrupted();
        try {
            channel.bind(local.toInetSocketAddress());
            return Status.OK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.ADDRESS_IN_USE);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int localAddress(Endpoint out) {
        boolean interrupted = Thread.interrupted();
        try {
            export((InetSocketAddress) channel.getLocalAddress(), out);
            return Status.OK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.INVALID);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int connect(Endpoint peer) {
        boolean interrupted = Thread.interrupted();
        try {
            if (channel.isConnected()) {
                channel.disconnect();
            }
            channel.connect(peer.toInetSocketAddress());
            return Status.OK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.ADDRESS_NOT_AVAILABLE);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int finishConnect() {
        return channel.isConnected() ? Status.OK : Status.NOT_CONNECTED;
    }

    @Override
    public int disconnect() {
        boolean interrupted = Thread.interrupted();
        try {
            channel.disconnect();
            return Status.OK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.INVALID);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int receiveFrom(ByteBuffer to, boolean peek, @Nullable Endpoint from) {
        if (peek) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (to.isDirect() && to.remaining() >= ScratchPool.SIZE) {
                int start = to.position();
                return received(receive(to), from) ? to.position() - start : Status.WOULD_BLOCK;
            }
            ByteBuffer scratch = transport.scratch().take();
            try {
                if (!received(receive(scratch), from)) {
                    return Status.WOULD_BLOCK;
                }
                int length = scratch.flip().limit();
                copy(scratch, to);
                return length;
            } finally {
                transport.scratch().give(scratch);
            }
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int receiveFrom(ByteBuffer[] to, int offset, int count, boolean peek, @Nullable Endpoint from) {
        if (peek) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        boolean interrupted = Thread.interrupted();
        ByteBuffer scratch = transport.scratch().take();
        try {
            if (!received(receive(scratch), from)) {
                return Status.WOULD_BLOCK;
            }
            int length = scratch.flip().limit();
            for (int i = offset; i < offset + count && scratch.position() < length; i++) {
                scratch.limit(length);
                copy(scratch, to[i]);
            }
            return length;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            transport.scratch().give(scratch);
            restore(interrupted);
        }
    }

    /** Null when there is nothing. An unbound channel would be bound by Java, so it is not asked. */
    private @Nullable InetSocketAddress receive(ByteBuffer to) throws IOException {
        return channel.getLocalAddress() != null ? (InetSocketAddress) channel.receive(to) : null;
    }

    private boolean received(@Nullable InetSocketAddress sender, @Nullable Endpoint from) {
        if (sender == null) {
            return false;
        }
        if (from != null) {
            export(sender, from);
        }
        return true;
    }

    /** Copies as much as fits. */
    private static void copy(ByteBuffer from, ByteBuffer to) {
        if (from.remaining() > to.remaining()) {
            from.limit(from.position() + to.remaining());
        }
        to.put(from);
    }

    @Override
    public int sendFile(FileChannel file, long position, long count) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int sendTo(ByteBuffer from, @Nullable Endpoint to) {
        int length = from.remaining();
        if (length > MAX_PAYLOAD) {
            return Status.MESSAGE_SIZE;
        }
        boolean interrupted = Thread.interrupted();
        try {
            return sendOne(from, length, to);
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.NO_BUFFERS);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int sendTo(ByteBuffer[] from, int offset, int count, @Nullable Endpoint to) {
        int length = remaining(from, offset, count);
        if (length > MAX_PAYLOAD) {
            return Status.MESSAGE_SIZE;
        }
        boolean interrupted = Thread.interrupted();
        ByteBuffer scratch = transport.scratch().take();
        try {
            for (int i = offset; i < offset + count; i++) {
                // not put(from[i]): the positions advance only when it was sent
                scratch.put(scratch.position(), from[i], from[i].position(), from[i].remaining());
                scratch.position(scratch.position() + from[i].remaining());
            }
            int status = sendOne(scratch.flip(), length, to);
            if (status >= 0) {
                for (int i = offset; i < offset + count; i++) {
                    from[i].position(from[i].limit());
                }
            }
            return status;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.NO_BUFFERS);
        } finally {
            transport.scratch().give(scratch);
            restore(interrupted);
        }
    }

    private int sendOne(ByteBuffer from, int length, @Nullable Endpoint to) throws IOException {
        int sent;
        if (channel.isConnected()) {
            if (to != null && !target(to).address.equals(channel.getRemoteAddress())) {
                return Status.IS_CONNECTED;
            }
            if (length == 0) {
                return sendEmpty();
            }
            sent = channel.write(from);
        } else if (to == null) {
            return Status.DESTINATION_REQUIRED;
        } else {
            sent = channel.send(from, target(to).address);
        }
        // 0 is would-block, or an empty datagram
        return sent > 0 || length == 0 ? length : Status.WOULD_BLOCK;
    }

    /**
     * Java makes no system call for an empty write, and a connected channel has nothing but write. So another socket
     * borrows the address for a moment. It takes nothing away: the kernel gives the peer's datagrams to the connected
     * socket first, and no one else's are wanted.
     */
    private int sendEmpty() throws IOException {
        boolean shared = channel.getOption(StandardSocketOptions.SO_REUSEADDR);
        try (DatagramChannel borrower = DatagramChannel.open(NioTransport.family(ipv6))) {
            borrower.configureBlocking(false);
            borrower.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            borrower.setOption(
                    StandardSocketOptions.SO_BROADCAST, channel.getOption(StandardSocketOptions.SO_BROADCAST));
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            borrower.bind(channel.getLocalAddress());
            borrower.send(ByteBuffer.allocate(0), channel.getRemoteAddress());
            return 0;
        } catch (BindException e) {
            // a system that does not share addresses this way
            return Status.OPERATION_NOT_SUPPORTED;
        } finally {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, shared);
        }
    }

    private Target target(Endpoint to) {
        Target target = lastTarget;
        if (target == null || !target.endpoint.equals(to)) {
            target = new Target(new Endpoint().copyFrom(to), to.toInetSocketAddress());
            lastTarget = target;
        }
        return target;
    }

    @Override
    public int changeGroup(GroupChange change, Endpoint group, int interfaceIndex, @Nullable Endpoint source) {
        boolean interrupted = Thread.interrupted();
        try {
            return groups.change(change, group, interfaceIndex, source);
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.ADDRESS_NOT_AVAILABLE);
        } finally {
            restore(interrupted);
        }
    }

    // ---- what only streams have

    @Override
    public int listen(int backlog) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int accept(Accepted out) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int receive(ByteBuffer to, boolean peek) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int receive(ByteBuffer[] to, int offset, int count, boolean peek) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int send(ByteBuffer from) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int send(ByteBuffer[] from, int offset, int count) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int receiveUrgent(ByteBuffer to, boolean peek) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int sendUrgent(ByteBuffer from) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int atMark() {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int shutdownSend() {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int available() {
        return Status.OPERATION_NOT_SUPPORTED;
    }
}

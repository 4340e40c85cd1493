package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stream socket. Java decides at creation whether a channel connects or listens, so it is a SocketChannel until
 * {@link #listen} puts a ServerSocketChannel in its place.
 */
final class NioStreamSocket extends NioSocket {
    /** What one sendfile may send. */
    private static final int FILE_CHUNK = 1 << 20;

    private volatile SocketChannel stream;
    private volatile @Nullable ServerSocketChannel server;
    private volatile boolean sendShutDown;
    private volatile @Nullable InputStream counter;

    /** Options set by the program: applied to the channels that take this one's place, inherited by accepted ones. */
    // guarded by itself
    private final Map<TransportOption, Integer> chosen = new TreeMap<>();

    NioStreamSocket(NioTransport transport, boolean ipv6, SocketChannel stream) {
        super(transport, ipv6);
        this.stream = stream;
    }

    @Override
    SelectableChannel channel() {
        ServerSocketChannel listening = server;
        return listening != null ? listening : stream;
    }

    @Override
    int ops(int interest) {
        if (server != null) {
            return (interest & Interest.READ) != 0 ? SelectionKey.OP_ACCEPT : 0;
        }
        if (stream.isConnectionPending()) {
            return SelectionKey.OP_CONNECT;
        }
        return ((interest & Interest.READ) != 0 ? SelectionKey.OP_READ : 0)
                | ((interest & Interest.WRITE) != 0 ? SelectionKey.OP_WRITE : 0);
    }

    // ---- addresses and connections

    @Override
    public int bind(Endpoint local) {
        boolean interrupted = Thread.interrupted();
        try {
            if (server != null) {
                return Status.INVALID;
            }
            stream.bind(local.toInetSocketAddress());
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
            ServerSocketChannel listening = server;
            export(
                    (InetSocketAddress) (listening != null ? listening.getLocalAddress() : stream.getLocalAddress()),
                    out);
            return Status.OK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.INVALID);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int listen(int backlog) {
        boolean interrupted = Thread.interrupted();
        try {
            if (server != null) {
                // Java cannot change a backlog
                return Status.OK;
            }
            if (stream.isConnected() || stream.isConnectionPending()) {
                return Status.IS_CONNECTED;
            }
            int status = startListening(Math.max(1, backlog));
            if (status == Status.OK) {
                rearm();
            }
            return status;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.ADDRESS_IN_USE);
        } finally {
            restore(interrupted);
        }
    }

    private int startListening(int backlog) throws IOException {
        SocketChannel old = stream;
        InetSocketAddress local = (InetSocketAddress) old.getLocalAddress();
        ServerSocketChannel fresh = ServerSocketChannel.open(NioTransport.family(ipv6));
        boolean done = false;
        try {
            fresh.configureBlocking(false);
            // before listen: accepted connections get their receive buffer, and so their window scale, from it
            applyChosen(fresh);
            if (local == null || transport.sharesAddresses()) {
                takeOver(old, fresh, local, backlog);
            } else {
                int status = rebind(old, fresh, local, backlog);
                if (status != Status.OK) {
                    return status;
                }
            }
            // Java switches it on in every ServerSocketChannel
            fresh.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress());
            server = fresh;
            done = true;
        } finally {
            if (!done) {
                fresh.close();
            }
        }
        releaseKeys();
        old.close();
        return Status.OK;
    }

    /**
     * Binds the listening channel while the old one still has the address, so that nobody can come between. Linux
     * allows it when both have SO_REUSEADDR and neither listens.
     */
    private void takeOver(SocketChannel old, ServerSocketChannel fresh, @Nullable InetSocketAddress local, int backlog)
            throws IOException {
        boolean done = false;
        try {
            old.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            fresh.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            fresh.bind(local, backlog);
            done = true;
        } finally {
            if (!done) {
                old.setOption(StandardSocketOptions.SO_REUSEADDR, reuseAddress());
            }
        }
    }

    /** Elsewhere the address must be given up first. When somebody else got it, the socket stays usable. */
    private int rebind(SocketChannel old, ServerSocketChannel fresh, InetSocketAddress local, int backlog)
            throws IOException {
        releaseKeys();
        old.close();
        try {
            fresh.bind(local, backlog);
            return Status.OK;
        } catch (IOException e) {
            SocketChannel again = SocketChannel.open(NioTransport.family(ipv6));
            again.configureBlocking(false);
            applyChosen(again);
            stream = again;
            try {
                again.bind(local);
            } catch (IOException taken) {
                e.addSuppressed(taken);
            }
            rearm();
            return Failures.status(e, Status.ADDRESS_IN_USE);
        }
    }

    private boolean reuseAddress() {
        synchronized (chosen) {
            return chosen.getOrDefault(TransportOption.REUSE_ADDRESS, 0) != 0;
        }
    }

    private void applyChosen(NetworkChannel to) throws IOException {
        synchronized (chosen) {
            for (Map.Entry<TransportOption, Integer> option : chosen.entrySet()) {
                NioOptions.set(to, option.getKey(), option.getValue());
            }
        }
    }

    @Override
    public int accept(Accepted out) {
        boolean interrupted = Thread.interrupted();
        try {
            ServerSocketChannel listening = server;
            if (listening == null) {
                return Status.INVALID;
            }
            SocketChannel accepted = listening.accept();
            return accepted != null ? accepted(listening, accepted, out) : Status.WOULD_BLOCK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            restore(interrupted);
        }
    }

    private int accepted(ServerSocketChannel listening, SocketChannel channel, Accepted out) throws IOException {
        boolean done = false;
        try {
            channel.configureBlocking(false);
            NioStreamSocket socket = new NioStreamSocket(transport, ipv6, channel);
            inherit(listening, socket);
            export((InetSocketAddress) channel.getRemoteAddress(), out.peer);
            out.socket = socket;
            done = true;
            return Status.OK;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }

    /** Kernels hand a listener's options down; those that Java's listeners lack have to be set here. */
    private void inherit(ServerSocketChannel listening, NioStreamSocket heir) {
        synchronized (chosen) {
            for (Map.Entry<TransportOption, Integer> option : chosen.entrySet()) {
                if (!NioOptions.supports(listening, option.getKey())) {
                    heir.setOption(option.getKey(), option.getValue());
                }
            }
        }
    }

    @Override
    public int connect(Endpoint peer) {
        boolean interrupted = Thread.interrupted();
        try {
            if (server != null) {
                return Status.INVALID;
            }
            boolean connected = stream.connect(peer.toInetSocketAddress());
            rearm();
            return connected ? Status.OK : Status.WOULD_BLOCK;
        } catch (IOException | RuntimeException e) {
            dropDead();
            return Failures.status(e, Status.CONNECTION_REFUSED);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int finishConnect() {
        boolean interrupted = Thread.interrupted();
        try {
            if (server != null || !stream.isOpen()) {
                return Status.NOT_CONNECTED;
            }
            if (!stream.finishConnect()) {
                return Status.WOULD_BLOCK;
            }
            rearm();
            return Status.OK;
        } catch (IOException | RuntimeException e) {
            dropDead();
            return Failures.status(e, Status.CONNECTION_REFUSED);
        } finally {
            restore(interrupted);
        }
    }

    /** Java closes a channel whose connect failed; the descriptor goes when no selector has it. */
    private void dropDead() {
        if (!stream.isOpen()) {
            releaseKeys();
            rearm();
        }
    }

    @Override
    public int disconnect() {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    // ---- data

    @Override
    public int receive(ByteBuffer to, boolean peek) {
        if (peek) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        if (!to.hasRemaining()) {
            return 0;
        }
        boolean interrupted = Thread.interrupted();
        try {
            return received(read(to));
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int receive(ByteBuffer[] to, int offset, int count, boolean peek) {
        if (peek) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        int room = remaining(to, offset, count);
        if (room == 0) {
            return 0;
        }
        boolean interrupted = Thread.interrupted();
        try {
            return room <= HEAP_CHUNK
                    ? received((int) stream.read(to, offset, count))
                    : received(readEach(to, offset, count));
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            restore(interrupted);
        }
    }

    private static int received(int n) {
        return n > 0 ? n : n < 0 ? 0 : Status.WOULD_BLOCK;
    }

    /** Fills the buffers one by one until one stays short. An end or error after data shows again in the next call. */
    private int readEach(ByteBuffer[] to, int offset, int count) throws IOException {
        int sum = 0;
        for (int i = offset; i < offset + count; i++) {
            int room = to[i].remaining();
            if (room == 0) {
                continue;
            }
            if (sum > Integer.MAX_VALUE - room) {
                break;
            }
            int n;
            try {
                n = read(to[i]);
            } catch (IOException e) {
                if (sum > 0) {
                    break;
                }
                throw e;
            }
            if (n <= 0 && sum == 0) {
                return n;
            }
            sum += Math.max(n, 0);
            if (n < room) {
                break;
            }
        }
        return sum;
    }

    private int read(ByteBuffer to) throws IOException {
        int room = to.remaining();
        if (room <= HEAP_CHUNK || to.isDirect()) {
            return stream.read(to);
        }
        int limit = to.limit();
        int sum = 0;
        try {
            while (to.position() < limit) {
                int chunk = Math.min(HEAP_CHUNK, limit - to.position());
                to.limit(to.position() + chunk);
                int n;
                try {
                    n = stream.read(to);
                } catch (IOException e) {
                    if (sum > 0) {
                        return sum;
                    }
                    throw e;
                }
                if (n <= 0 && sum == 0) {
                    return n;
                }
                sum += Math.max(n, 0);
                if (n < chunk) {
                    return sum;
                }
            }
            return sum;
        } finally {
            to.limit(limit);
        }
    }

    @Override
    public int receiveFrom(ByteBuffer to, boolean peek, @Nullable Endpoint from) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int receiveFrom(ByteBuffer[] to, int offset, int count, boolean peek, @Nullable Endpoint from) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int send(ByteBuffer from) {
        if (!from.hasRemaining()) {
            return 0;
        }
        if (sendShutDown) {
            return Status.SHUT_DOWN;
        }
        boolean interrupted = Thread.interrupted();
        try {
            int n = write(from);
            return n > 0 ? n : Status.WOULD_BLOCK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int sendFile(FileChannel file, long position, long count) {
        if (sendShutDown) {
            return Status.SHUT_DOWN;
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (!file.isOpen()) {
                return Status.INVALID_HANDLE;
            }
            if (position >= file.size()) {
                return 0;
            }
            int n = (int) file.transferTo(position, Math.min(count, FILE_CHUNK), stream);
            return n > 0 ? n : Status.WOULD_BLOCK;
        } catch (IOException | RuntimeException e) {
            return file.isOpen() ? Failures.status(e, Status.CONNECTION_RESET) : Status.INVALID_HANDLE;
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int send(ByteBuffer[] from, int offset, int count) {
        int size = remaining(from, offset, count);
        if (size == 0) {
            return 0;
        }
        if (sendShutDown) {
            return Status.SHUT_DOWN;
        }
        boolean interrupted = Thread.interrupted();
        try {
            int n = size <= HEAP_CHUNK ? (int) stream.write(from, offset, count) : writeEach(from, offset, count);
            return n > 0 ? n : Status.WOULD_BLOCK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            restore(interrupted);
        }
    }

    private int writeEach(ByteBuffer[] from, int offset, int count) throws IOException {
        int sum = 0;
        for (int i = offset; i < offset + count; i++) {
            int size = from[i].remaining();
            if (size == 0) {
                continue;
            }
            if (sum > Integer.MAX_VALUE - size) {
                break;
            }
            int n;
            try {
                n = write(from[i]);
            } catch (IOException e) {
                if (sum > 0) {
                    break;
                }
                throw e;
            }
            sum += n;
            if (n < size) {
                break;
            }
        }
        return sum;
    }

    private int write(ByteBuffer from) throws IOException {
        int size = from.remaining();
        if (size <= HEAP_CHUNK || from.isDirect()) {
            return stream.write(from);
        }
        int limit = from.limit();
        int sum = 0;
        try {
            while (from.position() < limit) {
                int chunk = Math.min(HEAP_CHUNK, limit - from.position());
                from.limit(from.position() + chunk);
                int n;
                try {
                    n = stream.write(from);
                } catch (IOException e) {
                    if (sum > 0) {
                        return sum;
                    }
                    throw e;
                }
                sum += n;
                if (n < chunk) {
                    break;
                }
            }
            return sum;
        } finally {
            from.limit(limit);
        }
    }

    @Override
    public int sendTo(ByteBuffer from, @Nullable Endpoint to) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int sendTo(ByteBuffer[] from, int offset, int count, @Nullable Endpoint to) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int receiveUrgent(ByteBuffer to, boolean peek) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /** Java's call takes one byte; the others before it are ordinary ones. */
    @Override
    public int sendUrgent(ByteBuffer from) {
        int length = from.remaining();
        if (length == 0) {
            return 0;
        }
        if (length > 1) {
            int last = from.limit();
            from.limit(last - 1);
            int n = send(from);
            from.limit(last);
            if (n < length - 1) {
                return n;
            }
            int urgent = sendUrgent(from);
            return urgent < 0 ? n : n + urgent;
        }
        if (sendShutDown) {
            return Status.SHUT_DOWN;
        }
        boolean interrupted = Thread.interrupted();
        try {
            stream.socket().sendUrgentData(from.get(from.position()));
            from.position(from.limit());
            return 1;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.CONNECTION_RESET);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    public int atMark() {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    public int shutdownSend() {
        boolean interrupted = Thread.interrupted();
        try {
            if (server != null) {
                return Status.NOT_CONNECTED;
            }
            stream.shutdownOutput();
            sendShutDown = true;
            return Status.OK;
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.NOT_CONNECTED);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    boolean hasData() {
        return available() > 0;
    }

    @Override
    public int available() {
        boolean interrupted = Thread.interrupted();
        try {
            if (server != null) {
                return Status.INVALID;
            }
            if (!stream.isConnected()) {
                return 0;
            }
            InputStream count = counter;
            if (count == null) {
                count = stream.socket().getInputStream();
                counter = count;
            }
            return count.available();
        } catch (IOException | RuntimeException e) {
            return Failures.status(e, Status.NOT_CONNECTED);
        } finally {
            restore(interrupted);
        }
    }

    // ---- options

    @Override
    public int getOption(TransportOption option) {
        ServerSocketChannel listening = server;
        if (listening == null || NioOptions.supports(listening, option) || !NioOptions.supports(stream, option)) {
            return super.getOption(option);
        }
        synchronized (chosen) {
            return chosen.getOrDefault(option, option == TransportOption.LINGER ? -1 : 0);
        }
    }

    @Override
    public int setOption(TransportOption option, int value) {
        ServerSocketChannel listening = server;
        boolean kept =
                listening != null && !NioOptions.supports(listening, option) && NioOptions.supports(stream, option);
        int status = kept ? Status.OK : super.setOption(option, value);
        if (status == Status.OK) {
            synchronized (chosen) {
                chosen.put(option, value);
            }
        }
        return status;
    }

    @Override
    void closing() throws IOException {
        int linger;
        synchronized (chosen) {
            linger = chosen.getOrDefault(TransportOption.LINGER, -1);
        }
        if (linger > 0 && server == null && stream.isOpen()) {
            // Linux blocks in close for that long even when the socket is non-blocking
            stream.setOption(StandardSocketOptions.SO_LINGER, -1);
        }
    }
}

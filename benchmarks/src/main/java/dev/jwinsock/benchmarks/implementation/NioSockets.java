package dev.jwinsock.benchmarks.implementation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** java.nio channels, as a program with byte arrays uses them: the arrays wrapped. */
final class NioSockets implements BlockingSockets {
    private final boolean blocking;

    /**
     * @param blocking false: connections are in non-blocking mode, and ask until there is something
     */
    NioSockets(boolean blocking) {
        this.blocking = blocking;
    }

    @Override
    public Listener listen(int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
        channel.bind(Loopback.port(0), backlog);
        int port = portOf(channel);
        return new Listener() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public Connection accept() throws IOException {
                return tcp(channel.accept());
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public Connection connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.connect(Loopback.port(port));
        return tcp(channel);
    }

    @Override
    public DatagramServer serveDatagrams() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.bind(Loopback.port(0));
        return new UdpServer(channel, portOf(channel));
    }

    @Override
    public Connection connectDatagrams(int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.connect(Loopback.port(port));
        return new Channel<>(channel);
    }

    @Override
    public void close() {
        // Every channel is closed by its user.
    }

    static int portOf(NetworkChannel channel) throws IOException {
        if (channel.getLocalAddress() instanceof InetSocketAddress address) {
            return address.getPort();
        }
        throw new IOException("the channel is not bound");
    }

    private Connection tcp(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(blocking);
        return new Channel<>(channel);
    }

    private record Channel<C extends ByteChannel & NetworkChannel>(C channel) implements Connection {
        @Override
        public void send(byte[] from, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(from, 0, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        @Override
        public int receive(byte[] to, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(to, offset, length);
            int count = channel.read(buffer);
            while (count == 0) {
                Thread.yield();
                count = channel.read(buffer);
            }
            return count;
        }

        @Override
        public void resetAtClose() throws IOException {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class UdpServer implements DatagramServer {
        private final DatagramChannel channel;
        private final int port;
        private @Nullable SocketAddress sender;

        UdpServer(DatagramChannel channel, int port) {
            this.channel = channel;
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public int receive(byte[] to) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(to);
            sender = channel.receive(buffer);
            return buffer.position();
        }

        @Override
        public void reply(byte[] from, int length) throws IOException {
            channel.send(ByteBuffer.wrap(from, 0, length), sender);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** ECHO_100 with one selector loop for all server sides and one for all client sides. */
final class SelectorEcho {
    private SelectorEcho() {}

    static Sample measure(Measurement measurement) throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        List<SocketChannel> servers = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
                Selector serverSelector = Selector.open();
                Selector clientSelector = Selector.open()) {
            listener.bind(Loopback.port(0), Shape.CONNECTIONS);
            for (int i = 0; i < Shape.CONNECTIONS; i++) {
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET);
                clients.add(client);
                client.connect(Loopback.port(NioSockets.portOf(listener)));
                servers.add(listener.accept());
            }
            Crew crew = new Crew(measurement.style());
            Loop server = new Server(serverSelector, servers);
            Client client = new Client(clientSelector, clients, measurement.nanos());
            long begin = System.nanoTime();
            crew.start("server", server::run);
            crew.start("client", client::run);
            crew.await(measurement.limitNanos());
            return Sample.perSecond(client.count, System.nanoTime() - begin);
        } finally {
            for (List<SocketChannel> side : List.of(clients, servers)) {
                for (SocketChannel channel : side) {
                    channel.close();
                }
            }
        }
    }

    /** A connection's message: filled by reads, then written, and again. */
    private static final class Message {
        final ByteBuffer buffer = ByteBuffer.wrap(new byte[Payload.MESSAGE]);
        final byte[] request = Payload.message();
        long count;
    }

    private abstract static class Loop {
        private final Selector selector;
        private final List<SocketChannel> channels;
        private int open;

        Loop(Selector selector, List<SocketChannel> channels) {
            this.selector = selector;
            this.channels = channels;
        }

        /** A connection is there. */
        abstract void opened(SelectionKey key, Message message) throws IOException;

        /** A message has come; the buffer is full. */
        abstract void received(SelectionKey key, Message message) throws IOException;

        /** The peer has ended the stream. */
        abstract void ended(SelectionKey key) throws IOException;

        final void run() throws IOException {
            for (SocketChannel channel : channels) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Message message = new Message();
                open++;
                opened(channel.register(selector, SelectionKey.OP_READ, message), message);
            }
            while (open > 0) {
                selector.select(this::ready);
            }
        }

        final void send(SelectionKey key, Message message) throws IOException {
            channelOf(key).write(message.buffer);
            if (message.buffer.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
            message.buffer.clear();
            if (key.interestOps() != SelectionKey.OP_READ) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        final void close(SelectionKey key) throws IOException {
            key.channel().close();
            open--;
        }

        private void ready(SelectionKey key) {
            try {
                Message message = (Message) key.attachment();
                if (key.isWritable()) {
                    send(key, message);
                } else if (channelOf(key).read(message.buffer) < 0) {
                    ended(key);
                } else if (!message.buffer.hasRemaining()) {
                    received(key, message);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static SocketChannel channelOf(SelectionKey key) {
            return (SocketChannel) key.channel();
        }
    }

    private static final class Server extends Loop {
        Server(Selector selector, List<SocketChannel> channels) {
            super(selector, channels);
        }

        @Override
        void opened(SelectionKey key, Message message) {
            // The client speaks first.
        }

        @Override
        void received(SelectionKey key, Message message) throws IOException {
            message.buffer.flip();
            send(key, message);
        }

        @Override
        void ended(SelectionKey key) throws IOException {
            close(key);
        }
    }

    private static final class Client extends Loop {
        private final long deadline;
        long count;

        Client(Selector selector, List<SocketChannel> channels, long nanos) {
            super(selector, channels);
            deadline = System.nanoTime() + nanos;
        }

        @Override
        void opened(SelectionKey key, Message message) throws IOException {
            request(key, message);
        }

        @Override
        void received(SelectionKey key, Message message) throws IOException {
            Payload.checkEcho(message.request, message.buffer.array());
            count++;
            if (System.nanoTime() - deadline < 0) {
                request(key, message);
            } else {
                close(key);
            }
        }

        @Override
        void ended(SelectionKey key) throws IOException {
            throw new IOException("the server closed the connection");
        }

        private void request(SelectionKey key, Message message) throws IOException {
            Payload.stamp(message.request, message.count++);
            message.buffer.clear().put(message.request).flip();
            send(key, message);
        }
    }
}

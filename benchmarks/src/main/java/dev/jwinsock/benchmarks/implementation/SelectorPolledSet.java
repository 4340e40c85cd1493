package dev.jwinsock.benchmarks.implementation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A thousand connections registered with a selector. */
final class SelectorPolledSet implements PollRounds.PolledSet {
    private final SocketChannel[] senders;
    private final SocketChannel[] polled;
    private final ByteBuffer one = ByteBuffer.wrap(new byte[1]);
    private final Selector selector;

    SelectorPolledSet(int connections) throws IOException {
        senders = new SocketChannel[connections];
        polled = new SocketChannel[connections];
        selector = Selector.open();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            listener.bind(Loopback.port(0), 1);
            for (int i = 0; i < polled.length; i++) {
                senders[i] = SocketChannel.open(StandardProtocolFamily.INET);
                senders[i].connect(Loopback.port(NioSockets.portOf(listener)));
                senders[i].setOption(StandardSocketOptions.TCP_NODELAY, true);
                polled[i] = listener.accept();
                polled[i].configureBlocking(false);
                polled[i].register(selector, SelectionKey.OP_READ, i);
            }
        }
    }

    @Override
    public void send(int position, byte value) throws IOException {
        one.clear().put(0, value);
        senders[position].write(one);
    }

    @Override
    public void awaitAndRead(PollRounds.Round round) throws IOException {
        selector.select(key -> read(key, round));
    }

    private void read(SelectionKey key, PollRounds.Round round) {
        try {
            one.clear();
            if (((SocketChannel) key.channel()).read(one) != 1) {
                throw new IOException("nothing to read");
            }
            round.received((Integer) key.attachment(), one.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < polled.length; i++) {
            // A reset: a thousand ports in TIME_WAIT after each measurement are soon all there are.
            senders[i].setOption(StandardSocketOptions.SO_LINGER, 0);
            senders[i].close();
            polled[i].close();
        }
        selector.close();
    }
}

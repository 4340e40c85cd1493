package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Dialogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/** The dialogues of many connections with one selector, on the calling thread. */
public final class SelectorLoop {
    private int open;

    private SelectorLoop(int open) {
        this.open = open;
    }

    /** Returns when all connections are closed. */
    public static void run(List<SocketChannel> channels, Dialogue[] dialogues) throws IOException {
        SelectorLoop loop = new SelectorLoop(dialogues.length);
        try (Selector selector = Selector.open()) {
            SelectionKey[] keys = new SelectionKey[dialogues.length];
            for (int i = 0; i < keys.length; i++) {
                SocketChannel channel = channels.get(i);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                keys[i] = channel.register(selector, SelectionKey.OP_READ, new Connection(dialogues[i]));
            }
            for (SelectionKey key : keys) {
                ((Connection) key.attachment()).open(key);
            }
            while (loop.open > 0) {
                selector.select(loop::ready);
            }
        }
    }

    private void ready(SelectionKey key) {
        try {
            Connection connection = (Connection) key.attachment();
            if (key.isWritable()) {
                connection.flush(key);
            } else {
                connection.receive(key);
            }
            if (connection.dialogue.isOver()) {
                key.channel().close();
                open--;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Connection {
        private final Dialogue dialogue;
        private final ByteBuffer in;
        private ByteBuffer out = ByteBuffer.allocate(0);
        private byte[] outBytes = out.array();

        Connection(Dialogue dialogue) {
            this.dialogue = dialogue;
            in = ByteBuffer.wrap(dialogue.incoming());
        }

        void open(SelectionKey key) throws IOException {
            byte[] opening = dialogue.opening();
            if (opening != null) {
                send(key, opening);
            }
        }

        void receive(SelectionKey key) throws IOException {
            in.limit(in.capacity()).position(dialogue.position());
            int count = ((SocketChannel) key.channel()).read(in);
            if (count < 0) {
                dialogue.ended();
                return;
            }
            byte[] answer = dialogue.received(count);
            if (answer != null) {
                send(key, answer);
            }
        }

        void send(SelectionKey key, byte[] message) throws IOException {
            if (outBytes != message) {
                out = ByteBuffer.wrap(message);
                outBytes = message;
            }
            out.clear();
            flush(key);
        }

        void flush(SelectionKey key) throws IOException {
            ((SocketChannel) key.channel()).write(out);
            int interest = out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        }
    }
}

package dev.jwinsock.compat.suite;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A foreign listener whose backlog is full: a further connection attempt stays pending, because its SYN is neither
 * answered nor refused. It accepts nothing until it is closed.
 */
final class FullListener implements AutoCloseable {
    // A loopback handshake takes microseconds; one that takes this long was not answered.
    private static final long UNANSWERED_MILLIS = 300;
    private static final int MOST = 64;

    private final ServerSocket listener = new ServerSocket();
    private final Deque<SocketChannel> fillers = new ArrayDeque<>();

    FullListener() throws IOException {
        listener.bind(Family.IPV4.javaLoopback(0), 1);
        while (fill()) {
            if (fillers.size() > MOST) {
                close();
                throw new IllegalStateException("the backlog does not fill");
            }
        }
    }

    private boolean fill() throws IOException {
        SocketChannel channel = SocketChannel.open();
        fillers.push(channel);
        channel.configureBlocking(false);
        if (channel.connect(Family.IPV4.javaLoopback(port()))) {
            return true;
        }
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_CONNECT);
            return selector.select(UNANSWERED_MILLIS) > 0 && channel.finishConnect();
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        listener.close();
    }
}

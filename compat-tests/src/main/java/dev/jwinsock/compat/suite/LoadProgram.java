package dev.jwinsock.compat.suite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The clients of an echo server as another process, in plain java.nio: so that both sides may have as many descriptors
 * as a process can. First each connection sends a message, waits for its echo, and sends the next one, all of them at
 * once; then a few at a time send one message, the others being silent; in the end all are reset.
 */
final class LoadProgram implements AutoCloseable {
    /** Bytes of a message. */
    static final int MESSAGE = 64;

    /** The server sends a byte on every so many-th connection when it has accepted it: no backlog overflows. */
    static final int BATCH = 50;

    /** So many connections send at a time in the second part, and nothing else happens before they have their echoes. */
    private static final int FEW = 4;

    /** All of it takes no longer. */
    static final long LIMIT_SECONDS = 240;

    /** A lost event is for ever; a machine with much else to do is only slow. */
    private static final long SILENCE_MILLIS = 60_000;

    private final Process process;

    private LoadProgram(Process process) {
        this.process = process;
    }

    /**
     * Starts it: it connects at once.
     *
     * @param messages on each connection in the first part
     * @param distance in the second part, between connections that send at the same time
     */
    static LoadProgram start(int port, int connections, int messages, int distance) throws IOException {
        return new LoadProgram(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadProgram.class.getName(),
                        Integer.toString(port),
                        Integer.toString(connections),
                        Integer.toString(messages),
                        Integer.toString(distance))
                .redirectErrorStream(true)
                .start());
    }

    /** Waits for its end. @return what it printed: one line when all went well */
    String report() throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) ? printed : "still runs after printing: " + printed;
    }

    /** What {@link #report} says after so many echoes. */
    static String done(long echoes) {
        return "echoes: " + echoes;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** One connection: what it sent last, and what has come back of it. */
    private static final class Connection {
        private final SocketChannel channel;
        private final int number;
        private final ByteBuffer echo = ByteBuffer.allocate(MESSAGE);
        private int sent;
        private int toSend;

        Connection(SocketChannel channel, int number) {
            this.channel = channel;
            this.number = number;
        }

        private ByteBuffer message() {
            return ByteBuffer.allocate(MESSAGE)
                    .putInt(0, number)
                    .putInt(4, sent)
                    .putInt(MESSAGE - 4, ~number);
        }

        void send() throws IOException {
            sent++;
            // The connection is empty, and its buffers are far larger
            require(channel.write(message()) == MESSAGE, this + ": a short write");
        }

        /** Takes what is there. @return whether that made an echo whole */
        boolean receive() throws IOException {
            require(channel.read(echo) >= 0, this + ": ended by the server");
            if (echo.hasRemaining()) {
                return false;
            }
            require(echo.flip().equals(message()), this + ": an echo of something else");
            echo.clear();
            return true;
        }

        @Override
        public String toString() {
            return "connection " + number + " after " + sent + " messages";
        }
    }

    public static void main(String[] args) throws IOException {
        endWithParent();
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        List<Connection> connections = connect(server, Integer.parseInt(args[1]));
        int messages = Integer.parseInt(args[2]);
        int distance = Integer.parseInt(args[3]);
        try (Selector selector = Selector.open()) {
            for (Connection connection : connections) {
                connection.channel.configureBlocking(false);
                connection.channel.register(selector, 0, connection);
            }
            long echoes = load(selector, connections, messages);
            for (List<Connection> few : fewAtATime(connections, distance)) {
                echoes += load(selector, few, 1);
            }
            for (Connection connection : connections) {
                connection.channel.close(); // a reset: SO_LINGER is 0
            }
            selector.selectNow();
            System.out.println(done(echoes));
        }
    }

    private static List<Connection> connect(InetSocketAddress server, int count) throws IOException {
        List<Connection> connections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            // Thousands of TIME_WAIT would be in the way of later tests
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connections.add(new Connection(channel, i));
            if (i % BATCH == BATCH - 1) {
                require(channel.read(ByteBuffer.allocate(1)) == 1, "connection " + i + ": not accepted");
            }
        }
        return connections;
    }

    /** Each connection once, in lists of a few that are so far from each other. */
    private static List<List<Connection>> fewAtATime(List<Connection> connections, int distance) {
        List<List<Connection>> all = new ArrayList<>();
        for (int block = 0; block < connections.size(); block += FEW * distance) {
            for (int first = block; first < Math.min(block + distance, connections.size()); first++) {
                List<Connection> few = new ArrayList<>(FEW);
                for (int i = first; i < Math.min(block + FEW * distance, connections.size()); i += distance) {
                    few.add(connections.get(i));
                }
                all.add(few);
            }
        }
        return all;
    }

    /** So many messages on each of the connections, the next one after the echo of the one before. */
    private static long load(Selector selector, List<Connection> connections, int messages) throws IOException {
        for (Connection connection : connections) {
            connection.toSend = messages - 1;
            connection.channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
            connection.send();
        }
        long echoes = 0;
        long expected = (long) connections.size() * messages;
        while (echoes < expected) {
            if (selector.select(SILENCE_MILLIS) == 0) {
                throw new IOException("silence after " + echoes + " of " + expected + " echoes, for example on "
                        + connections.stream()
                                .filter(c -> c.channel.keyFor(selector).interestOps() != 0)
                                .limit(5)
                                .toList());
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (connection.receive()) {
                    echoes++;
                    if (connection.toSend-- > 0) {
                        connection.send();
                    } else {
                        key.interestOps(0);
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return echoes;
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }

    /** Standard input ends when the process that started this one does. */
    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is said there
                        }
                    } catch (IOException e) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(2);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }
}

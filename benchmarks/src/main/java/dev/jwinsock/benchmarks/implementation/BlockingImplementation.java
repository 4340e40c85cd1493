package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.implementation.BlockingSockets.Connection;
import dev.jwinsock.benchmarks.implementation.BlockingSockets.DatagramServer;
import dev.jwinsock.benchmarks.implementation.BlockingSockets.Listener;
import dev.jwinsock.benchmarks.remote.RemoteClients;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The shapes with blocking calls, a thread for each side of each connection: one text for every API that has them. */
public class BlockingImplementation implements Implementation {
    /** Makes the API ready for one measurement. */
    @FunctionalInterface
    public interface Opener {
        BlockingSockets open() throws IOException;
    }

    /** Of every listener: what a connection finds no room in is tried again by the kernel a second later. */
    public static final int BACKLOG = 4096;

    private final String name;
    private final boolean competitor;
    private final Opener opener;

    public BlockingImplementation(String name, boolean competitor, Opener opener) {
        this.name = name;
        this.competitor = competitor;
        this.opener = opener;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isCompetitor() {
        return competitor;
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        if (style != Style.BLOCKING && style != Style.VIRTUAL) {
            return false;
        }
        return switch (shape) {
            case POLL_1000, FILE_STREAM, HAND_OVER, IDLE -> false;
            default -> true;
        };
    }

    @Override
    public @Nullable String obstacle() {
        try (BlockingSockets sockets = opener.open()) {
            sockets.listen(1).close();
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        return measure(opener, measurement);
    }

    /** With another form of the API, whose calls block as well. */
    protected static Sample measure(Opener opener, Measurement measurement) throws Exception {
        try (BlockingSockets sockets = opener.open()) {
            return switch (measurement.shape()) {
                case TCP_RR -> tcpRequestResponse(sockets, measurement);
                case TCP_STREAM -> tcpStream(sockets, measurement);
                case TCP_MAERTS -> tcpMaerts(sockets, measurement);
                case TCP_CRR -> tcpConnectRequestResponse(sockets, measurement);
                case UDP_RR -> udpRequestResponse(sockets, measurement);
                case UDP_STREAM -> udpStream(sockets, measurement);
                case ECHO_1, ECHO_100, ECHO_1000 -> echo(sockets, measurement);
                case ECHO_10000 -> serveRemote(sockets, measurement);
                case ACCEPT -> accept(sockets, measurement);
                case POLL_1000, FILE_STREAM, HAND_OVER, IDLE ->
                    throw new IllegalArgumentException("no blocking calls do this");
            };
        }
    }

    private static Sample tcpRequestResponse(BlockingSockets sockets, Measurement measurement) throws Exception {
        Latencies latencies = new Latencies();
        try (Listener listener = sockets.listen(1)) {
            Crew crew = new Crew(measurement.style());
            crew.start("server", () -> echo(listener.accept()));
            crew.start("client", () -> {
                try (Connection connection = sockets.connect(listener.port())) {
                    pingPong(connection, measurement.nanos(), latencies);
                }
            });
            crew.await(measurement.limitNanos());
        }
        return latencies.sample();
    }

    private static Sample udpRequestResponse(BlockingSockets sockets, Measurement measurement) throws Exception {
        Latencies latencies = new Latencies();
        try (DatagramServer server = sockets.serveDatagrams()) {
            Crew crew = new Crew(measurement.style());
            crew.start("server", () -> {
                byte[] message = new byte[Payload.MESSAGE];
                while (server.receive(message) == Payload.MESSAGE) {
                    server.reply(message, Payload.MESSAGE);
                }
            });
            crew.start("client", () -> {
                try (Connection connection = sockets.connectDatagrams(server.port())) {
                    pingPong(connection, measurement.nanos(), latencies);
                    // A short datagram ends the server.
                    connection.send(new byte[1], 1);
                }
            });
            crew.await(measurement.limitNanos());
        }
        return latencies.sample();
    }

    private static Sample tcpStream(BlockingSockets sockets, Measurement measurement) throws Exception {
        Sample[] result = new Sample[1];
        try (Listener listener = sockets.listen(1)) {
            Crew crew = new Crew(measurement.style());
            crew.start("receiver", () -> {
                try (Connection connection = listener.accept()) {
                    result[0] = receiveStream(connection, measurement.verify());
                }
            });
            crew.start("sender", () -> {
                try (Connection connection = sockets.connect(listener.port())) {
                    sendStream(connection, measurement.nanos());
                }
            });
            crew.await(measurement.limitNanos());
        }
        return result[0];
    }

    private static Sample tcpMaerts(BlockingSockets sockets, Measurement measurement) throws Exception {
        Sample[] result = new Sample[1];
        try (Listener listener = sockets.listen(1)) {
            Crew crew = new Crew(measurement.style());
            crew.start("sender", () -> {
                try (Connection connection = listener.accept()) {
                    sendStream(connection, measurement.nanos());
                }
            });
            crew.start("receiver", () -> {
                try (Connection connection = sockets.connect(listener.port())) {
                    result[0] = receiveStream(connection, measurement.verify());
                }
            });
            crew.await(measurement.limitNanos());
        }
        return result[0];
    }

    private static void sendStream(Connection connection, long nanos) throws IOException {
        byte[] block = Payload.block();
        long deadline = System.nanoTime() + nanos;
        do {
            connection.send(block, Payload.BLOCK);
        } while (System.nanoTime() - deadline < 0);
    }

    private static Sample receiveStream(Connection connection, boolean verify) throws IOException {
        byte[] block = new byte[Payload.BLOCK];
        long total = 0;
        long begin = System.nanoTime();
        int count;
        while ((count = connection.receive(block, 0, Payload.BLOCK)) > 0) {
            if (verify) {
                Payload.checkStream(block, count, total);
            }
            total += count;
        }
        long nanos = System.nanoTime() - begin;
        Payload.checkStreamLength(total);
        return Sample.throughput(total, nanos);
    }

    /** Ends with short datagrams, until one of them has come. */
    private static Sample udpStream(BlockingSockets sockets, Measurement measurement) throws Exception {
        DatagramStream stream = new DatagramStream(measurement);
        try (DatagramServer server = sockets.serveDatagrams()) {
            Crew crew = new Crew(measurement.style());
            crew.start("receiver", () -> {
                byte[] datagram = new byte[Payload.DATAGRAM];
                while (stream.received(datagram, server.receive(datagram))) {
                    // counted
                }
            });
            crew.start("sender", () -> {
                try (Connection connection = sockets.connectDatagrams(server.port())) {
                    byte[] datagram = Payload.datagram();
                    for (int length = stream.next(datagram); length > 0; length = stream.next(datagram)) {
                        connection.send(datagram, length);
                    }
                }
            });
            crew.await(measurement.limitNanos());
        }
        return stream.sample();
    }

    private static Sample accept(BlockingSockets sockets, Measurement measurement) throws Exception {
        Sample[] result = new Sample[1];
        try (Listener listener = sockets.listen(BACKLOG)) {
            AcceptStorm storm = new AcceptStorm(measurement.connections(), measurement.nanos());
            Crew crew = new Crew(measurement.style());
            crew.start("server", () -> {
                do {
                    listener.accept().close();
                } while (storm.accepted());
            });
            crew.start("client", () -> result[0] = storm.run(listener.port()));
            crew.await(measurement.limitNanos());
        }
        return result[0];
    }

    private static Sample tcpConnectRequestResponse(BlockingSockets sockets, Measurement measurement) throws Exception {
        Sample[] result = new Sample[1];
        try (Listener listener = sockets.listen(BACKLOG)) {
            Crew crew = new Crew(measurement.style());
            crew.start("server", () -> {
                long served;
                do {
                    served = echo(listener.accept());
                    // A connection without a request is the last one.
                } while (served > 0);
            });
            crew.start("client", () -> {
                byte[] request = Payload.message();
                byte[] reply = new byte[Payload.MESSAGE];
                long count = 0;
                long begin = System.nanoTime();
                long end;
                do {
                    try (Connection connection = sockets.connect(listener.port())) {
                        exchange(connection, request, reply, count++);
                    }
                    end = System.nanoTime();
                } while (end - begin < measurement.nanos());
                result[0] = Sample.perSecond(count, end - begin);
                sockets.connect(listener.port()).close();
            });
            crew.await(measurement.limitNanos());
        }
        return result[0];
    }

    private static Sample echo(BlockingSockets sockets, Measurement measurement) throws Exception {
        int connections = measurement.connections();
        CountDownLatch ready = new CountDownLatch(connections);
        CountDownLatch go = new CountDownLatch(1);
        Latencies latencies = new Latencies();
        try (Listener listener = sockets.listen(BACKLOG)) {
            Crew crew = new Crew(measurement.style());
            crew.start("acceptor", () -> serve(listener, connections, crew));
            for (int i = 0; i < connections; i++) {
                crew.start("client-" + i, () -> {
                    try (Connection connection = sockets.connect(listener.port())) {
                        ready.countDown();
                        go.await();
                        pingPong(connection, measurement.nanos(), latencies);
                    } finally {
                        // One that failed must not keep the others waiting.
                        ready.countDown();
                    }
                });
            }
            ready.await();
            go.countDown();
            crew.await(measurement.limitNanos());
            return latencies.sample(measurement.shape());
        }
    }

    private static Sample serveRemote(BlockingSockets sockets, Measurement measurement) throws Exception {
        try (Listener listener = sockets.listen(BACKLOG)) {
            Crew crew = new Crew(measurement.style());
            crew.start("acceptor", () -> serve(listener, measurement.connections(), crew));
            Sample sample = RemoteClients.connect(listener.port(), measurement).run();
            crew.await(measurement.limitNanos());
            return sample;
        }
    }

    private static void serve(Listener listener, int connections, Crew crew) throws IOException {
        for (int i = 0; i < connections; i++) {
            Connection connection = listener.accept();
            // The client closes first; the reset that answers leaves no port in TIME_WAIT.
            connection.resetAtClose();
            crew.start("server-" + i, () -> echo(connection));
        }
    }

    /** @return the number of messages echoed before the end of the stream */
    private static long echo(Connection accepted) throws IOException {
        byte[] message = new byte[Payload.MESSAGE];
        long count = 0;
        try (Connection connection = accepted) {
            while (receiveMessage(connection, message)) {
                connection.send(message, Payload.MESSAGE);
                count++;
            }
        }
        return count;
    }

    private static void pingPong(Connection connection, long nanos, Latencies latencies) throws IOException {
        byte[] request = Payload.message();
        byte[] reply = new byte[Payload.MESSAGE];
        long count = 0;
        long before = System.nanoTime();
        long deadline = before + nanos;
        latencies.begins(before);
        do {
            exchange(connection, request, reply, count++);
            long after = System.nanoTime();
            latencies.record(after - before);
            before = after;
        } while (before - deadline < 0);
        latencies.ends(before);
    }

    private static void exchange(Connection connection, byte[] request, byte[] reply, long number) throws IOException {
        Payload.stamp(request, number);
        connection.send(request, Payload.MESSAGE);
        if (!receiveMessage(connection, reply)) {
            throw new IOException("the server closed the connection");
        }
        Payload.checkEcho(request, reply);
    }

    private static boolean receiveMessage(Connection connection, byte[] message) throws IOException {
        int have = 0;
        while (have < Payload.MESSAGE) {
            int count = connection.receive(message, have, Payload.MESSAGE - have);
            if (count <= 0) {
                return false;
            }
            have += count;
        }
        return true;
    }
}

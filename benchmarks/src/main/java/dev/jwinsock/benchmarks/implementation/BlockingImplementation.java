package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.implementation.BlockingSockets.Connection;
import dev.jwinsock.benchmarks.implementation.BlockingSockets.DatagramServer;
import dev.jwinsock.benchmarks.implementation.BlockingSockets.Listener;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The shapes with blocking calls, a thread for each side of each connection: one text for every API that has them. */
class BlockingImplementation implements Implementation {
    /** Makes the API ready for one measurement. */
    @FunctionalInterface
    interface Opener {
        BlockingSockets open() throws IOException;
    }

    private static final int BACKLOG = 128;

    private final String name;
    private final boolean competitor;
    private final Opener opener;

    BlockingImplementation(String name, boolean competitor, Opener opener) {
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
        return (style == Style.BLOCKING || style == Style.VIRTUAL)
                && shape != Shape.POLL_1000
                && shape != Shape.FILE_STREAM;
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
        try (BlockingSockets sockets = opener.open()) {
            return switch (measurement.shape()) {
                case TCP_RR -> tcpRequestResponse(sockets, measurement);
                case TCP_STREAM -> tcpStream(sockets, measurement);
                case TCP_CRR -> tcpConnectRequestResponse(sockets, measurement);
                case UDP_RR -> udpRequestResponse(sockets, measurement);
                case ECHO_100 -> echo(sockets, measurement);
                case POLL_1000, FILE_STREAM -> throw new IllegalArgumentException("no blocking calls do this");
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
                byte[] block = Payload.block();
                try (Connection connection = sockets.connect(listener.port())) {
                    long deadline = System.nanoTime() + measurement.nanos();
                    do {
                        connection.send(block, Payload.BLOCK);
                    } while (System.nanoTime() - deadline < 0);
                }
            });
            crew.await(measurement.limitNanos());
        }
        return result[0];
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
        CountDownLatch ready = new CountDownLatch(Shape.CONNECTIONS);
        CountDownLatch go = new CountDownLatch(1);
        LongAdder total = new LongAdder();
        try (Listener listener = sockets.listen(BACKLOG)) {
            Crew crew = new Crew(measurement.style());
            crew.start("acceptor", () -> {
                for (int i = 0; i < Shape.CONNECTIONS; i++) {
                    Connection connection = listener.accept();
                    crew.start("server-" + i, () -> echo(connection));
                }
            });
            for (int i = 0; i < Shape.CONNECTIONS; i++) {
                crew.start("client-" + i, () -> {
                    try (Connection connection = sockets.connect(listener.port())) {
                        ready.countDown();
                        go.await();
                        total.add(pingPong(connection, measurement.nanos(), null));
                    } finally {
                        // One that failed must not keep the others waiting.
                        ready.countDown();
                    }
                });
            }
            ready.await();
            long begin = System.nanoTime();
            go.countDown();
            crew.await(measurement.limitNanos());
            return Sample.perSecond(total.sum(), System.nanoTime() - begin);
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

    /** @return the number of round trips */
    private static long pingPong(Connection connection, long nanos, @Nullable Latencies latencies) throws IOException {
        byte[] request = Payload.message();
        byte[] reply = new byte[Payload.MESSAGE];
        long count = 0;
        long before = System.nanoTime();
        long deadline = before + nanos;
        do {
            exchange(connection, request, reply, count++);
            long after = System.nanoTime();
            if (latencies != null) {
                latencies.record(after - before);
            }
            before = after;
        } while (before - deadline < 0);
        return count;
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

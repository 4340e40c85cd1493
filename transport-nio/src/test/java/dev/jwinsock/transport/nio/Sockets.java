package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A transport per test, and sockets that are closed with it. */
abstract class Sockets {
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final long SECOND = 1_000_000_000;
    private static final int LOOPBACK = 0x7f000001;

    NioTransport transport;
    private final List<TransportSocket> opened = new ArrayList<>();

    @BeforeEach
    void start() {
        transport = (NioTransport) new NioTransportProvider().open();
    }

    @AfterEach
    void stop() {
        opened.forEach(TransportSocket::close);
        transport.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("jwinsock-nio-io-0");
    }

    /** Two connected sockets. */
    record Pair(TransportSocket client, TransportSocket server, Endpoint seen) {}

    Waiter waiter() {
        return waiter(transport);
    }

    static Waiter waiter(Transport of) {
        try {
            return of.waiter();
        } catch (TransportException e) {
            throw new AssertionError(e);
        }
    }

    TransportSocket stream(boolean ipv6) {
        return open(ipv6, Transport.Kind.STREAM);
    }

    TransportSocket datagram(boolean ipv6) {
        return open(ipv6, Transport.Kind.DATAGRAM);
    }

    private TransportSocket open(boolean ipv6, Transport.Kind kind) {
        try {
            return closedLater(transport.open(ipv6, kind));
        } catch (TransportException e) {
            throw new AssertionError(e);
        }
    }

    TransportSocket closedLater(TransportSocket socket) {
        opened.add(socket);
        return socket;
    }

    static Endpoint v4(int port) {
        return new Endpoint().setIpv4(LOOPBACK, port);
    }

    static Endpoint v6(int port) {
        byte[] loopback = new byte[16];
        loopback[15] = 1;
        return new Endpoint().setIpv6(loopback, 0, port, 0);
    }

    static Endpoint loopback(boolean ipv6, int port) {
        return ipv6 ? v6(port) : v4(port);
    }

    static Endpoint mapped(int port) {
        Endpoint e = v4(port);
        e.mapToIpv6();
        return e;
    }

    static Endpoint local(TransportSocket socket) {
        Endpoint e = new Endpoint();
        assertThat(socket.localAddress(e)).isEqualTo(Status.OK);
        return e;
    }

    static int port(TransportSocket socket) {
        return local(socket).port();
    }

    TransportSocket bound(TransportSocket socket, Endpoint to) {
        assertThat(socket.bind(to)).isEqualTo(Status.OK);
        return socket;
    }

    TransportSocket listening(Endpoint at) {
        TransportSocket socket = bound(stream(at.isIpv6()), at);
        assertThat(socket.listen(16)).isEqualTo(Status.OK);
        return socket;
    }

    /** Connects a new socket and waits for it. */
    TransportSocket connected(Endpoint to) {
        TransportSocket socket = stream(to.isIpv6());
        connect(socket, to);
        return socket;
    }

    void connect(TransportSocket socket, Endpoint to) {
        int status = socket.connect(to);
        while (status == Status.WOULD_BLOCK) {
            assertThat(waiter().await(socket, Interest.WRITE, 10 * SECOND)).isPositive();
            status = socket.finishConnect();
        }
        assertThat(status).isEqualTo(Status.OK);
    }

    TransportSocket accept(TransportSocket listener, Accepted out) {
        awaitReadable(listener);
        assertThat(listener.accept(out)).isEqualTo(Status.OK);
        return closedLater(out.socket);
    }

    Pair pair(boolean ipv6) {
        TransportSocket listener = listening(loopback(ipv6, 0));
        TransportSocket client = connected(loopback(ipv6, port(listener)));
        Accepted accepted = new Accepted();
        TransportSocket server = accept(listener, accepted);
        listener.close();
        return new Pair(client, server, accepted.peer);
    }

    static ByteBuffer text(String s) {
        return ByteBuffer.wrap(s.getBytes(StandardCharsets.US_ASCII));
    }

    static String text(ByteBuffer written) {
        return StandardCharsets.US_ASCII.decode(written.flip()).toString();
    }

    void awaitReadable(TransportSocket socket) {
        assertThat(waiter().await(socket, Interest.READ, 10 * SECOND)).isEqualTo(Interest.READ);
    }

    /** Waits, then receives once. */
    int receive(TransportSocket socket, ByteBuffer to) {
        awaitReadable(socket);
        return socket.receive(to, false);
    }

    int receiveFrom(TransportSocket socket, ByteBuffer to, Endpoint from) {
        awaitReadable(socket);
        return socket.receiveFrom(to, false, from);
    }
}

package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.Transport.Kind;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport does, whatever it is made of. Uses nothing but the SPI; a subclass names the transport. */
abstract class TransportContract {
    private static final int LOOPBACK = 0x7f000001;
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);
    private static final byte[] LOOPBACK6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private final Deque<TransportSocket> opened = new ArrayDeque<>();
    Transport transport;

    abstract Transport open();

    @BeforeEach
    void start() {
        transport = open();
    }

    @AfterEach
    void end() {
        opened.forEach(TransportSocket::close);
        transport.close();
        assertThat(ioThreads()).isEmpty();
    }

    // ---- helpers

    private static List<String> ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("jwinsock-io"))
                .toList();
    }

    TransportSocket socket(boolean ipv6, Kind kind) throws TransportException {
        TransportSocket socket = transport.open(ipv6, kind);
        opened.push(socket);
        return socket;
    }

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

    private void close(TransportSocket socket) {
        opened.remove(socket);
        socket.close();
    }

    static Endpoint loopback(boolean ipv6, int port) {
        return ipv6 ? new Endpoint().setIpv6(LOOPBACK6, 0, port, 0) : new Endpoint().setIpv4(LOOPBACK, port);
    }

    private static Endpoint mapped(int port) {
        Endpoint endpoint = loopback(false, port);
        endpoint.mapToIpv6();
        return endpoint;
    }

    private static Endpoint local(TransportSocket socket) {
        Endpoint local = new Endpoint();
        assertThat(socket.localAddress(local)).isZero();
        return local;
    }

    private TransportSocket bound(boolean ipv6, Kind kind) throws TransportException {
        TransportSocket socket = socket(ipv6, kind);
        assertThat(socket.bind(loopback(ipv6, 0))).isZero();
        return socket;
    }

    private TransportSocket listener(boolean ipv6) throws TransportException {
        TransportSocket socket = bound(ipv6, Kind.STREAM);
        assertThat(socket.listen(16)).isZero();
        return socket;
    }

    /** Waits for readiness; fails when it does not come. */
    private int await(TransportSocket socket, int interest) {
        long deadline = System.nanoTime() + LIMIT;
        for (; ; ) {
            int ready = waiter().await(socket, interest, deadline - System.nanoTime());
            if (ready != 0) {
                return ready;
            }
            if (System.nanoTime() >= deadline) {
                return fail("not ready for " + interest);
            }
        }
    }

    private TransportSocket accept(TransportSocket listener, Endpoint peer) {
        Accepted accepted = new Accepted();
        for (; ; ) {
            int result = listener.accept(accepted);
            if (result == Status.OK) {
                peer.copyFrom(accepted.peer);
                opened.push(accepted.socket);
                return accepted.socket;
            }
            assertThat(result).isEqualTo(Status.WOULD_BLOCK);
            await(listener, Interest.READ);
        }
    }

    private int connect(TransportSocket socket, Endpoint to) {
        int result = socket.connect(to);
        while (result == Status.WOULD_BLOCK) {
            await(socket, Interest.WRITE);
            result = socket.finishConnect();
        }
        return result;
    }

    /** Two connected sockets. */
    private record Pair(TransportSocket client, TransportSocket server) {}

    private Pair pair(boolean ipv6) throws TransportException {
        TransportSocket listener = listener(ipv6);
        TransportSocket client = socket(ipv6, Kind.STREAM);
        assertThat(connect(client, local(listener))).isZero();
        return new Pair(client, accept(listener, new Endpoint()));
    }

    private int receive(TransportSocket socket, ByteBuffer to) {
        int result = socket.receive(to, false);
        while (result == Status.WOULD_BLOCK) {
            await(socket, Interest.READ);
            result = socket.receive(to, false);
        }
        return result;
    }

    private int receiveFrom(TransportSocket socket, ByteBuffer to, boolean peek, Endpoint from) {
        int result = socket.receiveFrom(to, peek, from);
        while (result == Status.WOULD_BLOCK) {
            await(socket, Interest.READ);
            result = socket.receiveFrom(to, peek, from);
        }
        return result;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static ByteBuffer room(boolean direct, int size) {
        return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    private static String text(ByteBuffer received) {
        ByteBuffer copy = received.duplicate().flip();
        return StandardCharsets.US_ASCII.decode(copy).toString();
    }

    private void needs(Capability capability) {
        Assumptions.assumeThat(transport.capabilities()).contains(capability);
    }

    // ---- streams

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connectionHasTheAddressesOfItsTwoEnds(boolean ipv6) throws TransportException {
        TransportSocket listener = listener(ipv6);
        assertThat(local(listener).port()).isPositive();
        TransportSocket client = socket(ipv6, Kind.STREAM);
        assertThat(connect(client, local(listener))).isZero();
        Endpoint peer = new Endpoint();
        TransportSocket server = accept(listener, peer);
        assertThat(peer).isEqualTo(local(client));
        assertThat(peer.isIpv6()).isEqualTo(ipv6);
        assertThat(local(server)).isEqualTo(local(listener));
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void streamCarriesBytesBothWays(boolean ipv6, boolean direct) throws TransportException {
        Pair pair = pair(ipv6);
        ByteBuffer to = room(direct, 100);
        assertThat(pair.server.receive(to, false)).isEqualTo(Status.WOULD_BLOCK);
        ByteBuffer from = direct ? direct("hello") : bytes("hello");
        assertThat(pair.client.send(from)).isEqualTo(5);
        assertThat(from.hasRemaining()).isFalse();
        assertThat(receive(pair.server, to)).isEqualTo(5);
        assertThat(text(to)).isEqualTo("hello");
        assertThat(pair.server.send(bytes("x").asReadOnlyBuffer())).isEqualTo(1);
        assertThat(receive(pair.client, to)).isEqualTo(1);
        assertThat(text(to)).isEqualTo("hellox");
    }

    @Test
    void streamSendAndReceiveRespectPositionAndLimit() throws TransportException {
        Pair pair = pair(false);
        ByteBuffer from = bytes("abcdef");
        from.position(2).limit(4);
        assertThat(pair.client.send(from.slice())).isEqualTo(2);
        assertThat(pair.client.send(direct("abcdef").position(4).limit(5))).isEqualTo(1);
        ByteBuffer to = ByteBuffer.allocateDirect(10);
        to.position(3).limit(5);
        assertThat(receive(pair.server, to.slice())).isEqualTo(2);
        assertThat(to.get(3)).isEqualTo((byte) 'c');
        assertThat(to.get(4)).isEqualTo((byte) 'd');
        assertThat(to.position()).isEqualTo(3);
        assertThat(receive(pair.server, to)).isEqualTo(1);
        assertThat(to.get(3)).isEqualTo((byte) 'e');
        assertThat(to.position()).isEqualTo(4);
    }

    @Test
    void gatheringSendAndScatteringReceiveMixHeapAndDirectBuffers() throws TransportException {
        Pair pair = pair(false);
        ByteBuffer[] from = {bytes("never"), bytes("ab"), direct("cd"), bytes(""), bytes("efg"), direct("hi")};
        assertThat(pair.client.send(from, 1, 5)).isEqualTo(9);
        assertThat(from[0].position()).isZero();
        assertThat(from[4].hasRemaining()).isFalse();
        assertThat(from[5].hasRemaining()).isFalse();
        ByteBuffer[] to = {room(true, 1), room(false, 3), room(false, 0), room(true, 2), room(false, 9)};
        await(pair.server, Interest.READ);
        assertThat(pair.server.receive(to, 1, 4, false)).isEqualTo(9);
        assertThat(to[0].position()).isZero();
        assertThat(text(to[1])).isEqualTo("abc");
        assertThat(text(to[3])).isEqualTo("de");
        assertThat(text(to[4])).isEqualTo("fghi");
    }

    @Test
    void manyBuffersAreTakenAsFarAsTheyGo() throws TransportException {
        Pair pair = pair(false);
        ByteBuffer[] from = new ByteBuffer[200];
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < from.length; i++) {
            String piece = String.valueOf((char) ('a' + i % 26));
            from[i] = i % 2 == 0 ? bytes(piece) : direct(piece);
            expected.append(piece);
        }
        int sent = 0;
        while (sent < from.length) {
            int n = pair.client.send(from, 0, from.length);
            assertThat(n).isPositive();
            sent += n;
        }
        ByteBuffer to = room(false, 300);
        while (to.position() < from.length) {
            assertThat(receive(pair.server, to)).isPositive();
        }
        assertThat(text(to)).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void megabytesArriveWholeAndInOrder(boolean direct) throws TransportException {
        Pair pair = pair(false);
        int size = 3_000_000;
        ByteBuffer from = room(direct, size);
        for (int i = 0; i < size; i++) {
            from.put(i, (byte) (i * 31 >>> 3));
        }
        ByteBuffer to = room(direct, size);
        while (to.hasRemaining()) {
            int sent = pair.client.send(from);
            if (sent == Status.WOULD_BLOCK || !from.hasRemaining()) {
                assertThat(receive(pair.server, to)).isPositive();
            } else {
                assertThat(sent).isPositive();
            }
        }
        assertThat(to.flip()).isEqualTo(from.flip());
    }

    @Test
    void fullSendBufferWouldBlockUntilThePeerReads() throws TransportException {
        Pair pair = pair(false);
        ByteBuffer chunk = ByteBuffer.allocateDirect(65536);
        long sent = 0;
        int n;
        while ((n = pair.client.send(chunk.clear())) > 0) {
            sent += n;
        }
        assertThat(n).isEqualTo(Status.WOULD_BLOCK);
        assertThat(waiter().await(pair.client, Interest.WRITE, 0)).isZero();
        while (sent > 0) {
            sent -= receive(pair.server, chunk.clear());
        }
        assertThat(await(pair.client, Interest.WRITE)).isEqualTo(Interest.WRITE);
    }

    @Test
    void bufferWithoutRoomOrDataIsNoEndOfStream() throws TransportException {
        Pair pair = pair(false);
        pair.client.send(bytes("data"));
        await(pair.server, Interest.READ);
        assertThat(pair.server.receive(ByteBuffer.allocateDirect(0), false)).isZero();
        assertThat(pair.server.receive(ByteBuffer.allocate(0), false)).isZero();
        assertThat(pair.server.receive(new ByteBuffer[] {room(true, 0), room(false, 0)}, 0, 2, false))
                .isZero();
        assertThat(pair.client.send(ByteBuffer.allocate(0))).isZero();
        assertThat(pair.client.send(new ByteBuffer[0], 0, 0)).isZero();
        assertThat(receive(pair.server, room(false, 10))).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void peekLeavesTheData(boolean direct) throws TransportException {
        needs(Capability.PEEK);
        Pair pair = pair(false);
        pair.client.send(bytes("hello"));
        await(pair.server, Interest.READ);
        ByteBuffer to = room(direct, 3);
        assertThat(pair.server.receive(to, true)).isEqualTo(3);
        assertThat(text(to)).isEqualTo("hel");
        ByteBuffer[] parts = {room(direct, 2), room(!direct, 10)};
        assertThat(pair.server.receive(parts, 0, 2, true)).isEqualTo(5);
        assertThat(text(parts[1])).isEqualTo("llo");
        ByteBuffer all = room(direct, 10);
        assertThat(pair.server.receive(all, false)).isEqualTo(5);
        assertThat(pair.server.receive(all, true)).isEqualTo(Status.WOULD_BLOCK);
    }

    @Test
    void shutdownSendEndsTheStreamAfterItsData() throws TransportException {
        Pair pair = pair(false);
        pair.client.send(bytes("last"));
        assertThat(pair.client.shutdownSend()).isZero();
        ByteBuffer to = room(false, 10);
        assertThat(receive(pair.server, to)).isEqualTo(4);
        assertThat(receive(pair.server, to)).isZero();
        assertThat(receive(pair.server, room(true, 10))).isZero();
        assertThat(pair.server.send(bytes("still"))).isEqualTo(5);
        assertThat(receive(pair.client, to)).isEqualTo(5);
        assertThat(pair.client.send(bytes("x"))).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void lingerZeroResetsThePeer() throws TransportException {
        Pair pair = pair(false);
        assertThat(pair.client.getOption(TransportOption.LINGER)).isEqualTo(-1);
        assertThat(pair.client.setOption(TransportOption.LINGER, 0)).isZero();
        assertThat(pair.client.getOption(TransportOption.LINGER)).isZero();
        close(pair.client);
        assertThat(await(pair.server, Interest.READ) & Interest.FAILED).isNotZero();
        assertThat(pair.server.receive(room(false, 10), false)).isEqualTo(Status.CONNECTION_RESET);
        assertThat(pair.server.send(bytes("x"))).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void lingerCanBeSwitchedOffButNeverBlocksClose() throws TransportException {
        TransportSocket socket = socket(false, Kind.STREAM);
        assertThat(socket.setOption(TransportOption.LINGER, 0)).isZero();
        assertThat(socket.setOption(TransportOption.LINGER, -1)).isZero();
        assertThat(socket.getOption(TransportOption.LINGER)).isEqualTo(-1);
        assertThat(socket.setOption(TransportOption.LINGER, 5)).isEqualTo(Status.INVALID);
    }

    @Test
    void connectToAPortWithoutListenerIsRefusedOnce() throws TransportException {
        TransportSocket placeholder = bound(false, Kind.STREAM);
        TransportSocket client = socket(false, Kind.STREAM);
        assertThat(connect(client, local(placeholder))).isEqualTo(Status.CONNECTION_REFUSED);
        assertThat(client.finishConnect()).isEqualTo(Status.NOT_CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blockingReceiveIsEndedOnceItBlocksAndBeforeItBegins(boolean before) throws Exception {
        Pair pair = pair(false);
        if (before) {
            pair.server.endBlocking(false);
        }
        AtomicReference<Integer> result = new AtomicReference<>();
        Thread blocked = new Thread(() -> result.set(pair.server.receiveBlocking(room(true, 1))));
        blocked.setDaemon(true); // a defect shall fail the test, not hang the run
        blocked.start();
        // Whether or not it blocks already: both orders must end it.
        pair.server.endBlocking(false);
        blocked.join(TimeUnit.NANOSECONDS.toMillis(LIMIT));
        assertThat(result.get()).isNotNull().isIn(0, Status.WOULD_BLOCK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blockingSendBeginsWithWhatThereIsRoomForAndGoesOnInTheKernel(boolean direct) throws Exception {
        Pair pair = pair(false);
        ByteBuffer from = room(direct, 8_000_000);
        for (int i = 0; i < from.capacity(); i++) {
            from.put(i, (byte) (i * 31 >>> 3));
        }
        AtomicReference<Integer> result = new AtomicReference<>();
        Thread sender = new Thread(() -> result.set(pair.client.sendBlocking(from)));
        sender.setDaemon(true); // a defect shall fail the test, not hang the run
        sender.start();
        ByteBuffer to = room(direct, from.capacity());
        while (to.hasRemaining()) {
            assertThat(receive(pair.server, to)).isPositive();
        }
        sender.join(TimeUnit.NANOSECONDS.toMillis(LIMIT));
        assertThat(result.get()).isEqualTo(from.capacity());
        assertThat(to.flip()).isEqualTo(from.flip());
    }

    @Test
    void otherCallsDoNotBlockAfterAThreadHasBlockedInTheKernel() throws TransportException {
        Pair pair = pair(false);
        pair.client.send(bytes("x"));
        await(pair.server, Interest.READ);
        int received = pair.server.receiveBlocking(room(false, 9));
        if (received == Status.WOULD_BLOCK) {
            return; // this transport cannot
        }
        assertThat(received).isEqualTo(1);
        assertThat(pair.server.receive(room(true, 1), false)).isEqualTo(Status.WOULD_BLOCK);
        ByteBuffer[] two = {room(true, 1), room(false, 1)};
        assertThat(pair.server.receive(two, 0, 2, false)).isEqualTo(Status.WOULD_BLOCK);
        ByteBuffer chunk = ByteBuffer.allocateDirect(65536);
        int sent;
        do {
            sent = pair.server.send(chunk.clear());
        } while (sent > 0);
        assertThat(sent).isEqualTo(Status.WOULD_BLOCK);
        pair.server.stayNonBlocking(); // too late, which must do no harm
        assertThat(pair.server.receive(room(true, 1), false)).isEqualTo(Status.WOULD_BLOCK);
        assertThat(pair.server.send(chunk.clear())).isEqualTo(Status.WOULD_BLOCK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void socketThatStaysNonBlockingTellsTheSameAsOthers(boolean direct) throws TransportException {
        Pair pair = pair(false);
        pair.server.stayNonBlocking();
        assertThat(pair.server.receive(room(direct, 1), false)).isEqualTo(Status.WOULD_BLOCK);
        pair.client.send(bytes("xy"));
        await(pair.server, Interest.READ);
        assertThat(pair.server.receive(room(direct, 1), true)).isEqualTo(1);
        assertThat(pair.server.receive(room(direct, 1), false)).isEqualTo(1);
        assertThat(pair.server.receiveBlocking(room(direct, 1))).isEqualTo(Status.WOULD_BLOCK);
        assertThat(pair.server.sendBlocking(room(direct, 1))).isEqualTo(Status.WOULD_BLOCK);
        assertThat(pair.server.receive(room(direct, 1), false)).isEqualTo(1);
        int sent;
        do {
            sent = pair.server.send(room(direct, 65536));
        } while (sent > 0);
        assertThat(sent).isEqualTo(Status.WOULD_BLOCK);
        pair.client.shutdownSend();
        await(pair.server, Interest.READ);
        assertThat(pair.server.receive(room(direct, 1), false)).isZero();
    }

    @Test
    void socketThatStaysNonBlockingTellsOfAReset() throws TransportException {
        Pair pair = pair(false);
        pair.server.stayNonBlocking();
        pair.client.setOption(TransportOption.LINGER, 0);
        pair.client.close();
        await(pair.server, Interest.READ);
        assertThat(pair.server.receive(room(true, 1), false)).isEqualTo(Status.CONNECTION_RESET);
        assertThat(pair.server.send(bytes("x"))).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void transferOnAnUnconnectedStreamFails() throws TransportException {
        TransportSocket socket = socket(false, Kind.STREAM);
        assertThat(socket.receive(room(true, 1), false)).isEqualTo(Status.NOT_CONNECTED);
        assertThat(socket.send(bytes("x"))).isIn(Status.NOT_CONNECTED, Status.CONNECTION_RESET);
        assertThat(socket.shutdownSend()).isEqualTo(Status.NOT_CONNECTED);
    }

    @Test
    void acceptWithoutConnectionWouldBlock() throws TransportException {
        assertThat(listener(false).accept(new Accepted())).isEqualTo(Status.WOULD_BLOCK);
        assertThat(bound(false, Kind.STREAM).accept(new Accepted())).isEqualTo(Status.INVALID);
    }

    @Test
    void bindingATakenAddressFails() throws TransportException {
        TransportSocket first = listener(false);
        assertThat(socket(false, Kind.STREAM).bind(local(first))).isEqualTo(Status.ADDRESS_IN_USE);
        assertThat(bound(false, Kind.STREAM).bind(loopback(false, 0))).isEqualTo(Status.INVALID);
        Endpoint foreign = new Endpoint().setIpv4(0xc0000201, 0);
        assertThat(socket(false, Kind.STREAM).bind(foreign)).isEqualTo(Status.ADDRESS_NOT_AVAILABLE);
    }

    @Test
    void dualStackListenerTellsIpv4PeersAsMapped() throws TransportException {
        TransportSocket listener = socket(true, Kind.STREAM);
        assertThat(listener.getOption(TransportOption.IPV6_ONLY)).isZero();
        assertThat(listener.bind(new Endpoint().setWildcard(true, 0))).isZero();
        assertThat(listener.listen(1)).isZero();
        TransportSocket client = socket(false, Kind.STREAM);
        assertThat(connect(client, loopback(false, local(listener).port()))).isZero();
        Endpoint peer = new Endpoint();
        TransportSocket server = accept(listener, peer);
        assertThat(peer).isEqualTo(mapped(local(client).port()));
        assertThat(local(server)).isEqualTo(mapped(local(listener).port()));
    }

    @Test
    void ipv6StreamConnectsToAMappedAddress() throws TransportException {
        TransportSocket listener = listener(false);
        TransportSocket client = socket(true, Kind.STREAM);
        assertThat(connect(client, mapped(local(listener).port()))).isZero();
        assertThat(local(client).isMapped()).isTrue();
    }

    @Test
    void ipv6OnlyListenerRefusesIpv4() throws TransportException {
        needs(Capability.V6ONLY);
        TransportSocket listener = socket(true, Kind.STREAM);
        assertThat(listener.setOption(TransportOption.IPV6_ONLY, 1)).isZero();
        assertThat(listener.getOption(TransportOption.IPV6_ONLY)).isEqualTo(1);
        assertThat(listener.bind(new Endpoint().setWildcard(true, 0))).isZero();
        assertThat(listener.listen(1)).isZero();
        TransportSocket client = socket(false, Kind.STREAM);
        assertThat(connect(client, loopback(false, local(listener).port()))).isEqualTo(Status.CONNECTION_REFUSED);
    }

    @Test
    void availableCountsStreamBytes() throws TransportException {
        Pair pair = pair(false);
        assertThat(pair.server.available()).isZero();
        pair.client.send(bytes("hello"));
        await(pair.server, Interest.READ);
        assertThat(pair.server.available()).isEqualTo(5);
        pair.server.receive(room(false, 2), false);
        assertThat(pair.server.available()).isEqualTo(3);
    }

    @Test
    void unsentCountsWhatThePeerCannotTake() throws TransportException {
        needs(Capability.UNSENT);
        Pair pair = pair(false);
        assertThat(pair.client.unsent()).isZero();
        ByteBuffer chunk = ByteBuffer.allocateDirect(65536);
        while (pair.client.send(chunk.clear()) > 0) {
            assertThat(chunk.position()).isPositive();
        }
        assertThat(pair.client.unsent()).isPositive();
        // The peer drains, acknowledgements come back.
        while (pair.client.unsent() > 0) {
            pair.server.receive(chunk.clear(), false);
        }
        assertThat(pair.client.unsent()).isZero();
    }

    // ---- datagrams

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void datagramKeepsItsBoundsAndTellsItsSender(boolean ipv6, boolean direct) throws TransportException {
        TransportSocket receiver = bound(ipv6, Kind.DATAGRAM);
        TransportSocket sender = bound(ipv6, Kind.DATAGRAM);
        assertThat(sender.sendTo(direct ? direct("one") : bytes("one"), local(receiver)))
                .isEqualTo(3);
        assertThat(sender.sendTo(bytes("three").asReadOnlyBuffer(), local(receiver)))
                .isEqualTo(5);
        Endpoint from = new Endpoint();
        ByteBuffer to = room(direct, 100);
        assertThat(receiveFrom(receiver, to, false, from)).isEqualTo(3);
        assertThat(from).isEqualTo(local(sender));
        assertThat(receiveFrom(receiver, to, false, null)).isEqualTo(5);
        assertThat(text(to)).isEqualTo("onethree");
        assertThat(receiver.receiveFrom(to, false, from)).isEqualTo(Status.WOULD_BLOCK);
    }

    private void assumeControlData() {
        Assumptions.assumeThat(transport.capabilities()).contains(Capability.CONTROL_MESSAGES);
    }

    private int receiveFrom(TransportSocket from, ByteBuffer to, ControlData data) {
        await(from, Interest.READ);
        return from.receiveFrom(new ByteBuffer[] {to}, 0, 1, false, null, data);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void controlDataGoWithDatagramsBothWays(boolean ipv6, boolean direct) throws TransportException {
        assumeControlData();
        TransportSocket receiver = bound(ipv6, Kind.DATAGRAM);
        TransportSocket sender = bound(ipv6, Kind.DATAGRAM);
        int fields = ControlData.PACKET_INFO | ControlData.HOP_LIMIT | ControlData.TRAFFIC_CLASS;
        assertThat(receiver.receiveFields(fields)).isZero();
        ControlData data = new ControlData();
        data.hopLimit(77);
        data.trafficClass(0xb9);
        data.address.copyFrom(loopback(ipv6, 0));
        data.packetInfo(0);
        ByteBuffer[] parts = {direct ? direct("one") : bytes("one"), bytes("two")};
        assertThat(sender.sendTo(parts, 0, 2, local(receiver), data)).isEqualTo(6);
        ControlData told = new ControlData();
        ByteBuffer to = room(direct, 100);
        assertThat(receiveFrom(receiver, to, told)).isEqualTo(6);
        assertThat(text(to)).isEqualTo("onetwo");
        assertThat(told.fields()).isEqualTo(fields);
        assertThat(told.hopLimit).isEqualTo(77);
        assertThat(told.trafficClass).isEqualTo(0xb9);
        assertThat(told.address.sameAddress(loopback(ipv6, 0))).isTrue();
        assertThat(told.interfaceIndex).isPositive();
        assertThat(told.ipv4).isEqualTo(!ipv6);
        assertThat(told.broadcast).isFalse();
        assertThat(receiver.receiveFields(0)).isZero();
        assertThat(sender.sendTo(bytes("x"), local(receiver))).isEqualTo(1);
        assertThat(receiveFrom(receiver, to.clear(), told)).isEqualTo(1);
        assertThat(told.fields()).isZero();
        // A longer datagram tells its length as ever
        assertThat(sender.sendTo(bytes("0123456789"), local(receiver))).isEqualTo(10);
        assertThat(receiveFrom(receiver, room(direct, 4), told)).isEqualTo(10);
    }

    @Test
    void datagramsThatHaveLeftAreTold() throws Exception {
        assumeControlData();
        TransportSocket receiver = bound(false, Kind.DATAGRAM);
        TransportSocket sender = bound(false, Kind.DATAGRAM);
        BlockingQueue<Integer> left = new LinkedBlockingQueue<>();
        long before = System.nanoTime();
        assertThat(sender.stampListener((id, stamp, byAdapter) -> {
                    assertThat(stamp - before).isGreaterThan(-1_000_000L);
                    left.add(id);
                }))
                .isZero();
        ControlData data = new ControlData();
        for (int id : new int[] {7, -1, 7}) {
            data.stampId(id);
            assertThat(sender.sendTo(new ByteBuffer[] {bytes("x")}, 0, 1, local(receiver), data))
                    .isEqualTo(1);
        }
        List<Integer> ids = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT;
        while (ids.size() < 3 && System.nanoTime() - deadline < 0) {
            sender.collectStamps();
            Integer id = left.poll(1, TimeUnit.MILLISECONDS);
            if (id != null) {
                ids.add(id);
            }
        }
        assertThat(ids).containsExactly(7, -1, 7);
        assertThat(sender.readiness(Interest.READ)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void truncatedDatagramTellsItsWholeLength(boolean direct) throws TransportException {
        TransportSocket receiver = bound(false, Kind.DATAGRAM);
        TransportSocket sender = socket(false, Kind.DATAGRAM);
        sender.sendTo(bytes("0123456789"), local(receiver));
        sender.sendTo(bytes("next"), local(receiver));
        ByteBuffer to = room(direct, 4);
        if (transport.capabilities().contains(Capability.PEEK)) {
            assertThat(receiveFrom(receiver, to, true, null)).isEqualTo(10);
            assertThat(text(to)).isEqualTo("0123");
        }
        assertThat(receiveFrom(receiver, to.clear(), false, null)).isEqualTo(10);
        assertThat(text(to)).isEqualTo("0123");
        assertThat(receiveFrom(receiver, room(direct, 0), false, null)).isEqualTo(4);
        assertThat(receiver.receiveFrom(to, false, null)).isEqualTo(Status.WOULD_BLOCK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void emptyDatagramIsADatagram(boolean direct) throws TransportException {
        TransportSocket receiver = bound(false, Kind.DATAGRAM);
        TransportSocket sender = bound(false, Kind.DATAGRAM);
        assertThat(sender.sendTo(room(direct, 0), local(receiver))).isZero();
        Endpoint from = new Endpoint();
        assertThat(receiveFrom(receiver, room(direct, 10), false, from)).isZero();
        assertThat(from).isEqualTo(local(sender));
        assertThat(receiver.receiveFrom(room(direct, 10), false, from)).isEqualTo(Status.WOULD_BLOCK);
    }

    @Test
    void datagramIsGatheredAndScatteredAsOne() throws TransportException {
        TransportSocket receiver = bound(false, Kind.DATAGRAM);
        TransportSocket sender = socket(false, Kind.DATAGRAM);
        ByteBuffer[] from = {bytes("ab"), direct("cd"), bytes("e")};
        assertThat(sender.sendTo(from, 0, 3, local(receiver))).isEqualTo(5);
        assertThat(from[2].hasRemaining()).isFalse();
        ByteBuffer[] to = {room(true, 1), room(false, 3)};
        await(receiver, Interest.READ);
        assertThat(receiver.receiveFrom(to, 0, 2, false, null)).isEqualTo(5);
        assertThat(text(to[0])).isEqualTo("a");
        assertThat(text(to[1])).isEqualTo("bcd");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tooLongDatagramIsRefusedAndNothingMoves(boolean direct) throws TransportException {
        TransportSocket receiver = bound(false, Kind.DATAGRAM);
        TransportSocket sender = socket(false, Kind.DATAGRAM);
        for (int size : new int[] {65_508, 65_536, 200_000}) {
            ByteBuffer from = room(direct, size);
            assertThat(sender.sendTo(from, local(receiver))).isEqualTo(Status.MESSAGE_SIZE);
            assertThat(from.position()).isZero();
            ByteBuffer[] two = {from, room(direct, 1)};
            assertThat(sender.sendTo(two, 0, 2, local(receiver))).isEqualTo(Status.MESSAGE_SIZE);
        }
        assertThat(sender.sendTo(room(direct, 65_507), local(receiver))).isEqualTo(65_507);
        assertThat(receiveFrom(receiver, room(direct, 65_507), false, null)).isEqualTo(65_507);
    }

    @Test
    void connectedDatagramSocketHearsOnlyItsPeer() throws TransportException {
        TransportSocket one = bound(false, Kind.DATAGRAM);
        TransportSocket two = bound(false, Kind.DATAGRAM);
        TransportSocket stranger = bound(false, Kind.DATAGRAM);
        assertThat(one.connect(local(two))).isZero();
        stranger.sendTo(bytes("no"), local(one));
        two.sendTo(bytes("yes"), local(one));
        ByteBuffer to = room(false, 10);
        assertThat(receiveFrom(one, to, false, null)).isEqualTo(3);
        assertThat(one.sendTo(bytes("back"), null)).isEqualTo(4);
        assertThat(receiveFrom(two, room(true, 10), false, null)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void disconnectedDatagramSocketKeepsItsPort(boolean ipv6) throws TransportException {
        TransportSocket one = bound(ipv6, Kind.DATAGRAM);
        TransportSocket two = bound(ipv6, Kind.DATAGRAM);
        Endpoint before = local(one);
        assertThat(one.connect(local(two))).isZero();
        assertThat(one.disconnect()).isZero();
        assertThat(local(one)).isEqualTo(before);
        assertThat(one.sendTo(bytes("x"), null)).isEqualTo(Status.DESTINATION_REQUIRED);
        TransportSocket stranger = bound(ipv6, Kind.DATAGRAM);
        stranger.sendTo(bytes("hi"), before);
        assertThat(receiveFrom(one, room(false, 9), false, null)).isEqualTo(2);
    }

    @Test
    void implicitlyBoundDatagramSocketKeepsItsPortToo() throws TransportException {
        TransportSocket one = socket(false, Kind.DATAGRAM);
        TransportSocket two = bound(false, Kind.DATAGRAM);
        assertThat(one.connect(local(two))).isZero();
        int port = local(one).port();
        assertThat(port).isPositive();
        assertThat(one.disconnect()).isZero();
        assertThat(local(one).port()).isEqualTo(port);
        assertThat(local(one).isWildcard()).isTrue();
    }

    @Test
    void dualStackDatagramSocketUsesMappedAddresses() throws TransportException {
        TransportSocket six = socket(true, Kind.DATAGRAM);
        assertThat(six.bind(new Endpoint().setWildcard(true, 0))).isZero();
        TransportSocket four = bound(false, Kind.DATAGRAM);
        four.sendTo(bytes("4to6"), loopback(false, local(six).port()));
        Endpoint from = new Endpoint();
        assertThat(receiveFrom(six, room(true, 10), false, from)).isEqualTo(4);
        assertThat(from).isEqualTo(mapped(local(four).port()));
        assertThat(six.sendTo(bytes("back"), from)).isEqualTo(4);
        assertThat(receiveFrom(four, room(true, 10), false, from)).isEqualTo(4);
        assertThat(from.length()).isEqualTo(4);
    }

    @Test
    void availableCountsTheNextDatagram() throws TransportException {
        needs(Capability.DATAGRAM_AVAILABLE);
        TransportSocket receiver = bound(false, Kind.DATAGRAM);
        assertThat(receiver.available()).isZero();
        socket(false, Kind.DATAGRAM).sendTo(bytes("12345"), local(receiver));
        await(receiver, Interest.READ);
        assertThat(receiver.available()).isEqualTo(5);
    }

    @Test
    void connectedDatagramSocketIsToldOfAClosedPortOnce() throws TransportException {
        TransportSocket gone = bound(false, Kind.DATAGRAM);
        Endpoint address = local(gone);
        close(gone);
        TransportSocket sender = bound(false, Kind.DATAGRAM);
        assertThat(sender.connect(address)).isZero();
        assertThat(sender.sendTo(bytes("x"), null)).isEqualTo(1);
        assertThat(receiveFrom(sender, room(false, 9), false, null)).isEqualTo(Status.CONNECTION_REFUSED);
        assertThat(sender.receiveFrom(room(false, 9), false, null)).isEqualTo(Status.WOULD_BLOCK);
    }

    // ---- ICMP errors of unconnected datagram sockets

    private TransportSocket provoked(boolean ipv6) throws TransportException {
        needs(Capability.ICMP_ERRORS);
        TransportSocket gone = bound(ipv6, Kind.DATAGRAM);
        Endpoint address = local(gone);
        close(gone);
        TransportSocket sender = bound(ipv6, Kind.DATAGRAM);
        assertThat(sender.setOption(TransportOption.ICMP_ERRORS, 1)).isZero();
        assertThat(sender.getOption(TransportOption.ICMP_ERRORS)).isEqualTo(1);
        assertThat(sender.sendTo(bytes("x"), address)).isEqualTo(1);
        return sender;
    }

    private void isQuiet(TransportSocket socket) {
        assertThat(socket.receiveFrom(room(false, 9), false, null)).isEqualTo(Status.WOULD_BLOCK);
        assertThat(waiter().await(socket, Interest.READ, 0)).isZero();
        TransportSocket other;
        try {
            other = bound(local(socket).isIpv6(), Kind.DATAGRAM);
        } catch (TransportException e) {
            throw new AssertionError(e);
        }
        other.sendTo(bytes("fine"), local(socket));
        assertThat(receiveFrom(socket, room(false, 9), false, null)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void icmpErrorIsToldByReceiveOnce(boolean ipv6) throws TransportException {
        TransportSocket sender = provoked(ipv6);
        // Loopback: the error has come back before sendTo returned, so nobody has to wait for it.
        assertThat(sender.receiveFrom(room(true, 9), false, null)).isEqualTo(Status.CONNECTION_REFUSED);
        isQuiet(sender);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void icmpErrorIsToldByReceiveAfterAWait(boolean ipv6) throws TransportException {
        TransportSocket sender = provoked(ipv6);
        assertThat(await(sender, Interest.READ)).isEqualTo(Interest.READ | Interest.FAILED);
        assertThat(sender.receiveFrom(room(true, 9), false, null)).isEqualTo(Status.CONNECTION_REFUSED);
        isQuiet(sender);
    }

    @Test
    void icmpErrorIsToldByReceiveAfterArming() throws Exception {
        TransportSocket sender = provoked(false);
        BlockingQueue<Integer> told = armed(sender, Interest.READ);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ | Interest.FAILED);
        assertThat(sender.receiveFrom(room(true, 9), false, null)).isEqualTo(Status.CONNECTION_REFUSED);
        isQuiet(sender);
    }

    @Test
    void icmpErrorIsToldBySendWhichThenSendsNothing() throws TransportException {
        TransportSocket sender = provoked(false);
        TransportSocket receiver = bound(false, Kind.DATAGRAM);
        ByteBuffer from = bytes("a");
        assertThat(sender.sendTo(from, local(receiver))).isEqualTo(Status.CONNECTION_REFUSED);
        assertThat(from.position()).isZero();
        assertThat(sender.sendTo(bytes("bb"), local(receiver))).isEqualTo(2);
        assertThat(receiveFrom(receiver, room(false, 9), false, null)).isEqualTo(2);
        isQuiet(sender);
    }

    @Test
    void icmpErrorsOfIpv4PeersReachADualStackSocket() throws TransportException {
        needs(Capability.ICMP_ERRORS);
        TransportSocket gone = bound(false, Kind.DATAGRAM);
        Endpoint address = mapped(local(gone).port());
        close(gone);
        TransportSocket sender = socket(true, Kind.DATAGRAM);
        assertThat(sender.setOption(TransportOption.ICMP_ERRORS, 1)).isZero();
        assertThat(sender.sendTo(bytes("x"), address)).isEqualTo(1);
        assertThat(receiveFrom(sender, room(true, 9), false, null)).isEqualTo(Status.CONNECTION_REFUSED);
    }

    @Test
    void icmpErrorsAreOffByDefault() throws TransportException {
        TransportSocket gone = bound(false, Kind.DATAGRAM);
        Endpoint address = local(gone);
        close(gone);
        TransportSocket sender = socket(false, Kind.DATAGRAM);
        assertThat(sender.sendTo(bytes("x"), address)).isEqualTo(1);
        assertThat(sender.receiveFrom(room(true, 9), false, null)).isEqualTo(Status.WOULD_BLOCK);
    }

    // ---- options

    @Test
    void optionsAreKept() throws TransportException {
        TransportSocket socket = socket(false, Kind.STREAM);
        TransportOption[] flags = {
            TransportOption.KEEP_ALIVE,
            TransportOption.NO_DELAY,
            TransportOption.REUSE_ADDRESS,
            TransportOption.REUSE_PORT,
            TransportOption.OOB_INLINE
        };
        for (TransportOption flag : flags) {
            assertThat(socket.getOption(flag)).as("%s", flag).isZero();
            assertThat(socket.setOption(flag, 1)).as("%s", flag).isZero();
            assertThat(socket.getOption(flag)).as("%s", flag).isPositive();
            assertThat(socket.setOption(flag, 0)).as("%s", flag).isZero();
            assertThat(socket.getOption(flag)).as("%s", flag).isZero();
        }
        TransportOption[] numbers = {
            TransportOption.KEEP_IDLE,
            TransportOption.KEEP_INTERVAL,
            TransportOption.KEEP_COUNT,
            TransportOption.SEND_BUFFER,
            TransportOption.RECEIVE_BUFFER
        };
        int value = 101;
        for (TransportOption number : numbers) {
            if (number == TransportOption.SEND_BUFFER) {
                value = 20_000;
            }
            assertThat(socket.setOption(number, value)).as("%s", number).isZero();
            assertThat(socket.getOption(number)).as("%s", number).isEqualTo(value);
        }
    }

    @Test
    void broadcastIsADatagramOption() throws TransportException {
        TransportSocket socket = socket(false, Kind.DATAGRAM);
        Endpoint everybody = new Endpoint().setIpv4(0x7fffffff, 9);
        assertThat(socket.getOption(TransportOption.BROADCAST)).isZero();
        assertThat(socket.sendTo(bytes("x"), everybody)).isEqualTo(Status.ACCESS);
        assertThat(socket.setOption(TransportOption.BROADCAST, 1)).isZero();
        assertThat(socket.getOption(TransportOption.BROADCAST)).isEqualTo(1);
    }

    // ---- waiting

    @Test
    void waiterBelongsToItsThread() throws Exception {
        Waiter mine = waiter();
        assertThat(waiter()).isSameAs(mine);
        AtomicReference<Waiter> theirs = new AtomicReference<>();
        Thread thread = new Thread(() -> theirs.set(waiter()));
        thread.start();
        thread.join();
        assertThat(theirs.get()).isNotSameAs(mine);
    }

    @Test
    void awaitEndsWhenTheTimeIsOver() throws TransportException {
        TransportSocket socket = bound(false, Kind.DATAGRAM);
        assertThat(waiter().await(socket, Interest.READ, 0)).isZero();
        long start = System.nanoTime();
        assertThat(waiter().await(socket, Interest.READ, 20_000_001)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_001);
    }

    @Test
    void awaitTellsWhatIsReadyOnly() throws TransportException {
        Pair pair = pair(false);
        int both = Interest.READ | Interest.WRITE;
        assertThat(waiter().await(pair.client, both, -1)).isEqualTo(Interest.WRITE);
        pair.server.send(bytes("x"));
        assertThat(await(pair.client, Interest.READ)).isEqualTo(Interest.READ);
        assertThat(waiter().await(pair.client, both, -1)).isEqualTo(both);
    }

    @Test
    void wakeIsRememberedForTheNextAwaitOnly() throws TransportException {
        TransportSocket socket = bound(false, Kind.DATAGRAM);
        Waiter waiter = waiter();
        waiter.wake();
        waiter.wake();
        assertThat(waiter.await(socket, Interest.READ, -1)).isZero();
        long start = System.nanoTime();
        assertThat(waiter.await(socket, Interest.READ, 20_000_000)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void wakeFromAnotherThreadEndsAwait() throws Exception {
        TransportSocket socket = bound(false, Kind.DATAGRAM);
        int rounds = 200;
        BlockingQueue<Waiter> waiting = new LinkedBlockingQueue<>();
        AtomicInteger ended = new AtomicInteger();
        Thread sleeper = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                waiting.add(waiter());
                int before = ended.get();
                // A signal that came late may end one await for no reason: count rounds, not awaits.
                waiter().await(socket, Interest.READ, LIMIT);
                ended.set(before + 1);
            }
        });
        sleeper.start();
        for (int i = 0; i < rounds; i++) {
            Waiter waiter = waiting.poll(10, TimeUnit.SECONDS);
            assertThat(waiter).isNotNull();
            waiter.wake();
        }
        sleeper.join(TimeUnit.NANOSECONDS.toMillis(LIMIT));
        assertThat(sleeper.isAlive()).isFalse();
        assertThat(ended.get()).isEqualTo(rounds);
    }

    @Test
    void interruptDoesNotEndAwaitAndIsKept() throws TransportException {
        TransportSocket socket = bound(false, Kind.DATAGRAM);
        Thread.currentThread().interrupt();
        long start = System.nanoTime();
        assertThat(waiter().await(socket, Interest.READ, 20_000_000)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        assertThat(Thread.interrupted()).isTrue();
    }

    // ---- waiting for a list, looking at one

    private static PollList list(int interest, TransportSocket... sockets) {
        PollList list = new PollList();
        for (TransportSocket socket : sockets) {
            list.add(socket, interest);
        }
        return list;
    }

    /** Waits until one is ready; fails when none is. */
    private int await(PollList list) {
        long deadline = System.nanoTime() + LIMIT;
        int count = waiter().await(list, LIMIT);
        while (count == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            count = waiter().await(list, LIMIT);
        }
        return count;
    }

    @Test
    void listTellsEachSocketsOwnReadiness() throws TransportException {
        TransportSocket listener = listener(false);
        TransportSocket idle = listener(false);
        TransportSocket datagram = bound(false, Kind.DATAGRAM);
        Pair pair = pair(false);
        PollList list = list(Interest.READ, listener, idle, datagram, pair.server);
        list.add(pair.client, Interest.READ | Interest.WRITE);
        assertThat(waiter().await(list, 0)).isEqualTo(1);
        assertThat(list.ready(4)).isEqualTo(Interest.WRITE);

        TransportSocket caller = socket(false, Kind.STREAM);
        assertThat(connect(caller, local(listener))).isZero();
        assertThat(datagram.sendTo(bytes("d"), local(datagram))).isEqualTo(1);
        assertThat(pair.client.send(bytes("s"))).isEqualTo(1);
        await(listener, Interest.READ);
        await(datagram, Interest.READ);
        await(pair.server, Interest.READ);
        assertThat(waiter().await(list, -1)).isEqualTo(4);
        assertThat(list.ready(0)).isEqualTo(Interest.READ);
        assertThat(list.ready(1)).isZero();
        assertThat(list.ready(2)).isEqualTo(Interest.READ);
        assertThat(list.ready(3)).isEqualTo(Interest.READ);
    }

    @Test
    void listIsLookedAtAgainWithOtherMembersAndInterests() throws TransportException {
        Pair pair = pair(false);
        TransportSocket idle = bound(false, Kind.DATAGRAM);
        PollList list = list(Interest.WRITE, pair.client, idle);
        assertThat(waiter().await(list, 0)).isEqualTo(2);
        list.clear();
        list.add(idle, Interest.READ);
        list.add(pair.client, Interest.READ);
        assertThat(waiter().await(list, 0)).isZero();
        assertThat(list.ready(0)).isZero();
        assertThat(list.ready(1)).isZero();
        assertThat(pair.server.send(bytes("x"))).isEqualTo(1);
        assertThat(await(list)).isEqualTo(1);
        assertThat(list.ready(1)).isEqualTo(Interest.READ);
    }

    @Test
    void listTimesOutAndForgetsEarlierAnswers() throws TransportException {
        TransportSocket socket = bound(false, Kind.DATAGRAM);
        PollList list = list(Interest.READ, socket);
        list.ready(0, Interest.READ);
        long start = System.nanoTime();
        assertThat(waiter().await(list, 20_000_001)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_001);
        assertThat(list.ready(0)).isZero();
    }

    @Test
    void emptyListWaitsForAWakeAlone() throws Exception {
        waiter().wake();
        assertThat(waiter().await(new PollList(), -1)).isZero();
        BlockingQueue<Waiter> waiting = new LinkedBlockingQueue<>();
        Thread sleeper = new Thread(() -> {
            waiting.add(waiter());
            waiter().await(new PollList(), -1);
        });
        sleeper.start();
        Waiter theirs = waiting.poll(10, TimeUnit.SECONDS);
        assertThat(theirs).isNotNull();
        theirs.wake();
        sleeper.join(TimeUnit.NANOSECONDS.toMillis(LIMIT));
        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void tenOfAThousandAreReady() throws TransportException {
        PollList list = new PollList();
        for (int i = 0; i < 1000; i++) {
            list.add(bound(false, Kind.DATAGRAM), Interest.READ);
        }
        for (int i = 50; i < 1000; i += 100) {
            TransportSocket socket = list.socket(i);
            assertThat(socket.sendTo(bytes("x"), local(socket))).isEqualTo(1);
            await(socket, Interest.READ);
        }
        assertThat(waiter().await(list, -1)).isEqualTo(10);
        for (int i = 0; i < 1000; i++) {
            assertThat(list.ready(i)).isEqualTo(i % 100 == 50 ? Interest.READ : 0);
        }
    }

    @Test
    void peersEndIsToldWithDataBeforeIt() throws TransportException {
        needs(Capability.PEER_CLOSED);
        Pair pair = pair(false);
        assertThat(pair.client.send(bytes("last"))).isEqualTo(4);
        assertThat(pair.server.readiness(Interest.WRITE)).isEqualTo(Interest.WRITE);
        assertThat(pair.client.shutdownSend()).isZero();
        PollList list = list(Interest.PEER_CLOSED, pair.server);
        assertThat(await(list)).isEqualTo(1);
        assertThat(list.ready(0) & Interest.PEER_CLOSED).isNotZero();
        assertThat(pair.server.readiness(Interest.READ)).isEqualTo(Interest.READ | Interest.PEER_CLOSED);
        assertThat(receive(pair.server, room(false, 9))).isEqualTo(4);
        assertThat(receive(pair.server, room(false, 9))).isZero();
    }

    @Test
    void resetConnectionHasFailed() throws TransportException {
        Pair pair = pair(false);
        assertThat(pair.client.setOption(TransportOption.LINGER, 0)).isZero();
        close(pair.client);
        PollList list = list(Interest.READ, pair.server);
        assertThat(await(list)).isEqualTo(1);
        assertThat(list.ready(0) & (Interest.READ | Interest.FAILED)).isEqualTo(Interest.READ | Interest.FAILED);
        assertThat(pair.server.readiness(Interest.READ) & Interest.FAILED).isNotZero();
    }

    // ---- urgent data

    @Test
    void urgentByteComesOutOfLine() throws Exception {
        needs(Capability.OOB_RECEIVE);
        Pair pair = pair(false);
        assertThat(pair.server.receiveUrgent(room(false, 1), false)).isEqualTo(Status.WOULD_BLOCK);
        BlockingQueue<Integer> told = armed(pair.server, Interest.URGENT);
        assertThat(pair.client.sendUrgent(bytes("abU"))).isEqualTo(3);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.URGENT);
        assertThat(await(pair.server, Interest.URGENT)).isEqualTo(Interest.URGENT);
        PollList list = list(Interest.URGENT, pair.server);
        assertThat(waiter().await(list, 0)).isEqualTo(1);
        assertThat(list.ready(0)).isEqualTo(Interest.URGENT);
        assertThat(pair.server.atMark()).isZero();
        for (boolean peek : new boolean[] {true, false}) {
            ByteBuffer to = room(peek, 1);
            assertThat(pair.server.receiveUrgent(to, peek)).isEqualTo(1);
            assertThat(text(to)).isEqualTo("U");
        }
        assertThat(pair.server.receiveUrgent(room(false, 1), false)).isEqualTo(Status.WOULD_BLOCK);
        assertThat(receive(pair.server, room(false, 9))).isEqualTo(2);
        assertThat(pair.server.atMark()).isEqualTo(1);
    }

    @Test
    void urgentByteInLineIsPlainData() throws TransportException {
        needs(Capability.OOB_RECEIVE);
        Pair pair = pair(false);
        assertThat(pair.server.setOption(TransportOption.OOB_INLINE, 1)).isZero();
        assertThat(pair.client.sendUrgent(bytes("U"))).isEqualTo(1);
        await(pair.server, Interest.READ);
        assertThat(pair.server.receiveUrgent(room(false, 1), false)).isEqualTo(Status.INVALID);
        assertThat(receive(pair.server, room(false, 9))).isEqualTo(1);
    }

    /** What afd builds its queue of urgent bytes on. */
    @Test
    void urgentBytesCanBeTakenOutOneByOne() throws Exception {
        needs(Capability.OOB_QUEUE);
        Pair pair = pair(false);
        BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
        pair.server.listener(told::add);
        int[] distances = {2, 4, 5};
        String[] parts = {"abX", "cY", "Z"};
        for (int i = 0; i < parts.length; i++) {
            pair.server.arm(Interest.URGENT);
            assertThat(pair.client.sendUrgent(bytes(parts[i]))).isEqualTo(parts[i].length());
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.URGENT);
            assertThat(pair.server.available()).isEqualTo(distances[i]);
            ByteBuffer to = room(false, 1);
            assertThat(pair.server.receiveUrgent(to, false)).isEqualTo(1);
            assertThat(text(to)).isEqualTo(parts[i].substring(parts[i].length() - 1));
            assertThat(pair.server.readiness(Interest.URGENT)).isZero();
            assertThat(pair.server.available()).isEqualTo(distances[i]);
        }
        assertThat(pair.client.send(bytes("end"))).isEqualTo(3);
        // The older ones are ordinary bytes where they stood; the newest is left out, and not counted past
        ByteBuffer to = room(false, 9);
        assertThat(receive(pair.server, to)).isEqualTo(5);
        assertThat(text(to)).isEqualTo("abXcY");
        assertThat(pair.server.atMark()).isEqualTo(1);
        assertThat(pair.server.available()).isZero();
        to = room(false, 9);
        assertThat(receive(pair.server, to)).isEqualTo(3);
        assertThat(text(to)).isEqualTo("end");
        assertThat(pair.server.atMark()).isZero();
    }

    @Test
    void anUrgentByteThatWasReachedIsLeftOutThoughANewerOneComes() throws TransportException {
        needs(Capability.OOB_QUEUE);
        Pair pair = pair(false);
        assertThat(pair.client.sendUrgent(bytes("aX"))).isEqualTo(2);
        await(pair.server, Interest.URGENT);
        assertThat(receive(pair.server, room(false, 9))).isEqualTo(1);
        assertThat(pair.server.receiveUrgent(room(false, 1), false)).isEqualTo(1);
        assertThat(pair.client.sendUrgent(bytes("bY"))).isEqualTo(2);
        await(pair.server, Interest.URGENT);
        ByteBuffer to = room(false, 9);
        assertThat(receive(pair.server, to)).isEqualTo(1);
        assertThat(text(to)).isEqualTo("b");
    }

    // ---- arming

    private static BlockingQueue<Integer> armed(TransportSocket socket, int interest) {
        BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
        socket.listener(told::add);
        socket.arm(interest);
        return told;
    }

    @Test
    void noIoThreadRunsBeforeTheFirstArming() throws TransportException {
        Pair pair = pair(false);
        pair.client.send(bytes("x"));
        await(pair.server, Interest.READ);
        assertThat(ioThreads()).isEmpty();
    }

    @Test
    void armedSocketThatIsReadyIsToldAtOnceAndOnce() throws Exception {
        Pair pair = pair(false);
        pair.client.send(bytes("x"));
        await(pair.server, Interest.READ);
        BlockingQueue<Integer> told = armed(pair.server, Interest.READ);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ);
        // The data is still there, and more comes: nothing is told until it is armed again.
        pair.client.send(bytes("y"));
        letIoThreadsWork();
        assertThat(told).isEmpty();
        pair.server.arm(Interest.READ);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ);
    }

    /** Gives the I/O threads a chance: more sockets than there are threads are armed and told. */
    private void letIoThreadsWork() throws Exception {
        for (int i = 0; i < 4; i++) {
            TransportSocket other = bound(false, Kind.DATAGRAM);
            assertThat(armed(other, Interest.WRITE).poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.WRITE);
        }
    }

    @Test
    void armedSocketIsToldWhenItBecomesReady() throws Exception {
        Pair pair = pair(false);
        BlockingQueue<Integer> told = armed(pair.server, Interest.READ);
        letIoThreadsWork();
        assertThat(told).isEmpty();
        pair.client.send(bytes("x"));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ);
    }

    @Test
    void armingAgainAddsToTheInterest() throws Exception {
        Pair pair = pair(false);
        BlockingQueue<Integer> told = armed(pair.server, Interest.READ);
        letIoThreadsWork();
        assertThat(told).isEmpty();
        pair.server.arm(Interest.WRITE);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.WRITE);
    }

    @Test
    void armedListenerIsToldOfAConnection() throws Exception {
        TransportSocket listener = listener(false);
        BlockingQueue<Integer> told = armed(listener, Interest.READ);
        connect(socket(false, Kind.STREAM), local(listener));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ);
        accept(listener, new Endpoint());
    }

    @Test
    void armedSocketIsToldOfTheEndAndOfAReset() throws Exception {
        Pair ended = pair(false);
        BlockingQueue<Integer> told = armed(ended.server, Interest.READ);
        ended.client.shutdownSend();
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ);
        assertThat(ended.server.receive(room(true, 1), false)).isZero();

        Pair reset = pair(false);
        told = armed(reset.server, Interest.READ);
        reset.client.setOption(TransportOption.LINGER, 0);
        close(reset.client);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(Interest.READ | Interest.FAILED);
        assertThat(reset.server.receive(room(true, 1), false)).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void refusedConnectIsToldToAnArmedSocket() throws Exception {
        TransportSocket placeholder = bound(false, Kind.STREAM);
        TransportSocket client = socket(false, Kind.STREAM);
        int result = client.connect(local(placeholder));
        if (result == Status.WOULD_BLOCK) {
            Integer told = armed(client, Interest.WRITE).poll(10, TimeUnit.SECONDS);
            assertThat(told).isEqualTo(Interest.WRITE | Interest.FAILED);
            result = client.finishConnect();
        }
        assertThat(result).isEqualTo(Status.CONNECTION_REFUSED);
    }

    @Test
    void listenerThatThrowsHurtsNobody() throws Exception {
        TransportSocket bad = bound(false, Kind.DATAGRAM);
        CountDownLatch thrown = new CountDownLatch(1);
        bad.listener(ready -> {
            thrown.countDown();
            throw new IllegalStateException("thrown on purpose by a test");
        });
        bad.arm(Interest.WRITE);
        assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
        letIoThreadsWork();
    }

    @Test
    void listenerMayArmAgain() throws Exception {
        TransportSocket socket = bound(false, Kind.DATAGRAM);
        int rounds = 1000;
        CountDownLatch left = new CountDownLatch(rounds);
        socket.listener(ready -> {
            left.countDown();
            if (left.getCount() > 0) {
                socket.arm(Interest.WRITE);
            }
        });
        socket.arm(Interest.WRITE);
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closedSocketIsToldNothingMoreAndItsNumberCanBeUsedAgain() throws Exception {
        // Each round arms, makes the socket ready, and closes it while the event may be anywhere on its way. The next
        // socket gets the same descriptor, so a registration left behind would swallow its event or be told for it.
        AtomicInteger late = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            TransportSocket first = transport.open(false, Kind.DATAGRAM);
            AtomicInteger state = new AtomicInteger();
            CountDownLatch running = new CountDownLatch(1);
            first.listener(ready -> {
                if (state.get() == 1) {
                    late.incrementAndGet();
                }
                running.countDown();
            });
            first.arm(Interest.WRITE);
            if (i % 2 == 0) {
                assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
                first.arm(Interest.READ);
                first.close();
                state.set(1);
            } else {
                first.close();
            }
            TransportSocket second = transport.open(false, Kind.DATAGRAM);
            BlockingQueue<Integer> told = armed(second, Interest.WRITE);
            assertThat(told.poll(10, TimeUnit.SECONDS)).as("round %d", i).isEqualTo(Interest.WRITE);
            second.close();
        }
        assertThat(late.get()).isZero();
    }

    @Test
    void everyArmingOfAPingPongIsTold() throws Exception {
        Pair pair = pair(false);
        int rounds = 2000;
        CountDownLatch done = new CountDownLatch(1);
        echo(pair.client, rounds, done);
        echo(pair.server, rounds, done);
        pair.client.send(bytes("x"));
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void echo(TransportSocket socket, int rounds, CountDownLatch done) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        AtomicInteger count = new AtomicInteger();
        socket.listener(ready -> {
            if (socket.receive(buffer.clear(), false) == 1) {
                if (count.incrementAndGet() == rounds) {
                    done.countDown();
                }
                socket.send(buffer.flip());
            }
            socket.arm(Interest.READ);
        });
        socket.arm(Interest.READ);
    }

    // ---- many

    @Test
    void thousandSocketsComeAndGo() throws TransportException {
        List<TransportSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            TransportSocket socket = socket(i % 2 == 0, i % 3 == 0 ? Kind.DATAGRAM : Kind.STREAM);
            sockets.add(socket);
            socket.listener(ready -> {});
            socket.arm(Interest.READ);
        }
        sockets.forEach(this::close);
        assertThat(opened).isEmpty();
    }
}

package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest extends Sockets {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connectionsCarryDataBothWaysAndKnowTheirAddresses(boolean ipv6) {
        Pair pair = pair(ipv6);
        assertThat(pair.seen()).isEqualTo(local(pair.client()));
        assertThat(local(pair.server()).isIpv6()).isEqualTo(ipv6);

        ByteBuffer ping = text("ping");
        assertThat(pair.client().send(ping)).isEqualTo(4);
        assertThat(ping.hasRemaining()).isFalse();
        ByteBuffer got = ByteBuffer.allocateDirect(16);
        assertThat(receive(pair.server(), got)).isEqualTo(4);
        assertThat(text(got)).isEqualTo("ping");

        assertThat(pair.server().send(text("pong").asReadOnlyBuffer())).isEqualTo(4);
        got = ByteBuffer.allocate(16);
        assertThat(receive(pair.client(), got)).isEqualTo(4);
        assertThat(text(got)).isEqualTo("pong");
    }

    @Test
    void dualStackListenerSeesIpv4PeersAsMapped() {
        TransportSocket listener = listening(new Endpoint().setWildcard(true, 0));
        TransportSocket client = connected(v4(port(listener)));
        Accepted accepted = new Accepted();
        TransportSocket server = accept(listener, accepted);
        assertThat(accepted.peer).isEqualTo(mapped(port(client)));
        assertThat(local(server)).isEqualTo(mapped(port(listener)));
    }

    @Test
    void ipv6SocketReachesIpv4PeersByMappedAddress() {
        TransportSocket listener = listening(v4(0));
        TransportSocket client = bound(stream(true), mapped(0));
        connect(client, mapped(port(listener)));
        Accepted accepted = new Accepted();
        accept(listener, accepted);
        assertThat(local(client).isMapped()).isTrue();
        assertThat(accepted.peer).isEqualTo(v4(port(client)));
    }

    @Test
    void unboundSocketHasTheWildcardAddress() {
        assertThat(local(stream(true))).isEqualTo(new Endpoint().setWildcard(true, 0));
        assertThat(local(stream(false))).isEqualTo(new Endpoint().setWildcard(false, 0));
    }

    @Test
    void nothingThereIsWouldBlock() {
        Pair pair = pair(false);
        TransportSocket listener = listening(v4(0));
        assertThat(pair.client().receive(ByteBuffer.allocate(1), false)).isEqualTo(Status.WOULD_BLOCK);
        assertThat(pair.client().receive(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0, 1, false))
                .isEqualTo(Status.WOULD_BLOCK);
        assertThat(listener.accept(new Accepted())).isEqualTo(Status.WOULD_BLOCK);
    }

    @Test
    void noRoomIsAnsweredZeroEvenWhenDataWaits() {
        Pair pair = pair(false);
        pair.client().send(text("x"));
        awaitReadable(pair.server());
        assertThat(pair.server().receive(ByteBuffer.allocate(0), false)).isZero();
        assertThat(pair.server().receive(new ByteBuffer[0], 0, 0, false)).isZero();
        assertThat(pair.client().send(ByteBuffer.allocate(0))).isZero();
        assertThat(pair.server().available()).isEqualTo(1);
    }

    @Test
    void scatterAndGatherUseOnlyTheGivenBuffers() {
        Pair pair = pair(false);
        ByteBuffer untouched = text("no");
        ByteBuffer[] parts = {untouched, text("he"), ByteBuffer.allocate(0), text("llo"), untouched};
        assertThat(pair.client().send(parts, 1, 3)).isEqualTo(5);
        assertThat(untouched.remaining()).isEqualTo(2);

        await().atMost(LIMIT).until(() -> pair.server().available() == 5);
        ByteBuffer[] to = {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(1), ByteBuffer.allocate(9)};
        assertThat(pair.server().receive(to, 0, 3, false)).isEqualTo(5);
        assertThat(text(to[0]) + text(to[1]) + text(to[2])).isEqualTo("hello");
    }

    /** Heap buffers far larger than a chunk arrive whole, whichever form the calls take. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void largeHeapBuffersPassInChunks(boolean arrays) {
        Pair pair = pair(false);
        ByteBuffer out = ByteBuffer.allocate(3 * NioSocket.HEAP_CHUNK + 17);
        for (int i = 0; i < out.capacity(); i++) {
            out.put(i, (byte) (i * 31 >> 3));
        }
        ByteBuffer in = ByteBuffer.allocate(out.capacity());
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (in.hasRemaining() && System.nanoTime() < deadline) {
            int limit = out.limit();
            int sent = arrays
                    ? pair.client().send(new ByteBuffer[] {out}, 0, 1)
                    : pair.client().send(out);
            assertThat(out.limit()).isEqualTo(limit);
            assertThat(sent >= 0 || sent == Status.WOULD_BLOCK).isTrue();
            waiter().await(pair.server(), Interest.READ, SECOND);
            int got = arrays
                    ? pair.server().receive(new ByteBuffer[] {in}, 0, 1, false)
                    : pair.server().receive(in, false);
            assertThat(got > 0 || got == Status.WOULD_BLOCK).isTrue();
            assertThat(in.limit()).isEqualTo(in.capacity());
        }
        assertThat(in.flip()).isEqualTo(out.flip());
    }

    @Test
    void fullSendBufferIsWouldBlockUntilThePeerReads() {
        Pair pair = pair(false);
        ByteBuffer block = ByteBuffer.allocate(64 * 1024);
        int status;
        do {
            status = pair.client().send(block.clear());
        } while (status > 0);
        assertThat(status).isEqualTo(Status.WOULD_BLOCK);
        assertThat(waiter().await(pair.client(), Interest.WRITE, 1)).isZero();

        ByteBuffer sink = ByteBuffer.allocateDirect(1 << 20);
        await().atMost(LIMIT).until(() -> {
            pair.server().receive(sink.clear(), false);
            return waiter().await(pair.client(), Interest.WRITE, 0) == Interest.WRITE;
        });
    }

    @Test
    void shutdownEndsThePeersStreamAndTheOwnSendsOnly() {
        Pair pair = pair(false);
        pair.client().send(text("last"));
        assertThat(pair.client().shutdownSend()).isEqualTo(Status.OK);
        assertThat(pair.client().shutdownSend()).isEqualTo(Status.OK);
        assertThat(pair.client().send(text("more"))).isEqualTo(Status.SHUT_DOWN);
        assertThat(pair.client().send(new ByteBuffer[] {text("more")}, 0, 1)).isEqualTo(Status.SHUT_DOWN);

        assertThat(receive(pair.server(), ByteBuffer.allocate(16))).isEqualTo(4);
        assertThat(receive(pair.server(), ByteBuffer.allocate(16))).isZero();
        assertThat(pair.server().receive(new ByteBuffer[] {ByteBuffer.allocate(1)}, 0, 1, false))
                .isZero();
        assertThat(pair.server().send(text("back"))).isEqualTo(4);
        assertThat(receive(pair.client(), ByteBuffer.allocate(16))).isEqualTo(4);
    }

    @Test
    void availableCountsQueuedBytes() {
        Pair pair = pair(true);
        assertThat(pair.server().available()).isZero();
        pair.client().send(text("12345"));
        await().atMost(LIMIT).until(() -> pair.server().available() == 5);
        pair.server().receive(ByteBuffer.allocate(2), false);
        assertThat(pair.server().available()).isEqualTo(3);
    }

    @Test
    void refusedConnectIsToldOnceByFinishConnect() {
        int port = port(bound(stream(false), v4(0)));
        TransportSocket client = stream(false);
        int status = client.connect(v4(port));
        if (status == Status.WOULD_BLOCK) {
            assertThat(waiter().await(client, Interest.WRITE, 10 * SECOND) & Interest.WRITE)
                    .isEqualTo(Interest.WRITE);
            status = client.finishConnect();
        }
        assertThat(status).isEqualTo(Status.CONNECTION_REFUSED);
        assertThat(client.finishConnect()).isEqualTo(Status.NOT_CONNECTED);
        // a dead socket holds nobody up
        assertThat(waiter().await(client, Interest.READ, -1)).isEqualTo(Interest.READ | Interest.FAILED);
    }

    @Test
    void callsInTheWrongStateSayWhy() {
        TransportSocket fresh = stream(false);
        assertThat(fresh.receive(ByteBuffer.allocate(1), false)).isEqualTo(Status.NOT_CONNECTED);
        assertThat(fresh.send(text("x"))).isEqualTo(Status.NOT_CONNECTED);
        assertThat(fresh.shutdownSend()).isEqualTo(Status.NOT_CONNECTED);
        assertThat(fresh.accept(new Accepted())).isEqualTo(Status.INVALID);
        assertThat(fresh.available()).isZero();
        assertThat(fresh.finishConnect()).isEqualTo(Status.NOT_CONNECTED);

        Pair pair = pair(false);
        assertThat(pair.client().connect(v4(1))).isEqualTo(Status.IS_CONNECTED);
        assertThat(pair.client().listen(1)).isEqualTo(Status.IS_CONNECTED);
        assertThat(pair.client().bind(v4(0))).isEqualTo(Status.INVALID);

        TransportSocket listener = listening(v4(0));
        assertThat(listener.connect(v4(1))).isEqualTo(Status.INVALID);
        assertThat(listener.bind(v4(0))).isEqualTo(Status.INVALID);
        assertThat(listener.available()).isEqualTo(Status.INVALID);
        assertThat(listener.shutdownSend()).isEqualTo(Status.NOT_CONNECTED);
        assertThat(listener.listen(5)).isEqualTo(Status.OK);
    }

    @Test
    void missingCapabilitiesAreSaid() {
        Pair pair = pair(false);
        pair.client().send(text("x"));
        awaitReadable(pair.server());
        assertThat(pair.server().receive(ByteBuffer.allocate(1), true)).isEqualTo(Status.OPERATION_NOT_SUPPORTED);
        assertThat(pair.server().unsent()).isEqualTo(Status.OPERATION_NOT_SUPPORTED);
        assertThat(pair.server().disconnect()).isEqualTo(Status.OPERATION_NOT_SUPPORTED);
        assertThat(pair.server().available()).isEqualTo(1);
    }

    @Test
    void bindFailuresTellTheirReason() {
        TransportSocket first = bound(stream(false), v4(0));
        assertThat(stream(false).bind(v4(port(first)))).isEqualTo(Status.ADDRESS_IN_USE);
        // TEST-NET-1, never ours
        assertThat(stream(false).bind(new Endpoint().setIpv4(0xc0000201, 0))).isEqualTo(Status.ADDRESS_NOT_AVAILABLE);
        assertThat(stream(false).bind(v6(0))).isEqualTo(Status.FAMILY_NOT_SUPPORTED);
    }

    @Test
    void lingerZeroResetsThePeer() {
        Pair pair = pair(false);
        assertThat(pair.client().setOption(TransportOption.LINGER, 0)).isEqualTo(Status.OK);
        pair.client().close();
        assertThat(receive(pair.server(), ByteBuffer.allocate(1))).isEqualTo(Status.CONNECTION_RESET);
        assertThat(pair.server().send(text("x"))).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void unreadDataOnCloseResetsThePeer() {
        Pair pair = pair(false);
        pair.client().send(text("unread"));
        awaitReadable(pair.server());
        pair.server().close();
        assertThat(receive(pair.client(), ByteBuffer.allocate(1))).isEqualTo(Status.CONNECTION_RESET);
    }

    @Test
    void closeNeverWaitsForALingerTime() {
        Pair pair = pair(false);
        assertThat(pair.client().setOption(TransportOption.LINGER, 20)).isEqualTo(Status.OK);
        ByteBuffer block = ByteBuffer.allocate(64 * 1024);
        while (pair.client().send(block.clear()) > 0) {
            assertThat(block.position()).isPositive();
        }
        long start = System.nanoTime();
        pair.client().close();
        assertThat(System.nanoTime() - start).isLessThan(10 * SECOND);
    }

    @Test
    void callsAfterCloseAreNotOnASocket() {
        TransportSocket socket = pair(false).client();
        socket.close();
        socket.close();
        assertThat(socket.send(text("x"))).isEqualTo(Status.NOT_SOCKET);
        assertThat(socket.receive(ByteBuffer.allocate(1), false)).isEqualTo(Status.NOT_SOCKET);
        assertThat(socket.getOption(TransportOption.NO_DELAY)).isEqualTo(Status.NOT_SOCKET);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void listenKeepsThePort(boolean ipv6) {
        TransportSocket socket = bound(stream(ipv6), loopback(ipv6, 0));
        Endpoint before = local(socket);
        assertThat(socket.listen(0)).isEqualTo(Status.OK);
        assertThat(local(socket)).isEqualTo(before);
        TransportSocket client = connected(before);
        assertThat(accept(socket, new Accepted())).isNotNull();
        // and for itself
        assertThat(stream(ipv6).bind(before)).isEqualTo(Status.ADDRESS_IN_USE);
        assertThat(socket.getOption(TransportOption.REUSE_ADDRESS)).isZero();
        client.close();
    }

    @Test
    void failedListenLeavesTheSocketBound() {
        TransportSocket listener = listening(v4(0));
        TransportSocket second = stream(false);
        assertThat(listener.setOption(TransportOption.REUSE_ADDRESS, 1)).isEqualTo(Status.OK);
        TransportSocket free = bound(stream(false), v4(0));
        assertThat(second.setOption(TransportOption.REUSE_ADDRESS, 1)).isEqualTo(Status.OK);
        assertThat(free.setOption(TransportOption.REUSE_ADDRESS, 1)).isEqualTo(Status.OK);
        bound(second, local(free));
        assertThat(free.listen(1)).isEqualTo(Status.OK);
        Endpoint before = local(second);
        assertThat(second.listen(1)).isEqualTo(Status.ADDRESS_IN_USE);
        assertThat(local(second)).isEqualTo(before);
        free.close();
        assertThat(second.listen(1)).isEqualTo(Status.OK);
    }

    /** As on systems where two sockets cannot have one address for a moment. */
    @Test
    void listenRebindsWhereAddressesAreNotShared() throws Exception {
        try (NioTransport other = new NioTransport(Set.of(), false)) {
            TransportSocket socket = bound(closedLater(other.open(true, Transport.Kind.STREAM)), v6(0));
            socket.setOption(TransportOption.NO_DELAY, 1);
            Endpoint before = local(socket);
            // neither a waiter's nor the I/O thread's key holds the old descriptor
            waiter(other).await(socket, Interest.READ, 0);
            socket.arm(Interest.READ);
            assertThat(socket.listen(3)).isEqualTo(Status.OK);
            assertThat(local(socket)).isEqualTo(before);
            connected(before);
            TransportSocket accepted = accept(socket, new Accepted());
            assertThat(accepted.getOption(TransportOption.NO_DELAY)).isOne();
            accepted.close();
            socket.close();
        }
    }

    @Test
    void failedRebindLeavesAUsableSocket() throws Exception {
        try (NioTransport other = new NioTransport(Set.of(), false)) {
            TransportSocket first = bound(closedLater(other.open(false, Transport.Kind.STREAM)), v4(0));
            first.setOption(TransportOption.REUSE_ADDRESS, 1);
            TransportSocket second = closedLater(other.open(false, Transport.Kind.STREAM));
            second.setOption(TransportOption.REUSE_ADDRESS, 1);
            bound(second, local(first));
            assertThat(second.listen(1)).isEqualTo(Status.OK);
            assertThat(first.listen(1)).isEqualTo(Status.ADDRESS_IN_USE);
            // the listener has the address now
            assertThat(port(first)).isZero();
            assertThat(first.getOption(TransportOption.REUSE_ADDRESS)).isOne();
            bound(first, v4(0));
            assertThat(first.listen(1)).isEqualTo(Status.OK);
            first.close();
            second.close();
        }
    }

    @Test
    void listenWithoutBindTakesAnyPort() {
        TransportSocket listener = stream(true);
        assertThat(listener.listen(1)).isEqualTo(Status.OK);
        assertThat(local(listener).isWildcard()).isTrue();
        assertThat(port(listener)).isPositive();
        connected(v4(port(listener)));
    }

    @Test
    void optionsOutliveListenAndAreInherited() {
        TransportSocket listener = bound(stream(false), v4(0));
        assertThat(listener.setOption(TransportOption.NO_DELAY, 1)).isEqualTo(Status.OK);
        assertThat(listener.setOption(TransportOption.KEEP_IDLE, 77)).isEqualTo(Status.OK);
        assertThat(listener.setOption(TransportOption.RECEIVE_BUFFER, 40_000)).isEqualTo(Status.OK);
        assertThat(listener.listen(1)).isEqualTo(Status.OK);
        assertThat(listener.setOption(TransportOption.LINGER, 3)).isEqualTo(Status.OK);
        assertThat(listener.getOption(TransportOption.NO_DELAY)).isOne();
        assertThat(listener.getOption(TransportOption.KEEP_IDLE)).isEqualTo(77);
        assertThat(listener.getOption(TransportOption.RECEIVE_BUFFER)).isEqualTo(40_000);
        assertThat(listener.getOption(TransportOption.LINGER)).isEqualTo(3);
        assertThat(listener.getOption(TransportOption.KEEP_ALIVE)).isZero();

        connected(local(listener));
        TransportSocket server = accept(listener, new Accepted());
        assertThat(server.getOption(TransportOption.NO_DELAY)).isOne();
        assertThat(server.getOption(TransportOption.KEEP_IDLE)).isEqualTo(77);
        assertThat(server.getOption(TransportOption.LINGER)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportOption.class,
            names = {
                "SEND_BUFFER",
                "RECEIVE_BUFFER",
                "KEEP_ALIVE",
                "KEEP_IDLE",
                "KEEP_INTERVAL",
                "KEEP_COUNT",
                "NO_DELAY",
                "REUSE_ADDRESS",
                "REUSE_PORT",
                "OOB_INLINE",
                "LINGER"
            })
    void optionsReadBackWhatWasSet(TransportOption option) {
        int value = option.name().endsWith("BUFFER") ? 30_000 : 1;
        TransportSocket socket = stream(true);
        assertThat(socket.setOption(option, value)).isEqualTo(Status.OK);
        assertThat(socket.getOption(option)).isEqualTo(value);
    }

    @Test
    void lingerCanBeSwitchedOff() {
        TransportSocket socket = stream(false);
        assertThat(socket.getOption(TransportOption.LINGER)).isEqualTo(-1);
        assertThat(socket.setOption(TransportOption.LINGER, 0)).isEqualTo(Status.OK);
        assertThat(socket.getOption(TransportOption.LINGER)).isZero();
        assertThat(socket.setOption(TransportOption.LINGER, -1)).isEqualTo(Status.OK);
        assertThat(socket.getOption(TransportOption.LINGER)).isEqualTo(-1);
    }

    @Test
    void unknownOptionsAndValuesAreRefused() {
        TransportSocket socket = stream(true);
        for (TransportOption option :
                new TransportOption[] {TransportOption.IPV6_ONLY, TransportOption.ICMP_ERRORS, TransportOption.BROADCAST
                }) {
            assertThat(socket.setOption(option, 1)).isEqualTo(Status.NO_PROTOCOL_OPTION);
            assertThat(socket.getOption(option)).isEqualTo(Status.NO_PROTOCOL_OPTION);
        }
        assertThat(socket.setOption(TransportOption.SEND_BUFFER, -1)).isEqualTo(Status.INVALID);
        assertThat(socket.setOption(TransportOption.KEEP_IDLE, 0)).isEqualTo(Status.INVALID);
    }

    /** The proof for {@link dev.jwinsock.transport.Capability#REUSE_CONTROL}. */
    @Test
    void addressSharingCanBeSwitchedOnABoundSocket() {
        Assumptions.assumeTrue(NioTransportProvider.LINUX);
        TransportSocket owner = bound(stream(false), v4(0));
        TransportSocket guest = stream(false);
        guest.setOption(TransportOption.REUSE_ADDRESS, 1);
        assertThat(guest.bind(local(owner))).isEqualTo(Status.ADDRESS_IN_USE);
        assertThat(owner.setOption(TransportOption.REUSE_ADDRESS, 1)).isEqualTo(Status.OK);
        assertThat(guest.bind(local(owner))).isEqualTo(Status.OK);
        assertThat(owner.setOption(TransportOption.REUSE_ADDRESS, 0)).isEqualTo(Status.OK);
        TransportSocket late = stream(false);
        late.setOption(TransportOption.REUSE_ADDRESS, 1);
        assertThat(late.bind(local(owner))).isEqualTo(Status.ADDRESS_IN_USE);
    }
}

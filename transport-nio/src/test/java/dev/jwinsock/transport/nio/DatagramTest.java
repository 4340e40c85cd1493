package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramTest extends Sockets {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void datagramsArriveWithTheirSender(boolean ipv6) {
        TransportSocket a = bound(datagram(ipv6), loopback(ipv6, 0));
        TransportSocket b = bound(datagram(ipv6), loopback(ipv6, 0));
        ByteBuffer hello = text("hello");
        assertThat(a.sendTo(hello, local(b))).isEqualTo(5);
        assertThat(hello.hasRemaining()).isFalse();
        ByteBuffer got = ByteBuffer.allocate(16);
        Endpoint from = new Endpoint();
        assertThat(receiveFrom(b, got, from)).isEqualTo(5);
        assertThat(text(got)).isEqualTo("hello");
        assertThat(from).isEqualTo(local(a));
        assertThat(b.receiveFrom(got.clear(), false, from)).isEqualTo(Status.WOULD_BLOCK);
        assertThat(b.receiveFrom(new ByteBuffer[] {got.clear()}, 0, 1, false, null))
                .isEqualTo(Status.WOULD_BLOCK);
    }

    @Test
    void ipv4SenderIsMappedOnADualStackSocket() {
        TransportSocket dual = bound(datagram(true), new Endpoint().setWildcard(true, 0));
        TransportSocket v4 = bound(datagram(false), v4(0));
        v4.sendTo(text("x"), v4(port(dual)));
        Endpoint from = new Endpoint();
        assertThat(receiveFrom(dual, ByteBuffer.allocate(1), from)).isEqualTo(1);
        assertThat(from).isEqualTo(mapped(port(v4)));
        assertThat(dual.sendTo(text("back"), from)).isEqualTo(4);
        assertThat(receiveFrom(v4, ByteBuffer.allocate(9), from)).isEqualTo(4);
        assertThat(from).isEqualTo(v4(port(dual)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void truncationTellsTheWholeLengthAndLosesTheRest(boolean connected) {
        TransportSocket a = bound(datagram(false), v4(0));
        TransportSocket b = bound(datagram(false), v4(0));
        if (connected) {
            assertThat(b.connect(local(a))).isEqualTo(Status.OK);
        }
        a.sendTo(text("0123456789"), local(b));
        ByteBuffer small = ByteBuffer.allocateDirect(4);
        assertThat(receiveFrom(b, small, null)).isEqualTo(10);
        assertThat(text(small)).isEqualTo("0123");

        a.sendTo(text("0123456789"), local(b));
        awaitReadable(b);
        ByteBuffer[] parts = {ByteBuffer.allocate(3), ByteBuffer.allocate(0), ByteBuffer.allocate(2)};
        assertThat(b.receiveFrom(parts, 0, 3, false, null)).isEqualTo(10);
        assertThat(text(parts[0]) + text(parts[2])).isEqualTo("01234");
        assertThat(b.receiveFrom(small.clear(), false, null)).isEqualTo(Status.WOULD_BLOCK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void emptyDatagramsAreReal(boolean connected) {
        TransportSocket a = bound(datagram(false), v4(0));
        TransportSocket b = bound(datagram(false), v4(0));
        if (connected) {
            a.connect(local(b));
            b.connect(local(a));
        }
        assertThat(a.sendTo(ByteBuffer.allocate(0), local(b))).isZero();
        Endpoint from = new Endpoint();
        assertThat(receiveFrom(b, ByteBuffer.allocate(8), from)).isZero();
        assertThat(from).isEqualTo(local(a));
        assertThat(a.sendTo(new ByteBuffer[0], 0, 0, local(b))).isZero();
        // no room: the datagram is taken all the same
        assertThat(receiveFrom(b, ByteBuffer.allocate(0), null)).isZero();
        assertThat(b.receiveFrom(ByteBuffer.allocate(8), false, null)).isEqualTo(Status.WOULD_BLOCK);
    }

    @Test
    void largestDatagramPassesThroughEveryKindOfBuffer() {
        TransportSocket a = bound(datagram(false), v4(0));
        TransportSocket b = bound(datagram(false), v4(0));
        ByteBuffer out = ByteBuffer.allocate(65_507);
        out.put(65_506, (byte) 7);
        for (ByteBuffer in : new ByteBuffer[] {ByteBuffer.allocate(65_507), ByteBuffer.allocateDirect(1 << 17)}) {
            assertThat(a.sendTo(out.clear(), local(b))).isEqualTo(65_507);
            assertThat(receiveFrom(b, in, null)).isEqualTo(65_507);
            assertThat(in.get(65_506)).isEqualTo((byte) 7);
            assertThat(in.position()).isEqualTo(65_507);
        }
    }

    @Test
    void tooLongIsMessageSize() {
        TransportSocket a = bound(datagram(false), v4(0));
        ByteBuffer out = ByteBuffer.allocate(65_508);
        assertThat(a.sendTo(out, local(a))).isEqualTo(Status.MESSAGE_SIZE);
        assertThat(out.position()).isZero();
        assertThat(a.sendTo(ByteBuffer.allocate(70_000), local(a))).isEqualTo(Status.MESSAGE_SIZE);
        assertThat(a.sendTo(new ByteBuffer[] {out, out}, 0, 2, local(a))).isEqualTo(Status.MESSAGE_SIZE);
    }

    @Test
    void gatherSendsOneDatagram() {
        TransportSocket a = bound(datagram(true), v6(0));
        TransportSocket b = bound(datagram(true), v6(0));
        ByteBuffer[] parts = {text("no"), text("ab"), text("c"), text("no")};
        assertThat(a.sendTo(parts, 1, 2, local(b))).isEqualTo(3);
        assertThat(parts[0].remaining() + parts[1].remaining() + parts[2].remaining() + parts[3].remaining())
                .isEqualTo(4);
        ByteBuffer got = ByteBuffer.allocate(9);
        assertThat(receiveFrom(b, got, null)).isEqualTo(3);
        assertThat(text(got)).isEqualTo("abc");
    }

    @Test
    void connectSetsTheOnlyPeerAndDisconnectTakesItAway() {
        TransportSocket a = bound(datagram(false), v4(0));
        TransportSocket b = bound(datagram(false), v4(0));
        TransportSocket c = bound(datagram(false), v4(0));
        assertThat(a.sendTo(text("x"), null)).isEqualTo(Status.DESTINATION_REQUIRED);
        assertThat(a.connect(local(c))).isEqualTo(Status.OK);
        assertThat(a.connect(local(b))).isEqualTo(Status.OK);
        assertThat(a.finishConnect()).isEqualTo(Status.OK);
        assertThat(a.sendTo(text("x"), null)).isEqualTo(1);
        assertThat(a.sendTo(text("y"), local(b))).isEqualTo(1);
        assertThat(a.sendTo(text("z"), local(c))).isEqualTo(Status.IS_CONNECTED);
        assertThat(receiveFrom(b, ByteBuffer.allocate(1), null)).isEqualTo(1);
        assertThat(receiveFrom(b, ByteBuffer.allocate(1), null)).isEqualTo(1);

        // a stranger's datagram is not for a connected socket
        c.sendTo(text("c"), local(a));
        b.sendTo(text("bb"), local(a));
        assertThat(receiveFrom(a, ByteBuffer.allocate(9), null)).isEqualTo(2);
        assertThat(a.receiveFrom(ByteBuffer.allocate(9), false, null)).isEqualTo(Status.WOULD_BLOCK);

        Endpoint before = local(a);
        assertThat(a.disconnect()).isEqualTo(Status.OK);
        assertThat(local(a)).isEqualTo(before);
        c.sendTo(text("ccc"), local(a));
        assertThat(receiveFrom(a, ByteBuffer.allocate(9), null)).isEqualTo(3);
    }

    @Test
    void refusalOfAConnectedPeerIsToldOnceAndTaken() {
        TransportSocket gone = bound(datagram(false), v4(0));
        Endpoint nobody = local(gone);
        gone.close();
        TransportSocket a = bound(datagram(false), v4(0));
        a.connect(nobody);
        assertThat(a.sendTo(text("x"), null)).isEqualTo(1);
        assertThat(receiveFrom(a, ByteBuffer.allocate(9), null)).isEqualTo(Status.CONNECTION_REFUSED);
        assertThat(a.receiveFrom(ByteBuffer.allocate(9), false, null)).isEqualTo(Status.WOULD_BLOCK);

        assertThat(a.sendTo(text("x"), null)).isEqualTo(1);
        awaitReadable(a);
        assertThat(a.sendTo(text("y"), null)).isEqualTo(Status.CONNECTION_REFUSED);
    }

    @Test
    void receivingOnAnUnboundSocketDoesNotBindIt() {
        TransportSocket a = datagram(false);
        assertThat(a.receiveFrom(ByteBuffer.allocate(1), false, null)).isEqualTo(Status.WOULD_BLOCK);
        assertThat(port(a)).isZero();
        TransportSocket b = bound(datagram(false), v4(0));
        assertThat(a.sendTo(text("x"), local(b))).isEqualTo(1);
        assertThat(port(a)).isPositive();
    }

    @Test
    void scopeIdsPassBothWays() throws Exception {
        var linkLocal = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.isLinkLocalAddress() && address instanceof Inet6Address)
                .findFirst();
        Assumptions.assumeTrue(linkLocal.isPresent(), "needs an interface with a link-local address");
        Endpoint at = new Endpoint().set(new InetSocketAddress(linkLocal.get(), 0), true);
        assertThat(at.scopeId()).isPositive();
        TransportSocket a = bound(datagram(true), at);
        assertThat(local(a).scopeId()).isEqualTo(at.scopeId());
        assertThat(a.sendTo(text("x"), local(a))).isEqualTo(1);
        Endpoint from = new Endpoint();
        assertThat(receiveFrom(a, ByteBuffer.allocate(1), from)).isEqualTo(1);
        assertThat(from).isEqualTo(local(a));
    }

    @Test
    void writableAtOnce() {
        TransportSocket a = bound(datagram(false), v4(0));
        assertThat(waiter().await(a, Interest.READ | Interest.WRITE, SECOND)).isEqualTo(Interest.WRITE);
    }

    @Test
    void options() {
        TransportSocket a = datagram(false);
        for (TransportOption option : new TransportOption[] {
            TransportOption.BROADCAST, TransportOption.REUSE_ADDRESS, TransportOption.REUSE_PORT
        }) {
            assertThat(a.getOption(option)).as("%s", option).isZero();
            assertThat(a.setOption(option, 1)).isEqualTo(Status.OK);
            assertThat(a.getOption(option)).isOne();
        }
        assertThat(a.setOption(TransportOption.RECEIVE_BUFFER, 30_000)).isEqualTo(Status.OK);
        assertThat(a.getOption(TransportOption.RECEIVE_BUFFER)).isEqualTo(30_000);
        for (TransportOption option : new TransportOption[] {
            TransportOption.NO_DELAY,
            TransportOption.LINGER,
            TransportOption.OOB_INLINE,
            TransportOption.KEEP_IDLE,
            TransportOption.ICMP_ERRORS,
            TransportOption.IPV6_ONLY
        }) {
            assertThat(a.setOption(option, 1)).as("%s", option).isEqualTo(Status.NO_PROTOCOL_OPTION);
            assertThat(a.getOption(option)).as("%s", option).isEqualTo(Status.NO_PROTOCOL_OPTION);
        }
    }

    @Test
    void addressSharingCanBeSwitchedOnABoundSocket() {
        Assumptions.assumeTrue(NioTransportProvider.LINUX);
        TransportSocket owner = bound(datagram(false), v4(0));
        TransportSocket guest = datagram(false);
        guest.setOption(TransportOption.REUSE_ADDRESS, 1);
        assertThat(guest.bind(local(owner))).isEqualTo(Status.ADDRESS_IN_USE);
        assertThat(owner.setOption(TransportOption.REUSE_ADDRESS, 1)).isEqualTo(Status.OK);
        assertThat(guest.bind(local(owner))).isEqualTo(Status.OK);
        assertThat(owner.setOption(TransportOption.REUSE_ADDRESS, 0)).isEqualTo(Status.OK);
        TransportSocket late = datagram(false);
        late.setOption(TransportOption.REUSE_ADDRESS, 1);
        assertThat(late.bind(local(owner))).isEqualTo(Status.ADDRESS_IN_USE);
    }

    @Test
    void streamCallsAreNotSupported() {
        TransportSocket a = bound(datagram(false), v4(0));
        assertThat(new int[] {
                    a.listen(1),
                    a.accept(new Accepted()),
                    a.receive(ByteBuffer.allocate(1), false),
                    a.receive(new ByteBuffer[0], 0, 0, false),
                    a.send(text("x")),
                    a.send(new ByteBuffer[0], 0, 0),
                    a.shutdownSend(),
                    a.available(),
                    a.unsent(),
                    a.receiveFrom(ByteBuffer.allocate(1), true, null)
                })
                .containsOnly(Status.OPERATION_NOT_SUPPORTED);
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Facts K: datagram sockets. */
@WinsockTest
final class DatagramTest extends Scene {
    private static final int LARGEST = 65507;

    private static sockaddr to(SOCKET s) {
        return loopback(port(s));
    }

    /** A datagram that is on its way to nobody is lost; one on loopback is there when send returns or soon after. */
    private static void deliver(SOCKET from, SOCKET to, byte[] data) {
        expectCount(data.length, sendTo(from, data, to(to)));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms({"S046", "S051"})
    void sendtoBindsAndDoesNotConnect(Family family) {
        SOCKET receiver = family.udp();
        expectZero(bindTo(receiver, family.loopback(0)));
        SOCKET s = family.udp();
        sockaddr name = family.empty();
        expectError(WSAEINVAL, getsockname(s, name, new IntRef(name.sizeof())));
        expectCount(3, sendTo(s, data(3), family.loopback(family.port(receiver))));
        assertThat(Family.host(family.local(s))).isEqualTo(Family.host(family.wildcard(0)));
        assertThat(family.port(s)).isNotZero();
        expectError(WSAENOTCONN, getpeername(s, name, new IntRef(name.sizeof())));

        sockaddr from = family.empty();
        byte[] buffer = new byte[10];
        IntRef length = new IntRef(from.sizeof());
        expectCount(3, recvfrom(receiver, buffer, 10, 0, from, length));
        assertThat(buffer).startsWith(data(3));
        assertThat(Family.host(from)).isEqualTo(Family.host(family.loopback(0)));
        assertThat(Family.port(from)).isEqualTo(family.port(s));
        assertThat(length.value).isEqualTo(from.sizeof());
    }

    @Test
    @Conforms("S145")
    void sendWithoutAPeerIsNotConnected() {
        expectError(WSAENOTCONN, send(udp(), data(1)));
        expectError(WSAENOTCONN, send(boundUdp(), data(1)));
    }

    @Test
    @Conforms("D076")
    void receivingUnboundIsInvalid() {
        SOCKET s = udp();
        expectError(WSAEINVAL, recvfrom(s, new byte[1], 1, 0, new sockaddr_in(), new IntRef(16)));
        expectError(WSAEINVAL, recvfrom(s, new byte[1], 1, 0, null, null));
    }

    @Test
    @Conforms("S147")
    void emptyBoundSocketWouldBlockAndRecvNeedsNoPeer() {
        SOCKET s = boundUdp();
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, recvfrom(s, new byte[1], 1, 0, new sockaddr_in(), new IntRef(16)));
        expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
        blocking(s);
        deliver(udp(), s, data(5));
        byte[] got = new byte[5];
        expectCount(5, recv(s, got));
        assertThat(got).isEqualTo(data(5));
    }

    @Test
    @Conforms("D058")
    void longDatagramIsTruncatedWithItsBeginningStored() {
        SOCKET s = boundUdp();
        SOCKET sender = boundUdp();
        deliver(sender, s, data(100));
        deliver(sender, s, data(7));
        byte[] got = new byte[10];
        sockaddr_in from = new sockaddr_in();
        expectError(WSAEMSGSIZE, recvfrom(s, got, 10, 0, from, new IntRef(16)));
        assertThat(got).isEqualTo(Arrays.copyOf(data(100), 10));
        assertThat(Family.port(from)).isEqualTo(port(sender));
        // The rest of it is gone
        expectCount(7, recv(s, got));
        assertThat(got).startsWith(data(7));

        deliver(sender, s, data(10));
        expectCount(10, recv(s, got)); // an exact fit is no truncation
    }

    @Test
    @Conforms("D058")
    void scatteredReceiveTruncatesToo() {
        SOCKET s = boundUdp();
        SOCKET sender = udp();
        deliver(sender, s, data(100));
        ByteBuffer first = ByteBuffer.allocate(4);
        ByteBuffer second = ByteBuffer.allocateDirect(6);
        WSABUF[] buffers = {new WSABUF(first), new WSABUF(second)};
        expectError(WSAEMSGSIZE, WSARecvFrom(s, buffers, 2, new IntRef(), new IntRef(0), null, null));
        assertThat(first.array()).isEqualTo(Arrays.copyOf(data(100), 4));
        assertThat(second.get(5)).isEqualTo(data(100)[9]);
    }

    @Test
    @Conforms("S149")
    @Needs(Capability.PEEK)
    void peekIntoAShortBufferKeepsTheDatagram() {
        SOCKET s = boundUdp();
        deliver(udp(), s, data(100));
        byte[] got = new byte[10];
        for (int i = 0; i < 2; i++) {
            expectError(WSAEMSGSIZE, recvfrom(s, got, 10, MSG_PEEK, null, null));
            assertThat(got).isEqualTo(Arrays.copyOf(data(100), 10));
        }
        byte[] all = new byte[200];
        expectCount(100, recvfrom(s, all, 200, MSG_PEEK, null, null));
        expectCount(100, recv(s, all));
        assertThat(all).startsWith(data(100));
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, recv(s, all));
    }

    @Test
    @Conforms("S150")
    void emptyDatagramIsADatagram() {
        SOCKET s = boundUdp();
        SOCKET sender = boundUdp();
        deliver(sender, s, new byte[0]);
        sockaddr_in from = new sockaddr_in();
        expectCount(0, recvfrom(s, new byte[10], 10, 0, from, new IntRef(16)));
        assertThat(Family.port(from)).isEqualTo(port(sender));
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, recv(s, new byte[10]));
        // Also into no room, and by send
        blocking(s);
        expectZero(connectTo(sender, to(s)));
        expectCount(0, send(sender, new byte[0]));
        expectCount(0, recv(s, new byte[0]));
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, recv(s, new byte[10]));
    }

    @Test
    @Conforms("S151")
    void receiveOfLengthZeroConsumesTheDatagram() {
        SOCKET s = boundUdp();
        SOCKET sender = udp();
        deliver(sender, s, data(5));
        deliver(sender, s, data(6));
        expectError(WSAEMSGSIZE, recv(s, new byte[0]));
        expectCount(6, recv(s, new byte[10]));
    }

    @Test
    @Conforms("S152")
    void largestDatagram() {
        SOCKET s = boundUdp();
        SOCKET sender = udp();
        expectError(WSAEMSGSIZE, sendTo(sender, data(LARGEST + 1), to(s)));
        deliver(sender, s, data(LARGEST));
        byte[] got = new byte[LARGEST];
        expectCount(LARGEST, recv(s, got));
        assertThat(got).isEqualTo(data(LARGEST));
        expectError(WSAEMSGSIZE, sendTo(sender, data(70_000), to(s)));
        expectZero(connectTo(sender, to(s)));
        expectError(WSAEMSGSIZE, send(sender, data(LARGEST + 1)));
    }

    @Test
    @Conforms("S153")
    void broadcastNeedsTheOption() {
        SOCKET s = udp();
        sockaddr broadcast = Family.address("255.255.255.255", 9);
        expectError(WSAEACCES, sendTo(s, data(1), broadcast));
        expectZero(setsockopt(s, SOL_SOCKET, SO_BROADCAST, 1));
        // Where the machine has a way for it, it is sent now; it never is a matter of rights any more
        int result = sendTo(s, data(1), Family.address("127.255.255.255", 9));
        int error = WSAGetLastError();
        assertThat(result == 1 || error != WSAEACCES).isTrue();
        expectZero(setsockopt(s, SOL_SOCKET, SO_BROADCAST, 0));
        expectError(WSAEACCES, sendTo(s, data(1), Family.address("127.255.255.255", 9)));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("S154")
    void portZeroIsNoDestination(Family family) {
        expectError(WSAEADDRNOTAVAIL, sendTo(family.udp(), data(1), family.loopback(0)));
    }

    @Test
    @Conforms("D076")
    void sendtoChecksItsDestination() {
        SOCKET receiver = boundUdp();
        SOCKET s = udp();
        byte[] one = data(1);
        expectError(WSAEFAULT, sendto(s, one, 1, 0, to(receiver), 15));
        expectError(WSAEAFNOSUPPORT, sendTo(s, one, Family.IPV6.loopback(port(receiver))));
        // Nothing of this has spoiled the socket
        deliver(s, receiver, data(2));
        expectCount(2, recv(receiver, new byte[10]));
    }

    @Test
    @Conforms("D076")
    void recvfromChecksItsAddressLength() {
        SOCKET s = boundUdp();
        deliver(udp(), s, data(4));
        IntRef tooShort = new IntRef(15);
        expectError(WSAEFAULT, recvfrom(s, new byte[10], 10, 0, new sockaddr_in(), tooShort));
        assertThat(tooShort.value).isEqualTo(15);
    }

    @Test
    @Conforms("S155")
    void connectReconnectDisconnect() {
        SOCKET first = boundUdp();
        SOCKET second = boundUdp();
        SOCKET s = udp();
        sockaddr_in peer = new sockaddr_in();
        expectZero(connectTo(s, to(first)));
        expectZero(getpeername(s, peer, new IntRef(16)));
        assertThat(Family.port(peer)).isEqualTo(port(first));
        expectCount(1, send(s, data(1)));
        expectCount(1, recv(first, new byte[5]));

        expectZero(connectTo(s, to(second)));
        expectZero(getpeername(s, peer, new IntRef(16)));
        assertThat(Family.port(peer)).isEqualTo(port(second));
        expectCount(2, send(s, data(2)));
        expectCount(2, recv(second, new byte[5]));

        int port = port(s);
        expectZero(connectTo(s, new sockaddr_in())); // AF_UNSPEC, all zero
        expectError(WSAENOTCONN, getpeername(s, peer, new IntRef(16)));
        expectError(WSAENOTCONN, send(s, data(1)));
        assertThat(port(s)).isEqualTo(port);
        deliver(s, first, data(3));
        expectCount(3, recv(first, new byte[5]));
        expectError(WSAENOTCONN, getpeername(first, peer, new IntRef(16)));
    }

    @Test
    @Conforms("S155")
    void disconnectedSocketHearsEverybodyAgain() {
        SOCKET first = boundUdp();
        SOCKET other = boundUdp();
        SOCKET s = boundUdp();
        sockaddr address = to(s);
        expectZero(connectTo(s, to(first)));
        expectZero(connectTo(s, new sockaddr_in()));
        expectCount(4, sendTo(other, data(4), address));
        byte[] got = new byte[10];
        expectCount(4, recv(s, got));
        assertThat(got).startsWith(data(4));
    }

    @Test
    @Conforms("S156")
    void connectingDiscardsWhatIsQueued() {
        SOCKET first = boundUdp();
        SOCKET second = boundUdp();
        SOCKET s = boundUdp();
        expectZero(connectTo(s, to(first)));
        deliver(first, s, data(3));
        await("the datagram is queued", () -> isQueued(s));
        expectZero(connectTo(s, to(second)));
        deliver(second, s, data(5));
        byte[] got = new byte[10];
        expectCount(5, recv(s, got));
        assertThat(got).startsWith(data(5));
    }

    /** Not every transport can count what is queued on a datagram socket; then loopback's promptness has to do. */
    private static boolean isQueued(SOCKET s) {
        IntRef count = new IntRef();
        return ioctlsocket(s, FIONREAD, count) == SOCKET_ERROR || count.value > 0;
    }

    @Test
    @Conforms("S156")
    void connectedSocketHearsOnlyItsPeer() {
        SOCKET peer = boundUdp();
        SOCKET stranger = boundUdp();
        SOCKET s = boundUdp();
        expectZero(connectTo(s, to(peer)));
        deliver(stranger, s, data(3));
        deliver(peer, s, data(5));
        deliver(stranger, s, data(6));
        byte[] got = new byte[10];
        expectCount(5, recv(s, got));
        assertThat(got).startsWith(data(5));
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, recv(s, got));
    }

    @Test
    @Conforms("S157")
    @Needs(Capability.SEND_PAST_PEER)
    void sendtoOnAConnectedSocketGoesWhereItSays() {
        SOCKET peer = boundUdp();
        SOCKET other = boundUdp();
        SOCKET s = udp();
        expectZero(connectTo(s, to(peer)));
        deliver(s, other, data(3));
        byte[] got = new byte[10];
        expectCount(3, recv(other, got));
        assertThat(got).startsWith(data(3));
        expectCount(4, send(s, data(4)));
        expectCount(4, recv(peer, got));
        nonblocking(peer);
        expectError(WSAEWOULDBLOCK, recv(peer, got));
    }

    @Test
    @Conforms("S158")
    void closedPortMakesAReceiveOfAConnectedSocketFail() {
        SOCKET s = boundUdp();
        expectZero(connectTo(s, closedUdp()));
        nonblocking(s);
        expectCount(1, send(s, data(1)));
        expectError(WSAECONNRESET, awaitResult("the answer of the closed port arrives", () -> recv(s, new byte[1])));
        // Once told it is over
        expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
    }

    @Test
    @Conforms("S158")
    @Needs(Capability.ICMP_ERRORS)
    void closedPortMakesAReceiveOfAnUnconnectedSocketFail() {
        SOCKET s = boundUdp();
        nonblocking(s);
        expectCount(1, sendTo(s, data(1), closedUdp()));
        expectError(
                WSAECONNRESET,
                awaitResult(
                        "the answer of the closed port arrives",
                        () -> recvfrom(s, new byte[1], 1, 0, new sockaddr_in(), new IntRef(16))));
        // Sending goes on as if nothing had been
        SOCKET receiver = boundUdp();
        deliver(s, receiver, data(2));
        expectCount(2, recv(receiver, new byte[5]));
    }

    @Test
    @Conforms("S158")
    void closedPortDoesNotMakeSendsFail() {
        SOCKET s = boundUdp();
        expectZero(connectTo(s, closedUdp()));
        for (int i = 0; i < 5; i++) {
            expectCount(1, send(s, data(1)));
        }
    }

    private sockaddr closedUdp() {
        SOCKET s = boundUdp();
        sockaddr address = to(s);
        expectZero(closesocket(s));
        return address;
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.fd_set;
import dev.jwinsock.sockaddr;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "SIO_RCVALL Control Code": a raw socket that receives what an interface does. */
@WinsockTest
@Needs({Capability.RAW_SOCKETS, Capability.CAPTURE})
final class CaptureTest extends Scene {
    private static final int UDP_HEADER = 8;

    private static int headers(Family family) {
        return family == Family.IPV4 ? 20 : 40;
    }

    private static SOCKET raw(Family family, int protocol) {
        if (family == Family.IPV6) {
            assumeIpv6();
        }
        SOCKET s = socket(family == Family.IPV4 ? AF_INET : AF_INET6, SOCK_RAW, protocol);
        Transports.assumeSupported(
                s != INVALID_SOCKET || WSAGetLastError() != WSAEACCES, "raw sockets: this user may not have them");
        expectSocket(s);
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        return s;
    }

    private static SOCKET rawIp(Family family) {
        return raw(family, family == Family.IPV4 ? IPPROTO_IP : IPPROTO_IPV6);
    }

    private static int control(SOCKET s, int code, int value) {
        return WSAIoctl(s, code, new IntRef(value), 4, null, 0, new IntRef(), null, null);
    }

    private static boolean carries(Family family, byte[] packet, int length, byte[] payload) {
        int start = headers(family) + UDP_HEADER;
        return length == start + payload.length && Arrays.equals(Arrays.copyOfRange(packet, start, length), payload);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D451")
    void everyPacketOfTheInterfaceOnceWithItsHeader(Family family) {
        SOCKET capture = bound(rawIp(family), family.loopback(0));
        expectZero(control(capture, SIO_RCVALL, RCVALL_IPLEVEL));
        SOCKET receiver = bound(family.udp(), family.loopback(0));
        byte[] first = data(501);
        byte[] second = data(502);
        expectCount(first.length, sendTo(receiver, first, family.local(receiver)));
        expectCount(second.length, sendTo(receiver, second, family.local(receiver)));
        byte[] packet = new byte[65536];
        int copies = 0;
        while (true) {
            sockaddr from = family.empty();
            int n = recvfrom(capture, packet, packet.length, 0, from, new IntRef(sizeof(from)));
            assertThat(n).isPositive();
            if (carries(family, packet, n, first)) {
                copies++;
                assertThat(Family.host(from)).isEqualTo(Family.host(family.loopback(0)));
            }
            if (carries(family, packet, n, second)) {
                break;
            }
        }
        assertThat(copies).isEqualTo(1);
        assertThat(family.local(capture).toInetSocketAddress().getAddress())
                .isEqualTo(family.loopback(0).toInetSocketAddress().getAddress());
    }

    @Test
    @Conforms("D451")
    void offEndsIt() {
        SOCKET capture = bound(rawIp(Family.IPV4), loopback(0));
        SOCKET receiver = boundUdp();
        expectZero(control(capture, SIO_RCVALL, RCVALL_ON));
        expectCount(1, sendTo(receiver, new byte[1], localAddress(receiver)));
        assertThat(recv(capture, new byte[65536])).isPositive();
        expectZero(control(capture, SIO_RCVALL, RCVALL_OFF));
        expectCount(1, sendTo(receiver, new byte[1], localAddress(receiver)));
        expectCount(1, recv(receiver, new byte[1]));
        expectCount(1, recv(receiver, new byte[1]));
        fd_set set = new fd_set();
        FD_SET(capture, set);
        expectCount(0, select(0, set, null, null, new timeval(0, 0)));
    }

    @Test
    @Conforms("D451")
    void aCallThatBlocksAlreadyReceivesToo() {
        SOCKET capture = bound(rawIp(Family.IPV4), loopback(0));
        Call<Integer> blocked = Call.of(() -> recv(capture, new byte[65536])).awaitBlocked();
        expectZero(control(capture, SIO_RCVALL, RCVALL_ON));
        SOCKET receiver = boundUdp();
        expectCount(1, sendTo(receiver, new byte[1], localAddress(receiver)));
        assertThat(blocked.value()).isPositive();
    }

    @Test
    @Conforms("D452")
    void whichSocketsMay() {
        SOCKET s = rawIp(Family.IPV4);
        expectError(WSAEINVAL, control(s, SIO_RCVALL, RCVALL_ON)); // not bound
        expectError(WSAEINVAL, control(bound(rawIp(Family.IPV4), any(0)), SIO_RCVALL, RCVALL_ON));
        bound(s, loopback(0));
        expectError(WSAEINVAL, control(s, SIO_RCVALL, RCVALL_MAX + 1));
        expectError(WSAEINVAL, control(s, SIO_RCVALL, -1));
        expectError(WSAEINVAL, WSAIoctl(s, SIO_RCVALL, null, 0, null, 0, new IntRef(), null, null));
        expectZero(control(s, SIO_RCVALL, RCVALL_SOCKETLEVELONLY));
        expectError(WSAEINVAL, control(bound(raw(Family.IPV4, IPPROTO_ICMP), loopback(0)), SIO_RCVALL, RCVALL_ON));
        expectError(WSAEINVAL, control(s, SIO_RCVALL_MCAST, RCVALL_ON));
        expectError(WSAEINVAL, control(s, SIO_RCVALL_IGMPMCAST, RCVALL_ON));
        expectError(WSAEINVAL, control(boundUdp(), SIO_RCVALL, RCVALL_ON));
        expectError(WSAEINVAL, control(tcp(), SIO_RCVALL, RCVALL_ON));
    }

    @Test
    @Conforms("D453")
    void multicastsAndGroupManagementOnly() {
        Network network = track(Network.create());
        Host left = network.host("left");
        Link link = network.link(left, network.host("right"));
        SOCKET[] captures = left.call(() -> new SOCKET[] {
            bound(raw(Family.IPV4, IPPROTO_UDP), link.address(left, 0)),
            bound(raw(Family.IPV4, IPPROTO_IGMP), link.address(left, 0))
        });
        left.run(() -> {
            expectZero(control(captures[0], SIO_RCVALL_MCAST, RCVALL_ON));
            expectZero(control(captures[1], SIO_RCVALL_IGMPMCAST, RCVALL_ON));
        });
        left.run(() -> {
            SOCKET s = bound(udp(), link.address(left, 0));
            expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(link.ipv4Number(left))));
            expectCount(3, sendTo(s, new byte[3], link.address(link.other(left), 9)));
            expectCount(3, sendTo(s, new byte[3], Family.address("239.1.2.3", 9)));
        });
        byte[] packet = new byte[65536];
        do {
            assertThat(recv(captures[0], packet)).isPositive();
            assertThat(packet[16] & 0xf0).isEqualTo(0xe0);
        } while (packet[9] != IPPROTO_UDP || ByteBuffer.wrap(packet).getInt(16) != 0xEF010203);
        left.run(() -> {
            SOCKET s = udp();
            byte[] membership = ByteBuffer.allocate(8)
                    .putInt(0xEF010204)
                    .putInt(link.ipv4Number(left))
                    .array();
            expectZero(setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership, 8));
        });
        assertThat(recv(captures[1], packet)).isPositive();
        assertThat(packet[9]).isEqualTo((byte) IPPROTO_IGMP);
    }
}

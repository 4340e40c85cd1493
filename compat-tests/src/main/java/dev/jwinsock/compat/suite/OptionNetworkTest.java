package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.ICMP_ERROR_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;

/** Options that show between hosts. */
@WinsockTest
final class OptionNetworkTest extends Scene {
    @Test
    @Needs(Capability.CONNECT_ICMP_ERRORS)
    @Conforms("D311")
    void aRouterThatKnowsNoWayEndsAConnect() throws Exception {
        try (Network network = Network.create()) {
            Host client = network.host("client");
            Host router = network.host("router").forwarding();
            Link link = network.link(client, router);
            client.routeThrough(link);
            SOCKET s = client.call(() -> tcp());
            expectZero(WSASetFailConnectOnIcmpError(s, 1));
            sockaddr nowhere = address(0xc6336401, 80); // 198.51.100.1, of TEST-NET-2
            expectError(WSAEHOSTUNREACH, connect(s, nowhere, sizeof(nowhere)));
            ICMP_ERROR_INFO info = new ICMP_ERROR_INFO();
            IntRef length = new IntRef(sizeof(info));
            expectZero(WSAGetIcmpErrorInfo(s, info, length));
            assertThat(length.value).isEqualTo(sizeof(info));
            assertThat(info.protocol).isEqualTo(IPPROTO_ICMP);
            assertThat(info.type).isEqualTo((byte) 3); // destination unreachable
            sockaddr_in source = new sockaddr_in();
            source.fromBytes(info.srcaddress.toBytes(), 0);
            assertThat(ntohl(source.sin_addr.s_addr)).isEqualTo(link.ipv4Number(router));
        }
    }

    @Test
    @Needs({Capability.PATH_MTU, Capability.DONT_FRAGMENT})
    @Conforms("D320")
    void theMtuOfTheWay() throws Exception {
        try (Network network = Network.create()) {
            Host left = network.host("left");
            Host right = network.host("right");
            Link link = network.link(left, right).mtu(left, 1400);
            SOCKET receiver = right.call(() -> bound(udp(), link.address(right, 0)));
            SOCKET s = left.call(() -> udp());
            sockaddr to = link.address(right, port(receiver));
            expectZero(connect(s, to, sizeof(to)));
            assertThat(option(s, IPPROTO_IP, IP_MTU)).isEqualTo(1400);
            expectCount(2000, sendTo(s, new byte[2000], to));
            with(s, IPPROTO_IP, IP_DONTFRAGMENT, 1);
            expectError(WSAEMSGSIZE, sendTo(s, new byte[2000], to));
            with(s, IPPROTO_IP, IP_DONTFRAGMENT, 0);
            expectCount(2000, sendTo(s, new byte[2000], to));
        }
    }

    @Test
    @Needs(Capability.RECEIVE_FILTER)
    @Conforms("D316")
    void broadcastsCanBeRefused() throws Exception {
        try (Network network = Network.create()) {
            Host left = network.host("left");
            Host right = network.host("right");
            Link link = network.link(left, right);
            SOCKET receiver = right.call(() -> bound(udp(), any(0)));
            SOCKET s = left.call(() -> with(bound(udp(), link.address(left, 0)), SOL_SOCKET, SO_BROADCAST, 1));
            left.command("ip", "route", "add", "255.255.255.255/32", "dev", link.interfaceName(left));
            sockaddr everybody = address(0xffffffff, port(receiver));
            sockaddr alone = link.address(right, port(receiver));
            with(receiver, SOL_SOCKET, SO_RCVTIMEO, 10_000);
            assertThat(option(receiver, IPPROTO_IP, IP_RECEIVE_BROADCAST)).isEqualTo(1);
            expectCount(1, sendTo(s, new byte[1], everybody));
            expectCount(1, recv(receiver, new byte[9]));
            with(receiver, IPPROTO_IP, IP_RECEIVE_BROADCAST, 0);
            expectCount(2, sendTo(s, new byte[2], everybody));
            expectCount(3, sendTo(s, new byte[3], alone));
            expectCount(3, recv(receiver, new byte[9]));
            with(receiver, IPPROTO_IP, IP_RECEIVE_BROADCAST, 1);
            expectCount(4, sendTo(s, new byte[4], everybody));
            expectCount(4, recv(receiver, new byte[9]));
        }
    }
}

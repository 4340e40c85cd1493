package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.in6_pktinfo;
import dev.jwinsock.in_pktinfo;
import dev.jwinsock.transport.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Control messages between hosts: several interfaces, routers, congestion. */
@WinsockTest
@Needs(Capability.CONTROL_MESSAGES)
final class ControlMessagesNetworkTest extends MessageScene {
    private static final int CONGESTION_EXPERIENCED = 3;

    private Network network;
    private Host left;
    private Host right;

    @BeforeEach
    void hosts() {
        network = track(Network.create());
        left = network.host("left");
        right = network.host("right");
    }

    @Test
    @Conforms("D359")
    void packetInfoOverTwoInterfaces() {
        Link[] links = {network.link(left, right), network.link(left, right)};
        SOCKET server = right.call(() -> bound(udp(), any(0)));
        switchOn(server, IPPROTO_IP, IP_PKTINFO, IP_RECVIF);
        int port = Family.IPV4.port(server);
        SOCKET client = left.call(() -> bound(udp(), any(0)));
        for (Link link : links) {
            in_pktinfo by = new in_pktinfo();
            by.ipi_addr.s_addr = link.address(left, 0).sin_addr.s_addr;
            by.ipi_ifindex = link.interfaceIndex(left);
            expectZero(send(client, sending("x", link.address(right, port), IPPROTO_IP, IP_PKTINFO, by.toBytes())));
            WSAMSG message = received(server, 1);
            in_pktinfo info = new in_pktinfo(data(message, IPPROTO_IP, IP_PKTINFO, 8));
            assertThat(info.ipi_addr).isEqualTo(link.address(right, 0).sin_addr);
            assertThat(info.ipi_ifindex).isEqualTo(link.interfaceIndex(right));
            assertThat(data(message, IPPROTO_IP, IP_RECVIF, 4).getInt(0)).isEqualTo(link.interfaceIndex(right));
            assertThat(sender(message).sin_addr).isEqualTo(by.ipi_addr);
        }
        // The datagram can say that it comes from the other interface's address
        in_pktinfo other = new in_pktinfo();
        other.ipi_addr.s_addr = links[1].address(left, 0).sin_addr.s_addr;
        right.writeSetting("ipv4/conf/all/rp_filter", 0);
        right.writeSetting("ipv4/conf/" + links[0].interfaceName(right) + "/rp_filter", 0);
        expectZero(send(client, sending("x", links[0].address(right, port), IPPROTO_IP, IP_PKTINFO, other.toBytes())));
        assertThat(sender(received(server, 1)).sin_addr).isEqualTo(other.ipi_addr);
    }

    @Test
    @Conforms("D359")
    void packetInfoOverTwoInterfaces6() {
        Link[] links = {network.link(left, right), network.link(left, right)};
        SOCKET server = right.call(() -> bound(udp6(), any6(0)));
        switchOn(server, IPPROTO_IPV6, IPV6_PKTINFO);
        int port = Family.IPV6.port(server);
        SOCKET client = left.call(() -> bound(udp6(), any6(0)));
        for (Link link : links) {
            in6_pktinfo by = new in6_pktinfo();
            by.ipi6_addr.set(link.address6(left, 0).sin6_addr);
            by.ipi6_ifindex = link.interfaceIndex(left);
            expectZero(
                    send(client, sending("x", link.address6(right, port), IPPROTO_IPV6, IPV6_PKTINFO, by.toBytes())));
            WSAMSG message = received(server, 1);
            in6_pktinfo info = new in6_pktinfo(data(message, IPPROTO_IPV6, IPV6_PKTINFO, 20));
            assertThat(info.ipi6_addr).isEqualTo(link.address6(right, 0).sin6_addr);
            assertThat(info.ipi6_ifindex).isEqualTo(link.interfaceIndex(right));
            assertThat(sender6(message).sin6_addr).isEqualTo(by.ipi6_addr);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D358")
    void marksAndHopsThroughARouter(Family family) {
        boolean four = family == Family.IPV4;
        Host router = network.host("router");
        router.forwarding();
        Link near = network.link(left, router);
        Link far = network.link(router, right);
        left.routeThrough(near);
        right.routeThrough(far);
        int level = four ? IPPROTO_IP : IPPROTO_IPV6;
        SOCKET server = right.call(() -> bound(family.udp(), family.wildcard(0)));
        expectZero(WSASetRecvIPEcn(server, 1));
        switchOn(server, level, four ? IP_RECVTTL : IPV6_HOPLIMIT);
        int port = family.port(server);
        SOCKET client = left.call(() -> bound(family.udp(), family.wildcard(0)));
        for (int ecn = 0; ecn < CONGESTION_EXPERIENCED; ecn++) {
            expectZero(send(
                    client,
                    sending(
                            "x",
                            four ? far.address(right, port) : far.address6(right, port),
                            level,
                            four ? IP_ECN : IPV6_ECN,
                            number(ecn))));
            WSAMSG message = received(server, 1);
            assertThat(data(message, level, four ? IP_ECN : IPV6_ECN, 4).getInt(0))
                    .isEqualTo(ecn);
            assertThat(data(message, level, four ? IP_TTL : IPV6_HOPLIMIT, 4).getInt(0))
                    .isIn(63, 127); // one router on the way
        }
        // No program may say so with Winsock: this one stands for a router that has met congestion
        left.run(() -> sendMarked(four ? far.ipv4(right) : far.ipv6(right), port, four));
        assertThat(data(received(server, 6), level, four ? IP_ECN : IPV6_ECN, 4).getInt(0))
                .isEqualTo(CONGESTION_EXPERIENCED);
    }

    private static void sendMarked(String host, int port, boolean four) {
        ProtocolFamily family = four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try (DatagramChannel channel = DatagramChannel.open(family)) {
            channel.setOption(StandardSocketOptions.IP_TOS, CONGESTION_EXPERIENCED);
            channel.send(ByteBuffer.allocate(6), new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

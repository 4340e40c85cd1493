package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.SIO_TCP_INFO;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.TCP_INFO_v0;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SO_REUSE_UNICASTPORT, SO_PORT_SCALABILITY, SO_RANDOMIZE_PORT: on a host with few ports to give. */
@WinsockTest
final class PortChoiceTest extends Scene {
    private static final int PORTS = 4;

    private Network network;
    private Host left;
    private Host right;
    private Link link;

    @BeforeEach
    void hosts() {
        network = track(Network.create());
        left = network.host("left");
        right = network.host("right");
        link = network.link(left, right);
    }

    private void fewPorts() {
        left.command("sh", "-c", "echo 40000 40003 >/proc/sys/net/ipv4/ip_local_port_range");
    }

    private SOCKET listenerOnTheRight() {
        return right.call(() -> listening(bound(tcp(), link.address(right, 0))));
    }

    private SOCKET onTheLeft(int option, sockaddr address) {
        return left.call(() -> bound(with(tcp(), SOL_SOCKET, option, 1), address));
    }

    /** Connects; the socket that is bound already must do it on the left, too. */
    private void connectOnTheLeft(SOCKET s, sockaddr to) {
        left.run(() -> expectZero(connectTo(s, to)));
    }

    @Test
    @Needs(Capability.PORT_AT_CONNECT)
    @Conforms("D505")
    void connectionsToDifferentPeersShareAPort() {
        fewPorts();
        SOCKET[] listeners = {listenerOnTheRight(), listenerOnTheRight()};
        Set<Integer> ports = new TreeSet<>();
        for (int i = 0; i < 2 * PORTS; i++) {
            SOCKET s = onTheLeft(SO_REUSE_UNICASTPORT, any(0));
            assertThat(port(s)).as("chosen by connect").isZero();
            connectOnTheLeft(s, localAddress(listeners[i % 2]));
            ports.add(port(s));
            assertThat(port(expectSocket(accept(listeners[i % 2], null, null)))).isEqualTo(port(listeners[i % 2]));
        }
        assertThat(ports).hasSize(PORTS).allMatch(port -> port >= 40000 && port <= 40003);
    }

    @Test
    @Needs(Capability.PORT_AT_CONNECT)
    @Conforms("D505")
    void aPortThatConnectChoseIsInUse() {
        SOCKET listener = listenerOnTheRight();
        SOCKET s = onTheLeft(SO_REUSE_UNICASTPORT, any(0));
        connectOnTheLeft(s, localAddress(listener));
        left.run(() -> expectError(WSAEADDRINUSE, bindTo(tcp(), any(port(s)))));
        SOCKET listening = onTheLeft(SO_REUSE_UNICASTPORT, any(0));
        left.run(() -> listening(listening));
        assertThat(port(listening)).isPositive();
        left.run(() -> expectError(WSAEADDRINUSE, bindTo(tcp(), any(port(listening)))));
    }

    @Test
    @Needs(Capability.PORT_AT_CONNECT)
    @Conforms("D505")
    void aConnectThatFailsGivesThePortBack() {
        SOCKET listener = listenerOnTheRight();
        sockaddr nobody = link.address(right, port(listener));
        SOCKET s = onTheLeft(SO_REUSE_UNICASTPORT, any(0));
        expectZero(closesocket(listener));
        left.run(() -> expectError(WSAECONNREFUSED, connectTo(s, nobody)));
        SOCKET again = right.call(() -> listening(bound(tcp(), nobody)));
        connectOnTheLeft(s, nobody);
        assertThat(port(s)).isPositive();
        expectSocket(accept(again, null, null));
    }

    @Test
    @Conforms("D506")
    void withoutTheOptionThePortsRunOut() {
        fewPorts();
        List<SOCKET> all = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            all.add(left.call(() -> bound(tcp(), any(0))));
        }
        assertThat(all.stream().map(s -> port(s)).distinct()).hasSize(PORTS);
        left.run(() -> expectError(WSAENOBUFS, bindTo(tcp(), any(0))));
    }

    @Test
    @Conforms("D507")
    void eachAddressHasItsPorts() {
        fewPorts();
        Link second = network.link(left, right);
        for (Link each : new Link[] {link, second}) {
            sockaddr_in address = each.address(left, 0);
            Set<Integer> ports = new TreeSet<>();
            for (int i = 0; i < PORTS; i++) {
                ports.add(port(onTheLeft(SO_PORT_SCALABILITY, address)));
            }
            assertThat(ports).hasSize(PORTS);
            SOCKET more = left.call(() -> with(tcp(), SOL_SOCKET, SO_PORT_SCALABILITY, 1));
            left.run(() -> expectError(WSAENOBUFS, bindTo(more, address)));
        }
    }

    /** Neighbours would have this difference at most; that twelve random ports have it is not to be expected. */
    @Test
    @Conforms("D508")
    void thePortsOfConnectsAreRandom() {
        SOCKET listener = listenerOnTheRight();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SOCKET s = left.call(() -> with(tcp(), SOL_SOCKET, SO_RANDOMIZE_PORT, 1));
            connectOnTheLeft(s, localAddress(listener));
            ports.add(port(s));
        }
        int near = 0;
        for (int i = 1; i < ports.size(); i++) {
            near += Math.abs(ports.get(i) - ports.get(i - 1)) <= 64 ? 1 : 0;
        }
        assertThat(near).as("neighbours in %s", ports).isLessThan(6);
    }

    /** TCP_TIMESTAMPS is kept; what SIO_TCP_INFO tells is what the connection does. */
    @Test
    @Needs(Capability.TCP_STATISTICS)
    @Conforms("D509")
    void timestampsAreASettingOfTheSystem() {
        SOCKET listener = listenerOnTheRight();
        for (int setting = 0; setting <= 1; setting++) {
            left.writeSetting("ipv4/tcp_timestamps", setting);
            SOCKET s = left.call(() -> with(tcp(), IPPROTO_TCP, TCP_TIMESTAMPS, 1));
            connectOnTheLeft(s, localAddress(listener));
            TCP_INFO_v0 info = new TCP_INFO_v0();
            expectZero(WSAIoctl(s, SIO_TCP_INFO, new IntRef(0), 4, info, sizeof(info), new IntRef(), null, null));
            assertThat(info.TimestampsEnabled != 0).isEqualTo(setting != 0);
            assertThat(option(s, IPPROTO_TCP, TCP_TIMESTAMPS)).isEqualTo(1);
        }
    }
}

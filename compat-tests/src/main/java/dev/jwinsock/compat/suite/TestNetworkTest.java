package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What needs more than one host: errors and limits that come back from the network. */
@WinsockTest
final class TestNetworkTest extends Scene {
    private static final int NARROW = 1280; // the least that IPv6 allows

    private Network network;
    private Host left;
    private Host right;

    @BeforeEach
    void hosts() {
        network = track(Network.create());
        left = network.host("left");
        right = network.host("right");
    }

    private static sockaddr address(Family family, Link link, Host host, int port) {
        return family == Family.IPV4 ? link.address(host, port) : link.address6(host, port);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D440")
    void datagramsComeFromTheInterfaceThatTheyWentOutBy(Family family) {
        Link one = network.link(left, right);
        Link two = network.link(left, right);
        SOCKET server = right.call(() -> bound(family.udp(), family.wildcard(0)));
        SOCKET client = left.call(() -> bound(family.udp(), family.wildcard(0)));
        for (Link link : new Link[] {one, two}) {
            expectCount(1, sendTo(client, new byte[1], address(family, link, right, family.port(server))));
            sockaddr from = family.empty();
            expectCount(1, recvfrom(server, new byte[2], 2, 0, from, new IntRef(sizeof(from))));
            assertThat(Family.host(from)).isEqualTo(Family.host(address(family, link, left, 0)));
        }
    }

    @Test
    @Conforms("D440")
    void streamToAProgramOnAnotherHost() throws IOException {
        Link link = network.link(left, right);
        Process server = right.java(EchoServer.class, link.ipv4(right));
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        int port = Integer.parseInt(printed.readLine());
        SOCKET client = left.call(() -> {
            SOCKET s = tcp();
            expectZero(connectTo(s, link.address(right, port)));
            return s;
        });
        byte[] sent = data(1000);
        expectCount(sent.length, send(client, sent));
        expectZero(shutdown(client, SD_SEND));
        assertThat(receiveAll(client)).isEqualTo(sent);
        assertThat(printed.readLine()).isEqualTo("from " + link.ipv4(left));
    }

    /** Sends back all that its only client sends, and says who that was. */
    static final class EchoServer {
        private EchoServer() {}

        public static void main(String[] arguments) {
            expectZero(WSAStartup(MAKEWORD(2, 2), new WSADATA()));
            SOCKET listener = listening(bound(tcp(), Family.address(arguments[0], 0)));
            System.out.println(port(listener));
            sockaddr_in from = new sockaddr_in();
            SOCKET s = expectSocket(accept(listener, from, new IntRef(sizeof(from))));
            byte[] all = receiveAll(s);
            send(s, all);
            System.out.println("from " + Family.host(from));
            WSACleanup();
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D441")
    void portUnreachableResetsAConnectedSender(Family family) {
        Link link = network.link(left, right);
        SOCKET client = left.call(() -> {
            SOCKET s = family.udp();
            expectZero(connectTo(s, address(family, link, right, 9)));
            return s;
        });
        expectCount(1, send(client, new byte[1]));
        expectError(WSAECONNRESET, recv(client, new byte[2]));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D441")
    @Needs(Capability.ICMP_ERRORS)
    void portUnreachableResetsASenderWithoutPeer(Family family) {
        Link link = network.link(left, right);
        SOCKET client = left.call(() -> bound(family.udp(), family.wildcard(0)));
        expectCount(1, sendTo(client, new byte[1], address(family, link, right, 9)));
        expectError(WSAECONNRESET, recv(client, new byte[2]));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D442")
    void streamFindsItsWayThroughANarrowLink(Family family) {
        Host router = network.host("router");
        router.forwarding();
        Link wide = network.link(left, router);
        Link narrow = network.link(router, right).mtu(router, NARROW);
        left.routeThrough(wide);
        right.routeThrough(narrow);
        sockaddr far = address(family, narrow, right, 0);
        SOCKET listener = right.call(() -> listening(bound(family.tcp(), far)));
        SOCKET client = left.call(() -> {
            SOCKET s = family.tcp();
            expectZero(connectTo(s, family.local(listener)));
            return s;
        });
        SOCKET accepted = expectSocket(accept(listener, null, null));
        byte[] sent = data(MIB);
        Call<byte[]> received = Call.of(() -> receive(accepted, MIB));
        for (int done = 0; done < sent.length; ) {
            int n = dev.jwinsock.Winsock2.send(client, sent, done, sent.length - done, 0);
            assertThat(n).isPositive();
            done += n;
        }
        assertThat(received.value()).isEqualTo(sent);
        // The router has said how narrow its link is: this was the network, and no shortcut
        assertThat(left.command("ip", "route", "get", Family.host(far))).contains("mtu " + NARROW);
    }
}

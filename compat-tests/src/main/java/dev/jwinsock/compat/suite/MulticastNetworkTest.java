package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.GROUP_REQ;
import dev.jwinsock.GROUP_SOURCE_REQ;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.Struct;
import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.network.Host;
import dev.jwinsock.compat.harness.network.Link;
import dev.jwinsock.compat.harness.network.MulticastRouter;
import dev.jwinsock.compat.harness.network.Network;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Capability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Multicast between hosts. */
@WinsockTest
final class MulticastNetworkTest extends Scene {
    private Network network;
    private Host left;
    private Host right;

    @BeforeEach
    void hosts() {
        network = track(Network.create());
        left = network.host("left");
        right = network.host("right");
    }

    /** Routes for IPv6 multicast come some time after a link is up. */
    private Link link(Host first, Host second) {
        Link link = network.link(first, second);
        if (Network.hasIpv6()) {
            for (Host host : new Host[] {first, second}) {
                Deadline.await(() -> host.command("ip", "-6", "route", "show", "table", "local")
                        .contains("ff00::/8 dev " + link.interfaceName(host)));
            }
        }
        return link;
    }

    private static int level(Family family) {
        return family == Family.IPV4 ? IPPROTO_IP : IPPROTO_IPV6;
    }

    private static sockaddr group(Family family, int port) {
        return family == Family.IPV4 ? address(MulticastScene.GROUP, port) : address6("ff15::c11", port);
    }

    private static sockaddr end(Family family, Link link, Host host) {
        return family == Family.IPV4 ? link.address(host, 0) : link.address6(host, 0);
    }

    private static SOCKET receiver(Family family, Host host) {
        return host.call(() -> {
            SOCKET s = family.udp();
            expectZero(bindTo(s, family.wildcard(0)));
            expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
            return s;
        });
    }

    /** Its multicasts go out by the link. */
    private static SOCKET sender(Family family, Host host, Link link) {
        return host.call(() -> {
            SOCKET s = family.udp();
            expectZero(bindTo(s, family.wildcard(0)));
            send(s, family, host, link);
            return s;
        });
    }

    private static void send(SOCKET s, Family family, Host host, Link link) {
        int index = link.interfaceIndex(host);
        int value = family == Family.IPV4 ? htonl(index) : index;
        host.run(() -> expectZero(setsockopt(s, level(family), IP_MULTICAST_IF, value)));
    }

    private static void join(SOCKET s, Family family, Host host, Link link) {
        GROUP_REQ request = new GROUP_REQ();
        request.gr_interface = link.interfaceIndex(host);
        request.gr_group.copyFrom(group(family, 0));
        set(s, family, host, MCAST_JOIN_GROUP, request);
    }

    private static void change(SOCKET s, Family family, Host host, Link link, int option, sockaddr source) {
        GROUP_SOURCE_REQ request = new GROUP_SOURCE_REQ();
        request.gsr_interface = link.interfaceIndex(host);
        request.gsr_group.copyFrom(group(family, 0));
        request.gsr_source.copyFrom(source);
        set(s, family, host, option, request);
    }

    private static void set(SOCKET s, Family family, Host host, int option, Struct value) {
        host.run(() -> expectZero(setsockopt(s, level(family), option, value, sizeof(value))));
    }

    private static void send(SOCKET sender, Family family, SOCKET to, int number) {
        expectCount(1, sendTo(sender, new byte[] {(byte) number}, group(family, family.port(to))));
    }

    /** The next datagram is this one. */
    private static void expectHeard(SOCKET s, int number) {
        byte[] got = new byte[1];
        expectCount(1, recvfrom(s, got, 1, 0, null, null));
        assertThat(got).containsExactly(number);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D383")
    void scopeZeroStaysOnTheHostAndScopeOneReachesTheNextOne(Family family) {
        Link link = link(left, right);
        SOCKET sender = sender(family, left, link);
        SOCKET here = receiver(family, left);
        SOCKET there = receiver(family, right);
        join(here, family, left, link);
        join(there, family, right, link);
        expectZero(WSAIoctl(sender, SIO_MULTICAST_SCOPE, new IntRef(0), 4, null, 0, new IntRef(), null, null));
        send(sender, family, here, 1);
        send(sender, family, there, 1);
        expectHeard(here, 1);
        expectZero(WSAIoctl(sender, SIO_MULTICAST_SCOPE, new IntRef(1), 4, null, 0, new IntRef(), null, null));
        send(sender, family, there, 2);
        expectHeard(there, 2);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D510")
    void scopeOneStopsAtTheRouterAndScopeTwoPassesIt(Family family) {
        Host router = network.host("router").forwarding();
        Link near = link(left, router);
        Link far = link(router, right);
        left.routeThrough(near);
        right.routeThrough(far);
        SOCKET sender = left.call(() -> bound(family.udp(), end(family, near, left)));
        send(sender, family, left, near);
        SOCKET here = receiver(family, router);
        SOCKET there = receiver(family, right);
        join(here, family, router, near);
        join(there, family, right, far);
        track(MulticastRouter.start(router, near, far, end(family, near, left), group(family, 0)));
        int port = family.port(there);
        for (int scope = 1; scope <= 2; scope++) {
            IntRef value = new IntRef(scope);
            expectZero(WSAIoctl(sender, SIO_MULTICAST_SCOPE, value, 4, null, 0, new IntRef(), null, null));
            send(sender, family, here, scope);
            expectHeard(here, scope);
            expectCount(1, sendTo(sender, new byte[] {(byte) scope}, group(family, port)));
        }
        expectHeard(there, 2);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D384")
    void aGroupIsJoinedOnOneInterface(Family family) {
        Link one = link(left, right);
        Link two = link(left, right);
        SOCKET sender = sender(family, left, two);
        SOCKET receiver = receiver(family, right);
        join(receiver, family, right, one);
        send(sender, family, receiver, 1);
        send(sender, family, left, one);
        send(sender, family, receiver, 2);
        expectHeard(receiver, 2);
        join(receiver, family, right, two);
        send(sender, family, left, two);
        send(sender, family, receiver, 3);
        expectHeard(receiver, 3);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Needs(Capability.GROUPS_WHEN_BOUND)
    @Conforms("D388")
    void aSocketBoundToOneAddressHearsItsGroups(Family family) {
        Link one = link(left, right);
        Link two = link(left, right);
        SOCKET sender = sender(family, left, one);
        SOCKET s = right.call(() -> bound(family.udp(), end(family, one, right)));
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        join(s, family, right, one);
        send(sender, family, s, 1);
        expectHeard(s, 1);
        int port = family.port(s);
        assertThat(Family.host(family.local(s))).isEqualTo(Family.host(end(family, one, right)));
        expectCount(1, sendTo(sender, new byte[] {2}, withPort(family, two, right, port)));
        expectCount(1, sendTo(sender, new byte[] {3}, withPort(family, one, right, port)));
        expectHeard(s, 3);
        expectCount(1, sendTo(s, new byte[] {4}, withPort(family, two, left, family.port(sender))));
        sockaddr from = family.empty();
        expectCount(1, recvfrom(sender, new byte[1], 1, 0, from, new IntRef(sizeof(from))));
        assertThat(Family.host(from)).isEqualTo(Family.host(end(family, one, right)));
    }

    private static sockaddr withPort(Family family, Link link, Host host, int port) {
        return family == Family.IPV4 ? link.address(host, port) : link.address6(host, port);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D385")
    void sourcesOnTwoLinks(Family family) {
        Link one = link(left, right);
        Host third = network.host("third");
        Link two = link(third, right);
        SOCKET first = sender(family, left, one);
        SOCKET second = sender(family, third, two);
        SOCKET receiver = receiver(family, right);
        sockaddr firstAddress = end(family, one, left);
        change(receiver, family, right, one, MCAST_JOIN_SOURCE_GROUP, firstAddress);
        join(receiver, family, right, two);
        send(first, family, receiver, 1);
        expectHeard(receiver, 1);
        send(second, family, receiver, 2);
        expectHeard(receiver, 2);
        change(receiver, family, right, two, MCAST_BLOCK_SOURCE, end(family, two, third));
        send(second, family, receiver, 3);
        change(receiver, family, right, two, MCAST_UNBLOCK_SOURCE, end(family, two, third));
        send(second, family, receiver, 4);
        expectHeard(receiver, 4);
        change(receiver, family, right, one, MCAST_LEAVE_SOURCE_GROUP, firstAddress);
        send(first, family, receiver, 5);
        change(receiver, family, right, one, MCAST_JOIN_SOURCE_GROUP, end(family, one, right));
        send(first, family, receiver, 6);
        change(receiver, family, right, one, MCAST_JOIN_SOURCE_GROUP, firstAddress);
        send(first, family, receiver, 7);
        expectHeard(receiver, 7);
    }

    /** In a JVM of that host: on this host's threads Java finds the addresses of the machine's own network. */
    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms({"S290", "D386"})
    void loopbackOffSilencesThisHostOnly(Family family) throws IOException {
        Link link = link(left, right);
        Process program = left.java(Listener.class, family.name(), Integer.toString(link.interfaceIndex(left)));
        BufferedReader printed =
                new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
        int port = Integer.parseInt(printed.readLine());
        SOCKET there = sender(family, right, link);
        expectCount(1, sendTo(there, new byte[] {3}, group(family, port)));
        assertThat(printed.readLine()).isEqualTo("on 1");
        assertThat(printed.readLine()).isEqualTo("off 3");
    }

    /** Hears a sender of its own host; then no more, but the sender of the other one. */
    static final class Listener {
        private Listener() {}

        public static void main(String[] arguments) {
            Family family = Family.valueOf(arguments[0]);
            int index = Integer.parseInt(arguments[1]);
            expectZero(WSAStartup(MAKEWORD(2, 2), new WSADATA()));
            SOCKET sender = family.udp();
            int value = family == Family.IPV4 ? htonl(index) : index;
            expectZero(setsockopt(sender, level(family), IP_MULTICAST_IF, value));
            SOCKET s = family.udp();
            expectZero(bindTo(s, family.wildcard(0)));
            expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
            GROUP_REQ request = new GROUP_REQ();
            request.gr_interface = index;
            request.gr_group.copyFrom(group(family, 0));
            expectZero(setsockopt(s, level(family), MCAST_JOIN_GROUP, request, sizeof(request)));
            send(sender, family, s, 1);
            int on = receive(s);
            expectZero(setsockopt(s, level(family), IP_MULTICAST_LOOP, 0));
            send(sender, family, s, 2);
            System.out.println(family.port(s));
            System.out.println("on " + on);
            System.out.println("off " + receive(s));
            WSACleanup();
        }

        private static int receive(SOCKET s) {
            byte[] got = new byte[1];
            expectCount(1, recvfrom(s, got, 1, 0, null, null));
            return got[0];
        }
    }
}

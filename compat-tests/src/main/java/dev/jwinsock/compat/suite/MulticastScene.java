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
import dev.jwinsock.ip_mreq;
import dev.jwinsock.ip_mreq_source;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.GroupChange;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Multicast over the loopback interface. */
abstract class MulticastScene extends Scene {
    static final int GROUP = 0xefc00c11; // 239.192.12.17
    static final int OTHER_GROUP = 0xefc00c12;
    static final int SOURCE = INADDR_LOOPBACK;
    static final int OTHER_SOURCE = INADDR_LOOPBACK + 1;
    private static final byte PLAIN = 1;
    private static final byte TO_GROUP = 2;

    /** The ways to change a membership. */
    enum Style {
        /** IP_ADD_MEMBERSHIP and its kin. */
        IPV4,
        /** MCAST_JOIN_GROUP and its kin, for IPv4. */
        PORTABLE_IPV4,
        /** MCAST_JOIN_GROUP and its kin, for IPv6. */
        PORTABLE_IPV6;

        SOCKET socket() {
            return this == PORTABLE_IPV6 ? bound(udp6(), any6(0)) : bound(udp(), any(0));
        }

        /** Changes the membership in a group on the loopback interface. */
        int change(SOCKET s, GroupChange change) {
            return change(s, change, 0);
        }

        /** @param source 0: the usual one, 1: another one */
        int change(SOCKET s, GroupChange change, int source) {
            int level = this == PORTABLE_IPV6 ? IPPROTO_IPV6 : IPPROTO_IP;
            Struct value = value(change, source);
            return setsockopt(
                    s, level, this == IPV4 ? ipv4Option(change) : portableOption(change), value, sizeof(value));
        }

        private Struct value(GroupChange change, int source) {
            if (this == IPV4) {
                return change.ofSource() ? sourceRequest(GROUP, SOURCE + source) : request(GROUP);
            }
            sockaddr group = this == PORTABLE_IPV4 ? address(GROUP, 0) : address6("ff15::c11", 0);
            if (!change.ofSource()) {
                GROUP_REQ request = new GROUP_REQ();
                request.gr_interface = loopbackIndex();
                request.gr_group.copyFrom(group);
                return request;
            }
            GROUP_SOURCE_REQ request = new GROUP_SOURCE_REQ();
            request.gsr_interface = loopbackIndex();
            request.gsr_group.copyFrom(group);
            request.gsr_source.copyFrom(
                    this == PORTABLE_IPV4 ? address(SOURCE + source, 0) : address6(source == 0 ? "::1" : "fd00::9", 0));
            return request;
        }

        private static int ipv4Option(GroupChange change) {
            return switch (change) {
                case JOIN -> IP_ADD_MEMBERSHIP;
                case LEAVE -> IP_DROP_MEMBERSHIP;
                case JOIN_SOURCE -> IP_ADD_SOURCE_MEMBERSHIP;
                case LEAVE_SOURCE -> IP_DROP_SOURCE_MEMBERSHIP;
                case BLOCK -> IP_BLOCK_SOURCE;
                case UNBLOCK -> IP_UNBLOCK_SOURCE;
            };
        }

        private static int portableOption(GroupChange change) {
            return switch (change) {
                case JOIN -> MCAST_JOIN_GROUP;
                case LEAVE -> MCAST_LEAVE_GROUP;
                case JOIN_SOURCE -> MCAST_JOIN_SOURCE_GROUP;
                case LEAVE_SOURCE -> MCAST_LEAVE_SOURCE_GROUP;
                case BLOCK -> MCAST_BLOCK_SOURCE;
                case UNBLOCK -> MCAST_UNBLOCK_SOURCE;
            };
        }
    }

    static int loopbackIndex() {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())
                    .getIndex();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On the loopback interface. */
    static ip_mreq request(int group) {
        ip_mreq request = new ip_mreq();
        request.imr_multiaddr.s_addr = htonl(group);
        request.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
        return request;
    }

    /** On the loopback interface. */
    static ip_mreq_source sourceRequest(int group, int source) {
        ip_mreq_source request = new ip_mreq_source();
        request.imr_multiaddr.s_addr = htonl(group);
        request.imr_sourceaddr.s_addr = htonl(source);
        request.imr_interface.s_addr = htonl(INADDR_LOOPBACK);
        return request;
    }

    static int set(SOCKET s, int option, Struct value) {
        return setsockopt(s, IPPROTO_IP, option, value, sizeof(value));
    }

    /** A socket whose multicasts go over the loopback interface. */
    static SOCKET sender() {
        SOCKET s = bound(udp(), any(0));
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(INADDR_LOOPBACK)));
        return s;
    }

    static SOCKET receiver() {
        SOCKET s = bound(udp(), any(0));
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        return s;
    }

    /** What the sender sends to the group comes to the receiver. */
    static void expectHeard(SOCKET sender, SOCKET receiver, int group) {
        expectCount(1, sendTo(sender, new byte[] {TO_GROUP}, address(group, port(receiver))));
        byte[] got = new byte[1];
        sockaddr_in from = new sockaddr_in();
        expectCount(1, recvfrom(receiver, got, 1, 0, from, new IntRef(sizeof(from))));
        assertThat(got).containsExactly(TO_GROUP);
        assertThat(from.sin_port).isEqualTo(localAddress(sender).sin_port);
    }

    /** What the sender sends to the group does not come to the receiver, and what it sends to it directly does. */
    static void expectUnheard(SOCKET sender, SOCKET receiver, int group) {
        expectCount(1, sendTo(sender, new byte[] {TO_GROUP}, address(group, port(receiver))));
        expectCount(1, sendTo(sender, new byte[] {PLAIN}, loopback(port(receiver))));
        byte[] got = new byte[1];
        expectCount(1, recvfrom(receiver, got, 1, 0, null, null));
        assertThat(got).containsExactly(PLAIN);
        expectNothing(receiver);
    }

    static void expectNothing(SOCKET receiver) {
        nonblocking(receiver);
        expectError(WSAEWOULDBLOCK, recvfrom(receiver, new byte[1], 1, 0, null, null));
        blocking(receiver);
    }
}

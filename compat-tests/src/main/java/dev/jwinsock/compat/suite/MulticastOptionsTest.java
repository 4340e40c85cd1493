package dev.jwinsock.compat.suite;

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
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The values of multicast options, and the interface lists. */
@WinsockTest
final class MulticastOptionsTest extends MulticastScene {
    private static int level(Family family) {
        return family == Family.IPV4 ? IPPROTO_IP : IPPROTO_IPV6;
    }

    private static int hops(Family family) {
        return family == Family.IPV4 ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS;
    }

    private static int loop(Family family) {
        return family == Family.IPV4 ? IP_MULTICAST_LOOP : IPV6_MULTICAST_LOOP;
    }

    private static int sendingInterface(Family family) {
        return family == Family.IPV4 ? IP_MULTICAST_IF : IPV6_MULTICAST_IF;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms({"S271", "A217"})
    void hopLimitOfOneToFourBytes(Family family) {
        SOCKET s = family.udp();
        int level = level(family);
        assertThat(option(s, level, hops(family))).isEqualTo(1);
        for (int length = 1; length <= 4; length++) {
            byte[] value = {(byte) (10 + length), 0, 0, 0, 99};
            expectZero(setsockopt(s, level, hops(family), value, length));
            assertThat(option(s, level, hops(family))).isEqualTo(10 + length);
        }
        expectZero(setsockopt(s, level, hops(family), new byte[] {20, 99, 99, 99}, 1));
        for (int asked : new int[] {1, 2, 4, 8}) {
            byte[] read = {-1, -1, -1, -1, -1, -1, -1, -1};
            IntRef length = new IntRef(asked);
            expectZero(getsockopt(s, level, hops(family), read, length));
            assertThat(length.value).isEqualTo(asked < 4 ? 1 : 4);
            assertThat(read[0]).isEqualTo((byte) 20);
            assertThat(read[1]).isEqualTo((byte) (asked < 4 ? -1 : 0));
        }
        expectError(WSAEFAULT, getsockopt(s, level, hops(family), new byte[4], new IntRef(0)));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D377")
    void hopLimitIsAtMost255(Family family) {
        SOCKET s = family.udp();
        expectZero(setsockopt(s, level(family), hops(family), 255));
        expectError(WSAEINVAL, setsockopt(s, level(family), hops(family), 256));
        expectZero(setsockopt(s, level(family), hops(family), 0));
        assertThat(option(s, level(family), hops(family))).isZero();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("A194")
    void scopeIsTheHopLimit(Family family) {
        SOCKET s = family.udp();
        IntRef bytes = new IntRef(7);
        expectZero(WSAIoctl(s, SIO_MULTICAST_SCOPE, new IntRef(3), 4, null, 0, bytes, null, null));
        assertThat(bytes.value).isZero();
        assertThat(option(s, level(family), hops(family))).isEqualTo(3);
        expectError(WSAEINVAL, WSAIoctl(s, SIO_MULTICAST_SCOPE, new IntRef(256), 4, null, 0, bytes, null, null));
        expectError(WSAEFAULT, WSAIoctl(s, SIO_MULTICAST_SCOPE, new IntRef(3), 3, null, 0, bytes, null, null));
        expectError(WSAEFAULT, WSAIoctl(s, SIO_MULTICAST_SCOPE, (byte[]) null, 4, null, 0, bytes, null, null));
        expectError(
                WSAEOPNOTSUPP,
                WSAIoctl(family.tcp(), SIO_MULTICAST_SCOPE, new IntRef(3), 4, null, 0, bytes, null, null));
    }

    @Test
    @Conforms("A194")
    void scopeZeroStaysOnTheHost() {
        SOCKET sender = sender();
        SOCKET s = receiver();
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectZero(WSAIoctl(sender, SIO_MULTICAST_SCOPE, new IntRef(0), 4, null, 0, new IntRef(), null, null));
        expectHeard(sender, s, GROUP);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("A218")
    void loopbackIsATruthValue(Family family) {
        SOCKET s = family.udp();
        assertThat(option(s, level(family), loop(family))).isEqualTo(1);
        expectZero(setsockopt(s, level(family), loop(family), 0));
        assertThat(option(s, level(family), loop(family))).isZero();
        expectZero(setsockopt(s, level(family), loop(family), 0x100));
        assertThat(option(s, level(family), loop(family))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("A214")
    void streamsHaveNone(Family family) {
        SOCKET s = family.tcp();
        for (int name : new int[] {hops(family), loop(family), sendingInterface(family)}) {
            expectError(WSAEINVAL, getsockopt(s, level(family), name, new IntRef(), new IntRef(4)));
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms({"S287", "A215"})
    void membershipsCannotBeRead(Family family) {
        for (SOCKET s : new SOCKET[] {family.udp(), family.tcp()}) {
            expectError(WSAENOPROTOOPT, getsockopt(s, level(family), IP_ADD_MEMBERSHIP, new byte[64], new IntRef(64)));
            expectError(WSAENOPROTOOPT, getsockopt(s, level(family), IP_DROP_MEMBERSHIP, new byte[64], new IntRef(64)));
        }
    }

    @Test
    @Conforms("A222")
    void theSendingInterfaceIsAnAddressOrAnIndexInNetworkOrder() {
        SOCKET s = udp();
        assertThat(option(s, IPPROTO_IP, IP_MULTICAST_IF)).isZero();
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, 0));
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(INADDR_LOOPBACK)));
        assertThat(option(s, IPPROTO_IP, IP_MULTICAST_IF)).isEqualTo(loopbackIndex());
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(loopbackIndex())));
        assertThat(option(s, IPPROTO_IP, IP_MULTICAST_IF)).isEqualTo(loopbackIndex());
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(0xc6336401)));
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(0xfffff0)));
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, new byte[3], 3));
        SOCKET receiver = receiver();
        expectZero(set(receiver, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectHeard(bound(s, any(0)), receiver, GROUP);
    }

    @Test
    @Conforms("A222")
    void theSendingInterfaceOfIpv6IsAnIndexInHostOrder() {
        SOCKET s = udp6();
        assertThat(option(s, IPPROTO_IPV6, IPV6_MULTICAST_IF)).isZero();
        expectZero(setsockopt(s, IPPROTO_IPV6, IPV6_MULTICAST_IF, (byte[]) null, 0));
        expectZero(setsockopt(s, IPPROTO_IPV6, IPV6_MULTICAST_IF, loopbackIndex()));
        assertThat(option(s, IPPROTO_IPV6, IPV6_MULTICAST_IF)).isEqualTo(loopbackIndex());
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, IPPROTO_IPV6, IPV6_MULTICAST_IF, 999_999));
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, IPPROTO_IPV6, IPV6_MULTICAST_IF, -1));
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_IPV6, IPV6_MULTICAST_IF, new byte[3], 3));
    }

    @Test
    @Needs(Capability.DUAL_MULTICAST)
    @Conforms("D382")
    void aDualStackSocketSendsToGroupsOfIpv4() {
        SOCKET s = udp6();
        expectError(WSAEINVAL, setsockopt(s, IPPROTO_IP, IP_MULTICAST_TTL, 3)); // not dual-stack yet
        with(s, IPPROTO_IPV6, IPV6_V6ONLY, 0);
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, htonl(INADDR_LOOPBACK)));
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_TTL, 3));
        SOCKET receiver = receiver();
        expectZero(set(receiver, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectCount(1, sendTo(s, new byte[1], mapped(GROUP, port(receiver))));
        expectCount(1, recvfrom(receiver, new byte[1], 1, 0, null, null));
    }

    // ---- interface lists

    private static void expectList(SOCKET s, int level, int... indexes) {
        byte[] read = new byte[64];
        IntRef length = new IntRef(read.length);
        expectZero(getsockopt(s, level, IP_GET_IFLIST, read, length));
        assertThat(length.value).isEqualTo(4 * indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            assertThat(read[4 * i]).isEqualTo((byte) indexes[i]);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Needs(Capability.INTERFACE_FILTER)
    @Conforms("D378")
    void onlyListedInterfacesAreHeard(Family family) {
        int level = level(family);
        int here = loopbackIndex();
        SOCKET s = family.udp();
        expectZero(bindTo(s, family.loopback(0)));
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        SOCKET sender = family.udp();
        byte[] got = new byte[1];
        expectError(WSAEINVAL, getsockopt(s, level, IP_GET_IFLIST, new byte[64], new IntRef(64)));
        expectZero(setsockopt(s, level, IP_IFLIST, 1));
        assertThat(option(s, level, IP_IFLIST)).isEqualTo(1);
        expectList(s, level);
        expectCount(1, sendTo(sender, new byte[] {1}, family.local(s)));
        expectZero(setsockopt(s, level, IP_ADD_IFLIST, here + 1));
        expectCount(1, sendTo(sender, new byte[] {2}, family.local(s)));
        expectZero(setsockopt(s, level, IP_ADD_IFLIST, here));
        expectList(s, level, here + 1, here);
        expectCount(1, sendTo(sender, new byte[] {3}, family.local(s)));
        expectCount(1, recvfrom(s, got, 1, 0, null, null));
        assertThat(got).containsExactly(3);
        expectZero(setsockopt(s, level, IP_DEL_IFLIST, here));
        expectList(s, level, here + 1);
        expectCount(1, sendTo(sender, new byte[] {4}, family.local(s)));
        expectZero(setsockopt(s, level, IP_IFLIST, 0));
        expectCount(1, sendTo(sender, new byte[] {5}, family.local(s)));
        expectCount(1, recvfrom(s, got, 1, 0, null, null));
        assertThat(got).containsExactly(5);
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, level, IP_DEL_IFLIST, here));
        expectError(WSAEFAULT, setsockopt(s, level, IP_ADD_IFLIST, new byte[3], 3));
        expectError(WSAENOPROTOOPT, getsockopt(s, level, IP_ADD_IFLIST, new byte[4], new IntRef(4)));
    }
}

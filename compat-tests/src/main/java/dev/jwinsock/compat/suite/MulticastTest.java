package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static dev.jwinsock.transport.GroupChange.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.GROUP_FILTER;
import dev.jwinsock.GROUP_REQ;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.in_addr;
import dev.jwinsock.ip_mreq;
import dev.jwinsock.ip_msfilter;
import dev.jwinsock.ipv6_mreq;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.sockaddr_storage;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Multicast groups: the order in which options may come, and who hears what. */
@WinsockTest
final class MulticastTest extends MulticastScene {
    @ParameterizedTest
    @EnumSource(Style.class)
    @Conforms({"S291", "A221", "D370"})
    void afterJoiningForAllSources(Style style) {
        SOCKET s = style.socket();
        expectZero(style.change(s, JOIN));
        expectError(WSAEADDRNOTAVAIL, style.change(s, JOIN));
        expectError(WSAEADDRNOTAVAIL, style.change(s, JOIN_SOURCE));
        expectError(WSAEINVAL, style.change(s, LEAVE_SOURCE));
        expectError(WSAEINVAL, style.change(s, UNBLOCK));
        expectZero(style.change(s, LEAVE));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    @Conforms({"S291", "A221", "D370"})
    void afterLeaving(Style style) {
        SOCKET s = style.socket();
        expectError(WSAEINVAL, style.change(s, LEAVE));
        expectZero(style.change(s, JOIN));
        expectZero(style.change(s, LEAVE));
        expectError(WSAEINVAL, style.change(s, LEAVE));
        expectError(WSAEINVAL, style.change(s, LEAVE_SOURCE));
        expectError(WSAEINVAL, style.change(s, BLOCK));
        expectError(WSAEINVAL, style.change(s, UNBLOCK));
        expectZero(style.change(s, JOIN_SOURCE));
        expectZero(style.change(s, LEAVE));
        expectZero(style.change(s, JOIN));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    @Conforms({"S291", "A221", "D370"})
    void afterJoiningForASource(Style style) {
        SOCKET s = style.socket();
        expectZero(style.change(s, JOIN_SOURCE));
        expectError(WSAEADDRNOTAVAIL, style.change(s, JOIN));
        expectError(WSAEADDRNOTAVAIL, style.change(s, JOIN_SOURCE));
        expectError(WSAEINVAL, style.change(s, UNBLOCK));
        expectError(WSAEADDRNOTAVAIL, style.change(s, LEAVE_SOURCE, 1));
        expectZero(style.change(s, JOIN_SOURCE, 1));
        expectZero(style.change(s, LEAVE_SOURCE));
        expectError(WSAEADDRNOTAVAIL, style.change(s, LEAVE_SOURCE));
        expectError(WSAEINVAL, style.change(s, UNBLOCK));
        expectZero(style.change(s, LEAVE_SOURCE, 1));
        expectError(WSAEADDRNOTAVAIL, style.change(s, LEAVE_SOURCE, 1));
        expectError(WSAEINVAL, style.change(s, UNBLOCK, 1));
        expectZero(style.change(s, JOIN));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    @Conforms({"S291", "A221", "D370"})
    void afterBlockingASource(Style style) {
        SOCKET s = style.socket();
        expectZero(style.change(s, JOIN));
        expectZero(style.change(s, BLOCK));
        expectError(WSAEADDRNOTAVAIL, style.change(s, BLOCK));
        expectError(WSAEINVAL, style.change(s, JOIN_SOURCE));
        expectError(WSAEINVAL, style.change(s, JOIN));
        expectZero(style.change(s, BLOCK, 1));
        expectZero(style.change(s, UNBLOCK));
        expectError(WSAEADDRNOTAVAIL, style.change(s, UNBLOCK));
        expectZero(style.change(s, BLOCK));
        expectZero(style.change(s, LEAVE));
        expectError(WSAEINVAL, style.change(s, UNBLOCK));
    }

    @Test
    @Conforms({"S291", "D370"})
    void eachGroupStandsForItself() {
        SOCKET s = receiver();
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectZero(set(s, IP_ADD_SOURCE_MEMBERSHIP, sourceRequest(OTHER_GROUP, SOURCE)));
        expectError(WSAEINVAL, set(s, IP_BLOCK_SOURCE, sourceRequest(OTHER_GROUP, SOURCE)));
        expectZero(set(s, IP_BLOCK_SOURCE, sourceRequest(GROUP, SOURCE)));
        expectZero(set(s, IP_DROP_MEMBERSHIP, request(OTHER_GROUP)));
        expectZero(set(s, IP_DROP_MEMBERSHIP, request(GROUP)));
    }

    @Test
    @Conforms("D371")
    void onlyTheGroupsThatTheSocketHasJoinedAreHeard() {
        SOCKET sender = sender();
        SOCKET member = receiver();
        SOCKET other = receiver();
        expectZero(set(member, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectZero(set(other, IP_ADD_MEMBERSHIP, request(OTHER_GROUP)));
        expectHeard(sender, member, GROUP);
        expectUnheard(sender, member, OTHER_GROUP);
        expectHeard(sender, other, OTHER_GROUP);
        expectUnheard(sender, other, GROUP);
        expectZero(set(member, IP_DROP_MEMBERSHIP, request(GROUP)));
        expectUnheard(sender, member, GROUP);
    }

    @Test
    @Conforms("D371")
    void allMembersOnAPortHear() {
        SOCKET sender = sender();
        SOCKET first = with(udp(), SOL_SOCKET, SO_REUSEADDR, 1);
        SOCKET second = with(udp(), SOL_SOCKET, SO_REUSEADDR, 1);
        expectZero(bindTo(first, any(0)));
        expectZero(bindTo(second, any(port(first))));
        for (SOCKET s : new SOCKET[] {first, second}) {
            expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
            expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        }
        expectHeard(sender, first, GROUP);
        byte[] got = new byte[1];
        expectCount(1, recvfrom(second, got, 1, 0, null, null));
    }

    @Test
    @Conforms("D372")
    void sourcesAreBlockedAndListed() {
        SOCKET sender = sender();
        SOCKET s = receiver();
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectZero(set(s, IP_BLOCK_SOURCE, sourceRequest(GROUP, SOURCE)));
        expectUnheard(sender, s, GROUP);
        expectZero(set(s, IP_UNBLOCK_SOURCE, sourceRequest(GROUP, SOURCE)));
        expectHeard(sender, s, GROUP);
        expectZero(set(s, IP_DROP_MEMBERSHIP, request(GROUP)));
        expectZero(set(s, IP_ADD_SOURCE_MEMBERSHIP, sourceRequest(GROUP, OTHER_SOURCE)));
        expectUnheard(sender, s, GROUP);
        expectZero(set(s, IP_ADD_SOURCE_MEMBERSHIP, sourceRequest(GROUP, SOURCE)));
        expectHeard(sender, s, GROUP);
        expectZero(set(s, IP_DROP_SOURCE_MEMBERSHIP, sourceRequest(GROUP, SOURCE)));
        expectUnheard(sender, s, GROUP);
    }

    @Test
    @Needs(Capability.GROUPS_WHEN_BOUND)
    @Conforms("D388")
    void aSocketBoundToOneAddressHearsItsGroups() {
        SOCKET sender = sender();
        SOCKET s = bound(udp(), address(OTHER_SOURCE, 0));
        int port = port(s);
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        expectZero(setsockopt(s, IPPROTO_IP, IP_TTL, 7));
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectHeard(sender, s, GROUP);
        assertThat(localAddress(s)).isEqualTo(address(OTHER_SOURCE, port));
        assertThat(option(s, IPPROTO_IP, IP_TTL)).isEqualTo(7);
        // It is still one address's socket: what it hears of others, and what its datagrams say
        expectCount(1, sendTo(sender, new byte[] {1}, loopback(port)));
        expectCount(1, sendTo(sender, new byte[] {2}, address(OTHER_GROUP, port)));
        expectCount(1, sendTo(sender, new byte[] {3}, address(OTHER_SOURCE, port)));
        byte[] got = new byte[1];
        expectCount(1, recvfrom(s, got, 1, 0, null, null));
        assertThat(got).containsExactly(3);
        sockaddr_in from = new sockaddr_in();
        expectZero(setsockopt(sender, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        expectCount(1, sendTo(s, new byte[1], loopback(port(sender))));
        expectCount(1, recvfrom(sender, got, 1, 0, from, new IntRef(sizeof(from))));
        assertThat(from).isEqualTo(address(OTHER_SOURCE, port));
        expectZero(connectTo(s, loopback(port(sender))));
        expectCount(1, send(s, new byte[1]));
        expectCount(1, recvfrom(sender, got, 1, 0, from, new IntRef(sizeof(from))));
        assertThat(from).isEqualTo(address(OTHER_SOURCE, port));
        SOCKET neighbour = bound(udp(), loopback(port)); // another address's port is free
        assertThat(port(neighbour)).isEqualTo(port);
    }

    @Test
    @Needs(Capability.GROUPS_WHEN_BOUND)
    @Conforms("D388")
    void soDoesOneThatHadJoinedBefore() {
        SOCKET sender = sender();
        SOCKET s = udp();
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectZero(set(s, IP_BLOCK_SOURCE, sourceRequest(GROUP, SOURCE)));
        expectZero(bindTo(s, loopback(0)));
        expectUnheard(sender, s, GROUP);
        expectZero(set(s, IP_UNBLOCK_SOURCE, sourceRequest(GROUP, SOURCE)));
        expectHeard(sender, s, GROUP);
    }

    @Test
    @Conforms("S290")
    void loopbackIsTheReceiversAffair() {
        SOCKET on = sender();
        SOCKET off = sender();
        for (SOCKET s : new SOCKET[] {on, off}) {
            expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
            expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        }
        assertThat(option(off, IPPROTO_IP, IP_MULTICAST_LOOP)).isEqualTo(1);
        expectZero(setsockopt(off, IPPROTO_IP, IP_MULTICAST_LOOP, 0));
        expectHeard(off, on, GROUP);
        expectUnheard(on, off, GROUP);
        // Also what is joined later, and sources that are joined one by one
        expectZero(set(off, IP_ADD_MEMBERSHIP, request(OTHER_GROUP)));
        expectUnheard(on, off, OTHER_GROUP);
        expectZero(set(off, IP_DROP_MEMBERSHIP, request(GROUP)));
        expectZero(set(off, IP_ADD_SOURCE_MEMBERSHIP, sourceRequest(GROUP, SOURCE)));
        expectUnheard(on, off, GROUP);
        expectZero(setsockopt(off, IPPROTO_IP, IP_MULTICAST_LOOP, 1));
        expectHeard(on, off, GROUP);
        expectHeard(on, off, OTHER_GROUP);
    }

    @Test
    @Conforms({"A194", "S290"})
    void loopbackByIoctl() {
        SOCKET sender = sender();
        SOCKET s = receiver();
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        IntRef bytes = new IntRef();
        expectZero(WSAIoctl(s, SIO_MULTIPOINT_LOOPBACK, new IntRef(0), 4, null, 0, bytes, null, null));
        assertThat(option(s, IPPROTO_IP, IP_MULTICAST_LOOP)).isZero();
        expectUnheard(sender, s, GROUP);
        expectZero(WSAIoctl(s, SIO_MULTIPOINT_LOOPBACK, new IntRef(1), 4, null, 0, bytes, null, null));
        expectHeard(sender, s, GROUP);
        expectError(WSAEFAULT, WSAIoctl(s, SIO_MULTIPOINT_LOOPBACK, new IntRef(1), 3, null, 0, bytes, null, null));
        expectError(
                WSAEOPNOTSUPP, WSAIoctl(tcp(), SIO_MULTIPOINT_LOOPBACK, new IntRef(1), 4, null, 0, bytes, null, null));
    }

    @Test
    @Conforms({"S291", "D373"})
    void interfacesAreNamedByAddressOrIndex() {
        SOCKET s = receiver();
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        ip_mreq byIndex = request(GROUP);
        byIndex.imr_interface.s_addr = htonl(loopbackIndex());
        expectError(WSAEADDRNOTAVAIL, set(s, IP_ADD_MEMBERSHIP, byIndex));
        expectZero(set(s, IP_DROP_MEMBERSHIP, byIndex));
        byIndex.imr_interface.s_addr = htonl(0xfffff0);
        expectError(WSAEADDRNOTAVAIL, set(s, IP_ADD_MEMBERSHIP, byIndex));
        byIndex.imr_interface.s_addr = htonl(0xc6336401); // 198.51.100.1 is nobody's
        expectError(WSAEADDRNOTAVAIL, set(s, IP_ADD_MEMBERSHIP, byIndex));
        expectError(WSAEADDRNOTAVAIL, set(s, IP_ADD_MEMBERSHIP, request(INADDR_LOOPBACK)));
    }

    @Test
    @Conforms("D374")
    void malformedRequests() {
        SOCKET s = receiver();
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, request(GROUP), 7));
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, (byte[]) null, 8));
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_IP, IP_BLOCK_SOURCE, sourceRequest(GROUP, SOURCE), 11));
        GROUP_REQ request = new GROUP_REQ();
        request.gr_interface = loopbackIndex();
        request.gr_group.copyFrom(address6("ff15::c11", 0));
        expectError(WSAEAFNOSUPPORT, setsockopt(s, IPPROTO_IP, MCAST_JOIN_GROUP, request, sizeof(request)));
        expectError(WSAEINVAL, setsockopt(s, IPPROTO_IPV6, MCAST_JOIN_GROUP, request, sizeof(request)));
        request.gr_group.copyFrom(new sockaddr_storage());
        expectError(WSAEAFNOSUPPORT, setsockopt(s, IPPROTO_IP, MCAST_JOIN_GROUP, request, sizeof(request)));
        request.gr_group.copyFrom(address(GROUP, 0));
        request.gr_interface = -3;
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, IPPROTO_IP, MCAST_JOIN_GROUP, request, sizeof(request)));
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_IP, MCAST_JOIN_GROUP, request, sizeof(request) - 1));
        expectError(WSAEINVAL, set(s, IP_ADD_SOURCE_MEMBERSHIP, sourceRequest(GROUP, INADDR_ANY)));
        expectError(WSAEINVAL, set(tcp(), IP_ADD_MEMBERSHIP, request(GROUP)));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D387")
    void aGroupIsNoLocalAddress(Family family) {
        sockaddr group = family == Family.IPV4 ? address(GROUP, 0) : address6("ff15::c11", 0);
        expectError(WSAEADDRNOTAVAIL, bindTo(family.udp(), group));
        expectError(WSAEADDRNOTAVAIL, bindTo(family.tcp(), group));
    }

    @Test
    @Conforms("D375")
    void ipv6GroupsByIndex() {
        SOCKET s = bound(udp6(), any6(0));
        ipv6_mreq request = new ipv6_mreq();
        request.ipv6mr_multiaddr.set(address6("ff15::c11", 0).sin6_addr);
        request.ipv6mr_interface = loopbackIndex();
        expectZero(setsockopt(s, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request, sizeof(request)));
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, IPPROTO_IPV6, IPV6_JOIN_GROUP, request, sizeof(request)));
        expectZero(setsockopt(s, IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP, request, sizeof(request)));
        expectError(WSAEINVAL, setsockopt(s, IPPROTO_IPV6, IPV6_LEAVE_GROUP, request, sizeof(request)));
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request, 19));
        request.ipv6mr_interface = 999_999;
        expectError(WSAEADDRNOTAVAIL, setsockopt(s, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request, sizeof(request)));
        request.ipv6mr_interface = loopbackIndex();
        expectError(WSAEINVAL, setsockopt(udp(), IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request, sizeof(request)));
        expectError(WSAEINVAL, set(s, IP_ADD_MEMBERSHIP, request(GROUP))); // not dual-stack
        expectError(WSAEINVAL, setsockopt(tcp6(), IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, request, sizeof(request)));
    }

    @Test
    @Conforms("D375")
    void aDualStackSocketJoinsGroupsOfBothFamilies() {
        SOCKET s = with(udp6(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
        expectZero(bindTo(s, any6(0)));
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, 10_000));
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        SOCKET sender = sender();
        expectCount(1, sendTo(sender, new byte[1], address(GROUP, port6(s))));
        sockaddr_in6 from = new sockaddr_in6();
        expectCount(1, recvfrom(s, new byte[1], 1, 0, from, new IntRef(sizeof(from))));
        assertThat(from.sin6_addr).isEqualTo(mappedLoopback(0).sin6_addr);
        SOCKET other = with(udp6(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
        expectZero(bindTo(other, any6(0)));
        expectCount(1, sendTo(sender, new byte[1], address(GROUP, port6(other))));
        expectCount(1, sendTo(sender, new byte[1], loopback(port6(other))));
        expectCount(1, recvfrom(other, new byte[1], 1, 0, null, null));
        expectNothing(other);
    }

    // ---- filters

    private static in_addr host(int address) {
        return new in_addr(htonl(address));
    }

    @Test
    @Conforms("D376")
    void aFilterIsTheStateAsAWhole() {
        SOCKET sender = sender();
        SOCKET s = receiver();
        in_addr on = host(INADDR_LOOPBACK);
        in_addr group = host(GROUP);
        expectZero(setipv4sourcefilter(s, on, group, MCAST_INCLUDE, 1, new in_addr[] {host(OTHER_SOURCE)}));
        expectUnheard(sender, s, GROUP);
        expectError(WSAEADDRNOTAVAIL, set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectZero(set(s, IP_ADD_SOURCE_MEMBERSHIP, sourceRequest(GROUP, SOURCE)));
        expectHeard(sender, s, GROUP);
        expectZero(setipv4sourcefilter(s, on, group, MCAST_EXCLUDE, 1, new in_addr[] {host(SOURCE)}));
        expectUnheard(sender, s, GROUP);
        expectError(WSAEADDRNOTAVAIL, set(s, IP_BLOCK_SOURCE, sourceRequest(GROUP, SOURCE)));
        expectZero(setipv4sourcefilter(s, on, group, MCAST_EXCLUDE, 0, null));
        expectHeard(sender, s, GROUP);
        expectZero(setipv4sourcefilter(s, on, group, MCAST_INCLUDE, 0, null));
        expectUnheard(sender, s, GROUP);
        expectError(WSAEINVAL, set(s, IP_DROP_MEMBERSHIP, request(GROUP)));
        expectError(WSAEINVAL, setipv4sourcefilter(s, on, group, 2, 0, null));
        expectError(WSAENOBUFS, setipv4sourcefilter(s, on, group, MCAST_INCLUDE, 2, new in_addr[] {host(SOURCE)}));
        expectError(WSAENOTSOCK, setipv4sourcefilter(INVALID_SOCKET, on, group, MCAST_EXCLUDE, 0, null));
    }

    @Test
    @Conforms("D376")
    void aFilterReadsWhatOptionsHaveMade() {
        SOCKET s = receiver();
        in_addr on = host(INADDR_LOOPBACK);
        in_addr group = host(GROUP);
        IntRef mode = new IntRef(-1);
        IntRef count = new IntRef(1);
        in_addr[] sources = {new in_addr()};
        expectError(WSAEINVAL, getipv4sourcefilter(s, on, group, mode, count, sources));
        expectZero(set(s, IP_ADD_MEMBERSHIP, request(GROUP)));
        expectZero(setsockopt(s, IPPROTO_IP, IP_MULTICAST_LOOP, 0)); // does not show
        expectZero(getipv4sourcefilter(s, on, group, mode, count, sources));
        assertThat(mode.value).isEqualTo(MCAST_EXCLUDE);
        assertThat(count.value).isZero();
        expectZero(set(s, IP_BLOCK_SOURCE, sourceRequest(GROUP, SOURCE)));
        count.value = 1;
        expectZero(getipv4sourcefilter(s, on, group, mode, count, sources));
        assertThat(count.value).isEqualTo(1);
        assertThat(sources[0].s_addr).isEqualTo(htonl(SOURCE));
        expectZero(set(s, IP_BLOCK_SOURCE, sourceRequest(GROUP, OTHER_SOURCE)));
        count.value = 1;
        expectZero(getipv4sourcefilter(s, on, group, mode, count, sources));
        assertThat(count.value).isEqualTo(2);
        count.value = 0;
        expectZero(getipv4sourcefilter(s, on, group, mode, count, null));
        assertThat(count.value).isEqualTo(2);
        expectError(WSAEFAULT, getipv4sourcefilter(s, on, group, null, count, sources));
        expectError(WSAEFAULT, getipv4sourcefilter(s, on, group, mode, null, sources));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D376")
    void filtersOfBothFamilies(Family family) {
        SOCKET s = family.udp();
        expectZero(bindTo(s, family.wildcard(0)));
        var group = family == Family.IPV4 ? address(GROUP, 0) : address6("ff15::c11", 0);
        sockaddr_storage[] sources = {new sockaddr_storage(family.loopback(0))};
        int length = sizeof(group);
        expectZero(setsourcefilter(s, loopbackIndex(), group, length, MCAST_INCLUDE, 1, sources));
        IntRef mode = new IntRef();
        IntRef count = new IntRef(1);
        sockaddr_storage[] read = {new sockaddr_storage()};
        expectZero(getsourcefilter(s, loopbackIndex(), group, length, mode, count, read));
        assertThat(mode.value).isEqualTo(MCAST_INCLUDE);
        assertThat(count.value).isEqualTo(1);
        assertThat(Family.host(read[0])).isEqualTo(Family.host(family.loopback(0)));
        expectZero(setsourcefilter(s, loopbackIndex(), group, length, MCAST_INCLUDE, 0, null));
        expectError(WSAEINVAL, getsourcefilter(s, loopbackIndex(), group, length, mode, count, read));
        expectError(WSAEFAULT, setsourcefilter(s, loopbackIndex(), null, 16, MCAST_INCLUDE, 0, null));
        expectError(WSAEFAULT, setsourcefilter(s, loopbackIndex(), group, 15, MCAST_INCLUDE, 0, null));
        var other = family == Family.IPV4 ? address6("ff15::c11", 0) : address(GROUP, 0);
        expectError(WSAEINVAL, setsourcefilter(s, loopbackIndex(), other, sizeof(other), MCAST_EXCLUDE, 0, null));
    }

    @Test
    @Conforms("D376")
    void filtersAsControlCodes() {
        SOCKET s = receiver();
        IntRef bytes = new IntRef();
        ip_msfilter filter = new ip_msfilter(1);
        filter.imsf_multiaddr.s_addr = htonl(GROUP);
        filter.imsf_interface.s_addr = htonl(INADDR_LOOPBACK);
        filter.imsf_fmode = MCAST_INCLUDE;
        filter.imsf_numsrc = 1;
        filter.imsf_slist[0].s_addr = htonl(SOURCE);
        int size = sizeof(filter);
        assertThat(size).isEqualTo(20);
        expectZero(WSAIoctl(s, SIO_SET_MULTICAST_FILTER, filter, size, null, 0, bytes, null, null));
        assertThat(bytes.value).isZero();
        ip_msfilter read = new ip_msfilter(3);
        expectZero(WSAIoctl(s, SIO_GET_MULTICAST_FILTER, filter, size, read, IP_MSFILTER_SIZE(3), bytes, null, null));
        assertThat(bytes.value).isEqualTo(20);
        assertThat(read.imsf_numsrc).isEqualTo(1);
        assertThat(read.imsf_slist[0]).isEqualTo(filter.imsf_slist[0]);
        filter.imsf_numsrc = 2;
        expectError(WSAEINVAL, WSAIoctl(s, SIO_SET_MULTICAST_FILTER, filter, size, null, 0, bytes, null, null));
        expectError(WSAEFAULT, WSAIoctl(s, SIO_SET_MULTICAST_FILTER, filter, 15, null, 0, bytes, null, null));
        expectError(WSAEFAULT, WSAIoctl(s, SIO_GET_MULTICAST_FILTER, filter, size, read, 15, bytes, null, null));
        GROUP_FILTER portable = new GROUP_FILTER(1);
        portable.gf_interface = loopbackIndex();
        portable.gf_group.copyFrom(address(GROUP, 0));
        int portableSize = sizeof(portable);
        assertThat(portableSize).isEqualTo(272);
        expectZero(WSAIoctl(s, SIOCGMSFILTER, portable, portableSize, portable, portableSize, bytes, null, null));
        assertThat(bytes.value).isEqualTo(272);
        assertThat(portable.gf_numsrc).isEqualTo(1);
        assertThat(Family.host(portable.gf_slist[0])).isEqualTo("127.0.0.1");
        portable.gf_numsrc = -1;
        expectError(WSAEINVAL, WSAIoctl(s, SIOCSMSFILTER, portable, portableSize, null, 0, bytes, null, null));
        expectError(WSAEOPNOTSUPP, WSAIoctl(tcp(), SIOCSMSFILTER, portable, portableSize, null, 0, bytes, null, null));
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.CSADDR_INFO;
import dev.jwinsock.ICMP_ERROR_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Capability;
import org.junit.jupiter.api.Test;

/** Facts W, and what the pages of the options say. */
@WinsockTest
final class OptionValuesTest extends Scene {
    private static int set(SOCKET s, int level, int option, int value) {
        return setsockopt(s, level, option, new IntRef(value), 4);
    }

    private static int get(SOCKET s, int level, int option) {
        return getsockopt(s, level, option, new IntRef(), new IntRef(4));
    }

    private static void readsBack(SOCKET s, int level, int option, int value) {
        expectZero(set(s, level, option, value));
        assertThat(option(s, level, option)).isEqualTo(value);
    }

    @Test
    @Conforms("S272")
    void timeouts() {
        for (int option : new int[] {SO_RCVTIMEO, SO_SNDTIMEO}) {
            SOCKET s = tcp();
            assertThat(option(s, SOL_SOCKET, option)).isZero();
            for (int millis : new int[] {63000, 997000, 100}) {
                readsBack(s, SOL_SOCKET, option, millis);
            }
        }
    }

    @Test
    @Conforms({"S274", "S275"})
    void lingerAndItsNegation() {
        SOCKET s = tcp();
        assertThat(option(s, SOL_SOCKET, SO_DONTLINGER)).isEqualTo(1);
        expectZero(setsockopt(s, SOL_SOCKET, SO_LINGER, new linger(500, 7), 4));
        linger read = new linger();
        IntRef length = new IntRef(8);
        expectZero(getsockopt(s, SOL_SOCKET, SO_LINGER, read, length));
        assertThat(length.value).isEqualTo(4);
        assertThat(read.l_onoff).isEqualTo((short) 1);
        assertThat(read.l_linger).isEqualTo((short) 7);
        assertThat(option(s, SOL_SOCKET, SO_DONTLINGER)).isZero();
        expectZero(set(s, SOL_SOCKET, SO_DONTLINGER, 1));
        expectZero(getsockopt(s, SOL_SOCKET, SO_LINGER, read, new IntRef(4)));
        assertThat(read.l_onoff).isZero();
        assertThat(read.l_linger).isEqualTo((short) 7);
    }

    @Test
    @Conforms("S276")
    void datagramSocketsDoNotLinger() {
        expectError(WSAENOPROTOOPT, get(udp(), SOL_SOCKET, SO_LINGER));
    }

    @Test
    @Conforms("S278")
    void debugNeedsNoPrivilege() {
        SOCKET s = tcp();
        assertThat(option(s, SOL_SOCKET, SO_DEBUG)).isZero();
        expectZero(set(s, SOL_SOCKET, SO_DEBUG, 0xdeadbeef));
        assertThat(option(s, SOL_SOCKET, SO_DEBUG)).isEqualTo(1);
    }

    @Test
    @Conforms("S279")
    void typeIsNotToBeSet() {
        SOCKET tcp = tcp();
        SOCKET udp = udp();
        assertThat(option(tcp, SOL_SOCKET, SO_TYPE)).isEqualTo(SOCK_STREAM);
        assertThat(option(udp, SOL_SOCKET, SO_TYPE)).isEqualTo(SOCK_DGRAM);
        expectError(WSAENOPROTOOPT, set(tcp, SOL_SOCKET, SO_TYPE, SOCK_DGRAM));
        expectError(WSAEINVAL, set(udp, SOL_SOCKET, SO_TYPE, SOCK_STREAM));
    }

    @Test
    @Conforms("S282")
    void whatWindowsDoesNotSupport() {
        for (int option : new int[] {SO_SNDLOWAT, SO_RCVLOWAT, SO_USELOOPBACK}) {
            for (SOCKET s : new SOCKET[] {tcp(), udp()}) {
                expectError(WSAEINVAL, get(s, SOL_SOCKET, option));
                expectError(WSAEINVAL, set(s, SOL_SOCKET, option, 1));
            }
        }
    }

    @Test
    @Conforms("S283")
    void reuseIsOffAtFirst() {
        assertThat(option(tcp(), SOL_SOCKET, SO_REUSEADDR)).isZero();
        assertThat(option(udp(), SOL_SOCKET, SO_REUSEADDR)).isZero();
        assertThat(option(listener(), SOL_SOCKET, SO_REUSEADDR)).isZero();
    }

    @Test
    @Needs(Capability.DONT_FRAGMENT)
    @Conforms("S284")
    void dontFragment() {
        SOCKET udp = udp();
        assertThat(option(udp, IPPROTO_IP, IP_DONTFRAGMENT)).isZero();
        assertThat(option(tcp(), IPPROTO_IP, IP_DONTFRAGMENT)).isEqualTo(1);
        expectZero(set(udp, IPPROTO_IP, IP_DONTFRAGMENT, 0x100));
        assertThat(option(udp, IPPROTO_IP, IP_DONTFRAGMENT)).isEqualTo(1);
        SOCKET ipv6 = udp6();
        assertThat(option(ipv6, IPPROTO_IPV6, IPV6_DONTFRAG)).isZero();
        assertThat(option(tcp6(), IPPROTO_IPV6, IPV6_DONTFRAG)).isEqualTo(1);
        expectZero(set(ipv6, IPPROTO_IPV6, IPV6_DONTFRAG, -1));
        assertThat(option(ipv6, IPPROTO_IPV6, IPV6_DONTFRAG)).isEqualTo(1);
    }

    @Test
    @Needs({Capability.DONT_FRAGMENT, Capability.PATH_MTU})
    @Conforms("S288")
    void pathMtu() {
        SOCKET s = udp();
        expectError(WSAENOTCONN, get(s, IPPROTO_IP, IP_MTU));
        expectError(WSAENOTCONN, get(udp6(), IPPROTO_IPV6, IPV6_MTU));
        int unset = option(s, IPPROTO_IP, IP_MTU_DISCOVER);
        assertThat(unset).isEqualTo(IP_PMTUDISC_NOT_SET);
        expectError(WSAEINVAL, set(s, IPPROTO_IP, IP_MTU_DISCOVER, unset));
        expectError(WSAEINVAL, set(s, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_MAX));
        for (int way : new int[] {IP_PMTUDISC_DO, IP_PMTUDISC_DONT, IP_PMTUDISC_PROBE}) {
            readsBack(s, IPPROTO_IP, IP_MTU_DISCOVER, way);
        }
        sockaddr to = loopback(port(boundUdp()));
        expectZero(connect(s, to, sizeof(to)));
        assertThat(option(s, IPPROTO_IP, IP_MTU)).isGreaterThan(1500);
        assertThat(option(Pairs.tcp().client(), IPPROTO_IP, IP_MTU)).isGreaterThan(1500);
    }

    @Test
    @Conforms({"S288", "D308"})
    void userMtu() {
        SOCKET s = udp();
        IntRef mtu = new IntRef();
        expectZero(WSAGetIPUserMtu(s, mtu));
        assertThat(mtu.value).isEqualTo(IP_UNSPECIFIED_USER_MTU);
        expectZero(WSASetIPUserMtu(s, 1280));
        assertThat(option(s, IPPROTO_IP, IP_USER_MTU)).isEqualTo(1280);
        expectZero(WSAGetIPUserMtu(s, mtu));
        assertThat(mtu.value).isEqualTo(1280);
        SOCKET ipv6 = tcp6();
        expectZero(WSASetIPUserMtu(ipv6, 1300));
        assertThat(option(ipv6, IPPROTO_IPV6, IPV6_USER_MTU)).isEqualTo(1300);
        expectError(WSAENOTSOCK, WSASetIPUserMtu(INVALID_SOCKET, 1300));
        expectError(WSAEFAULT, WSAGetIPUserMtu(s, null));
    }

    @Test
    @Needs(Capability.DONT_FRAGMENT)
    @Conforms("D308")
    void aDatagramAboveTheUserMtuIsTooLongWhenItMayNotBeFragmented() {
        SOCKET receiver = boundUdp();
        sockaddr to = loopback(port(receiver));
        SOCKET s = udp();
        expectZero(WSASetIPUserMtu(s, 1000));
        expectCount(1400, sendTo(s, new byte[1400], to));
        expectZero(set(s, IPPROTO_IP, IP_DONTFRAGMENT, 1));
        expectError(WSAEMSGSIZE, sendTo(s, new byte[973], to));
        expectCount(972, sendTo(s, new byte[972], to));
    }

    @Test
    @Conforms("S289")
    void receivedErrors() {
        SOCKET udp = udp();
        expectZero(get(udp, IPPROTO_IP, IP_RECVERR));
        readsBack(udp, IPPROTO_IP, IP_RECVERR, 1);
        expectError(WSAEINVAL, get(tcp(), IPPROTO_IP, IP_RECVERR));
        expectError(WSAEINVAL, set(tcp(), IPPROTO_IP, IP_RECVERR, 1));
    }

    @Test
    @Conforms("D301")
    void aPausedListenerResetsWhoConnects() {
        SOCKET listener = listener();
        SOCKET before = tcp();
        sockaddr to = loopback(port(listener));
        expectZero(connect(before, to, sizeof(to)));
        await("the connection is there", () -> selectsReadable(listener));
        readsBack(listener, SOL_SOCKET, SO_PAUSE_ACCEPT, 1);
        SOCKET accepted = expectSocket(accept(listener, null, null)); // it came before the pause
        SOCKET refused = tcp();
        expectZero(setsockopt(refused, SOL_SOCKET, SO_RCVTIMEO, new IntRef(10_000), 4));
        int connected = connect(refused, to, sizeof(to));
        int error = WSAGetLastError();
        if (connected == 0) {
            expectError(WSAECONNRESET, recv(refused, new byte[1]));
        } else {
            assertThat(error).isIn(WSAECONNREFUSED, WSAECONNRESET);
        }
        nonblocking(listener);
        expectError(WSAEWOULDBLOCK, accept(listener, null, null));
        readsBack(listener, SOL_SOCKET, SO_PAUSE_ACCEPT, 0);
        SOCKET after = tcp();
        expectZero(connect(after, to, sizeof(to)));
        await("it is taken", () -> selectsReadable(listener));
        expectSocket(accept(listener, null, null));
        expectCount(1, send(before, new byte[1]));
        expectCount(1, recv(accepted, new byte[1]));
    }

    private static boolean selectsReadable(SOCKET s) {
        dev.jwinsock.WSAPOLLFD[] fds = {new dev.jwinsock.WSAPOLLFD(s, POLLRDNORM)};
        return WSAPoll(fds, 1, 0) == 1;
    }

    @Test
    @Conforms("D302")
    void portsAreRandomizedBeforeBind() {
        SOCKET s = udp();
        readsBack(s, SOL_SOCKET, SO_RANDOMIZE_PORT, 1);
        expectError(WSAEINVAL, set(boundUdp(), SOL_SOCKET, SO_RANDOMIZE_PORT, 1));
        readsBack(tcp(), SOL_SOCKET, SO_PORT_SCALABILITY, 1);
    }

    @Test
    @Needs(Capability.PORT_AT_CONNECT)
    @Conforms("D302")
    void portsThatAreReusedAreRandomAnyway() {
        SOCKET reusing = tcp();
        readsBack(reusing, SOL_SOCKET, SO_REUSE_UNICASTPORT, 1);
        expectError(WSAEINVAL, set(reusing, SOL_SOCKET, SO_RANDOMIZE_PORT, 1));
    }

    @Test
    @Conforms({"D303", "S054"})
    void stateOfASocket() {
        SOCKET fresh = tcp();
        CSADDR_INFO state = new CSADDR_INFO();
        IntRef length = new IntRef(96);
        expectZero(getsockopt(fresh, SOL_SOCKET, SO_BSP_STATE, state, length));
        assertThat(length.value).isEqualTo(40);
        assertThat(state.iSocketType).isEqualTo(SOCK_STREAM);
        assertThat(state.iProtocol).isEqualTo(IPPROTO_TCP);
        assertThat(state.LocalAddr.lpSockaddr).isNull();
        assertThat(state.RemoteAddr.lpSockaddr).isNull();
        assertThat(state.RemoteAddr.iSockaddrLength).isZero();

        Pair pair = Pairs.tcp();
        length.value = 96;
        expectZero(getsockopt(pair.client(), SOL_SOCKET, SO_BSP_STATE, state, length));
        assertThat(state.LocalAddr.iSockaddrLength).isEqualTo(16);
        assertThat(String.valueOf(state.LocalAddr.lpSockaddr))
                .isEqualTo(localAddress(pair.client()).toString());
        assertThat(String.valueOf(state.RemoteAddr.lpSockaddr))
                .isEqualTo(localAddress(pair.server()).toString());
        length.value = 96;
        expectZero(getsockopt(pair.server(), SOL_SOCKET, SO_BSP_STATE, state, length));
        assertThat(String.valueOf(state.LocalAddr.lpSockaddr))
                .isEqualTo(localAddress(pair.server()).toString());
        assertThat(String.valueOf(state.RemoteAddr.lpSockaddr))
                .isEqualTo(localAddress(pair.client()).toString());

        length.value = 96;
        expectZero(getsockopt(boundTcp(), SOL_SOCKET, SO_BSP_STATE, state, length));
        assertThat(state.LocalAddr.iSockaddrLength).isEqualTo(16);
        assertThat(state.RemoteAddr.lpSockaddr).isNull();

        length.value = 72;
        expectZero(getsockopt(pair.client(), SOL_SOCKET, SO_BSP_STATE, state, length));
        for (int tooShort : new int[] {71, 39}) {
            length.value = tooShort;
            expectError(WSAEFAULT, getsockopt(pair.client(), SOL_SOCKET, SO_BSP_STATE, state, length));
            assertThat(length.value).isEqualTo(tooShort);
        }
    }

    @Test
    @Conforms("D304")
    void openTypeIsTheThreadsAndNeedsNoSocket() {
        assertThat(option(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE)).isZero();
        expectZero(set(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE, SO_SYNCHRONOUS_NONALERT));
        try {
            assertThat(option(tcp(), SOL_SOCKET, SO_OPENTYPE)).isEqualTo(SO_SYNCHRONOUS_NONALERT);
            // S122: without the overlapped attribute the timeout does not take effect; with it this would time out
            SOCKET s = with(boundUdp(), SOL_SOCKET, SO_RCVTIMEO, 1);
            nonblocking(s);
            expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
        } finally {
            expectZero(set(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE, 0));
        }
        expectError(WSAEFAULT, setsockopt(tcp(), SOL_SOCKET, SO_OPENTYPE, new byte[4], 3));
    }

    @Test
    @Conforms("D305")
    void keepAliveTimes() {
        SOCKET s = tcp();
        assertThat(option(s, IPPROTO_TCP, TCP_KEEPIDLE)).isEqualTo(7200);
        assertThat(option(s, IPPROTO_TCP, TCP_KEEPINTVL)).isEqualTo(1);
        assertThat(option(s, IPPROTO_TCP, TCP_KEEPCNT)).isEqualTo(10);
        readsBack(s, IPPROTO_TCP, TCP_KEEPIDLE, 100_000);
        readsBack(s, IPPROTO_TCP, TCP_KEEPINTVL, 77);
        readsBack(s, IPPROTO_TCP, TCP_KEEPCNT, 255);
        expectError(WSAEINVAL, set(s, IPPROTO_TCP, TCP_KEEPCNT, 256));
        readsBack(s, SOL_SOCKET, SO_KEEPALIVE, 1);
        expectError(WSAENOPROTOOPT, get(udp(), IPPROTO_TCP, TCP_KEEPIDLE));
        expectError(WSAENOPROTOOPT, get(udp(), SOL_SOCKET, SO_KEEPALIVE));
    }

    @Test
    @Needs(Capability.HOP_LIMIT)
    @Conforms("D306")
    void hopLimits() {
        for (SOCKET s : new SOCKET[] {tcp(), udp()}) {
            assertThat(option(s, IPPROTO_IP, IP_TTL)).isEqualTo(128);
            readsBack(s, IPPROTO_IP, IP_TTL, 255);
            expectError(WSAEINVAL, set(s, IPPROTO_IP, IP_TTL, 256));
            expectError(WSAEINVAL, set(s, IPPROTO_IP, IP_TTL, 0));
            expectZero(setsockopt(s, IPPROTO_IP, IP_TTL, new byte[] {9}, 1));
            assertThat(option(s, IPPROTO_IP, IP_TTL)).isEqualTo(9);
        }
        for (SOCKET s : new SOCKET[] {tcp6(), udp6()}) {
            assertThat(option(s, IPPROTO_IPV6, IPV6_UNICAST_HOPS)).isEqualTo(128);
            readsBack(s, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 3);
            expectError(WSAEINVAL, set(s, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 256));
        }
    }

    @Test
    @Needs(Capability.SEND_INTERFACE)
    @Conforms("D307")
    void theInterfaceOfUnicastPackets() {
        SOCKET s = udp();
        assertThat(option(s, IPPROTO_IP, IP_UNICAST_IF)).isZero();
        expectZero(set(s, IPPROTO_IP, IP_UNICAST_IF, htonl(1)));
        assertThat(option(s, IPPROTO_IP, IP_UNICAST_IF)).isEqualTo(1);
        SOCKET receiver = boundUdp();
        expectCount(3, sendTo(s, new byte[3], loopback(port(receiver))));
        expectZero(set(s, IPPROTO_IP, IP_UNICAST_IF, 0));
        SOCKET ipv6 = udp6();
        readsBack(ipv6, IPPROTO_IPV6, IPV6_UNICAST_IF, 1);
    }

    @Test
    @Needs(Capability.HEADER_OPTIONS)
    @Conforms("D309")
    void headerOptions() {
        SOCKET s = udp();
        IntRef length = new IntRef(40);
        expectZero(getsockopt(s, IPPROTO_IP, IP_OPTIONS, new byte[40], length));
        assertThat(length.value).isZero();
        byte[] recordRoute = {7, 7, 4, 0, 0, 0, 0, 0};
        expectZero(setsockopt(s, IPPROTO_IP, IP_OPTIONS, recordRoute, 8));
        byte[] read = new byte[40];
        length.value = 40;
        expectZero(getsockopt(s, IPPROTO_IP, IP_OPTIONS, read, length));
        assertThat(length.value).isEqualTo(8);
        assertThat(read).startsWith((byte) 7, (byte) 7, (byte) 4);
        SOCKET receiver = boundUdp();
        expectCount(5, sendTo(s, new byte[5], loopback(port(receiver))));
        expectCount(5, recv(receiver, new byte[9]));
        expectError(WSAEINVAL, setsockopt(s, IPPROTO_IP, IP_OPTIONS, new byte[] {7, 99, 4, 0}, 4));
        expectZero(setsockopt(s, IPPROTO_IP, IP_OPTIONS, (byte[]) null, 0));
        length.value = 40;
        expectZero(getsockopt(s, IPPROTO_IP, IP_OPTIONS, read, length));
        assertThat(length.value).isZero();
    }

    @Test
    @Conforms("D310")
    void protectionLevels() {
        SOCKET s = tcp6();
        assertThat(option(s, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL)).isEqualTo(PROTECTION_LEVEL_DEFAULT);
        expectError(WSAEINVAL, set(s, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, PROTECTION_LEVEL_DEFAULT));
        expectError(WSAEINVAL, set(s, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, 15));
        readsBack(s, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, PROTECTION_LEVEL_UNRESTRICTED);
        readsBack(s, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, PROTECTION_LEVEL_EDGERESTRICTED);
        readsBack(s, IPPROTO_IPV6, IPV6_PROTECTION_LEVEL, PROTECTION_LEVEL_RESTRICTED);
        SOCKET listener = listening(bound(s, loopback6(0)));
        sockaddr to = loopback6(port6(listener));
        expectZero(connect(tcp6(), to, sizeof(to)));
        expectSocket(accept(listener, null, null)); // the same machine is the same site
    }

    @Test
    @Needs(Capability.CONNECT_ICMP_ERRORS)
    @Conforms("D311")
    void icmpErrorsOfConnect() {
        SOCKET s = tcp();
        IntRef enabled = new IntRef(5);
        expectZero(WSAGetFailConnectOnIcmpError(s, enabled));
        assertThat(enabled.value).isZero();
        ICMP_ERROR_INFO info = new ICMP_ERROR_INFO();
        IntRef length = new IntRef(sizeof(info));
        expectError(WSAEINVAL, WSAGetIcmpErrorInfo(s, info, length));
        expectZero(WSASetFailConnectOnIcmpError(s, 1));
        expectZero(WSAGetFailConnectOnIcmpError(s, enabled));
        assertThat(enabled.value).isEqualTo(1);
        expectZero(WSAGetIcmpErrorInfo(s, info, length));
        assertThat(length.value).isZero();
        sockaddr closed = loopback(closedPort());
        expectError(WSAECONNREFUSED, connect(s, closed, sizeof(closed))); // a reset is no ICMP error
        length.value = sizeof(info);
        expectZero(WSAGetIcmpErrorInfo(s, info, length));
        assertThat(length.value).isZero();
        expectError(WSAENOPROTOOPT, WSASetFailConnectOnIcmpError(udp(), 1));
    }

    @Test
    @Conforms("D312")
    void urgentDataAreBerkeleys() {
        SOCKET s = tcp();
        assertThat(option(s, IPPROTO_TCP, TCP_BSDURGENT)).isEqualTo(1);
        assertThat(option(s, IPPROTO_TCP, TCP_EXPEDITED_1122)).isZero();
        readsBack(s, IPPROTO_TCP, TCP_BSDURGENT, 1);
        readsBack(s, IPPROTO_TCP, TCP_EXPEDITED_1122, 0);
        expectError(WSAENOPROTOOPT, set(s, IPPROTO_TCP, TCP_BSDURGENT, 0));
        expectError(WSAENOPROTOOPT, set(s, IPPROTO_TCP, TCP_EXPEDITED_1122, 1));
    }

    @Test
    @Conforms("D313")
    void datagramSizesAndOptionsOfThePast() {
        assertThat(option(udp(), SOL_SOCKET, SO_MAXDG)).isEqualTo(65507);
        assertThat(option(udp(), SOL_SOCKET, SO_MAXPATHDG)).isEqualTo(65507);
        expectError(WSAENOPROTOOPT, get(tcp(), SOL_SOCKET, SO_MAXDG));
        for (int option = SO_CONNDATA; option <= SO_DISCOPTLEN; option++) {
            for (SOCKET s : new SOCKET[] {tcp(), udp()}) {
                expectError(WSAENOPROTOOPT, get(s, SOL_SOCKET, option));
                expectError(WSAENOPROTOOPT, set(s, SOL_SOCKET, option, 1));
            }
        }
    }

    @Test
    @Conforms("D314")
    void checksums() {
        SOCKET s = udp();
        assertThat(option(s, IPPROTO_UDP, UDP_NOCHECKSUM)).isZero();
        readsBack(s, IPPROTO_UDP, UDP_NOCHECKSUM, 1);
        SOCKET receiver = boundUdp();
        expectCount(5, sendTo(s, new byte[5], loopback(port(receiver))));
        expectCount(5, recv(receiver, new byte[9]));
        expectError(WSAENOPROTOOPT, set(udp6(), IPPROTO_UDP, UDP_NOCHECKSUM, 1));
        readsBack(s, IPPROTO_UDP, UDP_CHECKSUM_COVERAGE, 1);
        expectError(WSAENOPROTOOPT, get(tcp(), IPPROTO_UDP, UDP_CHECKSUM_COVERAGE));
    }

    @Test
    @Needs(Capability.RETRANSMIT_LIMIT)
    @Conforms("D315")
    void retransmissions() {
        SOCKET s = tcp();
        readsBack(s, IPPROTO_TCP, TCP_MAXRT, 30);
        readsBack(s, IPPROTO_TCP, TCP_MAXRT, -1);
        expectError(WSAEINVAL, set(s, IPPROTO_TCP, TCP_MAXRT, -2));
    }

    @Test
    @Conforms("D315")
    void timestampsAndFastOpen() {
        SOCKET s = boundTcp();
        assertThat(option(s, IPPROTO_TCP, TCP_TIMESTAMPS)).isZero();
        readsBack(s, IPPROTO_TCP, TCP_TIMESTAMPS, 1);
        assertThat(option(s, IPPROTO_TCP, TCP_FASTOPEN)).isZero();
        readsBack(s, IPPROTO_TCP, TCP_FASTOPEN, 1);
        listening(s);
        sockaddr to = loopback(port(s));
        SOCKET client = with(tcp(), IPPROTO_TCP, TCP_FASTOPEN, 1);
        expectZero(connect(client, to, sizeof(to)));
        expectSocket(accept(s, null, null));
    }

    @Test
    @Needs(Capability.RECEIVE_FILTER)
    @Conforms("D316")
    void aMulticastOnlySocketGetsNothingElse() {
        SOCKET first = udp();
        assertThat(option(first, SOL_SOCKET, SO_REUSE_MULTICASTPORT)).isZero();
        readsBack(first, SOL_SOCKET, SO_REUSE_MULTICASTPORT, 1);
        expectError(WSAEINVAL, set(first, SOL_SOCKET, SO_REUSE_MULTICASTPORT, 2));
        expectZero(bindTo(first, any(0)));
        SOCKET second = with(udp(), SOL_SOCKET, SO_REUSE_MULTICASTPORT, 1);
        expectZero(bindTo(second, any(port(first))));
        SOCKET sender = udp();
        expectCount(5, sendTo(sender, new byte[5], loopback(port(first))));
        expectZero(closesocket(first));
        expectCount(5, sendTo(sender, new byte[5], loopback(port(second))));
        nonblocking(second);
        expectError(WSAEWOULDBLOCK, recv(second, new byte[9]));
        readsBack(second, SOL_SOCKET, SO_REUSE_MULTICASTPORT, 0);
        expectCount(6, sendTo(sender, new byte[6], loopback(port(second))));
        await("an ordinary datagram", () -> recv(second, new byte[9]) == 6);
    }

    @Test
    @Conforms("D317")
    void theOtherFamilysLevel() {
        SOCKET ipv4 = udp();
        expectError(WSAEINVAL, get(ipv4, IPPROTO_IPV6, IPV6_USER_MTU));
        expectError(WSAEINVAL, set(ipv4, IPPROTO_IPV6, IPV6_USER_MTU, 1300));
        SOCKET ipv6 = udp6();
        expectError(WSAEINVAL, get(ipv6, IPPROTO_IP, IP_USER_MTU));
        with(ipv6, IPPROTO_IPV6, IPV6_V6ONLY, 0);
        readsBack(ipv6, IPPROTO_IP, IP_USER_MTU, 1300);
    }

    @Test
    @Conforms("D318")
    void theProvidersConfigurationIsOpaque() {
        SOCKET s = udp();
        IntRef length = new IntRef(8);
        byte[] read = new byte[8];
        expectZero(getsockopt(s, SOL_SOCKET, PVD_CONFIG, read, length));
        assertThat(length.value).isZero();
        expectZero(setsockopt(s, SOL_SOCKET, PVD_CONFIG, new byte[] {1, 2, 3}, 3));
        length.value = 8;
        expectZero(getsockopt(s, SOL_SOCKET, PVD_CONFIG, read, length));
        assertThat(length.value).isEqualTo(3);
        assertThat(read).startsWith((byte) 1, (byte) 2, (byte) 3);
        length.value = 2;
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, PVD_CONFIG, read, length));
    }

    @Test
    @Conforms("D319")
    void typeOfServiceIsKeptAndNoMore() {
        SOCKET s = udp();
        assertThat(option(s, IPPROTO_IP, IP_TOS)).isZero();
        readsBack(s, IPPROTO_IP, IP_TOS, 0x10);
    }
}

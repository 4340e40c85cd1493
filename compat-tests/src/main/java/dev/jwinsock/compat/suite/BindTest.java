package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts C: bind, getsockname and getpeername. */
@WinsockTest
final class BindTest {
    private static final int FOREIGN = 0xC0000200; // 192.0.2.0, for documentation

    @Test
    @Conforms("S035")
    void nullNamesAndShortLengthsAreFaults() {
        SOCKET s = tcp();
        sockaddr name = loopback(0);
        expectError(WSAEFAULT, bind(s, null, 0));
        expectError(WSAEFAULT, bind(s, null, sizeof(name)));
        expectError(WSAEFAULT, bind(s, name, 0));
        expectError(WSAEFAULT, bind(s, name, sizeof(name) - 1));
        expectError(WSAEFAULT, bind(s, name, -1));
        expectZero(bind(s, name, sizeof(name)));
    }

    @Test
    @Conforms("S036")
    void unknownFamily() {
        sockaddr_in name = loopback(0);
        name.sin_family = (short) 0xdead;
        expectError(WSAEAFNOSUPPORT, bind(tcp(), name, sizeof(name)));
    }

    @Test
    @Conforms({"S037", "S040"})
    void foreignAddressFailsAndLeavesTheSocketUnbound() {
        SOCKET s = tcp();
        sockaddr name = address(FOREIGN, 0);
        expectError(WSAEADDRNOTAVAIL, bind(s, name, sizeof(name)));
        assertThat(port(bound(s, loopback(0)))).isPositive();
    }

    @Test
    @Conforms("S038")
    void secondBindIsInvalid() {
        SOCKET s = boundTcp();
        sockaddr same = localAddress(s);
        expectError(WSAEINVAL, bind(s, same, sizeof(same)));
        sockaddr other = loopback(0);
        expectError(WSAEINVAL, bind(s, other, sizeof(other)));
        assertThat(localAddress(s)).isEqualTo(same);
    }

    @Test
    @Conforms("S039")
    void portInUseThoughNeitherListens() {
        sockaddr taken = localAddress(boundTcp());
        expectError(WSAEADDRINUSE, bind(tcp(), taken, sizeof(taken)));
    }

    @Test
    @Conforms("S039")
    void portOfAListener() {
        sockaddr taken = localAddress(listener());
        expectError(WSAEADDRINUSE, bind(tcp(), taken, sizeof(taken)));
    }

    @Test
    @Conforms("S040")
    void afterAFailedBindReuseMayBeSetAndTheSameHandleBound() {
        SOCKET first = bound(with(tcp(), SOL_SOCKET, SO_REUSEADDR, 1), loopback(0));
        sockaddr taken = localAddress(first);
        SOCKET second = tcp();
        expectError(WSAEADDRINUSE, bind(second, taken, sizeof(taken)));
        with(second, SOL_SOCKET, SO_REUSEADDR, 1);
        expectZero(bind(second, taken, sizeof(taken)));
        assertThat(localAddress(second)).isEqualTo(taken);
    }

    @Test
    @Conforms("S041")
    void obsoleteIpv6LengthIsAFault() {
        SOCKET s = tcp6();
        expectError(WSAEFAULT, bind(s, loopback6(0), 24));
        bound(s, loopback6(0));
        IntRef length = new IntRef(24);
        expectError(WSAEFAULT, getsockname(s, new sockaddr_in6(), length));
        assertThat(length.value).isEqualTo(24);
    }

    @Test
    @Conforms("S042")
    void wrongScopeIsNotAvailable() {
        sockaddr_in6 name = loopback6(0);
        name.sin6_scope_id = 0x7abacada;
        expectError(WSAEADDRNOTAVAIL, bind(tcp6(), name, sizeof(name)));
    }

    @Test
    @Conforms("S042")
    void scopeZeroOfALinkLocalAddressIsLookedUp() throws SocketException {
        assumeIpv6();
        Inet6Address linkLocal = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet6Address && a.isLinkLocalAddress())
                .map(Inet6Address.class::cast)
                .findFirst()
                .orElse(null);
        Transports.assumeSupported(linkLocal != null, "no link-local IPv6 address");
        if (linkLocal != null) {
            sockaddr_in6 name = any6(0);
            System.arraycopy(linkLocal.getAddress(), 0, name.sin6_addr.s6_addr, 0, 16);
            assertThat(localAddress6(bound(tcp6(), name)).sin6_scope_id).isEqualTo(linkLocal.getScopeId());
        }
    }

    @Test
    @Conforms("S043")
    void portZeroIsNumberedAtOnceAndTheAddressIsTheOneBound() {
        for (SOCKET s : new SOCKET[] {tcp(), udp()}) {
            sockaddr_in name = localAddress(bound(s, loopback(0)));
            assertThat(name.sin_port).isNotZero();
            assertThat(name.sin_addr.s_addr).isEqualTo(htonl(INADDR_LOOPBACK));
        }
        for (SOCKET s : new SOCKET[] {tcp(), udp()}) {
            sockaddr_in name = localAddress(bound(s, any(0)));
            assertThat(name.sin_port).isNotZero();
            assertThat(name.sin_addr.s_addr).isEqualTo(INADDR_ANY);
        }
    }

    @Test
    @Conforms("S043")
    void sinZeroIsCleared() {
        sockaddr_in name = new sockaddr_in();
        name.sin_zero[3] = 7;
        expectZero(getsockname(boundUdp(), name, new IntRef(sizeof(name))));
        assertThat(name.sin_zero).containsOnly(0);
    }

    @ParameterizedTest
    @Conforms("S045")
    @ValueSource(ints = {0, 1, 15, -1})
    void getsocknameIntoAShortBuffer(int size) {
        IntRef length = new IntRef(size);
        expectError(WSAEFAULT, getsockname(boundUdp(), new sockaddr_in(), length));
        assertThat(length.value).isEqualTo(size);
    }

    @Test
    @Conforms({"D075", "S046"})
    void getsocknameUnbound() {
        expectError(WSAEINVAL, getsockname(udp(), new sockaddr_in(), new IntRef(16)));
        expectError(WSAEINVAL, getsockname(tcp(), new sockaddr_in(), new IntRef(16)));
    }

    @Test
    @Conforms("D075")
    void getsocknameWithNullPointers() {
        SOCKET s = boundTcp();
        expectError(WSAEFAULT, getsockname(s, null, new IntRef(16)));
        expectError(WSAEFAULT, getsockname(s, new sockaddr_in(), null));
    }

    @Test
    @Conforms("S046")
    void sendingBindsToTheWildcard() {
        sockaddr to = localAddress(boundUdp());
        SOCKET plain = udp();
        expectCount(1, sendto(plain, new byte[1], 1, 0, to, sizeof(to)));
        SOCKET gather = udp();
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(1))};
        expectZero(WSASendTo(gather, buffers, 1, new IntRef(), 0, to, sizeof(to)));
        for (SOCKET s : new SOCKET[] {plain, gather}) {
            assertThat(localAddress(s).sin_addr.s_addr).isEqualTo(INADDR_ANY);
            assertThat(localAddress(s).sin_port).isNotZero();
        }
    }

    @Test
    @Conforms("S046")
    void connectBinds() {
        sockaddr to = localAddress(boundUdp());
        SOCKET s = udp();
        expectZero(connect(s, to, sizeof(to)));
        assertThat(port(s)).isPositive();
    }

    @Test
    @Conforms("S048")
    void getpeernameJudgesTheHandleFirst() {
        expectError(WSAENOTSOCK, getpeername(null, null, null));
        expectError(WSAENOTSOCK, getpeername(INVALID_SOCKET, null, null));
    }

    @Test
    @Conforms("S049")
    void getpeernameJudgesTheStateBeforeThePointers() {
        expectError(WSAENOTCONN, getpeername(tcp(), null, null));
        expectError(WSAENOTCONN, getpeername(boundTcp(), new sockaddr_in(), null));
        expectError(WSAENOTCONN, getpeername(udp(), null, null));
    }

    @Test
    @Conforms("S049")
    void getpeernameOfAConnectedSocketWithBadPointers() {
        SOCKET s = Pairs.tcp().client();
        expectError(WSAEFAULT, getpeername(s, null, new IntRef(16)));
        expectError(WSAEFAULT, getpeername(s, new sockaddr_in(), null));
        IntRef length = new IntRef(0);
        expectError(WSAEFAULT, getpeername(s, new sockaddr_in(), length));
        assertThat(length.value).isZero();
    }

    @Test
    @Conforms("S050")
    void getpeernameGivesTheAddressConnectedTo() {
        Pair pair = Pairs.tcp();
        sockaddr_in peer = new sockaddr_in();
        IntRef length = new IntRef(128);
        expectZero(getpeername(pair.client(), peer, length));
        assertThat(length.value).isEqualTo(16);
        assertThat(peer).isEqualTo(localAddress(pair.server()));
        expectZero(getpeername(pair.server(), peer, new IntRef(16)));
        assertThat(peer).isEqualTo(localAddress(pair.client()));
    }

    @Test
    @Conforms("S051")
    void sendtoDoesNotConnect() {
        sockaddr to = localAddress(boundUdp());
        SOCKET s = udp();
        expectCount(1, sendto(s, new byte[1], 1, 0, to, sizeof(to)));
        expectError(WSAENOTCONN, getpeername(s, new sockaddr_in(), new IntRef(16)));
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCKET_ADDRESS;
import dev.jwinsock.SOCKET_ADDRESS_LIST;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.timeval;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** async.md, section 8: WSAConnectByName and WSAConnectByList. */
@WinsockTest
final class ConnectByTest {
    private SOCKET listener = INVALID_SOCKET;
    private String service = "";

    @BeforeEach
    void listen() {
        listener = listener();
        service = Integer.toString(port(listener));
    }

    private boolean byName(SOCKET s, String node, String name) {
        return WSAConnectByName(s, node, name, null, null, null, null, null, null);
    }

    private static void expectFalse(int error, boolean result) {
        assertThat(result).isFalse();
        expectLastError(error);
    }

    @Test
    @Conforms({"A133", "S105"})
    void checks() {
        expectFalse(WSAEINVAL, WSAConnectByName(tcp(), null, service, null, null, null, null, null, null));
        expectFalse(WSAEINVAL, WSAConnectByName(tcp(), "127.0.0.1", null, null, null, null, null, null, null));
        expectFalse(
                WSAEINVAL,
                WSAConnectByName(
                        tcp(), "127.0.0.1", service, null, null, null, null, null, new dev.jwinsock.OVERLAPPED()));
        expectFalse(WSATYPE_NOT_FOUND, byName(tcp(), "127.0.0.1", "nonexistentservice"));
        expectFalse(WSAEINVAL, byName(udp(), "127.0.0.1", service));
        expectFalse(WSAENOTSOCK, byName(INVALID_SOCKET, "127.0.0.1", service));
        expectFalse(WSAECONNREFUSED, byName(tcp(), "127.0.0.1", Integer.toString(closedPort())));
    }

    @Test
    @Conforms({"A134", "S106"})
    void outParameters() {
        sockaddr_in local = new sockaddr_in();
        sockaddr_in remote = new sockaddr_in();
        IntRef localLength = new IntRef(3);
        IntRef remoteLength = new IntRef(3);
        SOCKET s = tcp();
        expectFalse(
                WSAEFAULT,
                WSAConnectByName(s, "127.0.0.1", service, localLength, local, remoteLength, remote, null, null));
        assertThat(localLength.value).isEqualTo(3);
        localLength.value = 50;
        remoteLength.value = 50;
        assertThat(WSAConnectByName(s, "127.0.0.1", service, localLength, local, remoteLength, remote, null, null))
                .isTrue();
        assertThat(localLength.value).isEqualTo(16);
        assertThat(remoteLength.value).isEqualTo(16);
        sockaddr_in withoutPort = localAddress(s);
        withoutPort.sin_port = 0;
        assertThat(local).isEqualTo(withoutPort);
        assertThat(remote).isEqualTo(localAddress(listener));

        sockaddr_in untouched = new sockaddr_in();
        assertThat(WSAConnectByName(tcp(), "localhost", service, null, untouched, null, untouched, null, null))
                .isTrue();
        assertThat(untouched).isEqualTo(new sockaddr_in());
        localLength.value = 3;
        assertThat(WSAConnectByName(tcp(), "127.0.0.1", service, localLength, null, remoteLength, null, null, null))
                .isTrue();
        assertThat(localLength.value).isEqualTo(16);
    }

    @Test
    @Conforms("S106")
    void outParametersOverIpv6() {
        assumeIpv6();
        SOCKET listener6 = listening(bound(tcp6(), loopback6(0)));
        SOCKET s = tcp6();
        sockaddr_in6 local = new sockaddr_in6();
        sockaddr_in6 remote = new sockaddr_in6();
        IntRef localLength = new IntRef(27);
        IntRef remoteLength = new IntRef(128);
        String service6 = Integer.toString(port6(listener6));
        expectFalse(
                WSAEFAULT, WSAConnectByName(s, "::1", service6, localLength, local, remoteLength, remote, null, null));
        assertThat(new int[] {localLength.value, remoteLength.value}).containsExactly(27, 128);
        localLength.value = 128;
        assertThat(WSAConnectByName(s, "::1", service6, localLength, local, remoteLength, remote, null, null))
                .isTrue();
        assertThat(new int[] {localLength.value, remoteLength.value}).containsExactly(28, 28);
        sockaddr_in6 withoutPort = localAddress6(s);
        withoutPort.sin6_port = 0;
        assertThat(local).isEqualTo(withoutPort);
        assertThat(remote).isEqualTo(localAddress6(listener6));
    }

    @Test
    @Conforms("D152")
    void inOneList() {
        SOCKET s = tcp();
        SOCKET_ADDRESS_LIST list = new SOCKET_ADDRESS_LIST(
                new SOCKET_ADDRESS(loopback(closedPort())), new SOCKET_ADDRESS(localAddress(listener)));
        sockaddr_in remote = new sockaddr_in();
        assertThat(WSAConnectByList(s, list, null, null, new IntRef(16), remote, new timeval(10, 0), null))
                .isTrue();
        assertThat(remote.sin_port).isEqualTo(localAddress(listener).sin_port);
        expectFalse(WSAEISCONN, WSAConnectByList(s, list, null, null, null, null, null, null));
        expectFalse(WSAEINVAL, WSAConnectByList(tcp(), new SOCKET_ADDRESS_LIST(), null, null, null, null, null, null));
        list.iAddressCount = 1;
        expectFalse(WSAECONNREFUSED, WSAConnectByList(tcp(), list, null, null, null, null, null, null));
    }

    @Test
    @Conforms("D153")
    void inTime() throws Exception {
        try (FullListener full = new FullListener()) {
            SOCKET_ADDRESS_LIST list = new SOCKET_ADDRESS_LIST(new SOCKET_ADDRESS(loopback(full.port())));
            expectFalse(
                    WSAETIMEDOUT, WSAConnectByList(tcp(), list, null, null, null, null, new timeval(0, 50_000), null));
        }
    }

    @Test
    @Conforms("D154")
    void aDualStackSocketTakesBoth() {
        SOCKET s = with(tcp6(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
        sockaddr_in6 remote = new sockaddr_in6();
        assertThat(WSAConnectByName(s, "127.0.0.1", service, null, null, new IntRef(28), remote, null, null))
                .isTrue();
        assertThat(remote.sin6_port).isEqualTo(localAddress(listener).sin_port);
    }
}

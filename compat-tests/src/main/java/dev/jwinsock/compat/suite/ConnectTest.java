package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Facts G: connect on stream sockets. */
@WinsockTest
final class ConnectTest extends Scene {
    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("S090")
    void closedPortRefusesABlockingConnect(Family family) {
        expectError(WSAECONNREFUSED, connectTo(family.tcp(), family.loopback(closedPort())));
    }

    @Test
    @Conforms("S093")
    void nonblockingConnectWouldBlock() throws IOException {
        FullListener full = track(new FullListener());
        SOCKET s = tcp();
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(full.port())));
    }

    @Test
    @Conforms("S093")
    void nonblockingConnectSucceedsLater() {
        SOCKET listener = listener();
        SOCKET s = tcp();
        nonblocking(s);
        // Even where the kernel is done at once, Windows is not
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(port(listener))));
        SOCKET server = expectSocket(accept(listener, null, null));
        await("the socket is connected", () -> getpeername(s, new sockaddr_in(), new IntRef(16)) == 0);
        expectError(WSAEISCONN, connectTo(s, loopback(port(listener))));
        assertThat(soError(s)).isZero();
        expectCount(2, send(s, data(2)));
        assertThat(receive(server, 2)).isEqualTo(data(2));
    }

    @Test
    @Conforms("S094")
    void connectWhilePendingIsAlready() throws IOException {
        FullListener full = track(new FullListener());
        SOCKET s = tcp();
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(full.port())));
        expectError(WSAEALREADY, connectTo(s, loopback(full.port())));
        expectError(WSAEALREADY, connectTo(s, loopback(full.port())));
    }

    @Test
    @Conforms("S096")
    void connectedSocketCannotConnectEvenAfterShutdown() {
        SOCKET listener = listener();
        Pair pair = pair(listener);
        sockaddr target = loopback(port(listener));
        expectError(WSAEISCONN, connectTo(pair.client(), target));
        expectError(WSAEISCONN, connectTo(pair.server(), target));
        expectZero(shutdown(pair.client(), SD_BOTH));
        expectError(WSAEISCONN, connectTo(pair.client(), target));
        expectZero(shutdown(pair.server(), SD_SEND));
        expectError(WSAEISCONN, connectTo(pair.server(), target));
    }

    @Test
    @Conforms("S098")
    void refusedNonblockingConnectStaysInSoError() {
        SOCKET s = tcp();
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(closedPort())));
        await("SO_ERROR tells the refusal", () -> soError(s) == WSAECONNREFUSED);
        for (int i = 0; i < 3; i++) {
            assertThat(soError(s)).isEqualTo(WSAECONNREFUSED);
        }
    }

    @Test
    @Conforms("S080")
    void refusedSocketCanConnectAgain() {
        SOCKET listener = listener();
        SOCKET s = tcp();
        expectError(WSAECONNREFUSED, connectTo(s, loopback(closedPort())));
        expectZero(connectTo(s, loopback(port(listener))));
        SOCKET server = expectSocket(accept(listener, null, null));
        expectCount(3, send(s, data(3)));
        assertThat(receive(server, 3)).isEqualTo(data(3));
    }

    @Test
    @Conforms("S080")
    void refusedNonblockingSocketKeepsItsPortAndCanListen() {
        SOCKET s = tcp();
        expectZero(bindTo(s, loopback(0)));
        int port = port(s);
        nonblocking(s);
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(closedPort())));
        await("SO_ERROR tells the refusal", () -> soError(s) == WSAECONNREFUSED);

        expectZero(listen(s, SOMAXCONN));
        assertThat(port(s)).isEqualTo(port);
        assertThat(soError(s)).isEqualTo(WSAECONNREFUSED);
        SOCKET client = tcp();
        expectZero(connectTo(client, loopback(port)));
        SOCKET[] server = new SOCKET[1];
        await("the connection arrives", () -> (server[0] = accept(s, null, null)) != INVALID_SOCKET);
        expectCount(4, send(client, data(4)));
        byte[] got = new byte[4];
        expectCount(4, awaitResult("the data arrives", () -> recv(server[0], got)));
        assertThat(got).isEqualTo(data(4));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("S102")
    void wildcardAndPortZeroAreNoTargets(Family family) {
        SOCKET listener = family.tcp();
        expectZero(bindTo(listener, family.wildcard(0)));
        expectZero(listen(listener, SOMAXCONN));
        SOCKET s = family.tcp();
        expectError(WSAEADDRNOTAVAIL, connectTo(s, family.wildcard(family.port(listener))));
        expectError(WSAEADDRNOTAVAIL, connectTo(s, family.loopback(0)));
        nonblocking(s);
        expectError(WSAEADDRNOTAVAIL, connectTo(s, family.wildcard(family.port(listener))));
        blocking(s);
        expectZero(connectTo(s, family.loopback(family.port(listener))));
    }

    @Test
    @Conforms("S103")
    void shortNamesAndForeignFamiliesAreRefused() {
        SOCKET listener = listener();
        sockaddr target = loopback(port(listener));
        SOCKET s = tcp();
        expectError(WSAEFAULT, connect(s, target, target.sizeof() - 1));
        expectError(WSAEFAULT, connect(s, null, target.sizeof()));
        expectError(WSAEAFNOSUPPORT, connectTo(s, Family.IPV6.loopback(port(listener))));
        expectError(WSAEAFNOSUPPORT, connectTo(Family.IPV6.tcp(), new PaddedIpv4(port(listener)).address()));
        expectZero(connectTo(s, target));
    }

    /** An IPv4 address in a structure as long as the IPv6 one, so that only its family is wrong. */
    private record PaddedIpv4(int port) {
        sockaddr address() {
            sockaddr in6 = Family.IPV6.loopback(port);
            byte[] bytes = in6.toBytes();
            System.arraycopy(loopback(port).toBytes(), 0, bytes, 0, 16);
            in6.fromBytes(bytes, 0);
            return in6;
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms({"S046", "S104"})
    void connectBindsToAConcreteAddress(Family family) {
        SOCKET listener = family.tcp();
        expectZero(bindTo(listener, family.wildcard(0)));
        expectZero(listen(listener, SOMAXCONN));
        SOCKET s = family.tcp();
        sockaddr name = family.empty();
        expectError(WSAEINVAL, getsockname(s, name, new IntRef(name.sizeof())));
        expectZero(connectTo(s, family.loopback(family.port(listener))));
        assertThat(Family.host(family.local(s))).isEqualTo(Family.host(family.loopback(0)));
        assertThat(family.port(s)).isNotZero();
    }

    @Test
    @Conforms("S077")
    void listeningSocketCannotConnect() {
        SOCKET listener = listener();
        SOCKET other = listener();
        expectError(WSAEINVAL, connectTo(other, loopback(port(listener))));
        pair(other); // and still accepts
    }

    @Test
    @Conforms("D045")
    void closesocketEndsABlockedConnect() throws IOException {
        FullListener full = track(new FullListener());
        SOCKET s = tcp();
        Call<Integer> call = Call.of(() -> connectTo(s, loopback(full.port()))).awaitBlocked();
        expectZero(closesocket(s));
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
    }
}

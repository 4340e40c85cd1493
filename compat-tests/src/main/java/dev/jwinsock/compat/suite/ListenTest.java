package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts E: listen, and what a listening socket refuses. */
@WinsockTest
final class ListenTest {
    private static void expectListening(SOCKET listener) {
        assertThat(Pairs.connected(listener, localAddress(listener), tcp())).isNotNull();
    }

    @Test
    @Conforms("S072")
    void noSocket() {
        expectError(WSAENOTSOCK, listen(null, 1));
        expectError(WSAENOTSOCK, listen(INVALID_SOCKET, 1));
    }

    @Test
    @Conforms("S074")
    void backlogZeroIsFine() {
        SOCKET s = boundTcp();
        expectZero(listen(s, 0));
        expectListening(s);
    }

    @Test
    @Conforms("S074")
    void listeningAgainIsFine() {
        SOCKET s = listener();
        expectZero(listen(s, 5));
        expectListening(s);
    }

    @Test
    @Conforms("S075")
    void datagramSocket() {
        expectError(WSAEOPNOTSUPP, listen(boundUdp(), 1));
    }

    @Test
    @Conforms("D078")
    void unboundAndConnectedSockets() {
        expectError(WSAEINVAL, listen(tcp(), 1));
        expectError(WSAEISCONN, listen(Pairs.tcp().client(), 1));
    }

    @Test
    @Conforms("S077")
    void connectIsInvalid() {
        SOCKET listener = listener();
        sockaddr to = localAddress(listener());
        expectError(WSAEINVAL, connect(listener, to, sizeof(to)));
        expectListening(listener);
    }

    @ParameterizedTest
    @Conforms("S078")
    @ValueSource(ints = {SD_RECEIVE, SD_SEND})
    void shutdownFailsAndItKeepsListening(int how) {
        SOCKET listener = listener();
        expectError(WSAENOTCONN, shutdown(listener, how));
        expectListening(listener);
    }

    @Test
    @Conforms("S079")
    void recvFails() {
        expectError(WSAENOTCONN, recv(listener(), new byte[1], 1, 0));
    }

    @Test
    @Conforms("S080")
    void afterARefusedConnectASocketCanListen() {
        SOCKET s = nonblocking(boundTcp());
        sockaddr own = localAddress(s);
        sockaddr nobody = loopback(closedPort());
        expectError(WSAEWOULDBLOCK, connect(s, nobody, sizeof(nobody)));
        Deadline.require("refused", () -> option(s, SOL_SOCKET, SO_ERROR) == WSAECONNREFUSED);
        expectZero(listen(s, 1));
        assertThat(localAddress(s)).isEqualTo(own);
        assertThat(option(s, SOL_SOCKET, SO_ERROR)).isEqualTo(WSAECONNREFUSED);
        expectListening(blocking(s));
    }
}

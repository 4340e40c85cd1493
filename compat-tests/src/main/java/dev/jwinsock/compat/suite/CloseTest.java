package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Facts L: what closesocket does to the connection, and to calls of other threads. The peer is a foreign program. */
@WinsockTest
final class CloseTest extends Scene {
    // More than the kernels of both ends buffer for a connection whose send buffer is SMALL
    private static final int MUCH = 8 * MIB;
    private static final int SMALL = 16 * 1024;

    /** One of our sockets, and a java.net peer that reads when it is told to. */
    private record Foreign(SOCKET socket, Socket peer) {
        byte[] rest() {
            try {
                return peer.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Foreign foreign() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReceiveBufferSize(SMALL);
            listener.bind(Family.IPV4.javaLoopback(0));
            SOCKET s = tcp();
            expectZero(setsockopt(s, SOL_SOCKET, SO_SNDBUF, SMALL));
            expectZero(connectTo(s, loopback(listener.getLocalPort())));
            Socket peer = track(listener.accept());
            peer.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            return new Foreign(s, peer);
        }
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    @Conforms({"D050", "S169"})
    void defaultCloseReturnsAtOnceAndDeliversEverything() throws IOException {
        Foreign f = foreign();
        nonblocking(f.socket());
        byte[] sent = data(MUCH);
        expectCount(MUCH, send(f.socket(), sent));
        long start = System.nanoTime();
        expectZero(closesocket(f.socket()));
        // The peer has read nothing yet: whoever waits for it here waits for ever
        assertThat(millisSince(start)).isLessThan(1000);
        assertThat(f.rest()).isEqualTo(sent);
    }

    @Test
    @Conforms({"D050", "S169"})
    void dontLingerIsTheDefault() throws IOException {
        Foreign f = foreign();
        expectZero(lingerFor(f.socket(), 0));
        expectZero(setsockopt(f.socket(), SOL_SOCKET, SO_DONTLINGER, 1));
        expectCount(1000, send(f.socket(), data(1000)));
        expectZero(closesocket(f.socket()));
        assertThat(f.rest()).isEqualTo(data(1000));
    }

    @Test
    @Conforms({"D051", "S169"})
    void lingerZeroResets() throws IOException {
        Foreign f = foreign();
        nonblocking(f.socket());
        expectCount(MUCH, send(f.socket(), data(MUCH)));
        expectZero(lingerFor(f.socket(), 0));
        long start = System.nanoTime();
        expectZero(closesocket(f.socket()));
        assertThat(millisSince(start)).isLessThan(1000);
        assertThatThrownBy(() -> f.peer().getInputStream().readAllBytes())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    @Conforms({"D052", "S169"})
    @Needs(Capability.UNSENT)
    void lingerReturnsWhenEverythingIsDelivered() throws IOException {
        Foreign f = foreign();
        byte[] sent = data(SMALL / 4); // fits into the kernel, so that send returns
        expectZero(lingerFor(f.socket(), 20));
        expectCount(sent.length, send(f.socket(), sent));
        long start = System.nanoTime();
        Call<Integer> close = Call.of(() -> closesocket(f.socket()));
        assertThat(f.rest()).isEqualTo(sent);
        assertThat(close.value()).isZero();
        assertThat(millisSince(start)).isLessThan(10_000);
    }

    @Test
    @Conforms({"D052", "S169"})
    @Needs(Capability.UNSENT)
    void lingerWaitsForThePeer() throws IOException {
        Foreign f = foreign();
        nonblocking(f.socket());
        byte[] sent = data(MUCH);
        expectCount(MUCH, send(f.socket(), sent));
        blocking(f.socket());
        expectZero(lingerFor(f.socket(), 25));
        Call<Integer> close = Call.of(() -> closesocket(f.socket())).awaitBlocked();
        assertThat(f.rest()).isEqualTo(sent);
        assertThat(close.value()).isZero();
    }

    @Test
    @Conforms({"D053", "S169"})
    @Needs(Capability.UNSENT)
    void lingerAbortsWhenThePeerDoesNotReadInTime() throws IOException {
        Foreign f = foreign();
        nonblocking(f.socket());
        expectCount(MUCH, send(f.socket(), data(MUCH)));
        blocking(f.socket());
        expectZero(lingerFor(f.socket(), 1));
        long start = System.nanoTime();
        closesocket(f.socket());
        assertThat(millisSince(start)).isBetween(1000L, 8000L);
        assertThatThrownBy(() -> f.peer().getInputStream().readAllBytes())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    @Conforms("D054")
    void lingerDoesNotBlockANonblockingSocket() throws IOException {
        Foreign f = foreign();
        nonblocking(f.socket());
        byte[] sent = data(MUCH);
        expectCount(MUCH, send(f.socket(), sent));
        expectZero(lingerFor(f.socket(), 20));
        long start = System.nanoTime();
        int result = closesocket(f.socket());
        int error = WSAGetLastError();
        assertThat(millisSince(start)).isLessThan(1000);
        if (result == SOCKET_ERROR) {
            // The documented answer: the socket is still open and can be closed otherwise
            assertThat(error).isEqualTo(WSAEWOULDBLOCK);
            expectZero(setsockopt(f.socket(), SOL_SOCKET, SO_DONTLINGER, 1));
            expectZero(closesocket(f.socket()));
        }
        assertThat(f.rest()).isEqualTo(sent);
    }

    @Test
    @Conforms("D055")
    void closeWithUnreadDataResets() throws IOException {
        Foreign f = foreign();
        f.peer().getOutputStream().write(data(10));
        await("the data arrives", () -> readable(f.socket()) == 10);
        expectZero(closesocket(f.socket()));
        assertThatThrownBy(() -> f.peer().getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    @Conforms("S168")
    void closedSocketIsNoSocket() {
        SOCKET s = tcp();
        expectZero(closesocket(s));
        expectError(WSAENOTSOCK, closesocket(s));
        expectError(WSAENOTSOCK, send(s, data(1)));
        expectError(WSAENOTSOCK, recv(s, new byte[1]));
        expectError(WSAENOTSOCK, shutdown(s, SD_SEND));
        expectError(WSAENOTSOCK, ioctlsocket(s, FIONBIO, new IntRef(1)));
        byte[] value = data(4);
        expectError(WSAENOTSOCK, getsockopt(s, SOL_SOCKET, SO_TYPE, value, new IntRef(4)));
        assertThat(value).isEqualTo(data(4));
        expectError(WSAENOTSOCK, closesocket(INVALID_SOCKET));
        expectError(WSAENOTSOCK, closesocket(null));
    }

    @Test
    @Conforms({"S084", "A081"})
    void closesocketEndsABlockedAccept() {
        SOCKET listener = listener();
        Call<SOCKET> call = Call.of(() -> accept(listener, null, null)).awaitBlocked();
        expectZero(closesocket(listener));
        assertThat(call.value()).isSameAs(INVALID_SOCKET);
        assertThat(call.error()).isNotZero();
    }

    @Test
    @Conforms("D057")
    void closesocketEndsABlockedRecv() {
        Pair pair = Pairs.tcp();
        Call<Integer> call = Call.of(() -> recv(pair.client(), new byte[1])).awaitBlocked();
        expectZero(closesocket(pair.client()));
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        assertThat(call.error()).isNotZero();
        expectCount(0, recv(pair.server(), new byte[1]));
    }

    @Test
    @Conforms("D057")
    void closesocketEndsABlockedSend() throws IOException {
        Foreign f = foreign();
        Call<Integer> call = Call.of(() -> send(f.socket(), data(MUCH))).awaitBlocked();
        expectZero(closesocket(f.socket()));
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        assertThat(call.error()).isNotZero();
    }

    @Test
    @Conforms("D057")
    void closesocketEndsABlockedRecvfrom() {
        SOCKET s = boundUdp();
        Call<Integer> call = Call.of(() -> recvfrom(s, new byte[1], 1, 0, new sockaddr_in(), new IntRef(16)))
                .awaitBlocked();
        expectZero(closesocket(s));
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        assertThat(call.error()).isNotZero();
    }

    @Test
    @Conforms("D057")
    void closesocketEndsManyCallsOnOneSocket() {
        SOCKET s = boundUdp();
        var calls = new java.util.ArrayList<Call<Integer>>();
        for (int i = 0; i < 20; i++) {
            calls.add(Call.of(() -> recv(s, new byte[1])));
        }
        calls.forEach(Call::awaitBlocked);
        expectZero(closesocket(s));
        for (Call<Integer> call : calls) {
            assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        }
    }

    @Test
    @Conforms("D057")
    void socketsClosedUnderACallAreNotMixedUpWithNewOnes() {
        // The kernel reuses a descriptor's number at once: a call in flight must not reach the next socket by it
        for (int i = 0; i < 50; i++) {
            SOCKET old = boundUdp();
            Call<Integer> call = Call.of(() -> recv(old, new byte[4])).awaitBlocked();
            expectZero(closesocket(old));
            SOCKET next = boundUdp();
            expectCount(4, sendTo(next, data(4), loopback(port(next))));
            assertThat(call.value()).isEqualTo(SOCKET_ERROR);
            expectCount(4, recv(next, new byte[4]));
            expectZero(closesocket(next));
        }
    }
}

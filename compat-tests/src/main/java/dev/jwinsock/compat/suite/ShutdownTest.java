package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts I: the two directions of a connection, and the orderly end of both. */
@WinsockTest
final class ShutdownTest extends Scene {
    @Test
    @Conforms("S124")
    void unconnectedStreamCannotShutDown() {
        SOCKET s = tcp();
        expectError(WSAENOTCONN, shutdown(s, SD_SEND));
        expectError(WSAENOTCONN, shutdown(s, SD_RECEIVE));
        expectZero(bindTo(s, loopback(0)));
        expectError(WSAENOTCONN, shutdown(s, SD_SEND));
    }

    @Test
    @Conforms("S124")
    void wrongHowIsInvalid() {
        Pair pair = Pairs.tcp();
        expectError(WSAEINVAL, shutdown(pair.client(), 3));
        expectError(WSAEINVAL, shutdown(pair.client(), 0xdeadbeef));
        expectCount(1, send(pair.client(), data(1)));
    }

    @Test
    @Conforms("S078")
    void listeningSocketCannotShutDownAndKeepsListening() {
        SOCKET listener = listener();
        expectError(WSAENOTCONN, shutdown(listener, SD_SEND));
        expectError(WSAENOTCONN, shutdown(listener, SD_RECEIVE));
        pair(listener);
    }

    @ParameterizedTest
    @ValueSource(ints = {SD_SEND, SD_RECEIVE, SD_BOTH})
    @Conforms("S125")
    void shutdownTwiceSucceeds(int how) {
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.client(), how));
        expectZero(shutdown(pair.client(), how));
    }

    @ParameterizedTest
    @ValueSource(ints = {SD_SEND, SD_BOTH})
    @Conforms("D056")
    void sendAfterShutdownFails(int how) {
        Pair pair = Pairs.tcp();
        expectCount(3, send(pair.client(), data(3)));
        expectZero(shutdown(pair.client(), how));
        expectError(WSAESHUTDOWN, send(pair.client(), data(1)));
        expectError(WSAESHUTDOWN, send(pair.client(), data(1)));
        assertThat(receiveAll(pair.server())).isEqualTo(data(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {SD_RECEIVE, SD_BOTH})
    @Conforms("S127")
    void recvAfterShutdownFailsEveryTime(int how) {
        Pair pair = Pairs.tcp();
        expectCount(3, send(pair.server(), data(3)));
        await("data is queued", () -> readable(pair.client()) == 3);
        expectZero(shutdown(pair.client(), how));
        for (int i = 0; i < 3; i++) {
            expectError(WSAESHUTDOWN, recv(pair.client(), new byte[3]));
        }
    }

    @Test
    @Conforms("S127")
    void recvAfterShutdownFailsEvenAtEndOfStream() {
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.server(), SD_SEND));
        expectCount(0, recv(pair.client(), new byte[1]));
        expectZero(shutdown(pair.client(), SD_RECEIVE));
        expectError(WSAESHUTDOWN, recv(pair.client(), new byte[1]));
        expectError(WSAESHUTDOWN, recv(pair.client(), new byte[1]));
    }

    @Test
    @Conforms("S128")
    void peerCanStillSendAfterShutdownOfReceiving() {
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.client(), SD_RECEIVE));
        for (int i = 0; i < 3; i++) {
            expectCount(5, send(pair.server(), data(5)));
        }
        expectCount(4, send(pair.client(), data(4)));
        assertThat(receive(pair.server(), 4)).isEqualTo(data(4));
    }

    @Test
    @Conforms("S128")
    void receivingGoesOnAfterShutdownOfSending() {
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.client(), SD_SEND));
        expectCount(0, recv(pair.server(), new byte[1]));
        for (int i = 0; i < 3; i++) {
            expectCount(5, send(pair.server(), data(5)));
            assertThat(receive(pair.client(), 5)).isEqualTo(data(5));
        }
        // And the other way round
        expectZero(shutdown(pair.server(), SD_SEND));
        expectCount(0, recv(pair.client(), new byte[1]));
    }

    @Test
    @Conforms("S129")
    void shutdownOfReceivingDoesNotCancelAReceiveInProgress() {
        Pair pair = Pairs.tcp();
        byte[] got = new byte[5];
        Call<Integer> call = Call.of(() -> recv(pair.client(), got)).awaitBlocked();
        expectZero(shutdown(pair.client(), SD_RECEIVE));
        expectError(WSAESHUTDOWN, recv(pair.client(), new byte[1]));
        assertThat(call.isDone()).isFalse();
        expectCount(5, send(pair.server(), data(5)));
        assertThat(call.value()).isEqualTo(5);
        assertThat(got).isEqualTo(data(5));
        expectError(WSAESHUTDOWN, recv(pair.client(), new byte[1]));
    }

    @Test
    @Conforms("S130")
    void receiveInProgressEndsWhenThePeerShutsDown() {
        Pair pair = Pairs.tcp();
        Call<Integer> call = Call.of(() -> recv(pair.client(), new byte[1])).awaitBlocked();
        expectZero(shutdown(pair.server(), SD_SEND));
        assertThat(call.value()).isZero();
    }

    /** The table of "Graceful Shutdown, Linger Options, and Socket Closure", step by step. */
    @Test
    @Conforms({"D060", "D061", "D062"})
    void gracefulShutdown() {
        Pair pair = Pairs.tcp();
        byte[] request = data(100_000);
        byte[] response = data(200_000);
        Call<Integer> sending = Call.of(() -> send(pair.client(), request));
        byte[] got = receive(pair.server(), 50_000);
        assertThat(sending.value()).isEqualTo(request.length);
        expectZero(shutdown(pair.client(), SD_SEND)); // (1)
        byte[] rest = receiveAll(pair.server()); // (2) all data, then the end
        assertThat(got).isEqualTo(java.util.Arrays.copyOf(request, got.length));
        assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(request, got.length, request.length));
        Call<Integer> answering = Call.of(() -> send(pair.server(), response)); // (3)
        assertThat(receive(pair.client(), response.length)).isEqualTo(response); // (5')
        assertThat(answering.value()).isEqualTo(response.length);
        expectZero(shutdown(pair.server(), SD_SEND)); // (4)
        expectZero(closesocket(pair.server())); // (4')
        expectCount(0, recv(pair.client(), new byte[1])); // (5)
        expectZero(closesocket(pair.client())); // (6)
    }

    @Test
    @Conforms("D063")
    void gracefulShutdownWithDisconnect() {
        Pair pair = Pairs.tcp();
        expectCount(7, send(pair.client(), data(7)));
        expectZero(WSASendDisconnect(pair.client(), null));
        expectError(WSAESHUTDOWN, send(pair.client(), data(1)));
        assertThat(receiveAll(pair.server())).isEqualTo(data(7));
        expectZero(WSARecvDisconnect(pair.server(), null));
        expectError(WSAESHUTDOWN, recv(pair.server(), new byte[1]));
        expectCount(8, send(pair.server(), data(8)));
        expectZero(WSASendDisconnect(pair.server(), null));
        assertThat(receiveAll(pair.client())).isEqualTo(data(8));
        expectZero(WSARecvDisconnect(pair.client(), null));
        expectZero(closesocket(pair.client()));
        expectZero(closesocket(pair.server()));
    }

    @Test
    @Conforms({"D060", "D062"})
    void gracefulShutdownAgainstAForeignPeer() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.bind(Family.IPV4.javaLoopback(0));
            SOCKET s = tcp();
            expectZero(connectTo(s, loopback(listener.getLocalPort())));
            try (Socket peer = listener.accept()) {
                expectCount(9, send(s, data(9)));
                expectZero(shutdown(s, SD_SEND));
                assertThat(peer.getInputStream().readAllBytes()).isEqualTo(data(9));
                peer.getOutputStream().write(data(11));
                peer.shutdownOutput();
                assertThat(receiveAll(s)).isEqualTo(data(11));
                expectZero(closesocket(s));
            }
        }
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts U, as far as ioctlsocket is concerned. */
@WinsockTest
final class IoctlTest extends EventScene {
    @ParameterizedTest
    @ValueSource(ints = {FIONBIO, FIONREAD, SIOCATMARK})
    @Conforms("S249")
    void badPointer(int code) {
        expectError(WSAEFAULT, ioctlsocket(tcp(), code, null));
        expectError(WSAEFAULT, ioctlsocket(listener(), code, null));
        expectError(WSAEFAULT, ioctlsocket(Pairs.tcp().server(), code, null));
        expectError(WSAEFAULT, ioctlsocket(udp(), code, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {FIONBIO, FIONREAD, SIOCATMARK})
    @Conforms({"S249", "S168"})
    void theSocketIsJudgedFirst(int code) {
        SOCKET closed = tcp();
        expectZero(closesocket(closed));
        expectError(WSAENOTSOCK, ioctlsocket(closed, code, null));
        expectError(WSAENOTSOCK, ioctlsocket(INVALID_SOCKET, code, null));
    }

    @Test
    @Conforms("S249")
    void aRefusedFionbioChangesNothing() {
        SOCKET s = nonblocking(boundUdp());
        expectError(WSAEFAULT, ioctlsocket(s, FIONBIO, null));
        expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
    }

    @Test
    @Conforms("S253")
    void fionbioRefusedForASelectionStoresACountOfZero() {
        SOCKET s = udp();
        Watch watch = watch(s, FD_READ);
        IntRef bytes = new IntRef(0xdead);
        expectError(WSAEINVAL, WSAIoctl(s, FIONBIO, new byte[4], 4, null, 0, bytes, null, null));
        assertThat(bytes.value).isZero();
        assertThat(watch).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, -1, 0x100, Integer.MIN_VALUE})
    @Conforms("S249")
    void anyTrueValueMakesNonblocking(int value) {
        SOCKET s = boundUdp();
        expectZero(ioctlsocket(s, FIONBIO, new IntRef(value)));
        expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
    }

    @Test
    @Conforms("S143")
    void fionreadOnAConnection() {
        Pair pair = Pairs.tcp();
        assertThat(readable(pair.server())).isZero();
        expectCount(100, send(pair.client(), data(100)));
        await("the data arrives", () -> readable(pair.server()) == 100);
        expectCount(40, recv(pair.server(), new byte[40]));
        assertThat(readable(pair.server())).isEqualTo(60);
        receive(pair.server(), 60);
        expectZero(closesocket(pair.client()));
        expectCount(0, recv(pair.server(), new byte[1]));
        assertThat(readable(pair.server())).isZero();
    }
}

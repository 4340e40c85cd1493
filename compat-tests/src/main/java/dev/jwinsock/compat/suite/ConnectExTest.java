package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** async.md, sections 8 and 9: ConnectEx and DisconnectEx. */
@WinsockTest
final class ConnectExTest extends OverlappedScene {
    private SOCKET listener = INVALID_SOCKET;

    @BeforeEach
    void listen() {
        listener = listener();
    }

    private boolean connectEx(SOCKET s, Io io) {
        return ConnectEx(s, localAddress(listener), 16, null, 0, null, io);
    }

    private static void expectFalse(int error, boolean result) {
        assertThat(result).isFalse();
        expectLastError(error);
    }

    private void expectPending(boolean result) {
        expectFalse(ERROR_IO_PENDING, result);
    }

    private SOCKET accepted() {
        return expectSocket(accept(listener, null, null));
    }

    @Test
    @Conforms({"A123", "A124"})
    void checks() {
        Io io = new Io(1);
        expectFalse(ERROR_INVALID_PARAMETER, ConnectEx(boundTcp(), localAddress(listener), 16, null, 0, null, null));
        expectFalse(WSAENOTSOCK, connectEx(INVALID_SOCKET, io));
        expectFalse(WSAEINVAL, connectEx(tcp(), io));
        assertThat(io.Internal).isEqualTo(STATUS_PENDING);
        assertThat(io.InternalHigh).isEqualTo(UNTOUCHED);
        expectFalse(WSAEINVAL, connectEx(listener(), io));
        Pair pair = Pairs.tcp();
        expectFalse(WSAEISCONN, connectEx(pair.client(), io));
        expectFalse(WSAEISCONN, connectEx(pair.server(), io));
        expectFalse(WSAEINVAL, connectEx(boundUdp(), io));
    }

    @Test
    @Conforms({"A125", "A132", "S097"})
    void connects() {
        SOCKET s = boundTcp();
        Io io = new Io(1);
        expectPending(connectEx(s, io));
        io.await();
        expectResult(s, io, 0);
        SOCKET peer = accepted();
        sockaddr_in name = new sockaddr_in();
        expectError(WSAEINVAL, connect(s, localAddress(listener), 16));
        expectFalse(WSAEISCONN, connectEx(s, new Io(1)));
        expectError(WSAENOTCONN, getpeername(s, name, new IntRef(16)));
        expectError(WSAENOTCONN, shutdown(s, SD_SEND));
        expectZero(getsockname(s, name, new IntRef(16)));
        expectZero(setsockopt(s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, (byte[]) null, 0));
        expectZero(getpeername(s, name, new IntRef(16)));
        assertThat(name.sin_port).isEqualTo(localAddress(listener).sin_port);
        sendText(s, "hi");
        assertThat(startedReceive(peer, 16).await().text()).isEqualTo("hi");
        expectZero(shutdown(s, SD_SEND));
        expectFalse(WSAEISCONN, connectEx(s, new Io(1)));
    }

    @Test
    @Conforms("A125")
    void sendsTheFirstData() {
        SOCKET s = boundTcp();
        Io io = new Io(1);
        ByteBuffer first = ByteBuffer.wrap("-hello-".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        first.position(1);
        expectPending(ConnectEx(s, localAddress(listener), 16, first, 5, null, io));
        io.await();
        expectResult(s, io, 5);
        assertThat(startedReceive(accepted(), 16).await().text()).isEqualTo("hello");
    }

    @Test
    @Conforms({"A127", "A128"})
    void refused() {
        SOCKET s = boundTcp();
        Io io = new Io(1);
        expectPending(ConnectEx(s, loopback(closedPort()), 16, null, 0, null, io));
        io.await();
        expectFailure(s, io, WSAECONNREFUSED, ERROR_CONNECTION_REFUSED, 0);
        Io again = new Io(1);
        expectPending(connectEx(s, again));
        again.await();
        expectResult(s, again, 0);
    }

    @Test
    @Conforms({"A128", "A130"})
    void whileItPends() throws Exception {
        try (FullListener full = new FullListener()) {
            SOCKET s = bound(tcp(), any(0));
            Io io = new Io(1);
            expectPending(ConnectEx(s, loopback(full.port()), 16, null, 0, null, io));
            assertThat(io.signalled()).isFalse();
            expectError(WSAEINVAL, connect(s, loopback(full.port()), 16));
            expectFalse(WSAEINVAL, ConnectEx(s, loopback(full.port()), 16, null, 0, null, new Io(1)));
            sockaddr_in name = new sockaddr_in();
            expectZero(getsockname(s, name, new IntRef(16)));
            assertThat(name.sin_port).isNotZero();
            expectError(WSAENOTCONN, getpeername(s, name, new IntRef(16)));
            expectError(WSAENOTCONN, recv(s, new byte[1], 1, 0));
            expectError(WSAENOTCONN, dev.jwinsock.Winsock2.send(s, new byte[1], 1, 0));
            assertThat(CancelIoEx(s, io)).isTrue();
            assertThat(io.signalled()).isTrue();
            Io again = new Io(1);
            expectPending(connectEx(s, again));
            again.await();
            expectResult(s, again, 0);
        }
    }

    @Test
    @Conforms({"A136", "A137", "A140"})
    void disconnectChecks() {
        Io io = new Io(1);
        expectFalse(WSAENOTSOCK, DisconnectEx(INVALID_SOCKET, io, 0, 0));
        expectFalse(WSAENOTCONN, DisconnectEx(tcp(), io, 0, 0));
        expectFalse(WSAENOTCONN, DisconnectEx(tcp(), null, 0, 0));
        expectFalse(WSAENOTCONN, DisconnectEx(udp(), null, 0, 0));
        Pair pair = Pairs.tcp();
        expectFalse(WSAEINVAL, DisconnectEx(pair.client(), io, 1, 0));
        expectFalse(WSAEINVAL, DisconnectEx(pair.client(), io, 0, 1));
    }

    @Test
    @Conforms({"A137", "S132"})
    void disconnects() {
        Pair pair = Pairs.tcp();
        Io sent = new Io(pattern(0, 3 << 20));
        with(pair.client(), SOL_SOCKET, SO_SNDBUF, 0);
        expectError(WSA_IO_PENDING, send(pair.client(), sent));
        Io io = new Io(1);
        expectPending(DisconnectEx(pair.client(), io, 0, 0));
        assertThat(io.signalled()).isFalse();
        byte[] room = new byte[65536];
        int total = 0;
        for (int n = recv(pair.server(), room, room.length, 0); n > 0; n = recv(pair.server(), room, room.length, 0)) {
            total += n;
        }
        assertThat(total).isEqualTo(3 << 20);
        sent.await();
        io.await();
        expectResult(pair.client(), io, 0);
        expectError(WSAESHUTDOWN, send(pair.client(), new Io("x")));

        Pair second = Pairs.tcp();
        assertThat(DisconnectEx(second.client(), null, 0, 0)).isTrue();
        assertThat(DisconnectEx(second.client(), null, 0, 0)).isTrue();
        expectCount(0, recv(second.server(), room, 1, 0));
        sendText(second.server(), "still");
        assertThat(startedReceive(second.client(), 8).await().text()).isEqualTo("still");
        expectZero(getpeername(second.client(), new sockaddr_in(), new IntRef(16)));
    }

    @Test
    @Conforms({"A139", "A140", "A141"})
    void reuse() {
        HANDLE port = completionPort();
        SOCKET s = boundTcp();
        CreateIoCompletionPort(s, port, "key", 0);
        SetFileCompletionNotificationModes(s, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
        IntRef count = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        for (int round = 0; round < 3; round++) {
            Io io = new Io(1);
            expectPending(connectEx(s, io));
            assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                    .isTrue();
            assertThat(overlapped.value).isSameAs(io);
            SOCKET peer = accepted();
            sendText(s, "round");
            assertThat(startedReceive(peer, 16).await().text()).isEqualTo("round");
            reset(peer); // no TIME_WAIT in the way
            Io receive = new Io(4);
            int result = receive(s, receive);
            if (result != 0 && WSAGetLastError() == WSA_IO_PENDING) {
                GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS);
            }
            Io end = new Io(1);
            expectPending(DisconnectEx(s, end, TF_REUSE_SOCKET, 0));
            assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                    .isTrue();
            assertThat(overlapped.value).isSameAs(end);
            assertThat(key.value).isEqualTo("key");
        }
        assertThat(CreateIoCompletionPort(s, port, "other", 0)).isNull();
        expectLastError(ERROR_INVALID_PARAMETER);
        CloseHandle(port);
    }

    @Test
    @Conforms("A140")
    void anAcceptedSocketIsAcceptedIntoAgain() {
        SOCKET acceptor = tcp();
        for (int round = 0; round < 3; round++) {
            Io io = new Io(64);
            expectFalse(ERROR_IO_PENDING, AcceptEx(listener, acceptor, io.memory, 0, 32, 32, null, io));
            SOCKET client = tcp();
            expectZero(connect(client, localAddress(listener), 16));
            io.await();
            sendText(client, "again");
            assertThat(startedReceive(acceptor, 16).await().text()).isEqualTo("again");
            assertThat(DisconnectEx(acceptor, null, TF_REUSE_SOCKET, 0)).isTrue();
            expectCount(0, recv(client, new byte[1], 1, 0));
        }
    }

    @Test
    @Conforms({"A142", "A143"})
    void disconnectCalls() {
        Pair pair = Pairs.tcp();
        expectZero(WSASendDisconnect(pair.client(), null));
        expectError(WSAESHUTDOWN, send(pair.client(), new Io("x")));
        expectZero(WSARecvDisconnect(pair.client(), null));
        expectError(WSAESHUTDOWN, recv(pair.client(), new byte[1], 1, 0));
        expectError(WSAENOTCONN, WSASendDisconnect(tcp(), null));
        expectZero(shutdown(pair.server(), SD_BOTH));
        for (SOCKET s : new SOCKET[] {pair.client(), pair.server()}) {
            expectZero(getpeername(s, new sockaddr_in(), new IntRef(16)));
        }
    }

    @Test
    @Conforms("A122")
    void connectTime() {
        IntRef time = new IntRef(7);
        SOCKET s = tcp();
        expectZero(getsockopt(s, SOL_SOCKET, SO_CONNECT_TIME, time, new IntRef(4)));
        assertThat(time.value).isEqualTo(-1);
        Pair pair = Pairs.tcp();
        for (SOCKET end : new SOCKET[] {pair.client(), pair.server()}) {
            expectZero(getsockopt(end, SOL_SOCKET, SO_CONNECT_TIME, time, new IntRef(4)));
            assertThat(time.value).isZero();
        }
    }
}

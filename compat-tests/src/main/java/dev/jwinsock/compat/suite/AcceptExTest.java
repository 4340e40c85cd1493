package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPFN_ACCEPTEX;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** async.md, section 7: AcceptEx. */
@WinsockTest
final class AcceptExTest extends OverlappedScene {
    private static final int BLOCK = 32;

    private SOCKET listener = INVALID_SOCKET;

    @BeforeEach
    void listen() {
        listener = listener();
    }

    private static boolean accept(SOCKET listener, SOCKET acceptor, Io io, int data) {
        return AcceptEx(listener, acceptor, io.memory, data, BLOCK, BLOCK, new IntRef(), io);
    }

    private static void expectPending(boolean result) {
        expectFalse(ERROR_IO_PENDING, result);
    }

    private static void expectFalse(int error, boolean result) {
        assertThat(result).isFalse();
        expectLastError(error);
    }

    private static void assertPort(@Nullable sockaddr address, int port) {
        assertThat(address == null ? -1 : address.toInetSocketAddress().getPort())
                .isEqualTo(port);
    }

    private Io accepting(SOCKET acceptor, int data) {
        Io io = new Io(data + 2 * BLOCK);
        expectPending(accept(listener, acceptor, io, data));
        return io;
    }

    private SOCKET connected() {
        SOCKET client = tcp();
        expectZero(connect(client, localAddress(listener), 16));
        return client;
    }

    private void update(SOCKET acceptor) {
        expectZero(setsockopt(acceptor, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener, 8));
    }

    @Test
    @Conforms({"A103", "A104", "A106", "A107", "A108"})
    void checks() {
        Io io = new Io(100);
        expectFalse(ERROR_INVALID_PARAMETER, AcceptEx(listener, tcp(), io.memory, 0, 0, 0, new IntRef(), null));
        expectFalse(WSAENOTSOCK, accept(INVALID_SOCKET, tcp(), io, 0));
        expectFalse(WSAENOTSOCK, accept(listener, INVALID_SOCKET, io, 0));
        expectFalse(WSAEFAULT, AcceptEx(listener, tcp(), io.memory, 0, BLOCK, 0, new IntRef(), io));
        expectFalse(WSAEFAULT, AcceptEx(listener, tcp(), null, 0, BLOCK, BLOCK, new IntRef(), io));
        expectFalse(WSAEFAULT, accept(listener, tcp(), io, 37));
        expectFalse(WSAEINVAL, accept(boundTcp(), tcp(), io, 0));
        assertThat(io.Internal).isEqualTo(STATUS_PENDING);
        expectFalse(WSAEINVAL, accept(tcp(), tcp(), io, 0));
        expectFalse(WSAEINVAL, accept(listener, udp(), io, 0));
        expectFalse(WSAEINVAL, accept(listener, boundTcp(), io, 0));
        Pair pair = Pairs.tcp();
        expectFalse(WSAEINVAL, accept(listener, pair.client(), io, 0));
        expectFalse(WSAEINVAL, accept(listener, pair.server(), io, 0));
        SOCKET acceptor = tcp();
        accepting(acceptor, 0);
        expectFalse(WSAEINVAL, accept(listener, acceptor, io, 0));
        expectError(WSAEINVAL, connect(acceptor, localAddress(listener), 16));
        expectError(WSAENOTCONN, recv(acceptor, new byte[1], 1, 0));
    }

    @Test
    @Conforms({"A109", "A112", "A115", "A121"})
    void completesWithTheConnection() {
        SOCKET acceptor = tcp();
        Io io = new Io(31 + 31);
        expectPending(AcceptEx(listener, acceptor, io.memory, 0, 31, 31, new IntRef(), io));
        assertThat(io.signalled()).isFalse();
        SOCKET client = connected();
        io.await();
        expectResult(listener, io, 0);
        Ref<sockaddr> local = new Ref<>();
        Ref<sockaddr> remote = new Ref<>();
        IntRef localSize = new IntRef();
        IntRef remoteSize = new IntRef();
        GetAcceptExSockaddrs(io.memory, 0, 31, 31, local, localSize, remote, remoteSize);
        assertThat(localSize.value).isEqualTo(16);
        assertThat(remoteSize.value).isEqualTo(16);
        assertPort(local.value, port(listener));
        assertPort(remote.value, port(client));

        sockaddr_in name = new sockaddr_in();
        expectError(WSAENOTCONN, getpeername(acceptor, name, new IntRef(16)));
        expectError(WSAEINVAL, getsockname(acceptor, name, new IntRef(16)));
        expectError(WSAENOTCONN, shutdown(acceptor, SD_SEND));
        sendText(acceptor, "out");
        assertThat(startedReceive(client, 16).await().text()).isEqualTo("out");
        expectError(WSAEINVAL, setsockopt(acceptor, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener(), 8));
        update(acceptor);
        expectError(WSAENOTCONN, setsockopt(acceptor, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener, 8));
        expectZero(getpeername(acceptor, name, new IntRef(16)));
        assertThat(name.sin_port).isEqualTo(localAddress(client).sin_port);
        expectZero(shutdown(acceptor, SD_SEND));
    }

    @Test
    @Conforms("A121")
    void updateInheritsOptions() {
        with(listener, SOL_SOCKET, SO_KEEPALIVE, 1);
        SOCKET acceptor = tcp();
        Io io = accepting(acceptor, 0);
        connected();
        io.await();
        assertThat(option(acceptor, SOL_SOCKET, SO_KEEPALIVE)).isZero();
        update(acceptor);
        assertThat(option(acceptor, SOL_SOCKET, SO_KEEPALIVE)).isEqualTo(1);
    }

    @Test
    @Conforms({"A113", "A115"})
    void waitsForTheFirstData() {
        SOCKET acceptor = tcp();
        Io io = accepting(acceptor, 2);
        SOCKET silent = connected();
        SOCKET second = tcp();
        Io next = accepting(second, 2);
        SOCKET client = connected();
        sendText(client, "ab");
        next.await(); // the silent one holds nobody up
        assertThat(io.signalled()).isFalse();
        sendText(silent, "x");
        io.await();
        expectResult(listener, io, 1);
        assertThat(io.text()).isEqualTo("x");
        Ref<sockaddr> remote = new Ref<>();
        GetAcceptExSockaddrs(io.memory, 2, BLOCK, BLOCK, null, null, remote, null);
        assertPort(remote.value, port(silent));
    }

    @Test
    @Conforms("A113")
    void theEndIsNoData() {
        SOCKET acceptor = tcp();
        Io io = accepting(acceptor, 2);
        expectZero(closesocket(connected()));
        io.await();
        expectResult(listener, io, 0);
    }

    @Test
    @Conforms("A116")
    void servedInOrder() {
        List<Io> pending = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pending.add(accepting(tcp(), 0));
        }
        for (int i = 0; i < 20; i++) {
            connected();
            pending.get(i).await();
            assertThat(pending.stream().filter(Io::signalled).count()).isEqualTo(i + 1);
        }
    }

    @Test
    @Conforms("A116")
    void whatWaitsIsAcceptedAtOnce() {
        for (int i = 0; i < 3; i++) {
            connected();
        }
        for (int i = 0; i < 3; i++) {
            accepting(tcp(), 0).await();
        }
    }

    @Test
    @Conforms({"A117", "A119", "A078"})
    void closedAndCancelled() {
        SOCKET first = tcp();
        Io io = accepting(first, 0);
        assertThat(CancelIo(first)).isTrue();
        assertThat(io.signalled()).isFalse();
        expectZero(closesocket(first));
        assertThat(io.signalled()).isTrue();
        expectFailure(listener, io, WSA_OPERATION_ABORTED, ERROR_OPERATION_ABORTED, 0);

        SOCKET second = tcp();
        Io connectedIo = accepting(second, 1);
        connected();
        Deadline.require(
                "it is a connection", () -> setsockopt(second, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener, 8) == 0);
        assertThat(CancelIo(second)).isTrue();
        assertThat(connectedIo.signalled()).as("%x", connectedIo.Internal).isFalse();
        expectZero(closesocket(second));
        assertThat(connectedIo.signalled()).isTrue();
        assertThat(connectedIo.Internal).isIn(0xC0000120L, 0xC0000241L);

        Io cancelled = accepting(tcp(), 0);
        assertThat(CancelIoEx(listener, cancelled)).isTrue();
        assertThat(cancelled.signalled()).isTrue();

        SOCKET third = tcp();
        Io waiting = accepting(third, 1);
        connected();
        Deadline.require(
                "it is a connection", () -> setsockopt(third, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener, 8) == 0);
        Io last = accepting(tcp(), 0);
        expectZero(closesocket(listener));
        assertThat(last.signalled()).isTrue();
        assertThat(waiting.signalled()).isTrue();
        assertThat(last.Internal).isEqualTo(0xC0000120L);
        assertThat(waiting.Internal).isEqualTo(0xC0000120L);
    }

    @Test
    @Conforms("A108")
    void aCancelledAcceptorIsFree() {
        SOCKET acceptor = tcp();
        Io io = accepting(acceptor, 0);
        assertThat(CancelIoEx(listener, io)).isTrue();
        Io again = accepting(acceptor, 0);
        connected();
        again.await();
    }

    @Test
    @Conforms({"A090", "A118"})
    void throughThePort() {
        HANDLE port = completionPort();
        CreateIoCompletionPort(listener, port, "listener", 0);
        SOCKET acceptor = tcp();
        CreateIoCompletionPort(acceptor, port, "acceptor", 0);
        Io io = accepting(acceptor, 1);
        IntRef count = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        sendText(connected(), "y");
        assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                .isTrue();
        assertThat(key.value).isEqualTo("listener");
        assertThat(count.value).isEqualTo(1);
        assertThat(overlapped.value).isSameAs(io);
        Io receive = pendingReceive(acceptor, 4);
        expectZero(closesocket(acceptor));
        assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                .isFalse();
        assertThat(key.value).isEqualTo("acceptor");
        assertThat(overlapped.value).isSameAs(receive);

        SOCKET second = tcp();
        Io arrived = accepting(second, 1);
        SOCKET client = connected();
        sendText(client, "z");
        Deadline.require(
                "it is a connection", () -> setsockopt(second, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener, 8) == 0);
        Deadline.require("the byte has come or been received", () -> arrived.Internal == 0 || readable(second) == 1);
        expectZero(closesocket(second));
        assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                .isTrue();
        assertThat(count.value).isEqualTo(1);
        assertThat(overlapped.value).isSameAs(arrived);
        CloseHandle(port);
    }

    @Test
    @Conforms("A115")
    void ipv6() {
        SOCKET listener6 = listening(bound(tcp6(), loopback6(0)));
        SOCKET acceptor = tcp6();
        Io io = new Io(2 * 44);
        expectPending(AcceptEx(listener6, acceptor, io.memory, 0, 44, 44, new IntRef(), io));
        expectFalse(WSAEINVAL, AcceptEx(listener6, tcp(), new Io(88).memory, 0, 44, 44, new IntRef(), new Io(1)));
        SOCKET client = tcp6();
        expectZero(connect(client, localAddress6(listener6), 28));
        io.await();
        Ref<sockaddr> remote = new Ref<>();
        IntRef size = new IntRef();
        GetAcceptExSockaddrs(io.memory, 0, 44, 44, null, null, remote, size);
        assertThat(size.value).isEqualTo(28);
        assertPort(remote.value, port6(client));
    }

    @Test
    @Conforms({"A102", "A163", "A164", "S256"})
    void functionPointers() {
        Ref<LPFN_ACCEPTEX> acceptEx = new Ref<>();
        IntRef bytes = new IntRef();
        Io io = new Io(100);
        expectZero(WSAIoctl(
                listener, SIO_GET_EXTENSION_FUNCTION_POINTER, WSAID_ACCEPTEX, 16, acceptEx, 8, bytes, io, null));
        assertThat(bytes.value).isEqualTo(8);
        assertThat(io.signalled()).isTrue();
        assertThat(io.InternalHigh).isZero();
        LPFN_ACCEPTEX function = java.util.Objects.requireNonNull(acceptEx.value);
        expectPending(function.AcceptEx(listener, tcp(), io.memory, 0, BLOCK, BLOCK, bytes, io));
        connected();
        io.await();
        bytes.value = 0xdead;
        expectError(
                WSAEINVAL,
                WSAIoctl(
                        listener,
                        SIO_GET_EXTENSION_FUNCTION_POINTER,
                        new dev.jwinsock.GUID(),
                        16,
                        acceptEx,
                        8,
                        bytes,
                        null,
                        null));
        assertThat(bytes.value).isEqualTo(0xdead);
        expectError(
                WSAEFAULT,
                WSAIoctl(
                        listener,
                        SIO_GET_EXTENSION_FUNCTION_POINTER,
                        WSAID_ACCEPTEX,
                        15,
                        acceptEx,
                        8,
                        bytes,
                        null,
                        null));
    }

    @Test
    @Conforms({"A102", "A163", "A164", "S250", "S251", "S254"})
    void ioctlsWithOverlapped() {
        HANDLE port = completionPort();
        Pair pair = Pairs.tcp();
        sendText(pair.server(), "abc");
        Deadline.require("the data come", () -> readable(pair.client()) == 3);
        byte[] out = new byte[4];
        IntRef bytes = new IntRef();
        List<Integer> told = new ArrayList<>();
        Io io = new Io(1);
        expectError(WSAEFAULT, WSAIoctl(pair.client(), FIONREAD, null, 0, out, 4, null, null, null));
        expectError(WSAEFAULT, WSAIoctl(pair.client(), 0x48001234, null, 0, out, 4, null, io, null));
        expectError(WSAEFAULT, WSAIoctl(pair.client(), FIONBIO, new byte[4], 3, null, 0, bytes, null, null));
        expectZero(WSAIoctl(pair.client(), FIONBIO, new byte[5], 5, out, 4, bytes, null, null));
        assertThat(bytes.value).isZero();
        for (int code : new int[] {0x48001234, FIOASYNC, SIO_FLUSH}) {
            bytes.value = UNTOUCHED;
            expectError(WSAEOPNOTSUPP, WSAIoctl(pair.client(), code, null, 0, out, 4, bytes, null, null));
            assertThat(bytes.value).isZero();
        }
        expectZero(WSAIoctl(pair.client(), FIONREAD, null, 0, out, 4, bytes, io, (error, count, ov, flags) -> {
            told.add(error);
            told.add(count);
        }));
        assertThat(out[0]).isEqualTo((byte) 3);
        assertThat(bytes.value).isEqualTo(4);
        assertThat(told).isEmpty();
        assertThat(SleepEx(0, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(told).containsExactly(0, 0);

        CreateIoCompletionPort(pair.client(), port, "key", 0);
        expectZero(WSAIoctl(pair.client(), FIONREAD, null, 0, out, 4, bytes, io, null));
        IntRef count = new IntRef(9);
        Ref<OVERLAPPED> overlapped = new Ref<>();
        assertThat(GetQueuedCompletionStatus(port, count, new Ref<>(), overlapped, 0))
                .isTrue();
        assertThat(count.value).isZero();
        assertThat(overlapped.value).isSameAs(io);
        expectError(WSA_IO_PENDING, WSAIoctl(pair.client(), 0x48001234, null, 0, out, 4, bytes, io, null));
        assertThat(GetQueuedCompletionStatus(port, count, new Ref<>(), overlapped, LIMIT_MILLIS))
                .isFalse();
        expectLastError(50);
        expectFailure(pair.client(), io, WSAEOPNOTSUPP, 50, 0);
        CloseHandle(port);
    }
}

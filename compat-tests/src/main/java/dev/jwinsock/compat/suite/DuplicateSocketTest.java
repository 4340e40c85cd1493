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
import dev.jwinsock.WSAMSG;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import org.junit.jupiter.api.Test;

/** async.md, section 11: WSADuplicateSocket within the process. */
@WinsockTest
final class DuplicateSocketTest extends OverlappedScene {
    private static final long THIS_PROCESS = ProcessHandle.current().pid();

    private static SOCKET twin(SOCKET s) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        expectZero(WSADuplicateSocket(s, THIS_PROCESS, info));
        return expectSocket(WSASocket(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, info, 0, 0));
    }

    @Test
    @Conforms({"A158", "S030", "S031"})
    void theDescriptionOpensOnce() {
        Pair pair = Pairs.tcp();
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        expectError(WSAEFAULT, WSADuplicateSocket(pair.client(), THIS_PROCESS, null));
        expectError(WSAENOTSOCK, WSADuplicateSocket(INVALID_SOCKET, 0, null));
        expectError(WSAEINVAL, WSADuplicateSocket(pair.client(), 0, null));
        expectZero(WSADuplicateSocket(pair.client(), THIS_PROCESS, info));
        assertThat(new int[] {info.iAddressFamily, info.iSocketType, info.iProtocol})
                .containsExactly(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        SOCKET twin = expectSocket(WSASocket(0, 0, 0, info, 0, 0));
        assertThat(twin).isNotSameAs(pair.client());
        expectError(WSAEINVAL, WSASocket(0, 0, 0, info, 0, 0));
        sendText(twin, "hi");
        assertThat(startedReceive(pair.server(), 8).await().text()).isEqualTo("hi");
    }

    @Test
    @Conforms({"A159", "S033"})
    void twinsShareEverything() {
        Pair pair = Pairs.tcp();
        SOCKET twin = twin(pair.client());
        nonblocking(pair.client());
        expectError(WSAEWOULDBLOCK, recv(twin, new byte[1], 1, 0));
        with(twin, SOL_SOCKET, SO_KEEPALIVE, 1);
        assertThat(option(pair.client(), SOL_SOCKET, SO_KEEPALIVE)).isEqualTo(1);
        expectZero(closesocket(pair.client()));
        expectError(WSAENOTSOCK, closesocket(pair.client()));
        expectError(WSAENOTSOCK, recv(pair.client(), new byte[1], 1, 0));
        sendText(twin, "still");
        assertThat(startedReceive(pair.server(), 8).await().text()).isEqualTo("still");
        Io end = pendingReceive(pair.server(), 8);
        assertThat(end.signalled()).isFalse();
        expectZero(closesocket(twin));
        end.await();
        expectResult(pair.server(), end, 0);
        expectError(WSAENOTSOCK, closesocket(twin));
    }

    @Test
    @Conforms("A100")
    void toTheSamePort() {
        Pair pair = Pairs.tcp();
        HANDLE port = completionPort();
        CreateIoCompletionPort(pair.client(), port, "key", 0);
        SOCKET twin = twin(pair.client());
        Io io = pendingReceive(twin, 8);
        sendText(pair.server(), "x");
        IntRef count = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        assertThat(GetQueuedCompletionStatus(port, count, key, overlapped, LIMIT_MILLIS))
                .isTrue();
        assertThat(key.value).isEqualTo("key");
        assertThat(overlapped.value).isSameAs(io);
        CloseHandle(port);
    }

    @Test
    @Conforms({"A161", "S033"})
    void oneSelection() {
        Pair pair = Pairs.tcp();
        SOCKET twin = twin(pair.client());
        Watch first = watch(pair.client(), FD_READ);
        Watch second = watch(twin, FD_READ);
        sendText(pair.server(), "x");
        second.expect(FD_READ);
        assertThat(WaitForSingleObject(first.event(), 0)).isEqualTo(WAIT_TIMEOUT);
    }

    @Test
    @Conforms("S032")
    void aDatagramTwinMadeBeforeTheBindDoesNotLearnOfIt() {
        SOCKET source = nonblocking(udp());
        SOCKET early = twin(source);
        SOCKET binder = twin(source);
        expectZero(bind(binder, loopback(0), 16));
        SOCKET late = twin(source);
        for (SOCKET receiver : new SOCKET[] {source, binder, late}) {
            expectCount(1, sendto(udp(), data(1), 1, 0, localAddress(source), 16));
            byte[] room = new byte[10];
            expectError(WSAEINVAL, recvfrom(early, room, 10, 0, new sockaddr_in(), new IntRef(16)));
            expectError(WSAEINVAL, recv(early, room, 10, 0));
            Io io = new Io(10);
            IntRef received = new IntRef();
            IntRef flags = new IntRef();
            expectError(WSAEINVAL, WSARecv(early, io.buffers(), 1, received, flags, null, null));
            expectError(WSAEINVAL, WSARecv(early, io.buffers(), 1, received, flags, io, null));
            WSAMSG message = new WSAMSG();
            message.lpBuffers = io.buffers();
            message.dwBufferCount = 1;
            expectError(WSAEINVAL, WSARecvMsg(early, message, received, null, null));
            assertThat(awaitResult("datagram", () -> recvfrom(receiver, room, 10, 0, null, null)))
                    .isEqualTo(1);
        }
        expectError(WSAEINVAL, bind(early, loopback(0), 16));
        expectZero(closesocket(early));
        expectCount(1, sendto(udp(), data(1), 1, 0, localAddress(source), 16));
        SOCKET next = twin(late);
        assertThat(awaitResult("datagram", () -> recv(next, new byte[10], 10, 0)))
                .isEqualTo(1);
    }

    /** What the twins of a stream socket and those of a datagram socket that sendto binds have in common: all. */
    @Test
    @Conforms({"S032", "A159"})
    void otherTwinsLearnOfTheBind() {
        SOCKET source = udp();
        SOCKET early = twin(source);
        SOCKET peer = boundUdp();
        expectCount(1, sendto(source, data(1), 1, 0, localAddress(peer), 16));
        expectCount(1, sendto(peer, data(1), 1, 0, loopback(port(source)), 16));
        expectCount(1, recv(early, new byte[10], 10, 0));

        SOCKET listener = tcp();
        SOCKET earlyListener = twin(listener);
        listening(bound(listener, loopback(0)));
        SOCKET client = tcp();
        expectZero(connect(client, localAddress(listener), 16));
        expectSocket(accept(earlyListener, null, null));
    }
}

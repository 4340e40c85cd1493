package dev.jwinsock.compat.suite;

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
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
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
}

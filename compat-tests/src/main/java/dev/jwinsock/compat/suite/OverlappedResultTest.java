package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAOVERLAPPED;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** async.md, sections 1, 4 and 5: results and cancellation. */
@WinsockTest
final class OverlappedResultTest extends OverlappedScene {
    @Test
    @Conforms({"A067", "A072"})
    void pending() {
        Pair pair = Pairs.tcp();
        Io io = pendingReceive(pair.client(), 16);
        IntRef count = new IntRef();
        assertThat(WSAGetOverlappedResult(pair.client(), io, count, false, new IntRef()))
                .isFalse();
        expectLastError(WSA_IO_INCOMPLETE);
        assertThat(GetOverlappedResult(pair.client(), io, count, false)).isFalse();
        expectLastError(ERROR_IO_INCOMPLETE);
        assertThat(GetOverlappedResultEx(pair.client(), io, count, 1, false)).isFalse();
        expectLastError(WAIT_TIMEOUT);
        assertThat(HasOverlappedIoCompleted(io)).isFalse();
    }

    @Test
    @Conforms("A067")
    void waiting() throws Exception {
        Pair pair = Pairs.tcp();
        Io io = pendingReceive(pair.client(), 16);
        IntRef count = new IntRef();
        Call<Integer> waiting = Call.of(
                        () -> WSAGetOverlappedResult(pair.client(), io, count, true, new IntRef()) ? count.value : -1)
                .awaitBlocked();
        sendText(pair.server(), "done");
        assertThat(waiting.value()).isEqualTo(4);
    }

    @Test
    @Conforms("A068")
    void noSocket() {
        IntRef count = new IntRef();
        IntRef flags = new IntRef();
        SOCKET closed = tcp();
        expectZero(closesocket(closed));
        for (SOCKET s : new SOCKET[] {INVALID_SOCKET, closed}) {
            assertThat(WSAGetOverlappedResult(s, new WSAOVERLAPPED(), count, false, flags))
                    .isFalse();
            expectLastError(WSAENOTSOCK);
        }
        assertThat(WSAGetOverlappedResult(tcp(), null, count, false, flags)).isFalse();
        expectLastError(WSAEFAULT);
    }

    @ParameterizedTest
    @Conforms({"A012", "A013", "A070", "S014"})
    @CsvSource({
        "00000000, 0",
        "00000105, 0",
        "40000000, 0",
        "C0000001, 10022",
        "C0000005, 10014",
        "C0000008, 10038",
        "C0000024, 10038",
        "C0000022, 10013",
        "C0000043, 10048",
        "C000020A, 10048",
        "C0000018, 10055",
        "C0000141, 10049",
        "C0000207, 10049",
        "C0000209, 10055",
        "C0000017, 10055",
        "C000009A, 10055",
        "C0000044, 10055",
        "C00000A3, 10035",
        "C00000D0, 10035",
        "C0000240, 10004",
        "C0000237, 10101",
        "C000023B, 10056",
        "C000020C, 10054",
        "C0000350, 10064",
        "C0000206, 10040",
        "C0000002, 10045",
        "C000020F, 10053",
        "C000013F, 10060",
        "C000023E, 10051",
        "C00000BF, 10050",
        "C00000C3, 10050",
        "C00000C4, 10050",
        "C00002C5, 10014",
        "C0000120, 995",
        "C000020D, 10054",
        "C0000236, 10061",
        "C00000B5, 10060",
        "80000005, 10040",
        "C0000241, 10053",
        "C000013B, 10053",
        "C000013C, 10054",
        "C000023C, 10051",
        "C000023D, 10065",
        "C00000BB, 10045",
        "C000023A, 10057",
        "C000000D, 10022",
        "C1234567, 10022",
        "80001234, 10022",
        "800703E4, 996",
        "C00103E4, 996",
        "C00703E4, 996"
    })
    void theStatusInTheOverlappedIsJudged(String status, int error) {
        SOCKET s = tcp();
        WSAOVERLAPPED io = new WSAOVERLAPPED();
        io.Internal = Long.parseLong(status, 16);
        io.InternalHigh = 0xbeef;
        IntRef count = new IntRef();
        assertThat(WSAGetOverlappedResult(s, io, count, false, new IntRef())).isEqualTo(error == 0);
        if (error != 0) {
            expectLastError(error);
        }
        assertThat(count.value).isEqualTo(0xbeef);
    }

    @Test
    @Conforms("A073")
    void cancelTakesOneOut() {
        Pair pair = Pairs.tcp();
        Io first = pendingReceive(pair.client(), 16);
        Io second = pendingReceive(pair.client(), 16);
        assertThat(CancelIoEx(pair.client(), first)).isTrue();
        first.await();
        assertThat(first.Internal).isEqualTo(0xC0000120L);
        expectFailure(pair.client(), first, WSA_OPERATION_ABORTED, ERROR_OPERATION_ABORTED, 0);
        assertThat(second.signalled()).isFalse();
        sendText(pair.server(), "next");
        assertThat(second.await().text()).isEqualTo("next");
    }

    @Test
    @Conforms("A074")
    void nothingToCancel() {
        Pair pair = Pairs.tcp();
        Io io = new Io(1);
        assertThat(CancelIoEx(pair.client(), io)).isFalse();
        expectLastError(ERROR_NOT_FOUND);
        assertThat(CancelIoEx(pair.client(), null)).isFalse();
        expectLastError(ERROR_NOT_FOUND);
        assertThat(CancelIo(pair.client())).isTrue();
        assertThat(CancelIoEx(null, io)).isFalse();
        expectLastError(ERROR_INVALID_HANDLE);
        Io first = pendingReceive(pair.client(), 1);
        Io second = pendingReceive(pair.client(), 1);
        assertThat(CancelIoEx(pair.client(), null)).isTrue();
        assertThat(first.signalled()).isTrue();
        assertThat(second.signalled()).isTrue();
    }

    @Test
    @Conforms("A074")
    void cancelIoIsForTheThreadsOwn() throws Exception {
        Pair pair = Pairs.tcp();
        Io[] others = new Io[1];
        Thread thread = new Thread(() -> others[0] = pendingReceive(pair.client(), 16));
        thread.start();
        thread.join();
        Io mine = pendingReceive(pair.client(), 16);
        assertThat(CancelIo(pair.client())).isTrue();
        assertThat(mine.signalled()).isTrue();
        assertThat(others[0].signalled()).isFalse();
        sendText(pair.server(), "other");
        assertThat(others[0].await().text()).isEqualTo("other");
    }

    @Test
    @Conforms({"A073", "S166"})
    void closesocketAborts() {
        Pair pair = Pairs.tcp();
        Io receive = pendingReceive(pair.client(), 16);
        with(pair.client(), SOL_SOCKET, SO_SNDBUF, 0);
        Io send = new Io(pattern(0, 8 << 20));
        expectError(WSA_IO_PENDING, send(pair.client(), send));
        expectZero(closesocket(pair.client()));
        assertThat(receive.signalled()).isTrue();
        assertThat(send.signalled()).isTrue();
        assertThat(receive.Internal).isEqualTo(0xC0000241L);
        assertThat(send.Internal).isEqualTo(0xC0000120L);
        IntRef count = new IntRef();
        assertThat(GetOverlappedResult(pair.client(), send, count, false)).isFalse();
        expectLastError(ERROR_OPERATION_ABORTED);
    }

    @Test
    @Conforms({"A073", "S166"})
    void cleanupAborts() {
        Io io = pendingReceive(boundUdp(), 16);
        expectZero(WSACleanup());
        assertThat(io.await().Internal).isEqualTo(0xC0000120L);
        expectZero(WSAStartup(MAKEWORD(2, 2), new dev.jwinsock.WSADATA()));
    }
}

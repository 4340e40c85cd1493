package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
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

/** async.md, section 2: receives and sends with an OVERLAPPED. */
@WinsockTest
final class OverlappedTest extends OverlappedScene {
    @Test
    @Conforms({"A014", "A015", "A016"})
    void receivePendsUntilDataComes() {
        Pair pair = Pairs.tcp();
        Io io = new Io(64);
        IntRef count = new IntRef(UNTOUCHED);
        expectError(WSA_IO_PENDING, WSARecv(pair.client(), io.buffers(), 1, count, new IntRef(), io, null));
        assertThat(count.value).isEqualTo(UNTOUCHED);
        assertThat(io.Internal).isEqualTo(STATUS_PENDING);
        assertThat(io.InternalHigh).isEqualTo(UNTOUCHED);
        assertThat(io.signalled()).isFalse();
        sendText(pair.server(), "hello");
        io.await();
        assertThat(io.Internal).isZero();
        assertThat(io.text()).isEqualTo("hello");
        expectResult(pair.client(), io, 5);
    }

    @Test
    @Conforms({"A024", "A025"})
    void receivesCompleteInOrder() {
        Pair pair = Pairs.tcp();
        Io first = pendingReceive(pair.client(), 16);
        Io second = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "0123456789abcdef0123456789ABCDE");
        second.await();
        assertThat(first.signalled()).isTrue();
        assertThat(first.text()).isEqualTo("0123456789abcdef");
        assertThat(second.text()).isEqualTo("0123456789ABCDE");
    }

    @Test
    @Conforms({"A034"})
    void resetFailsAllReceives() {
        Pair pair = Pairs.tcp();
        Io first = pendingReceive(pair.client(), 16);
        Io second = pendingReceive(pair.client(), 16);
        SOCKET server = pair.server();
        dev.jwinsock.linger now = new dev.jwinsock.linger();
        now.l_onoff = 1;
        expectZero(setsockopt(server, SOL_SOCKET, SO_LINGER, now, sizeof(now)));
        expectZero(closesocket(server));
        first.await();
        second.await();
        assertThat(first.Internal).isEqualTo(0xC000020DL);
        expectFailure(pair.client(), first, WSAECONNRESET, ERROR_NETNAME_DELETED, 0);
        expectFailure(pair.client(), second, WSAECONNRESET, ERROR_NETNAME_DELETED, 0);
    }

    @Test
    @Conforms({"A053", "A055"})
    void routineRunsInAnAlertableWait() {
        Pair pair = Pairs.tcp();
        Io io = new Io(16).withoutEvent();
        int[] calls = new int[1];
        expectError(
                WSA_IO_PENDING,
                WSARecv(pair.client(), io.buffers(), 1, null, new IntRef(), io, (error, bytes, ov, flags) -> {
                    assertThat(error).isZero();
                    assertThat(bytes).isEqualTo(2);
                    assertThat(ov).isSameAs(io);
                    calls[0]++;
                }));
        sendText(pair.server(), "hi");
        assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    @Conforms({"A073"})
    void cancelTakesOneOut() {
        Pair pair = Pairs.tcp();
        Io first = pendingReceive(pair.client(), 16);
        Io second = pendingReceive(pair.client(), 16);
        assertThat(CancelIoEx(pair.client(), first)).isTrue();
        first.await();
        assertThat(first.Internal).isEqualTo(0xC0000120L);
        expectFailure(pair.client(), first, WSA_OPERATION_ABORTED, ERROR_OPERATION_ABORTED, 0);
        sendText(pair.server(), "next");
        assertThat(second.await().text()).isEqualTo("next");
    }
}

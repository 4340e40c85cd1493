package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** async.md, section 3: completion routines. */
@WinsockTest
final class CompletionRoutineTest extends OverlappedScene {
    private record Told(int error, int bytes, OVERLAPPED overlapped, int flags, Thread thread) {}

    private final List<Told> told = new ArrayList<>();
    private final LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = (error, bytes, overlapped, flags) ->
            told.add(new Told(error, bytes, overlapped, flags, Thread.currentThread()));

    private int receive(SOCKET s, Io io, LPWSAOVERLAPPED_COMPLETION_ROUTINE with) {
        return WSARecv(s, io.buffers(), 1, null, new IntRef(), io, with);
    }

    @Test
    @Conforms({"A053", "A055", "A058"})
    void runsInAlertableWaitsOnly() {
        Pair pair = Pairs.tcp();
        Io io = new Io(16).withoutEvent();
        expectError(WSA_IO_PENDING, receive(pair.client(), io, routine));
        sendText(pair.server(), "hi");
        Deadline.require("the receive completes", () -> HasOverlappedIoCompleted(io));
        HANDLE never = event();
        assertThat(WaitForSingleObject(never, 0)).isEqualTo(WAIT_TIMEOUT);
        assertThat(WaitForSingleObjectEx(never, 1, false)).isEqualTo(WAIT_TIMEOUT);
        Sleep(1);
        assertThat(told).isEmpty();
        assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(told).containsExactly(new Told(0, 2, io, 0, Thread.currentThread()));
        assertThat(SleepEx(0, true)).isZero();
        assertThat(told).hasSize(1);
    }

    @Test
    @Conforms("A057")
    void completionAtOnceWaitsForAnAlertableWait() {
        Pair pair = Pairs.tcp();
        sendText(pair.server(), "there");
        Deadline.require("the data have come", () -> readable(pair.client()) == 5);
        Io io = new Io(16).withoutEvent();
        IntRef count = new IntRef();
        expectZero(WSARecv(pair.client(), io.buffers(), 1, count, new IntRef(), io, routine));
        assertThat(count.value).isEqualTo(5);
        assertThat(told).isEmpty();
        assertThat(SleepEx(0, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(told).hasSize(1);
    }

    @Test
    @Conforms("A058")
    void errorsAreWinsockCodes() {
        Pair pair = Pairs.connectedUdp();
        Io io = new Io(3).withoutEvent();
        expectError(WSA_IO_PENDING, receive(pair.client(), io, routine));
        sendText(pair.server(), "long");
        assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(told).containsExactly(new Told(WSAEMSGSIZE, 3, io, 0, Thread.currentThread()));
    }

    @Test
    @Conforms("A059")
    void cancelled() {
        Pair pair = Pairs.tcp();
        Io io = new Io(16).withoutEvent();
        expectError(WSA_IO_PENDING, receive(pair.client(), io, routine));
        assertThat(CancelIoEx(pair.client(), io)).isTrue();
        assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(told).containsExactly(new Told(WSA_OPERATION_ABORTED, 0, io, 0, Thread.currentThread()));
    }

    @Test
    @Conforms("A060")
    void inTheIssuingThreadNeverNested() throws Exception {
        Pair pair = Pairs.tcp();
        int[] depth = new int[2];
        Io[] ios = new Io[5];
        LPWSAOVERLAPPED_COMPLETION_ROUTINE nesting = new LPWSAOVERLAPPED_COMPLETION_ROUTINE() {
            @Override
            public void CompletionROUTINE(int error, int bytes, OVERLAPPED overlapped, int flags) {
                depth[0]++;
                depth[1] = Math.max(depth[1], depth[0]);
                routine.CompletionROUTINE(error, bytes, overlapped, flags);
                SleepEx(0, true); // an alertable wait in a routine runs no other one
                int next = told.size();
                if (next < ios.length) {
                    ios[next] = new Io(1).withoutEvent();
                    int result = receive(pair.client(), ios[next], this);
                    assertThat(result == 0 || WSAGetLastError() == WSA_IO_PENDING)
                            .isTrue();
                }
                depth[0]--;
            }
        };
        ios[0] = new Io(1).withoutEvent();
        expectError(WSA_IO_PENDING, receive(pair.client(), ios[0], nesting));
        Thread other = new Thread(() -> {
            sendText(pair.server(), "12345");
            SleepEx(0, true);
        });
        other.start();
        other.join();
        while (told.size() < ios.length) {
            assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
        }
        assertThat(depth[1]).isEqualTo(1);
        assertThat(told).extracting(Told::thread).containsOnly(Thread.currentThread());
        assertThat(told).extracting(Told::overlapped).containsExactly(ios[0], ios[1], ios[2], ios[3], ios[4]);
    }

    @Test
    @Conforms({"A060", "D108"})
    void theEventIsTheProgramsOwn() {
        Pair pair = Pairs.tcp();
        Io io = new Io(16);
        WSASetEvent(io.hEvent);
        expectError(WSA_IO_PENDING, receive(pair.client(), io, routine));
        assertThat(io.signalled()).isTrue();
        WSAResetEvent(io.hEvent);
        IntRef count = new IntRef();
        assertThat(WSAGetOverlappedResult(pair.client(), io, count, false, new IntRef()))
                .isFalse();
        expectLastError(WSA_IO_INCOMPLETE);
        sendText(pair.server(), "x");
        assertThat(WSAWaitForMultipleEvents(1, new HANDLE[] {event()}, false, LIMIT_MILLIS, true))
                .isEqualTo(WSA_WAIT_IO_COMPLETION);
        assertThat(told).hasSize(1);
        assertThat(io.signalled()).isFalse();
    }

    @Test
    @Conforms("A060")
    void notWithAPort() {
        Pair pair = Pairs.tcp();
        HANDLE port = completionPort();
        assertThat(CreateIoCompletionPort(pair.client(), port, null, 0)).isSameAs(port);
        expectError(WSAEINVAL, receive(pair.client(), new Io(1), routine));
        CloseHandle(port);
    }

    @Test
    @Conforms("A060")
    void closesocketTellsThem() {
        Pair pair = Pairs.tcp();
        Io io = new Io(16).withoutEvent();
        expectError(WSA_IO_PENDING, receive(pair.client(), io, routine));
        expectZero(closesocket(pair.client()));
        assertThat(told).isEmpty();
        assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(told).containsExactly(new Told(WSAECONNABORTED, 0, io, 0, Thread.currentThread()));
    }
}

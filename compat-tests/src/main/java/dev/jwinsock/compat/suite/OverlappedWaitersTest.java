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
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Operations without a completion port go on whoever waits for them, in whatever way, and when nobody does. */
@WinsockTest
final class OverlappedWaitersTest extends OverlappedScene {
    private static final int ROUNDS = 100;

    @Test
    @Conforms("D297")
    void whoHasBegunItWaits() {
        Pair pair = Pairs.tcp();
        AtomicReference<Thread> teller = new AtomicReference<>();
        int own = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Io io = new Io(ByteBuffer.allocateDirect(8)) {
                @Override
                protected void completed() {
                    teller.set(Thread.currentThread());
                }
            };
            expectError(WSA_IO_PENDING, receive(pair.client(), io));
            sendText(pair.server(), "x");
            io.await();
            own += teller.get() == Thread.currentThread() ? 1 : 0;
        }
        // The others are those for which the system gave others the processor before this thread waited
        assertThat(own).as("operations carried out by the thread that waits").isGreaterThan(ROUNDS / 2);
    }

    @Test
    @Conforms("D297")
    void anotherThreadWaits() {
        Pair pair = Pairs.tcp();
        for (int i = 0; i < ROUNDS; i++) {
            Io io = startedReceive(pair.client(), 8);
            Call<Integer> waiting = Call.of(() -> WaitForSingleObject(io.hEvent, LIMIT_MILLIS));
            sendText(pair.server(), "x");
            assertThat(waiting.value()).isEqualTo(WAIT_OBJECT_0);
            expectResult(pair.client(), io, 1);
        }
    }

    /** One of them carries the operations of both out, and the other goes on when the first has what it waits for. */
    @Test
    @Conforms("D297")
    void threadsWaitForEachOthersOperations() {
        Pair first = Pairs.tcp();
        Pair second = Pairs.tcp();
        for (int i = 0; i < ROUNDS; i++) {
            Io one = startedReceive(first.client(), 8);
            Io other = startedReceive(second.client(), 8);
            Call<Integer> oneWaits = Call.of(() -> WaitForSingleObject(one.hEvent, LIMIT_MILLIS));
            Call<Integer> otherWaits = Call.of(() -> WaitForSingleObject(other.hEvent, LIMIT_MILLIS));
            sendText((i % 2 == 0 ? first : second).server(), "x");
            assertThat((i % 2 == 0 ? oneWaits : otherWaits).value()).isEqualTo(WAIT_OBJECT_0);
            sendText((i % 2 == 0 ? second : first).server(), "x");
            assertThat((i % 2 == 0 ? otherWaits : oneWaits).value()).isEqualTo(WAIT_OBJECT_0);
        }
    }

    @Test
    @Conforms("D297")
    void operationsOfSeveralThreads() {
        List<Pair> pairs = new ArrayList<>();
        List<Call<Integer>> beginners = new ArrayList<>();
        HANDLE end = WSACreateEvent();
        HANDLE[] events = new HANDLE[8];
        for (int i = 0; i < events.length; i++) {
            Pair pair = Pairs.tcp();
            pairs.add(pair);
            Io io = new Io(8);
            events[i] = io.hEvent;
            beginners.add(Call.of(() -> {
                        receive(pair.client(), io);
                        return WaitForSingleObject(end, LIMIT_MILLIS);
                    })
                    .awaitBlocked());
        }
        Call<Integer> waiting = Call.of(() -> WaitForMultipleObjects(events.length, events, true, LIMIT_MILLIS))
                .awaitBlocked();
        pairs.forEach(pair -> sendText(pair.server(), "x"));
        assertThat(waiting.value()).isEqualTo(WAIT_OBJECT_0);
        WSASetEvent(end);
        beginners.forEach(each -> assertThat(each.value()).isEqualTo(WAIT_OBJECT_0));
    }

    @Test
    @Conforms("D297")
    void nobodyWaits() {
        Pair pair = Pairs.tcp();
        for (int i = 0; i < ROUNDS; i++) {
            Io io = startedReceive(pair.client(), 8);
            sendText(pair.server(), "x");
            Deadline.require("completed", () -> HasOverlappedIoCompleted(io));
            expectResult(pair.client(), io, 1);
        }
    }

    @Test
    @Conforms("D297")
    void itsThreadBlocksElsewhere() {
        Pair pair = Pairs.tcp();
        Pair elsewhere = Pairs.tcp();
        Io io = new Io(8);
        Call<Integer> began = Call.of(() -> {
            receive(pair.client(), io);
            return recv(elsewhere.client(), new byte[1], 1, 0);
        });
        began.awaitBlocked();
        sendText(pair.server(), "x");
        Deadline.require("completed", () -> HasOverlappedIoCompleted(io));
        sendText(elsewhere.server(), "x");
        assertThat(began.value()).isEqualTo(1);
    }

    @Test
    @Conforms("D297")
    void besideASocketsEvents() {
        Pair pair = Pairs.tcp();
        Pair selected = Pairs.tcp();
        HANDLE event = WSACreateEvent();
        expectZero(WSAEventSelect(selected.client(), event, FD_READ));
        WSANETWORKEVENTS happened = new WSANETWORKEVENTS();
        for (int i = 0; i < ROUNDS; i++) {
            Io io = startedReceive(pair.client(), 8);
            HANDLE[] both = {io.hEvent, event};
            sendText((i % 2 == 0 ? selected : pair).server(), "x");
            assertThat(WaitForMultipleObjects(2, both, false, LIMIT_MILLIS)).isEqualTo(i % 2 == 0 ? 1 : 0);
            sendText((i % 2 == 0 ? pair : selected).server(), "x");
            assertThat(WaitForMultipleObjects(2, both, true, LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0);
            expectZero(WSAEnumNetworkEvents(selected.client(), event, happened));
            assertThat(recv(selected.client(), new byte[8], 8, 0)).isEqualTo(1);
        }
    }

    @Test
    @Conforms("D297")
    void routinesAndEventsOfOneThread() {
        Pair pair = Pairs.tcp();
        Pair other = Pairs.tcp();
        int[] called = {0};
        for (int i = 0; i < ROUNDS; i++) {
            Io io = startedReceive(other.client(), 8);
            Io routine = new Io(8).withoutEvent();
            WSARecv(pair.client(), routine.buffers(), 1, null, new IntRef(), routine, (e, n, o, f) -> called[0]++);
            sendText(pair.server(), "x");
            assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
            assertThat(called[0]).isEqualTo(i + 1);
            sendText(other.server(), "x");
            assertThat(WSAWaitForMultipleEvents(1, new HANDLE[] {io.hEvent}, false, LIMIT_MILLIS, true))
                    .isEqualTo(WAIT_OBJECT_0);
        }
    }

    @Test
    @Conforms("D297")
    void aVirtualThreadWaits() {
        VirtualThreads.assumeSupported();
        Pair pair = Pairs.tcp();
        for (int i = 0; i < ROUNDS; i++) {
            Io io = startedReceive(pair.client(), 8);
            FutureTask<Integer> waiting = VirtualThreads.call(() -> WaitForSingleObject(io.hEvent, LIMIT_MILLIS));
            sendText(pair.server(), "x");
            assertThat(VirtualThreads.value(waiting)).isEqualTo(WAIT_OBJECT_0);
        }
    }

    @Test
    @Conforms("D297")
    void waitsWithinCompleted() {
        Pair pair = Pairs.tcp();
        Pair other = Pairs.tcp();
        Io inner = pendingReceive(other.client(), 8);
        int[] waited = {-1};
        Io outer = new Io(ByteBuffer.allocateDirect(8)) {
            @Override
            protected void completed() {
                sendText(other.server(), "y");
                waited[0] = WaitForSingleObject(inner.hEvent, LIMIT_MILLIS);
            }
        };
        expectError(WSA_IO_PENDING, receive(pair.client(), outer));
        Call<Void> sends = Call.of(() -> {
            sendText(pair.server(), "x");
            return null;
        });
        outer.await();
        sends.value();
        assertThat(waited[0]).isEqualTo(WAIT_OBJECT_0);
    }

    /** Its operations so far are for who waits for events; those that follow are for the port. */
    @Test
    @Conforms("D297")
    void aPortComesLater() {
        Pair pair = Pairs.tcp();
        SOCKET s = pair.client();
        Io before = pendingReceive(s, 1);
        Io pending = pendingReceive(s, 1);
        sendText(pair.server(), "x");
        before.await();
        HANDLE port = completionPort();
        assertThat(CreateIoCompletionPort(s, port, "key", 0)).isSameAs(port);
        sendText(pair.server(), "y");
        Ref<OVERLAPPED> told = new Ref<>();
        assertThat(GetQueuedCompletionStatus(port, new IntRef(), new Ref<>(), told, LIMIT_MILLIS))
                .isTrue();
        assertThat(told.value).isSameAs(pending);
        expectResult(s, pending, 1);
    }

    /** Many begin and wait at once, and end: nobody's operations are left behind. */
    @Test
    @Conforms("D297")
    void threadsComeAndGo() {
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Pair pair = Pairs.tcp();
            calls.add(Call.of(() -> echo(pair.client(), true)));
            calls.add(Call.of(() -> echo(pair.server(), false)));
        }
        for (Call<Integer> call : calls) {
            assertThat(call.value()).isEqualTo(ROUNDS);
        }
    }

    private static int echo(SOCKET s, boolean begins) {
        Io out = new Io("x");
        int rounds = 0;
        for (int i = 0; i < ROUNDS; i++) {
            if (begins) {
                send(s, out);
                out.await();
            }
            Io in = startedReceive(s, 8);
            in.await();
            rounds += (int) in.InternalHigh;
            if (!begins) {
                send(s, out);
                out.await();
            }
        }
        return rounds;
    }
}

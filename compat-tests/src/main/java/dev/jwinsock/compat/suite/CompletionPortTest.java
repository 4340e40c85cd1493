package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** async.md, section 6: completion ports. */
@WinsockTest
final class CompletionPortTest extends OverlappedScene {
    private static final Object KEY = "key";

    private final HANDLE port = completionPort();
    private final IntRef bytes = new IntRef(UNTOUCHED);
    private final Ref<Object> key = new Ref<>("untouched");
    private final Ref<OVERLAPPED> overlapped = new Ref<>(new OVERLAPPED());

    @AfterEach
    void closePort() {
        CloseHandle(port);
    }

    private boolean take(int millis) {
        return GetQueuedCompletionStatus(port, bytes, key, overlapped, millis);
    }

    private void expectPacket(int count, Object itsKey, OVERLAPPED its) {
        assertThat(take(LIMIT_MILLIS)).as("last error %d", GetLastError()).isTrue();
        assertThat(bytes.value).isEqualTo(count);
        assertThat(key.value).isSameAs(itsKey);
        assertThat(overlapped.value).isSameAs(its);
    }

    private void expectNone() {
        assertThat(take(0)).isFalse();
        expectLastError(WAIT_TIMEOUT);
        assertThat(overlapped.value).isNull();
    }

    private Pair associated() {
        Pair pair = Pairs.tcp();
        assertThat(CreateIoCompletionPort(pair.client(), port, KEY, 0)).isSameAs(port);
        return pair;
    }

    @Test
    @Conforms({"A082", "A141"})
    void associations() {
        SOCKET s = tcp();
        HANDLE made = CreateIoCompletionPort(s, null, KEY, 0);
        assertThat(made).isNotNull();
        assertThat(CreateIoCompletionPort(s, port, KEY, 0)).isNull();
        expectLastError(ERROR_INVALID_PARAMETER);
        assertThat(CreateIoCompletionPort(INVALID_HANDLE_VALUE, port, KEY, 0)).isNull();
        expectLastError(ERROR_INVALID_PARAMETER);
        for (HANDLE none : new HANDLE[] {null, port, event()}) {
            assertThat(CreateIoCompletionPort(none, port, KEY, 0)).isNull();
            expectLastError(ERROR_INVALID_HANDLE);
        }
        assertThat(CreateIoCompletionPort(tcp(), s, KEY, 0)).isNull();
        expectLastError(ERROR_INVALID_HANDLE);
        SOCKET closed = tcp();
        expectZero(closesocket(closed));
        assertThat(CreateIoCompletionPort(closed, port, KEY, 0)).isNull();
        expectLastError(ERROR_INVALID_HANDLE);
        assertThat(CloseHandle(made)).isTrue();
        assertThat(CloseHandle(made)).isFalse();
        expectLastError(ERROR_INVALID_HANDLE);
        assertThat(PostQueuedCompletionStatus(made, 0, null, null)).isFalse();
        expectLastError(ERROR_INVALID_HANDLE);
    }

    @Test
    @Conforms("A084")
    void timeOver() {
        for (int millis : new int[] {0, 20}) {
            overlapped.value = new OVERLAPPED();
            long before = System.nanoTime();
            assertThat(take(millis)).isFalse();
            expectLastError(WAIT_TIMEOUT);
            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
            assertThat(overlapped.value).isNull();
            assertThat(bytes.value).isEqualTo(UNTOUCHED);
            assertThat(key.value).isEqualTo("untouched");
        }
    }

    @Test
    @Conforms({"A084", "A088"})
    void timeOverWithSockets() {
        Pair pair = associated();
        Io io = pendingReceive(pair.client(), 8);
        assertThat(take(20)).isFalse();
        expectLastError(WAIT_TIMEOUT);
        sendText(pair.server(), "x");
        expectPacket(1, KEY, io);
    }

    @Test
    @Conforms({"A085", "A087", "A092"})
    void packets() {
        Pair pair = associated();
        Io io = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "hello");
        SetLastError(UNTOUCHED);
        expectPacket(5, KEY, io);
        expectLastError(UNTOUCHED);
        assertThat(io.signalled()).isTrue();
        assertThat(io.text()).isEqualTo("hello");

        Io send = new Io("at once");
        expectZero(send(pair.client(), send));
        expectPacket(7, KEY, send);
        expectZero(shutdown(pair.server(), SD_SEND));
        Io end = new Io(16);
        int result = receive(pair.client(), end);
        assertThat(result == 0 || WSAGetLastError() == WSA_IO_PENDING).isTrue();
        expectPacket(0, KEY, end);
        expectNone();
    }

    @Test
    @Conforms({"A086", "A088"})
    void failures() {
        Pair pair = associated();
        Io io = pendingReceive(pair.client(), 16);
        reset(pair.server());
        assertThat(take(LIMIT_MILLIS)).isFalse();
        expectLastError(ERROR_NETNAME_DELETED);
        assertThat(overlapped.value).isSameAs(io);
        assertThat(key.value).isSameAs(KEY);
        assertThat(bytes.value).isZero();
        expectError(WSAECONNRESET, receive(pair.client(), new Io(1)));
        expectError(WSAECONNRESET, send(pair.client(), new Io("x")));
        SOCKET unconnected = tcp();
        CreateIoCompletionPort(unconnected, port, KEY, 0);
        expectError(WSAENOTCONN, receive(unconnected, new Io(1)));
        expectNone();
    }

    @Test
    @Conforms("A047")
    void longDatagram() {
        Pair pair = Pairs.connectedUdp();
        CreateIoCompletionPort(pair.client(), port, KEY, 0);
        Io io = pendingReceive(pair.client(), 6);
        sendText(pair.server(), "datagrams");
        assertThat(take(LIMIT_MILLIS)).isFalse();
        expectLastError(ERROR_MORE_DATA);
        assertThat(bytes.value).isEqualTo(6);
        assertThat(overlapped.value).isSameAs(io);
    }

    @Test
    @Conforms({"A079", "A073"})
    void closesocketQueuesWhatPended() {
        Pair idle = associated();
        expectZero(closesocket(idle.client()));
        expectNone();
        Pair pair = associated();
        Io io = pendingReceive(pair.client(), 16);
        expectZero(closesocket(pair.client()));
        assertThat(take(LIMIT_MILLIS)).isFalse();
        expectLastError(1236); // ERROR_CONNECTION_ABORTED
        assertThat(overlapped.value).isSameAs(io);
    }

    @Test
    @Conforms({"A094", "A092"})
    void modes() {
        Pair pair = associated();
        assertThat(SetFileCompletionNotificationModes(pair.client(), 4)).isFalse();
        expectLastError(ERROR_INVALID_PARAMETER);
        assertThat(SetFileCompletionNotificationModes(port, 1)).isFalse();
        expectLastError(ERROR_INVALID_HANDLE);
        assertThat(SetFileCompletionNotificationModes(pair.client(), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS))
                .isTrue();
        Io send = new Io("now");
        expectZero(send(pair.client(), send));
        assertThat(send.signalled()).isTrue();
        expectNone();
        Io io = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "later");
        expectPacket(5, KEY, io);
        assertThat(SetFileCompletionNotificationModes(pair.client(), FILE_SKIP_SET_EVENT_ON_HANDLE))
                .isTrue();
        Io quiet = pendingReceive(pair.client(), 16).withoutEvent();
        sendText(pair.server(), "quiet");
        expectPacket(5, KEY, quiet);
    }

    @Test
    @Conforms("A092")
    void theLowBitOfTheEvent() {
        Pair pair = associated();
        Io io = new Io(16);
        HANDLE event = event();
        io.hEvent = event.or(1);
        expectError(WSA_IO_PENDING, receive(pair.client(), io));
        sendText(pair.server(), "event only");
        assertThat(WaitForSingleObject(event, LIMIT_MILLIS)).isEqualTo(WAIT_OBJECT_0);
        expectNone();
    }

    @Test
    @Conforms("A095")
    void callsWithoutOverlapped() {
        Pair pair = associated();
        IntRef count = new IntRef();
        expectZero(WSASend(pair.client(), new Io("x").buffers(), 1, count, 0, null, null));
        expectZero(shutdown(pair.client(), SD_SEND));
        expectZero(WSARecvDisconnect(pair.client(), null));
        SOCKET listener = listener();
        SOCKET client = tcp();
        CreateIoCompletionPort(client, port, KEY, 0);
        expectZero(connect(client, localAddress(listener), 16));
        expectZero(WSASendDisconnect(client, null));
        expectNone();
    }

    @Test
    @Conforms("A096")
    void posted() {
        OVERLAPPED any = new OVERLAPPED();
        assertThat(PostQueuedCompletionStatus(port, 0xFFFFFFFF, KEY, any)).isTrue();
        assertThat(PostQueuedCompletionStatus(port, 1, null, null)).isTrue();
        for (int i = 0; i < 300; i++) {
            assertThat(PostQueuedCompletionStatus(port, i, i, any)).isTrue();
        }
        expectPacket(0xFFFFFFFF, KEY, any);
        assertThat(take(0)).isTrue();
        assertThat(overlapped.value).isNull();
        assertThat(key.value).isNull();
        for (int i = 0; i < 300; i++) {
            assertThat(take(0)).isTrue();
            assertThat(key.value).isEqualTo(i);
        }
        expectNone();
    }

    @Test
    @Conforms("A097")
    void severalAtOnce() {
        Pair pair = associated();
        Io io = pendingReceive(pair.client(), 16);
        reset(pair.server());
        for (int i = 0; i < 5; i++) {
            PostQueuedCompletionStatus(port, i, KEY, null);
        }
        OVERLAPPED_ENTRY[] entries = new OVERLAPPED_ENTRY[4];
        IntRef removed = new IntRef();
        List<Integer> counts = new ArrayList<>();
        boolean failed = false;
        while (counts.size() < 5 || !failed) {
            assertThat(GetQueuedCompletionStatusEx(port, entries, 4, removed, LIMIT_MILLIS, false))
                    .isTrue();
            assertThat(removed.value).isBetween(1, 4);
            for (int i = 0; i < removed.value; i++) {
                if (entries[i].lpOverlapped == io) {
                    assertThat(entries[i].Internal).isEqualTo(0xC000020DL);
                    failed = true;
                } else {
                    counts.add(entries[i].dwNumberOfBytesTransferred);
                }
            }
        }
        assertThat(counts).containsExactly(0, 1, 2, 3, 4);
        assertThat(GetQueuedCompletionStatusEx(port, entries, 4, removed, 0, false))
                .isFalse();
        expectLastError(WAIT_TIMEOUT);
        assertThat(GetQueuedCompletionStatusEx(port, entries, 0, removed, 0, false))
                .isFalse();
        expectLastError(ERROR_INVALID_PARAMETER);
    }

    @Test
    @Conforms("A098")
    void alertable() {
        associated();
        List<Thread> ran = new ArrayList<>();
        OVERLAPPED_ENTRY[] entries = new OVERLAPPED_ENTRY[1];
        IntRef removed = new IntRef();
        QueueUserAPC(() -> ran.add(Thread.currentThread()), GetCurrentThread());
        assertThat(GetQueuedCompletionStatusEx(port, entries, 1, removed, 1, false))
                .isFalse();
        expectLastError(WAIT_TIMEOUT);
        assertThat(ran).isEmpty();
        assertThat(GetQueuedCompletionStatusEx(port, entries, 1, removed, INFINITE, true))
                .isFalse();
        expectLastError(WAIT_IO_COMPLETION);
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    @Conforms("A098")
    void alertableWhileBlocked() throws Exception {
        associated();
        List<Thread> ran = new ArrayList<>();
        CompletableFuture<HANDLE> thread = new CompletableFuture<>();
        Call<Integer> waiting = Call.of(() -> {
            thread.complete(GetCurrentThread());
            OVERLAPPED_ENTRY[] entries = new OVERLAPPED_ENTRY[1];
            boolean taken = GetQueuedCompletionStatusEx(port, entries, 1, new IntRef(), INFINITE, true);
            return taken ? 0 : GetLastError();
        });
        HANDLE target = thread.get(10, TimeUnit.SECONDS);
        waiting.awaitBlocked();
        QueueUserAPC(() -> ran.add(Thread.currentThread()), target);
        assertThat(waiting.value()).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(ran).hasSize(1);
    }

    @Test
    @Conforms("A099")
    void closedUnderItsWaiters() throws Exception {
        associated();
        List<Call<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(Call.of(() -> {
                        Ref<OVERLAPPED> none = new Ref<>(new OVERLAPPED());
                        boolean taken = GetQueuedCompletionStatus(port, new IntRef(), new Ref<>(), none, INFINITE);
                        return taken || none.value != null ? 0 : GetLastError();
                    })
                    .awaitBlocked());
        }
        assertThat(CloseHandle(port)).isTrue();
        for (Call<Integer> call : waiting) {
            assertThat(call.value()).isEqualTo(ERROR_ABANDONED_WAIT_0);
        }
        assertThat(take(0)).isFalse();
        expectLastError(ERROR_INVALID_HANDLE);
    }

    @Test
    @Conforms("D281")
    void completesWhileNobodyAsks() {
        Pair pair = associated();
        Io io = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "hello");
        assertThat(io.await().text()).isEqualTo("hello");
        Io second = pendingReceive(pair.client(), 16);
        sendText(pair.server(), "again");
        Deadline.require("the status is stored", () -> HasOverlappedIoCompleted(second));
        expectPacket(5, KEY, io);
        expectPacket(5, KEY, second);
    }

    @Test
    @Conforms("D282")
    void closedPortsSocketsGoOn() {
        Pair pair = associated();
        Io io = pendingReceive(pair.client(), 16);
        assertThat(CloseHandle(port)).isTrue();
        sendText(pair.server(), "hello");
        assertThat(io.await().text()).isEqualTo("hello");
    }

    @Test
    @Conforms("D283")
    void aPortOutlivesWinsock() {
        SOCKET s = boundUdp();
        CreateIoCompletionPort(s, port, KEY, 0);
        Io io = pendingReceive(s, 16);
        expectZero(WSACleanup());
        assertThat(take(LIMIT_MILLIS)).isFalse();
        expectLastError(ERROR_OPERATION_ABORTED);
        assertThat(overlapped.value).isSameAs(io);
        expectZero(WSAStartup(MAKEWORD(2, 2), new dev.jwinsock.WSADATA()));
        Pair again = associated();
        Io next = pendingReceive(again.client(), 16);
        sendText(again.server(), "again");
        expectPacket(5, KEY, next);
    }

    @Test
    @Conforms("D290")
    @Needs(Capability.OOB_RECEIVE)
    void urgentDataHoldNothingUp() {
        Pair pair = associated();
        for (int round = 0; round < 50; round++) {
            Io first = pendingReceive(pair.client(), 100);
            sendText(pair.server(), "ab");
            expectCount(2, dev.jwinsock.Winsock2.send(pair.server(), new byte[] {'c', '!'}, 2, MSG_OOB));
            sendText(pair.server(), "def");
            StringBuilder all = new StringBuilder();
            Io io = first;
            while (true) {
                expectPacket(key, io);
                all.append(io.text());
                if (all.length() >= 6) {
                    break;
                }
                io = startedReceive(pair.client(), 100);
            }
            assertThat(all).hasToString("abcdef");
        }
    }

    /** A packet with as many bytes as come. */
    private void expectPacket(Ref<Object> anyKey, OVERLAPPED its) {
        assertThat(take(LIMIT_MILLIS)).as("last error %d", GetLastError()).isTrue();
        assertThat(anyKey.value).isSameAs(KEY);
        assertThat(overlapped.value).isSameAs(its);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Conforms("D284")
    void theLastWaiterIsServedFirst() throws Exception {
        ConcurrentLinkedQueue<Integer> served = new ConcurrentLinkedQueue<>();
        List<Call<Integer>> waiting = new ArrayList<>();
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            int number = i;
            waiting.add(Call.of(() -> {
                        GetQueuedCompletionStatus(port, new IntRef(), new Ref<>(), new Ref<>(), INFINITE);
                        served.add(number);
                        awaitLatch(end);
                        return 0;
                    })
                    .awaitBlocked());
        }
        for (int i = 0; i < 3; i++) {
            PostQueuedCompletionStatus(port, 0, null, null);
            int expected = i + 1;
            Deadline.require("one more is served", () -> served.size() == expected);
        }
        end.countDown();
        for (Call<Integer> call : waiting) {
            assertThat(call.value()).isEqualTo(0);
        }
        assertThat(served).containsExactly(2, 1, 0);
    }

    @Test
    @Conforms("D285")
    void concurrencyIsLimited() throws Exception {
        HANDLE one = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 1);
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        CountDownLatch blocker = new CountDownLatch(1);
        List<Call<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Call.of(() -> {
                Ref<Object> what = new Ref<>();
                while (GetQueuedCompletionStatus(one, new IntRef(), what, new Ref<>(), INFINITE)) {
                    if (what.value != null) {
                        awaitLatch(blocker); // leaves its place to another
                        continue;
                    }
                    most.accumulateAndGet(working.incrementAndGet(), Math::max);
                    long until = System.nanoTime() + 200_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    working.decrementAndGet();
                    done.incrementAndGet();
                }
                return 0;
            }));
        }
        for (int i = 0; i < 200; i++) {
            PostQueuedCompletionStatus(one, 0, null, null);
        }
        Deadline.require("all are served", () -> done.get() == 200);
        assertThat(most.get()).isEqualTo(1);
        PostQueuedCompletionStatus(one, 0, "block", null);
        PostQueuedCompletionStatus(one, 0, null, null);
        Deadline.require("a blocked thread holds nobody up", () -> done.get() == 201);
        blocker.countDown();
        CloseHandle(one);
        for (Call<Integer> call : threads) {
            assertThat(call.value()).isEqualTo(0);
        }
    }

    @Test
    @Conforms("D286")
    void boundCallbacks() {
        Pair pair = Pairs.tcp();
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        assertThat(BindIoCompletionCallback(
                        pair.client(),
                        (error, count, io) -> told.add(Integer.toHexString(error) + " " + count + " "
                                + Thread.currentThread().getName().replaceAll("[0-9]", "")),
                        0))
                .isTrue();
        assertThat(BindIoCompletionCallback(pair.client(), (error, count, io) -> {}, 0))
                .isFalse();
        expectLastError(ERROR_INVALID_PARAMETER);
        assertThat(BindIoCompletionCallback(port, (error, count, io) -> {}, 0)).isFalse();
        expectLastError(ERROR_INVALID_HANDLE);
        pendingReceive(pair.client(), 16);
        sendText(pair.server(), "abc");
        Deadline.require("it is called", () -> told.size() == 1);
        pendingReceive(pair.client(), 16);
        reset(pair.server());
        Deadline.require("it is called", () -> told.size() == 2);
        assertThat(told).containsExactly("0 3 jwinsock-pool-", "c000020d 0 jwinsock-pool-");
    }

    @Test
    @Conforms("D287")
    void manySocketsManyThreads() throws Exception {
        int pairs = 100;
        int messages = 50;
        AtomicInteger received = new AtomicInteger();
        List<Call<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Call.of(() -> {
                IntRef count = new IntRef();
                Ref<Object> side = new Ref<>();
                Ref<OVERLAPPED> io = new Ref<>();
                while (GetQueuedCompletionStatus(port, count, side, io, INFINITE)) {
                    if (side.value instanceof Side receiver && io.value == receiver) {
                        receiver.completed(count.value, received);
                    }
                }
                return 0;
            }));
        }
        List<SOCKET> senders = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            Pair pair = Pairs.tcp();
            Side side = new Side(pair.server());
            CreateIoCompletionPort(pair.server(), port, side, 0);
            CreateIoCompletionPort(pair.client(), port, "sender", 0);
            side.receive();
            senders.add(pair.client());
        }
        for (int m = 0; m < messages; m++) {
            for (SOCKET s : senders) {
                Io io = new Io(pattern(16 * m, 16)).withoutEvent();
                expectZero(send(s, io));
            }
        }
        Deadline.require("all bytes come", () -> received.get() == pairs * messages * 16);
        CloseHandle(port);
        for (Call<Integer> call : threads) {
            assertThat(call.value()).isEqualTo(0);
        }
    }

    /** A receiver that checks the pattern. */
    private static final class Side extends OVERLAPPED {
        private final SOCKET socket;
        private final ByteBuffer memory = ByteBuffer.allocateDirect(50);
        private final WSABUF[] buffers = {new WSABUF(memory)};
        private int at;

        Side(SOCKET socket) {
            this.socket = socket;
        }

        void receive() {
            int result = WSARecv(socket, buffers, 1, null, new IntRef(), this, null);
            if (result != 0 && WSAGetLastError() != WSA_IO_PENDING) {
                throw new AssertionError("WSARecv: " + WSAGetLastError());
            }
        }

        void completed(int count, AtomicInteger received) {
            for (int i = 0; i < count; i++) {
                if (memory.get(i) != patternAt(at + i)) {
                    throw new AssertionError("wrong byte at " + (at + i));
                }
            }
            at += count;
            received.addAndGet(count);
            receive();
        }
    }
}

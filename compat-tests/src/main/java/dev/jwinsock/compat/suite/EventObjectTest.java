package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static dev.jwinsock.compat.suite.Watch.isSignalled;
import static dev.jwinsock.compat.suite.Watch.limit;
import static dev.jwinsock.compat.suite.Watch.newEvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.WithoutStartup;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts T: event objects by themselves, and waits for them. */
@WinsockTest
final class EventObjectTest extends EventScene {
    private static int waitFor(boolean all, int millis, HANDLE... events) {
        return WSAWaitForMultipleEvents(events.length, events, all, millis, false);
    }

    private HANDLE[] events(int count) {
        HANDLE[] events = new HANDLE[count];
        Arrays.setAll(events, i -> event());
        return events;
    }

    private static void expectInvalidHandle(boolean result) {
        int error = WSAGetLastError();
        assertThat(result).isFalse();
        assertThat(error).isEqualTo(WSA_INVALID_HANDLE);
    }

    private static HANDLE closedEvent() {
        HANDLE event = newEvent();
        assertThat(WSACloseEvent(event)).isTrue();
        return event;
    }

    @Test
    @Conforms({"S246", "D109"})
    void startsCleared() {
        assertThat(isSignalled(event())).isFalse();
    }

    @Test
    @Conforms("S246")
    void staysSignalledUntilReset() {
        HANDLE event = event();
        assertThat(WSASetEvent(event)).isTrue();
        assertThat(WSASetEvent(event)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(waitFor(false, 0, event)).isEqualTo(WSA_WAIT_EVENT_0);
        }
        assertThat(WSAResetEvent(event)).isTrue();
        assertThat(WSAResetEvent(event)).isTrue();
        assertThat(isSignalled(event)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, WSA_MAXIMUM_WAIT_EVENTS + 1})
    @Conforms({"S247", "A062"})
    void countOutOfRange(int count) {
        HANDLE[] events = new HANDLE[WSA_MAXIMUM_WAIT_EVENTS + 1];
        Arrays.fill(events, event());
        int result = WSAWaitForMultipleEvents(count, events, false, 0, false);
        expectLastError(WSA_INVALID_PARAMETER);
        assertThat(result).isEqualTo(WSA_WAIT_FAILED);
    }

    @Test
    @Conforms({"S247", "A062"})
    void sixtyFourEventsAreFine() {
        HANDLE[] events = events(WSA_MAXIMUM_WAIT_EVENTS);
        assertThat(waitFor(false, 0, events)).isEqualTo(WSA_WAIT_TIMEOUT);
        assertThat(WSASetEvent(events[63])).isTrue();
        assertThat(waitFor(false, WSA_INFINITE, events)).isEqualTo(WSA_WAIT_EVENT_0 + 63);
    }

    @Test
    @Conforms("S247")
    void badHandleAmongGoodOnes() {
        HANDLE good = event();
        assertThat(WSASetEvent(good)).isTrue();
        int result = waitFor(false, 0, good, closedEvent());
        expectLastError(WSA_INVALID_HANDLE);
        assertThat(result).isEqualTo(WSA_WAIT_FAILED);
    }

    @Test
    @Conforms("S247")
    void timeoutTakesItsTime() {
        long start = System.nanoTime();
        assertThat(waitFor(false, 30, event())).isEqualTo(WSA_WAIT_TIMEOUT);
        // Windows counts in clock ticks and may be a little early; never so much
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(14));
    }

    @Test
    @Conforms({"S247", "A063"})
    void lowestSignalledIndex() {
        HANDLE[] events = events(4);
        assertThat(WSASetEvent(events[3])).isTrue();
        assertThat(waitFor(false, 0, events)).isEqualTo(WSA_WAIT_EVENT_0 + 3);
        assertThat(WSASetEvent(events[1])).isTrue();
        assertThat(waitFor(false, 0, events)).isEqualTo(WSA_WAIT_EVENT_0 + 1);
    }

    @Test
    @Conforms({"S247", "A063"})
    void waitForAll() {
        HANDLE[] events = events(2);
        assertThat(WSASetEvent(events[1])).isTrue();
        assertThat(waitFor(true, 0, events)).isEqualTo(WSA_WAIT_TIMEOUT);
        Call<Integer> call = Call.of(() -> waitFor(true, limit(), events)).awaitBlocked();
        assertThat(WSASetEvent(events[0])).isTrue();
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0);
    }

    @Test
    @Conforms("S246")
    void setEventWakesEveryWaiter() {
        HANDLE event = event();
        Call<Integer> one = Call.of(() -> waitFor(false, WSA_INFINITE, event)).awaitBlocked();
        Call<Integer> two = Call.of(() -> waitFor(false, WSA_INFINITE, event)).awaitBlocked();
        assertThat(WSASetEvent(event)).isTrue();
        assertThat(one.value()).isEqualTo(WSA_WAIT_EVENT_0);
        assertThat(two.value()).isEqualTo(WSA_WAIT_EVENT_0);
    }

    @Test
    @Conforms({"S248", "A064"})
    void closedAndInvalidHandles() {
        HANDLE closed = closedEvent();
        expectInvalidHandle(WSASetEvent(closed));
        expectInvalidHandle(WSAResetEvent(closed));
        expectInvalidHandle(WSACloseEvent(closed));
        expectInvalidHandle(WSASetEvent(WSA_INVALID_EVENT));
        expectInvalidHandle(WSAResetEvent(WSA_INVALID_EVENT));
        expectInvalidHandle(WSACloseEvent(WSA_INVALID_EVENT));
    }

    /** A set that spans kinds of sockets, with blocking semantics ("Multiple Provider Restrictions on Select"). */
    @Test
    @Conforms("D115")
    void oneWaitForSocketsOfAllKinds() {
        SOCKET listener = listener();
        Pair streams = Pairs.tcp();
        Pair datagrams = Pairs.udp();
        Watch accepting = watch(listener, FD_ACCEPT);
        Watch reading = watch(streams.server(), FD_READ | FD_CLOSE);
        Watch receiving = watch(datagrams.server(), FD_READ);
        HANDLE[] all = {accepting.event(), reading.event(), receiving.event()};
        assertThat(waitFor(false, 0, all)).isEqualTo(WSA_WAIT_TIMEOUT);

        Call<Integer> call = Call.of(() -> waitFor(false, WSA_INFINITE, all)).awaitBlocked();
        expectCount(1, sendTo(datagrams.client(), data(1), localAddress(datagrams.server())));
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0 + 2);
        receiving.expect(FD_READ);

        call = Call.of(() -> waitFor(false, WSA_INFINITE, all)).awaitBlocked();
        expectCount(1, send(streams.client(), data(1)));
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0 + 1);
        reading.expect(FD_READ);

        call = Call.of(() -> waitFor(false, WSA_INFINITE, all)).awaitBlocked();
        expectZero(connectTo(tcp(), localAddress(listener)));
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0);
        accepting.expect(FD_ACCEPT);
    }

    @Test
    @Conforms("D115")
    void waitForAllOfSeveralSockets() {
        Pair one = Pairs.tcp();
        Pair two = Pairs.tcp();
        HANDLE[] both = {
            watch(one.server(), FD_READ).event(), watch(two.server(), FD_READ).event()
        };
        Call<Integer> call = Call.of(() -> waitFor(true, WSA_INFINITE, both)).awaitBlocked();
        expectCount(1, send(one.client(), data(1)));
        assertThat(waitFor(false, limit(), both[0])).isEqualTo(WSA_WAIT_EVENT_0);
        assertThat(call.isDone()).isFalse();
        expectCount(1, send(two.client(), data(1)));
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0);
    }

    @Test
    @Conforms("D115")
    void twoSocketsMayShareAnEventObject() {
        Pair one = Pairs.tcp();
        Pair two = Pairs.tcp();
        Watch first = watch(one.server(), FD_READ);
        expectZero(WSAEventSelect(two.server(), first.event(), FD_READ));
        expectCount(1, send(two.client(), data(1)));
        first.awaitSignal();
        assertThat(first.now()).isZero();
        Watch second = watch(two.server(), FD_READ);
        assertThat(second.now()).isEqualTo(FD_READ);
    }

    @Test
    @Conforms("D115")
    void aSelectionMadeDuringTheWaitCounts() {
        Pair pair = Pairs.tcp();
        HANDLE event = event();
        expectCount(1, send(pair.client(), data(1)));
        Call<Integer> call = Call.of(() -> waitFor(false, WSA_INFINITE, event)).awaitBlocked();
        expectZero(WSAEventSelect(pair.server(), event, FD_READ));
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0);
    }

    /** The registration goes with the socket; the event object is the program's and lives on. */
    @Test
    @Conforms({"D127", "S167"})
    void closesocketSignalsNothingAndEndsNoWait() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ | FD_CLOSE);
        Call<Integer> call =
                Call.of(() -> waitFor(false, WSA_INFINITE, watch.event())).awaitBlocked();
        expectZero(closesocket(pair.server()));
        Call<Integer> later = Call.of(() -> recv(pair.client(), new byte[1]));
        assertThat(later.value()).isZero(); // the end has reached the peer
        assertThat(call.isDone()).isFalse();
        assertThat(isSignalled(watch.event())).isFalse();
        assertThat(WSASetEvent(watch.event())).isTrue();
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0);
    }

    @Test
    @Conforms("D129")
    void cleanupEndsSelectionsAndLeavesEventObjects() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ | FD_CLOSE);
        Call<Integer> call =
                Call.of(() -> waitFor(false, WSA_INFINITE, watch.event())).awaitBlocked();
        expectZero(WSACleanup());
        assertThat(call.isDone()).isFalse();
        assertThat(isSignalled(watch.event())).isFalse();
        assertThat(WSASetEvent(watch.event())).isTrue();
        assertThat(call.value()).isEqualTo(WSA_WAIT_EVENT_0);
    }

    @Test
    @Conforms("D129")
    @WithoutStartup
    void eventObjectsNeedNoStartup() {
        HANDLE event = event();
        assertThat(isSignalled(event)).isFalse();
        assertThat(WSASetEvent(event)).isTrue();
        assertThat(waitFor(true, WSA_INFINITE, event)).isEqualTo(WSA_WAIT_EVENT_0);
        assertThat(WSAResetEvent(event)).isTrue();
        assertThat(isSignalled(event)).isFalse();
    }
}

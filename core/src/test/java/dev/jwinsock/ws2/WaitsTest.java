package dev.jwinsock.ws2;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Event objects and waits for them, before WSAStartup. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitsTest {
    private static final HANDLE[] NONE = {};

    private static int look(HANDLE... handles) {
        return WaitForMultipleObjects(handles.length, handles, false, 0);
    }

    private static HANDLE[] events(int count) {
        HANDLE[] events = new HANDLE[count];
        Arrays.setAll(events, i -> WSACreateEvent());
        return events;
    }

    /** S246. */
    @Test
    void winsockEventStaysSetUntilReset() {
        HANDLE event = WSACreateEvent();
        assertThat(look(event)).isEqualTo(WAIT_TIMEOUT);
        assertThat(WSASetEvent(event)).isTrue();
        assertThat(look(event)).isEqualTo(WAIT_OBJECT_0);
        assertThat(look(event)).isEqualTo(WAIT_OBJECT_0);
        assertThat(WSAResetEvent(event)).isTrue();
        assertThat(look(event)).isEqualTo(WAIT_TIMEOUT);
    }

    @Test
    void autoResetEventEndsOneWait() {
        HANDLE event = CreateEvent(false, true);
        assertThat(look(event)).isEqualTo(WAIT_OBJECT_0);
        assertThat(look(event)).isEqualTo(WAIT_TIMEOUT);
    }

    @Test
    void namedEventsAreRefused() {
        assertThat(CreateEvent(null, true, true, "name")).isNull();
        assertThat(GetLastError()).isEqualTo(WSA_INVALID_PARAMETER);
        assertThat(look(CreateEvent(null, true, true, null))).isEqualTo(WAIT_OBJECT_0);
    }

    /** S247, A062. */
    @Test
    void oneToSixtyFourObjects() {
        HANDLE[] events = events(65);
        for (int count : new int[] {0, 65, -1}) {
            SetLastError(0);
            assertThat(WSAWaitForMultipleEvents(count, events, false, 0, false)).isEqualTo(WSA_WAIT_FAILED);
            assertThat(WSAGetLastError()).isEqualTo(WSA_INVALID_PARAMETER);
        }
        WSASetEvent(events[63]);
        assertThat(WSAWaitForMultipleEvents(64, events, false, 0, false)).isEqualTo(63);
    }

    /** S247, S248, A064. */
    @Test
    void badHandles() {
        HANDLE closed = WSACreateEvent();
        assertThat(WSACloseEvent(closed)).isTrue();
        for (HANDLE bad : new HANDLE[] {closed, WSA_INVALID_EVENT, INVALID_SOCKET}) {
            SetLastError(0);
            assertThat(look(WSACreateEvent(), bad)).isEqualTo(WAIT_FAILED);
            assertThat(GetLastError()).isEqualTo(WSA_INVALID_HANDLE);
            SetLastError(0);
            assertThat(WSASetEvent(bad)).isFalse();
            assertThat(GetLastError()).isEqualTo(WSA_INVALID_HANDLE);
            SetLastError(0);
            assertThat(WSAResetEvent(bad)).isFalse();
            assertThat(GetLastError()).isEqualTo(WSA_INVALID_HANDLE);
            SetLastError(0);
            assertThat(WSACloseEvent(bad)).isFalse();
            assertThat(GetLastError()).isEqualTo(WSA_INVALID_HANDLE);
        }
    }

    /** S247. */
    @Test
    void badHandleBehindASignalledOneFailsTheWaitWhichTakesNothing() {
        HANDLE signalled = CreateEvent(false, true);
        assertThat(look(signalled, INVALID_SOCKET)).isEqualTo(WAIT_FAILED);
        assertThat(look(signalled)).isEqualTo(WAIT_OBJECT_0);
    }

    /** S247, A063. */
    @Test
    void anyTellsTheLowestIndexAndTakesOnlyThat() {
        HANDLE low = CreateEvent(false, true);
        HANDLE high = CreateEvent(false, true);
        assertThat(look(WSACreateEvent(), low, high)).isEqualTo(1);
        assertThat(look(low)).isEqualTo(WAIT_TIMEOUT);
        assertThat(look(high)).isEqualTo(WAIT_OBJECT_0);
    }

    /** A063. */
    @Test
    void allTakesNoneUntilItCanTakeAll() {
        HANDLE[] both = {CreateEvent(false, true), CreateEvent(false, false)};
        assertThat(WaitForMultipleObjects(2, both, true, 1)).isEqualTo(WAIT_TIMEOUT);
        assertThat(look(both[0])).isEqualTo(WAIT_OBJECT_0);
        SetEvent(both[0]);
        SetEvent(both[1]);
        assertThat(WaitForMultipleObjects(2, both, true, INFINITE)).isEqualTo(WAIT_OBJECT_0);
        assertThat(look(both)).isEqualTo(WAIT_TIMEOUT);
    }

    @Test
    void allRefusesAnObjectTwiceAnyDoesNot() {
        HANDLE event = CreateEvent(true, true);
        HANDLE[] twice = {event, event};
        assertThat(WaitForMultipleObjects(2, twice, true, 0)).isEqualTo(WAIT_FAILED);
        assertThat(GetLastError()).isEqualTo(WSA_INVALID_PARAMETER);
        assertThat(look(twice)).isEqualTo(WAIT_OBJECT_0);
    }

    @Test
    void timeoutIsWaitedOut() {
        long start = System.nanoTime();
        assertThat(WaitForSingleObject(WSACreateEvent(), 30)).isEqualTo(WAIT_TIMEOUT);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
    }

    @Test
    void setEventEndsAWaitForAny() {
        HANDLE[] events = events(64);
        try (Background<Integer> waiter =
                Background.waiting(() -> WaitForMultipleObjects(64, events, false, INFINITE))) {
            SetEvent(events[40]);
            assertThat(waiter.result()).isEqualTo(40);
        }
    }

    @Test
    void setEventEndsAWaitEvenWhenResetAtOnce() {
        HANDLE event = WSACreateEvent();
        try (Background<Integer> waiter = Background.waiting(() -> WaitForSingleObject(event, INFINITE))) {
            SetEvent(event);
            ResetEvent(event);
            assertThat(waiter.result()).isEqualTo(WAIT_OBJECT_0);
        }
    }

    @Test
    void setEventEndsAWaitForAllEvenWhenResetAtOnce() {
        HANDLE[] events = {CreateEvent(true, true), CreateEvent(true, false)};
        try (Background<Integer> waiter = Background.waiting(() -> WaitForMultipleObjects(2, events, true, INFINITE))) {
            SetEvent(events[1]);
            ResetEvent(events[1]);
            assertThat(waiter.result()).isEqualTo(WAIT_OBJECT_0);
        }
    }

    @Test
    void twoSetsOfAnAutoResetEventEndTwoWaits() {
        HANDLE event = CreateEvent(false, false);
        try (Background<Integer> first = Background.waiting(() -> WaitForSingleObject(event, INFINITE));
                Background<Integer> second = Background.waiting(() -> WaitForSingleObject(event, INFINITE))) {
            SetEvent(event);
            SetEvent(event);
            assertThat(first.result()).isEqualTo(WAIT_OBJECT_0);
            assertThat(second.result()).isEqualTo(WAIT_OBJECT_0);
            assertThat(look(event)).isEqualTo(WAIT_TIMEOUT);
        }
    }

    @Test
    void closingAnEventFailsTheWaitForIt() {
        HANDLE event = WSACreateEvent();
        try (Background<Integer> waiter =
                Background.waiting(() -> WaitForSingleObject(event, INFINITE) == WAIT_FAILED ? GetLastError() : 0)) {
            CloseHandle(event);
            assertThat(waiter.result()).isEqualTo(WSA_INVALID_HANDLE);
        }
    }

    @Test
    void interruptionEndsNoWaitAndIsKept() {
        HANDLE event = WSACreateEvent();
        try (Background<Boolean> waiter = Background.waiting(() -> {
            WaitForSingleObject(event, INFINITE);
            return Thread.currentThread().isInterrupted();
        })) {
            waiter.thread().interrupt();
            waiter.awaitWaiting();
            SetEvent(event);
            assertThat(waiter.result()).isTrue();
        }
    }

    @Test
    void threadIsSignalledWhenItHasEnded() {
        HANDLE event = WSACreateEvent();
        try (Background<Integer> target = Background.waiting(() -> WaitForSingleObject(event, INFINITE))) {
            HANDLE thread = OpenThread(target.thread());
            assertThat(WaitForSingleObject(thread, 0)).isEqualTo(WAIT_TIMEOUT);
            try (Background<Integer> waiter = Background.waiting(() -> WaitForSingleObject(thread, INFINITE))) {
                SetEvent(event);
                assertThat(waiter.result()).isEqualTo(WAIT_OBJECT_0);
            }
            assertThat(WaitForSingleObject(thread, 0)).isEqualTo(WAIT_OBJECT_0);
            assertThat(QueueUserAPC(() -> {}, thread)).isFalse();
        }
    }

    @Test
    void noHandlesAreABadArgument() {
        assertThat(WaitForMultipleObjects(1, null, false, 0)).isEqualTo(WAIT_FAILED);
        assertThat(GetLastError()).isEqualTo(WSA_INVALID_PARAMETER);
        assertThat(WaitForMultipleObjects(1, NONE, false, 0)).isEqualTo(WAIT_FAILED);
    }
}

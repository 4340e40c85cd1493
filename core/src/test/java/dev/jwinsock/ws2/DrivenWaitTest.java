package dev.jwinsock.ws2;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.HWND;
import dev.jwinsock.MSG;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WNDCLASS;
import dev.jwinsock.spi.CallQueue;
import dev.jwinsock.spi.EventSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for an object or for messages drives the sources behind it, and can be woken while it does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrivenWaitTest {
    private final FakeProvider provider = new FakeProvider();
    private final ProviderUpcalls upcalls = new ProviderUpcalls();

    private FakeProvider.Source sourceOf(HANDLE event) {
        FakeProvider.Source source = provider.new Source(() -> upcalls.WPUSetEvent(event));
        assertThat(upcalls.attach(event, source)).isTrue();
        return source;
    }

    private void awaitSleeping() {
        Awaitility.await().until(() -> provider.sleeping.get() == 1);
    }

    @Test
    void waitWithoutTimeLooksAtTheSourcesOnce() {
        HANDLE event = WSACreateEvent();
        FakeProvider.Source source = sourceOf(event);
        assertThat(WaitForSingleObject(event, 0)).isEqualTo(WAIT_TIMEOUT);
        assertThat(provider.looks).hasValue(1);
        source.happen();
        assertThat(WaitForSingleObject(event, 0)).isEqualTo(WAIT_OBJECT_0);
        assertThat(provider.looks).hasValue(2);
    }

    @Test
    void signalledObjectNeedsNoLook() {
        HANDLE event = WSACreateEvent();
        sourceOf(event);
        WSASetEvent(event);
        assertThat(WaitForSingleObject(event, INFINITE)).isEqualTo(WAIT_OBJECT_0);
        assertThat(provider.looks).hasValue(0);
    }

    @Test
    void newsEndsABlockedWait() {
        HANDLE[] events = new HANDLE[64];
        FakeProvider.Source[] sources = new FakeProvider.Source[64];
        Arrays.setAll(events, i -> WSACreateEvent());
        Arrays.setAll(sources, i -> sourceOf(events[i]));
        try (Background<Integer> waiter =
                Background.running(() -> WSAWaitForMultipleEvents(64, events, false, WSA_INFINITE, false))) {
            awaitSleeping();
            sources[50].happen();
            assertThat(waiter.result()).isEqualTo(50);
        }
    }

    @Test
    void waitForAllGoesOnAfterTheFirstNews() {
        HANDLE[] events = {WSACreateEvent(), WSACreateEvent()};
        FakeProvider.Source first = sourceOf(events[0]);
        FakeProvider.Source second = sourceOf(events[1]);
        try (Background<Integer> waiter = Background.running(() -> WaitForMultipleObjects(2, events, true, INFINITE))) {
            awaitSleeping();
            first.happen();
            Awaitility.await().until(() -> WaitForSingleObject(events[0], 0) == WAIT_OBJECT_0);
            awaitSleeping();
            second.happen();
            assertThat(waiter.result()).isEqualTo(WAIT_OBJECT_0);
        }
    }

    @Test
    void setEventWakesAThreadAtTheWaitPoint() {
        HANDLE driven = WSACreateEvent();
        HANDLE plain = WSACreateEvent();
        sourceOf(driven);
        try (Background<Integer> waiter =
                Background.running(() -> WaitForMultipleObjects(2, new HANDLE[] {driven, plain}, false, INFINITE))) {
            awaitSleeping();
            SetEvent(plain);
            assertThat(waiter.result()).isEqualTo(1);
        }
    }

    @Test
    void whoHasWaitedLeaves() {
        HANDLE event = WSACreateEvent();
        sourceOf(event);
        assertThat(WaitForSingleObject(event, 0)).isEqualTo(WAIT_TIMEOUT);
        assertThat(provider.left).hasValue(1);
        try (Background<Integer> waiter = Background.running(() -> WaitForSingleObject(event, INFINITE))) {
            awaitSleeping();
            assertThat(provider.left).hasValue(1);
            SetEvent(event);
            assertThat(waiter.result()).isEqualTo(WAIT_OBJECT_0);
            assertThat(provider.left).hasValue(2);
        }
    }

    @Test
    void alertableSleepDrivesWhatTheThreadsCallsComeFrom() {
        try (Background<Integer> sleeper = Background.running(() -> {
            CallQueue calls = upcalls.WPUOpenCurrentThread();
            FakeProvider.Source source = provider.new Source(() -> calls.add(() -> provider.left.addAndGet(10)));
            calls.attach(source);
            calls.attach(source);
            source.happen();
            assertThat(SleepEx(0, false)).isZero();
            assertThat(provider.looks).hasValue(0);
            return SleepEx(INFINITE, true);
        })) {
            assertThat(sleeper.result()).isEqualTo(WAIT_IO_COMPLETION);
            assertThat(provider.looks).hasValue(1);
            // The wait was over before the call
            assertThat(provider.left).hasValue(11);
        }
    }

    @Test
    void sourcesThatHaveEndedMakeWayForOthers() {
        EventObject event = new EventObject(true, false);
        FakeProvider.Source ended = sourceOf(event);
        ended.end();
        FakeProvider.Source source = sourceOf(event);
        assertThat(upcalls.attach(event, source)).as("once more").isTrue();
        List<EventSource> sources = new ArrayList<>();
        event.addSources(sources);
        assertThat(sources).containsExactly(source);
    }

    @Test
    void procedureCallWakesAThreadAtTheWaitPoint() {
        HANDLE event = WSACreateEvent();
        sourceOf(event);
        AtomicReference<Thread> ran = new AtomicReference<>();
        try (Background<Integer> waiter = Background.running(() -> WaitForSingleObjectEx(event, INFINITE, true))) {
            awaitSleeping();
            QueueUserAPC(() -> ran.set(Thread.currentThread()), OpenThread(waiter.thread()));
            assertThat(waiter.result()).isEqualTo(WAIT_IO_COMPLETION);
            assertThat(ran).hasValue(waiter.thread());
        }
    }

    @Test
    void closingWakesAThreadAtTheWaitPoint() {
        HANDLE event = WSACreateEvent();
        sourceOf(event);
        try (Background<Integer> waiter = Background.running(() -> WaitForSingleObject(event, INFINITE))) {
            awaitSleeping();
            WSACloseEvent(event);
            assertThat(waiter.result()).isEqualTo(WAIT_FAILED);
        }
    }

    @Test
    void timeEndsAWaitAtTheWaitPoint() {
        HANDLE event = WSACreateEvent();
        sourceOf(event);
        assertThat(WaitForSingleObject(event, 20)).isEqualTo(WAIT_TIMEOUT);
    }

    @Test
    void sourceThatIsAttachedWhileAThreadIsParkedIsDriven() {
        HANDLE event = WSACreateEvent();
        try (Background<Integer> waiter = Background.waiting(() -> WaitForSingleObject(event, INFINITE))) {
            FakeProvider.Source source = sourceOf(event);
            awaitSleeping();
            source.happen();
            assertThat(waiter.result()).isEqualTo(WAIT_OBJECT_0);
        }
    }

    @Test
    void detachedSourceIsLeftAlone() {
        HANDLE event = WSACreateEvent();
        FakeProvider.Source source = sourceOf(event);
        upcalls.detach(event, source);
        source.happen();
        assertThat(WaitForSingleObject(event, 0)).isEqualTo(WAIT_TIMEOUT);
        assertThat(provider.looks).hasValue(0);
    }

    @Test
    void messagesAreWaitedForAtTheWaitPoint() {
        WNDCLASS windowClass = new WNDCLASS();
        windowClass.lpszClassName = "DrivenWaitTest";
        windowClass.lpfnWndProc = (hwnd, message, wParam, lParam) -> 0;
        RegisterClass(windowClass);
        AtomicReference<FakeProvider.Source> source = new AtomicReference<>();
        try (Background<Object> loop = Background.running(() -> {
            HWND window = Objects.requireNonNull(CreateWindow("DrivenWaitTest", null));
            source.set(provider.new Source(() -> upcalls.WPUPostMessage(window, WM_USER, SOCKET.INVALID, FD_READ)));
            upcalls.attachWindow(window, source.get());
            MSG got = new MSG();
            boolean early = PeekMessage(got, null, 0, 0, PM_REMOVE);
            GetMessage(got, null, 0, 0);
            return early ? "too early" : WSAGETSELECTEVENT(got.lParam);
        })) {
            awaitSleeping();
            source.get().happen();
            assertThat(loop.result()).isEqualTo(FD_READ);
        } finally {
            UnregisterClass("DrivenWaitTest");
        }
    }

    /** Every other hand-over goes to a thread that is, or is about to be, at the wait point; a lost one is a hang. */
    @Test
    void noHandOverToTheWaitPointIsLost() {
        int rounds = 50_000;
        HANDLE there = CreateEvent(false, false);
        HANDLE back = CreateEvent(false, false);
        FakeProvider.Source source = sourceOf(there);
        try (Background<Integer> waiter = Background.running(() -> {
            int taken = 0;
            while (taken < rounds && WaitForSingleObject(there, INFINITE) == WAIT_OBJECT_0) {
                taken++;
                SetEvent(back);
            }
            return taken;
        })) {
            SplittableRandom random = new SplittableRandom(3);
            for (int i = 0; i < rounds; i++) {
                if (random.nextBoolean()) {
                    SetEvent(there);
                } else {
                    source.happen();
                }
                assertThat(WaitForSingleObject(back, 30_000)).isEqualTo(WAIT_OBJECT_0);
            }
            assertThat(waiter.result()).isEqualTo(rounds);
        }
    }
}

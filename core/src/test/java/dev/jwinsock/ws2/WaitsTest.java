package dev.jwinsock.ws2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits for event objects and procedure calls, without sockets. */
@Timeout(120)
final class WaitsTest {
    private static final int INFINITE = -1;
    private static final int TIMEOUT = 258;
    private static final int IO_COMPLETION = 192;
    private static final int FAILED = -1;

    private static int any(int millis, HANDLE... handles) {
        return Waits.await(handles.length, handles, false, millis, false);
    }

    private static int all(int millis, HANDLE... handles) {
        return Waits.await(handles.length, handles, true, millis, false);
    }

    @Test
    void anyTellsTheLowestSignalledIndex() {
        EventObject[] events = {new EventObject(true, false), new EventObject(true, true), new EventObject(true, true)};
        assertThat(any(0, events)).isEqualTo(1);
        assertThat(any(0, events[0])).isEqualTo(TIMEOUT);
    }

    @Test
    void anAutoResetEventEndsOneWaitAManualOneAll() {
        EventObject auto = new EventObject(false, true);
        EventObject manual = new EventObject(true, true);
        assertThat(any(0, auto)).isZero();
        assertThat(any(0, auto)).isEqualTo(TIMEOUT);
        assertThat(any(0, manual)).isZero();
        assertThat(any(0, manual)).isZero();
    }

    @Test
    void aWaitForAllTakesNoneUntilItCanTakeAll() {
        EventObject first = new EventObject(false, true);
        EventObject second = new EventObject(false, false);
        assertThat(all(0, first, second)).isEqualTo(TIMEOUT);
        assertThat(any(0, first)).isZero();
        EventObject.set(first);
        EventObject.set(second);
        assertThat(all(0, second, first)).isZero();
        assertThat(any(0, first, second)).isEqualTo(TIMEOUT);
    }

    @Test
    void countsAndHandlesAreChecked() {
        EventObject[] many = new EventObject[65];
        for (int i = 0; i < many.length; i++) {
            many[i] = new EventObject(true, true);
        }
        assertThat(any(0)).isEqualTo(FAILED);
        assertThat(LastError.get()).isEqualTo(87);
        assertThat(any(0, many)).isEqualTo(FAILED);
        assertThat(LastError.get()).isEqualTo(87);
        assertThat(Waits.await(64, many, true, 0, false)).isZero();
        assertThat(EventObject.close(many[3])).isTrue();
        assertThat(EventObject.close(many[3])).isFalse();
        assertThat(EventObject.set(many[3])).isFalse();
        assertThat(any(0, many[3])).isEqualTo(FAILED);
        assertThat(LastError.get()).isEqualTo(6);
        assertThat(any(0, (HANDLE) null)).isEqualTo(FAILED);
        assertThat(LastError.get()).isEqualTo(6);
    }

    @Test
    void aProcedureCallEndsAnAlertableWaitOnly() throws Exception {
        CompletableFuture<HANDLE> thread = new CompletableFuture<>();
        CompletableFuture<List<Integer>> results = new CompletableFuture<>();
        List<String> ran = new ArrayList<>();
        EventObject event = new EventObject(false, false);
        Thread waiter = new Thread(() -> {
            thread.complete(Handles.currentThread());
            List<Integer> seen = new ArrayList<>();
            seen.add(any(INFINITE, event)); // not alertable: the calls stay queued
            seen.add(ran.size());
            seen.add(Waits.sleep(INFINITE, true));
            seen.add(Waits.sleep(0, true));
            results.complete(seen);
        });
        waiter.start();
        HANDLE target = thread.get(10, TimeUnit.SECONDS);
        assertThat(Handles.queueApc(() -> ran.add("first"), target)).isTrue();
        assertThat(Handles.queueApc(() -> ran.add("second"), target)).isTrue();
        EventObject.set(event);
        assertThat(results.get(10, TimeUnit.SECONDS)).containsExactly(0, 0, IO_COMPLETION, 0);
        assertThat(ran).containsExactly("first", "second");
        waiter.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(Handles.queueApc(() -> {}, event)).isFalse();
    }

    /** Two threads hand a token to and fro; a lost wake-up is a hang. */
    @Test
    void noHandOverIsLost() throws Exception {
        int rounds = 500_000; // two hand-overs each
        EventObject ping = new EventObject(false, false);
        EventObject pong = new EventObject(false, false);
        EventObject never = new EventObject(true, false);
        AtomicInteger wrong = new AtomicInteger();
        Thread other = new Thread(() -> {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < rounds; i++) {
                if (takeOne(random, ping, never) != 0) {
                    wrong.incrementAndGet();
                }
                EventObject.set(pong);
            }
        });
        other.start();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < rounds; i++) {
            EventObject.set(ping);
            if (takeOne(random, pong, never) != 0) {
                wrong.incrementAndGet();
            }
        }
        other.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(other.isAlive()).isFalse();
        assertThat(wrong).hasValue(0);
    }

    /** Waits in one of several ways, some of them after looking for a while. */
    private static int takeOne(SplittableRandom random, EventObject token, EventObject never) {
        for (int spins = random.nextInt(200); spins > 0; spins--) {
            if (any(0, token) == 0) {
                return 0;
            }
        }
        return random.nextBoolean() ? any(INFINITE, token, never) : all(INFINITE, token);
    }

    /** Each signal of an auto-reset event ends the wait of exactly one of many threads. */
    @Test
    void anAutoResetSignalIsTakenOnce() throws Exception {
        int signals = 20_000;
        EventObject event = new EventObject(false, false);
        EventObject taken = new EventObject(false, false);
        EventObject end = new EventObject(true, false);
        AtomicInteger count = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                while (any(INFINITE, end, event) == 1) {
                    count.incrementAndGet();
                    EventObject.set(taken);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (int i = 0; i < signals; i++) {
            EventObject.set(event);
            assertThat(any(30_000, taken)).isZero();
        }
        EventObject.set(end);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertThat(count).hasValue(signals);
    }
}

package dev.jwinsock.ws2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Races between signalling and waiting. */
@Timeout(120)
final class HandOverTest {
    private static final int INFINITE = -1;

    private static int any(int millis, HANDLE... handles) {
        return Waits.await(handles.length, handles, false, millis, false);
    }

    private static int all(int millis, HANDLE... handles) {
        return Waits.await(handles.length, handles, true, millis, false);
    }

    /** Two threads hand a token to and fro, through an event of each kind; a lost wake-up is a hang. */
    @Test
    void noHandOverIsLost() throws Exception {
        int rounds = 500_000; // two hand-overs each
        EventObject ping = new EventObject(false, false);
        EventObject pong = new EventObject(true, false);
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
            EventObject.reset(pong); // before the next ping, so no pong can be taken away
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

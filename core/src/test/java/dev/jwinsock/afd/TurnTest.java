package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread at a time, and all get their turn. */
@Timeout(60)
final class TurnTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20_000;

    private int unguarded;

    @Test
    void allThreadsGetTheirTurnsOneAtATime() throws InterruptedException {
        Turn turn = new Turn();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(turn.take(Deadline.NONE)).isEqualTo(Status.OK);
                    unguarded++;
                    turn.leave();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(50));
        }
        assertThat(turn.isTaken()).isFalse();
        assertThat(unguarded).isEqualTo(THREADS * ROUNDS);
    }

    @Test
    void nobodyHasItTwice() {
        Turn turn = new Turn();
        assertThat(turn.tryTake()).isTrue();
        assertThat(turn.tryTake()).isFalse();
        assertThat(turn.take(Deadline.afterNanos(1_000_000))).isEqualTo(Status.TIMED_OUT);
        turn.leave();
        assertThat(turn.take(Deadline.NONE)).isEqualTo(Status.OK);
    }

    @Test
    void anInterruptEndsNoWaitAndIsKept() throws InterruptedException {
        Turn turn = new Turn();
        assertThat(turn.tryTake()).isTrue();
        AtomicInteger result = new AtomicInteger(-1);
        Thread waiting = new Thread(() -> {
            int status = turn.take(Deadline.NONE);
            if (Thread.currentThread().isInterrupted()) {
                result.set(status);
            }
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        await().until(() -> !waiting.isInterrupted() && waiting.getState() == Thread.State.WAITING);
        turn.leave();
        waiting.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(result).hasValue(Status.OK);
    }
}

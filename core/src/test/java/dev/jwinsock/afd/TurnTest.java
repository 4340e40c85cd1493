package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread at a time, and all get their turn. */
@Timeout(60)
final class TurnTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20_000;

    private static final class Connection {
        @SuppressWarnings("unused") // by TURN
        private volatile int turn;
    }

    private static final Turn<Connection> TURN =
            new Turn<>(AtomicIntegerFieldUpdater.newUpdater(Connection.class, "turn"));

    private int unguarded;

    @Test
    void allThreadsGetTheirTurnsOneAtATime() throws InterruptedException {
        Connection of = new Connection();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    assertThat(TURN.take(of, Deadline.NONE)).isEqualTo(Status.OK);
                    unguarded++;
                    TURN.leave(of);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(50));
        }
        assertThat(of.turn).isZero(); // free, and nobody is counted as waiting
        assertThat(unguarded).isEqualTo(THREADS * ROUNDS);
    }

    @Test
    void nobodyHasItTwice() {
        Connection of = new Connection();
        assertThat(TURN.tryTake(of)).isTrue();
        assertThat(TURN.tryTake(of)).isFalse();
        assertThat(TURN.take(of, Deadline.afterNanos(1_000_000))).isEqualTo(Status.TIMED_OUT);
        TURN.leave(of);
        assertThat(TURN.take(of, Deadline.NONE)).isEqualTo(Status.OK);
    }

    @Test
    void anInterruptEndsNoWaitAndIsKept() throws InterruptedException {
        Connection of = new Connection();
        assertThat(TURN.tryTake(of)).isTrue();
        AtomicInteger result = new AtomicInteger(-1);
        Thread waiting = new Thread(() -> {
            int status = TURN.take(of, Deadline.NONE);
            if (Thread.currentThread().isInterrupted()) {
                result.set(status);
            }
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        waiting.interrupt();
        await().until(() -> !waiting.isInterrupted() && waiting.getState() == Thread.State.WAITING);
        TURN.leave(of);
        waiting.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(result).hasValue(Status.OK);
    }
}

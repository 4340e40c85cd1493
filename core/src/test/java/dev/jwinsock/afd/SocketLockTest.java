package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread at a time, as often as it likes. */
@Timeout(60)
final class SocketLockTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20_000;

    private final SocketLock lock = new SocketLock();
    private int unguarded;

    @Test
    void oneThreadAtATimeHasIt() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    lock.lock();
                    try {
                        unguarded++;
                    } finally {
                        lock.unlock();
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(50));
        }
        assertThat(unguarded).isEqualTo(THREADS * ROUNDS);
    }

    @Test
    void itIsFreeWhenItWasLeftAsOftenAsTaken() throws InterruptedException {
        lock.lock();
        lock.lock();
        AtomicBoolean had = new AtomicBoolean();
        Thread other = new Thread(() -> {
            lock.lock();
            had.set(true);
            lock.unlock();
        });
        other.start();
        await().until(() -> other.getState() == Thread.State.WAITING);
        lock.unlock();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        assertThat(had).isFalse();
        lock.unlock();
        assertThat(lock.isHeldByCurrentThread()).isFalse();
        other.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(had).isTrue();
    }

    @Test
    void onlyWhoHasItCanLeaveIt() {
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        lock.lock();
        lock.unlock();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }
}

package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A descriptor is released once, after the last call has left, and nobody gets in afterwards. */
@Timeout(60)
final class UseCountTest {
    private static final int ROUNDS = 2000;
    private static final int THREADS = 4;

    @Test
    void closingASecondTimeSaysSo() {
        UseCount uses = new UseCount();
        assertThat(uses.close()).isTrue();
        assertThat(uses.close()).isFalse();
        assertThat(uses.enter()).isFalse();
        assertThat(uses.exit()).isTrue();
    }

    @Test
    void theLastCallOutReleases() {
        UseCount uses = new UseCount();
        assertThat(uses.enter()).isTrue();
        assertThat(uses.enter()).isTrue();
        assertThat(uses.close()).isTrue();
        uses.hold();
        assertThat(uses.exit()).isFalse();
        assertThat(uses.exit()).isFalse();
        assertThat(uses.exit()).isFalse();
        assertThat(uses.exit()).isTrue();
    }

    @Test
    void exactlyOneReleasesWhateverTheOrder() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            UseCount uses = new UseCount();
            AtomicInteger releases = new AtomicInteger();
            AtomicInteger inside = new AtomicInteger();
            AtomicBoolean usedAfterRelease = new AtomicBoolean();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Thread thread = new Thread(() -> {
                    awaitQuietly(go);
                    while (uses.enter()) {
                        inside.incrementAndGet();
                        if (releases.get() != 0) {
                            usedAfterRelease.set(true);
                        }
                        inside.decrementAndGet();
                        if (uses.exit()) {
                            releases.incrementAndGet();
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            go.countDown();
            Thread.yield();
            uses.close();
            if (uses.exit()) {
                releases.incrementAndGet();
            }
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            }
            assertThat(releases).hasValue(1);
            assertThat(inside).hasValue(0);
            assertThat(usedAfterRelease).isFalse();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

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
final class InUseTest {
    private static final int ROUNDS = 2000;
    private static final int THREADS = 4;

    private static final class Used extends InUse {
        final AtomicInteger releases = new AtomicInteger();

        @Override
        void lastOut() {
            releases.incrementAndGet();
        }
    }

    @Test
    void closingASecondTimeSaysSo() {
        Used uses = new Used();
        assertThat(uses.markClosed()).isTrue();
        assertThat(uses.markClosed()).isFalse();
        assertThat(uses.enter()).isFalse();
        uses.exit();
        assertThat(uses.releases).hasValue(1);
    }

    @Test
    void theLastCallOutReleases() {
        Used uses = new Used();
        assertThat(uses.enter()).isTrue();
        assertThat(uses.enter()).isTrue();
        assertThat(uses.markClosed()).isTrue();
        uses.hold();
        for (int inside = 4; inside > 0; inside--) {
            assertThat(uses.releases).hasValue(0);
            uses.exit();
        }
        assertThat(uses.releases).hasValue(1);
    }

    @Test
    void exactlyOneReleasesWhateverTheOrder() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Used uses = new Used();
            AtomicInteger inside = new AtomicInteger();
            AtomicBoolean usedAfterRelease = new AtomicBoolean();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Thread thread = new Thread(() -> {
                    awaitQuietly(go);
                    while (uses.enter()) {
                        inside.incrementAndGet();
                        if (uses.releases.get() != 0) {
                            usedAfterRelease.set(true);
                        }
                        inside.decrementAndGet();
                        uses.exit();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            go.countDown();
            Thread.yield();
            uses.markClosed();
            uses.exit();
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            }
            assertThat(uses.releases).hasValue(1);
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

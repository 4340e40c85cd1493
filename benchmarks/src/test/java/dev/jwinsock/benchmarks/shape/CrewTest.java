package dev.jwinsock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CrewTest {
    private final Crew crew = new Crew(Style.BLOCKING);

    @Test
    void theFailureOfOneThreadIsTheFailureOfAll() {
        crew.start("fine", () -> {});
        crew.start("failing", () -> {
            throw new IOException("no more");
        });

        assertThatThrownBy(() -> crew.await(TimeUnit.SECONDS.toNanos(10)))
                .isInstanceOf(IOException.class)
                .hasMessage("no more");
    }

    @Test
    void aHungThreadIsNotWaitedForForEver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        crew.start("hung", end::await);

        assertThatThrownBy(() -> crew.await(TimeUnit.MILLISECONDS.toNanos(1))).isInstanceOf(TimeoutException.class);

        end.countDown();
        crew.await(TimeUnit.SECONDS.toNanos(10));
    }
}

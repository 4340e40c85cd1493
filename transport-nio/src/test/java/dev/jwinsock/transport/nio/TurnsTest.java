package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the I/O thread lets others run before it looks again. */
class TurnsTest {
    private final Turns turns = new Turns();

    private int lets(int looks, int ready) {
        int lets = 0;
        for (int i = 0; i < looks; i++) {
            boolean let = turns.lets();
            turns.found(let, ready);
            lets += let ? 1 : 0;
        }
        return lets;
    }

    @Test
    void whileManyAreReadyItLetsOthersRunEachTime() {
        assertThat(lets(1000, 8)).isEqualTo(1000);
    }

    @Test
    void whatBringsFewIsTriedLessAndLess() {
        assertThat(lets(1000, 1)).isBetween(5, 25);
    }

    @Test
    void itBeginsAgainOnceThereAreMany() {
        lets(1000, 1);
        lets(1, 8);
        assertThat(lets(100, 8)).isEqualTo(100);
    }
}

package dev.jwinsock.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the I/O thread lets others run before it looks. */
class TurnsTest {
    private final Turns turns = new Turns();

    /** @return in how many of so many looks it let the others run */
    private int lets(int looks, int ready) {
        int lets = 0;
        for (int i = 0; i < looks; i++) {
            boolean let = turns.lets();
            turns.found(let, ready);
            if (let) {
                lets++;
            }
        }
        return lets;
    }

    @Test
    void whileMuchIsReadyEachLookLetsTheOthersRun() {
        assertThat(lets(1000, 8)).isEqualTo(1000);
    }

    @Test
    void whileLittleIsReadyFewLooksDo() {
        assertThat(lets(7 + 128, 1)).isEqualTo(8); // before look 1, 3, 6, 11, 20, 37, 70, 135
        assertThat(lets(10 * 65, 1)).isEqualTo(10);
    }

    @Test
    void muchThatIsReadyByItselfStartsOver() {
        lets(1000, 1);
        assertThat(turns.lets()).isFalse();
        turns.found(false, 8);
        assertThat(turns.lets()).isTrue();
    }
}

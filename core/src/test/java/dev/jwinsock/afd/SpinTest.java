package dev.jwinsock.afd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a virtual thread yields before it looks, and a platform thread waits before it tries. */
class SpinTest {
    private final Spin spin = new Spin();

    /** @return how many of so many receives begin with a yield */
    private int yields(int receives, boolean foundAtOnce, boolean foundAfterYield) {
        int yields = 0;
        for (int i = 0; i < receives; i++) {
            boolean yielded = spin.yieldsFirst();
            spin.tried(yielded, yielded ? foundAfterYield : foundAtOnce);
            yields += yielded ? 1 : 0;
        }
        return yields;
    }

    @Test
    void whoFindsSomethingAtOnceNeverYields() {
        assertThat(yields(1000, true, true)).isZero();
    }

    @Test
    void whoFindsSomethingAfterYieldsGoesOnAndLooksNowAndThen() {
        assertThat(yields(1 + 170, false, true)).isEqualTo(160);
    }

    @Test
    void whatIsInVainIsTriedLessAndLess() {
        assertThat(yields(1000, false, false)).isBetween(5, 25);
    }

    @Test
    void itEndsOnceSomethingIsThereAtOnce() {
        yields(10, false, true);
        yields(16, true, true);
        assertThat(yields(1000, true, true)).isZero();
    }

    /** @return how many of so many receives wait first */
    private int waits(int receives, boolean foundAtOnce) {
        int waits = 0;
        for (int i = 0; i < receives; i++) {
            if (spin.waitsFirst()) {
                waits++;
            } else {
                spin.tried(foundAtOnce);
            }
        }
        return waits;
    }

    @Test
    void whoFindsSomethingAtOnceNeverWaitsFirst() {
        assertThat(waits(1000, true)).isZero();
    }

    @Test
    void whoFindsNothingAtFirstWaitsFirstAndTriesNowAndThen() {
        assertThat(waits(4 + 170, false)).isEqualTo(160);
    }

    @Test
    void fewAttemptsInVainAreNoReasonToWaitFirst() {
        for (int i = 0; i < 100; i++) {
            assertThat(waits(3, false)).isZero();
            assertThat(waits(1, true)).isZero();
        }
    }

    @Test
    void waitingFirstEndsOnceSomethingIsThereAtOnce() {
        waits(4, false);
        assertThat(waits(1000, true)).isEqualTo(16);
    }
}

package dev.jwinsock.ws2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstLookTest {
    private final FirstLook firstLook = new FirstLook();

    private int skipped() {
        int skipped = 0;
        while (!firstLook.worthwhile()) {
            skipped++;
        }
        return skipped;
    }

    @Test
    void worthwhileAsLongAsItFindsSomething() {
        for (int i = 0; i < 3; i++) {
            assertThat(skipped()).isZero();
            firstLook.found(true);
        }
    }

    @Test
    void inVainItIsSkippedMoreAndMoreOften() {
        for (int expected : new int[] {0, 1, 2, 4, 8, 8, 8}) {
            assertThat(skipped()).isEqualTo(expected);
            firstLook.found(false);
        }
    }

    @Test
    void oneFindStartsOver() {
        firstLook.found(false);
        skipped();
        firstLook.found(false);
        skipped();
        firstLook.found(true);
        assertThat(skipped()).isZero();
        firstLook.found(false);
        assertThat(skipped()).isEqualTo(1);
    }
}

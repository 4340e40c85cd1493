package dev.jwinsock.examples.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The overhead meter's arithmetic, with the documentation's examples. */
final class TrafficTest {
    @Test
    void tenBytesOneAtATime() {
        assertThat(new Traffic(28, 1490, 10).overhead()).isCloseTo(0.993, within(0.0005));
    }

    @Test
    void theRuleOfThumbGivesTheFiguresOfTheRevisions() {
        // A cell: 3 bytes and 1 back; a connection is 7 packets; an acknowledgement for each send without an answer
        assertThat(new Traffic(7 + 3 + 3 + 1 + 1, 0, 4).overheadOnEthernet()).isCloseTo(0.996, within(0.0005));
        assertThat(new Traffic(7 + 1 + 1, 0, 4).overheadOnEthernet()).isCloseTo(0.993, within(0.0005));
        assertThat(new Traffic(1 + 1, 0, 4).overheadOnEthernet()).isCloseTo(0.968, within(0.0005));
    }

    @Test
    void nothingSentIsNoOverhead() {
        assertThat(new Traffic(0, 0, 0).overhead()).isZero();
    }

    @Test
    void theCountersOfALineOfProcNetDev() {
        assertThat(NetworkStatistics.of("  1108 482    1    2    3     4          5         6 1109 483 7 8 9 10 11 12"))
                .isEqualTo(new NetworkStatistics(483, 1109));
    }
}

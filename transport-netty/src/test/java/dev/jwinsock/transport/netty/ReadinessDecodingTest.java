package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Interest;
import org.junit.jupiter.api.Test;

/** What a kqueue event means; it is pure, so it is tested on every system. */
class ReadinessDecodingTest {
    private static final short READ = KQueueArming.EVFILT_READ;
    private static final short WRITE = KQueueArming.EVFILT_WRITE;
    private static final short EOF = KQueueArming.EV_EOF;
    private static final int ECONNRESET = 54;

    @Test
    void dataAndRoomAreReadAndWrite() {
        assertThat(KQueueArming.interest(READ, (short) 0, 0)).isEqualTo(Interest.READ);
        assertThat(KQueueArming.interest(WRITE, (short) 0, 0)).isEqualTo(Interest.WRITE);
    }

    @Test
    void endOfWhatThePeerSendsIsNoFailure() {
        assertThat(KQueueArming.interest(READ, EOF, 0)).isEqualTo(Interest.READ);
    }

    @Test
    void resetFailsBothDirections() {
        assertThat(KQueueArming.interest(READ, EOF, ECONNRESET)).isEqualTo(Interest.READ | Interest.FAILED);
        assertThat(KQueueArming.interest(WRITE, EOF, ECONNRESET)).isEqualTo(Interest.WRITE | Interest.FAILED);
    }

    @Test
    void endOfSendingIsAFailure() {
        assertThat(KQueueArming.interest(WRITE, EOF, 0)).isEqualTo(Interest.WRITE | Interest.FAILED);
    }

    @Test
    void errorOfTheFilterItselfIsAFailure() {
        assertThat(KQueueArming.interest(READ, KQueueArming.EV_ERROR, 0)).isEqualTo(Interest.READ | Interest.FAILED);
    }

    @Test
    void providersNameWhyTheyCannotBeUsedHere() {
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        if (!linux) {
            assertThat(new EpollTransportProvider().unavailable()).contains("linux");
        }
        if (!mac) {
            assertThat(new KQueueTransportProvider().unavailable()).contains("mac");
        }
    }

    @Test
    void pollTimeoutIsRoundedUpAndLimited() {
        assertThat(PollWaiter.millis(-1)).isEqualTo(-1);
        assertThat(PollWaiter.millis(0)).isZero();
        assertThat(PollWaiter.millis(1)).isEqualTo(1);
        assertThat(PollWaiter.millis(1_000_000)).isEqualTo(1);
        assertThat(PollWaiter.millis(1_000_001)).isEqualTo(2);
        assertThat(PollWaiter.millis(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }
}

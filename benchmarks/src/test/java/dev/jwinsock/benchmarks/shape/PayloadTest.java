package dev.jwinsock.benchmarks.shape;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** That the proof of the data would see wrong data. */
class PayloadTest {
    @Test
    void anEchoOfAnotherRequestIsSeen() {
        byte[] request = Payload.message();
        byte[] earlier = request.clone();
        Payload.stamp(request, 2);
        Payload.stamp(earlier, 1);

        assertThatCode(() -> Payload.checkEcho(request, request.clone())).doesNotThrowAnyException();
        assertThatThrownBy(() -> Payload.checkEcho(request, earlier)).isInstanceOf(WrongDataException.class);
    }

    @Test
    void aStreamIsComparedAcrossTheEndOfABlock() {
        byte[] block = Payload.block();
        byte[] received = new byte[100];
        System.arraycopy(block, Payload.BLOCK - 40, received, 0, 40);
        System.arraycopy(block, 0, received, 40, 60);
        long position = 7L * Payload.BLOCK - 40;

        assertThatCode(() -> Payload.checkStream(received, 100, position)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Payload.checkStream(received, 100, position + 1))
                .isInstanceOf(WrongDataException.class);
        received[99]++;
        assertThatThrownBy(() -> Payload.checkStream(received, 100, position)).isInstanceOf(WrongDataException.class);
        assertThatCode(() -> Payload.checkStream(received, 99, position)).doesNotThrowAnyException();
    }

    @Test
    void aStreamThatLostItsEndIsSeen() {
        assertThatCode(() -> Payload.checkStreamLength(3L * Payload.BLOCK)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Payload.checkStreamLength(3L * Payload.BLOCK - 1))
                .isInstanceOf(WrongDataException.class);
        assertThatThrownBy(() -> Payload.checkStreamLength(0)).isInstanceOf(WrongDataException.class);
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Status;
import java.util.Arrays;

/** The length rules of getsockopt and setsockopt, and the little-endian values. */
final class OptionCodec {
    private OptionCodec() {}

    /** @return whether {@code length} bytes are enough to set the option (S262) */
    static boolean longEnough(Option option, int length) {
        return switch (option.form) {
            case FLAG, FLAG_BYTE, SHORT_NUMBER -> length >= 1;
            case WHOLE_FLAG, NUMBER, LINGER -> length >= 4;
            case BYTES -> length >= option.least;
        };
    }

    /** S264: of an over-long value only the low bytes count. */
    static int decode(Option option, byte[] value, int length) {
        int n = option.form == Option.Form.FLAG_BYTE ? 1 : Math.min(4, Math.min(length, value.length));
        int number = 0;
        for (int i = 0; i < n; i++) {
            number |= (value[i] & 0xff) << 8 * i;
        }
        return option.form.isFlag() && number != 0 ? 1 : number;
    }

    /**
     * Stores a value.
     *
     * @param length in: the room; out: the length stored
     * @return OK or FAULT
     */
    static int encode(Option option, int number, byte[] to, IntRef length) {
        int n = Math.min(length.value, to.length);
        int wanted = switch (option.form) {
            case FLAG_BYTE -> 1;
            case FLAG, SHORT_NUMBER -> n < 4 ? 1 : 4; // S269: into fewer bytes only one is stored
            default -> 4;
        };
        if (n < wanted) {
            // S269: linger and the buffer sizes zero a buffer that is too short, the others leave it
            if (option.form == Option.Form.LINGER
                    || option == SocketOptions.RECEIVE_BUFFER
                    || option == SocketOptions.SEND_BUFFER) {
                Arrays.fill(to, 0, Math.max(0, n), (byte) 0);
            }
            if (option.form == Option.Form.WHOLE_FLAG) {
                length.value = 0; // S269
            }
            return Status.FAULT;
        }
        for (int i = 0; i < wanted; i++) {
            to[i] = (byte) (number >>> 8 * i);
        }
        length.value = wanted;
        return Status.OK;
    }
}

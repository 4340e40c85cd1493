package dev.jwinsock.ws2;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** SO_OPENTYPE: whether {@code socket} makes overlapped sockets. A thread's own setting; the socket does not count. */
final class OpenType {
    private static final int OPTION = 0x7008;
    private static final int SIZE = 4;
    private static final ThreadLocal<Integer> OF_THREAD = new ThreadLocal<>();

    private OpenType() {}

    static boolean isMeant(int level, int option) {
        return level == Sockets.SOL_SOCKET && option == OPTION;
    }

    static boolean overlapped() {
        return value() == 0;
    }

    private static int value() {
        Integer set = OF_THREAD.get();
        return set == null ? 0 : set;
    }

    /** S268: a length of -1 is enough. */
    static int get(byte @Nullable [] value, @Nullable IntRef length) {
        if (value == null || length == null || value.length < SIZE || length.value >= 0 && length.value < SIZE) {
            return Status.FAULT;
        }
        System.arraycopy(LittleEndian.bytes(value()), 0, value, 0, SIZE);
        length.value = SIZE;
        return Status.OK;
    }

    static int set(byte @Nullable [] value, int length) {
        if (value == null || value.length < SIZE || length < SIZE) {
            return Status.FAULT;
        }
        OF_THREAD.set(LittleEndian.intOf(value));
        return Status.OK;
    }
}

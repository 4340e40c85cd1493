package dev.jwinsock.ws2;

import dev.jwinsock.CSADDR_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.Struct;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.Winsock2;
import org.jspecify.annotations.Nullable;

/** Socket options whose values are Java variables and structures: to and from the bytes of C memory. */
public final class OptionValues {
    private static final int CSADDR_ROOM = 512;

    private OptionValues() {}

    public static int get(@Nullable SOCKET s, int level, int option, @Nullable IntRef value, @Nullable IntRef length) {
        // The variable's bytes go in too: a one-byte answer changes only the lowest of them, as in C memory
        byte[] bytes = value == null ? null : LittleEndian.bytes(value.value);
        int result = Sockets.getsockopt(s, level, option, bytes, length);
        if (result == 0 && value != null && bytes != null) {
            value.value = LittleEndian.intOf(bytes);
        }
        return result;
    }

    public static int get(@Nullable SOCKET s, int level, int option, @Nullable Struct value, @Nullable IntRef length) {
        byte[] bytes = value == null ? null : bytes(level, option, value);
        int result = Sockets.getsockopt(s, level, option, bytes, length);
        if (result == 0 && value != null && bytes != null) {
            if (value instanceof WSAPROTOCOL_INFO info && ansi(level, option)) {
                info.fromBytesA(bytes, 0);
            } else {
                value.fromBytes(bytes, 0);
            }
        }
        return result;
    }

    /** SO_BSP_STATE: the length is of the structure and its addresses. */
    public static int get(
            @Nullable SOCKET s, int level, int option, @Nullable CSADDR_INFO value, @Nullable IntRef length) {
        byte[] bytes = value == null ? null : new byte[CSADDR_ROOM];
        int result = Sockets.getsockopt(s, level, option, bytes, length);
        if (result == 0 && value != null && bytes != null) {
            value.fromBytes(bytes);
        }
        return result;
    }

    public static int set(@Nullable SOCKET s, int level, int option, @Nullable IntRef value, int length) {
        return Sockets.setsockopt(s, level, option, value == null ? null : LittleEndian.bytes(value.value), length);
    }

    public static int set(@Nullable SOCKET s, int level, int option, @Nullable Struct value, int length) {
        return Sockets.setsockopt(s, level, option, value == null ? null : bytes(level, option, value), length);
    }

    public static int set(@Nullable SOCKET s, int level, int option, int value) {
        byte[] bytes = LittleEndian.bytes(value);
        return Sockets.setsockopt(s, level, option, bytes, bytes.length);
    }

    private static byte[] bytes(int level, int option, Struct value) {
        return value instanceof WSAPROTOCOL_INFO info && ansi(level, option) ? info.toBytesA() : value.toBytes();
    }

    private static boolean ansi(int level, int option) {
        return level == Winsock2.SOL_SOCKET && option == Winsock2.SO_PROTOCOL_INFOA;
    }
}

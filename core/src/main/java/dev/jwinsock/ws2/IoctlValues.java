package dev.jwinsock.ws2;

import dev.jwinsock.GUID;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCKET_ADDRESS_LIST;
import dev.jwinsock.Struct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** WSAIoctl with Java variables and structures: to and from the bytes of C memory. */
public final class IoctlValues {
    private static final int GET_EXTENSION_FUNCTION_POINTER = 0xC8000006;
    private static final int GET_MULTIPLE_EXTENSION_FUNCTION_POINTER = 0xC8000024;
    /** Those that answer with a socket: SIO_BASE_HANDLE, the three SIO_BSP_HANDLE, SIO_QUERY_TARGET_PNP_HANDLE. */
    private static final Set<Integer> HANDLES = Set.of(0x48000022, 0x4800001B, 0x4800001C, 0x4800001D, 0x48000018);

    private static final int MOST_BYTES = 1 << 20;
    private static final byte[] NONE = {};

    private IoctlValues() {}

    /** @param functions what the ioctl for extension functions finds */
    public static int ioctl(
            @Nullable SOCKET s,
            int code,
            @Nullable Object in,
            int inLength,
            @Nullable Object out,
            int outLength,
            @Nullable IntRef returned,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
            Map<String, Supplier<?>> functions) {
        if (code == GET_EXTENSION_FUNCTION_POINTER || code == GET_MULTIPLE_EXTENSION_FUNCTION_POINTER) {
            return Extensions.functionPointer(
                    s,
                    code,
                    in instanceof GUID guid ? guid : null,
                    inLength,
                    out instanceof Ref<?> ref ? ref : null,
                    outLength,
                    returned,
                    overlapped,
                    routine,
                    functions);
        }
        byte[] given = in == null ? null : input(in);
        byte[] room = out == null ? null : room(out, outLength);
        // An object of a type that C memory has no form for: refused as a pointer that leads nowhere, in the usual
        // order
        int given2 = given == NONE ? Math.max(1, inLength) : inLength;
        int room2 = room == NONE ? Math.max(1, outLength) : outLength;
        int result = Sockets.ioctl(s, code, given, given2, room, room2, returned, overlapped, routine);
        if (result == 0 && out != null && room != null && returned != null) {
            store(s, code, room, Math.min(room.length, returned.value), out);
        }
        return result;
    }

    private static byte[] input(Object in) {
        if (in instanceof byte[] bytes) {
            return bytes;
        }
        if (in instanceof Struct struct) {
            return struct.toBytes();
        }
        if (in instanceof Struct[] structs) {
            return concatenated(structs);
        }
        if (in instanceof IntRef number) {
            return LittleEndian.bytes(number.value);
        }
        return in instanceof SOCKET_ADDRESS_LIST list ? list.toBytes() : NONE;
    }

    private static byte[] room(Object out, int length) {
        if (out instanceof byte[] bytes) {
            return bytes;
        }
        if (out instanceof Struct struct) {
            return struct.toBytes(); // what is not written stays
        }
        if (out instanceof Struct[] structs) {
            return concatenated(structs);
        }
        if (out instanceof IntRef number) {
            return LittleEndian.bytes(number.value);
        }
        if (out instanceof SOCKET_ADDRESS_LIST) {
            return new byte[Math.min(MOST_BYTES, Math.max(0, length))];
        }
        return out instanceof Ref<?> ? new byte[Long.BYTES] : NONE;
    }

    private static byte[] concatenated(Struct[] structs) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(structs).mapToInt(Struct::sizeof).sum());
        for (Struct struct : structs) {
            all.put(struct.toBytes());
        }
        return all.array();
    }

    private static void store(@Nullable SOCKET s, int code, byte[] from, int length, Object out) {
        if (out instanceof Struct struct) {
            struct.fromBytes(from, 0);
        } else if (out instanceof Struct[] structs) {
            int place = 0;
            for (Struct each : structs) {
                each.fromBytes(from, place);
                place += each.sizeof();
            }
        } else if (out instanceof IntRef number) {
            number.value = LittleEndian.intOf(from);
        } else if (out instanceof SOCKET_ADDRESS_LIST list && length > 0) {
            list.fromBytes(from);
        } else if (out instanceof Ref<?> ref && length == Long.BYTES) {
            storeNumber(
                    s,
                    code,
                    ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN).getLong(),
                    ref);
        }
    }

    @SuppressWarnings("unchecked") // a void * in C: the caller says what it is
    private static void storeNumber(@Nullable SOCKET s, int code, long number, Ref<?> ref) {
        if (!HANDLES.contains(code)) {
            ((Ref<Long>) ref).value = number;
        } else if (s != null && s.value() == number) {
            ((Ref<SOCKET>) ref).value = s;
        }
    }
}

package dev.jwinsock.multipoint;

import dev.jwinsock.WSABUF;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** C memory: numbers in option values and ioctl buffers, and WSABUF arrays. */
final class Bytes {
    static final ByteBuffer[] NONE = {};

    private Bytes() {}

    static byte[] of(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        put(value, bytes);
        return bytes;
    }

    static void put(int value, byte[] to) {
        ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
    }

    static int at(byte[] from) {
        return ByteBuffer.wrap(from).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    }

    /** @return views whose positions may move; null when one of them is no valid memory */
    static ByteBuffer @Nullable [] views(@Nullable WSABUF @Nullable [] buffers, int count) {
        if (buffers == null || count > buffers.length) {
            return null;
        }
        ByteBuffer[] views = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            WSABUF each = buffers[i];
            ByteBuffer memory = each == null ? null : each.buf;
            if (each == null || each.len < 0 || memory == null && each.len > 0) {
                return null;
            }
            if (memory != null && each.len > memory.remaining()) {
                return null;
            }
            views[i] =
                    memory == null ? ByteBuffer.allocate(0) : memory.duplicate().limit(memory.position() + each.len);
        }
        return views;
    }
}

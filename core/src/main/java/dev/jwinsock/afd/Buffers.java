package dev.jwinsock.afd;

import dev.jwinsock.WSABUF;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One buffer or an array of them, without an array for the one. */
final class Buffers {
    static final ByteBuffer[] NONE = {};
    /** Without room. */
    static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private Buffers() {}

    static boolean hasRemaining(@Nullable ByteBuffer one, ByteBuffer[] many) {
        if (one != null) {
            return one.hasRemaining();
        }
        for (ByteBuffer buffer : many) {
            if (buffer.hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    static int remaining(@Nullable ByteBuffer one, ByteBuffer[] many) {
        if (one != null) {
            return one.remaining();
        }
        int total = 0;
        for (ByteBuffer buffer : many) {
            total += buffer.remaining();
        }
        return total;
    }

    static @Nullable ByteBuffer firstWithRoom(@Nullable ByteBuffer one, ByteBuffer[] many) {
        if (one != null) {
            return one.hasRemaining() ? one : null;
        }
        for (ByteBuffer buffer : many) {
            if (buffer.hasRemaining()) {
                return buffer;
            }
        }
        return null;
    }

    /** Views of what comes first in them, so many bytes; their positions stay. */
    static ByteBuffer[] head(ByteBuffer[] many, int length) {
        ByteBuffer[] views = new ByteBuffer[many.length];
        int left = length;
        for (int i = 0; i < many.length; i++) {
            ByteBuffer buffer = many[i];
            int n = Math.min(left, buffer.remaining());
            views[i] = buffer.duplicate().limit(buffer.position() + n);
            left -= n;
        }
        return views;
    }

    /** Moves the positions over so many bytes. */
    static void advance(ByteBuffer[] many, int length) {
        int left = length;
        for (ByteBuffer buffer : many) {
            int n = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + n);
            left -= n;
        }
    }

    /** What is left of them, copied; their positions move to the end. */
    static ByteBuffer copy(@Nullable ByteBuffer one, ByteBuffer[] many) {
        ByteBuffer copy = ByteBuffer.allocate(remaining(one, many));
        if (one != null) {
            copy.put(one);
        } else {
            for (ByteBuffer buffer : many) {
                copy.put(buffer);
            }
        }
        return copy.flip();
    }

    /** @return views of the buffers' memory, or null when one of them is no valid memory */
    static ByteBuffer @Nullable [] views(WSABUF @Nullable [] buffers, int count) {
        if (buffers == null || buffers.length < count) {
            return null;
        }
        ByteBuffer[] views = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            WSABUF buffer = buffers[i];
            ByteBuffer memory = buffer == null ? null : buffer.buf;
            if (buffer == null || buffer.len < 0 || memory == null && buffer.len > 0) {
                return null;
            }
            if (memory != null && memory.remaining() < buffer.len) {
                return null;
            }
            views[i] = memory == null ? ByteBuffer.allocate(0) : memory.slice(memory.position(), buffer.len);
        }
        return views;
    }
}

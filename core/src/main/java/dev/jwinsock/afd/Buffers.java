package dev.jwinsock.afd;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One buffer or an array of them, without an array for the one. */
final class Buffers {
    static final ByteBuffer[] NONE = {};

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
}

package dev.jwinsock.multipoint;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were sent on the root and that some leaf has not taken yet, once for all of them. Each leaf that is behind
 * knows the chunk it is at; what all have passed nobody holds any more.
 */
final class Chunk {
    final ByteBuffer data;

    /** Guarded by the session's lock. */
    @Nullable
    Chunk next;

    /** A copy; the positions of {@code from} stay. */
    Chunk(ByteBuffer from) {
        data = ByteBuffer.allocate(from.remaining());
        data.put(from.duplicate()).flip();
    }
}

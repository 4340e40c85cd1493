package dev.jwinsock.ws2;

import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Registered memory. */
final class RioBuffer extends RIO_BUFFERID {
    private final ByteBuffer memory;
    private volatile boolean registered = true;

    RioBuffer(ByteBuffer memory) {
        this.memory = memory;
    }

    void deregister() {
        registered = false;
    }

    /** @return null when there is no such registered memory, or the piece goes beyond it */
    static @Nullable RioBuffer of(@Nullable RIO_BUF piece, int least) {
        return piece != null
                        && piece.BufferId instanceof RioBuffer buffer
                        && buffer.registered
                        && piece.Offset >= 0
                        && piece.Length >= least
                        && (long) piece.Offset + piece.Length <= buffer.memory.capacity()
                ? buffer
                : null;
    }

    /** A view of all of it. */
    ByteBuffer view() {
        return memory.duplicate();
    }

    boolean isBehind(@Nullable RioBuffer other) {
        return other == this;
    }
}

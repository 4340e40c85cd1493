package dev.jwinsock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _WSABUF { ULONG len; CHAR *buf; } WSABUF}. */
public final class WSABUF {
    /** Bytes, from the buffer's position on; an unsigned 32-bit number as in C. */
    public int len;

    /** The memory; unlike for {@code send} and {@code recv} the position does not move. */
    public @Nullable ByteBuffer buf;

    public WSABUF() {}

    public WSABUF(ByteBuffer buf) {
        this.len = buf.remaining();
        this.buf = buf;
    }
}

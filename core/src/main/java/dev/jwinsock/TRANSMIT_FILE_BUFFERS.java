package dev.jwinsock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _TRANSMIT_FILE_BUFFERS}. What TransmitFile sends before and after the file. */
public final class TRANSMIT_FILE_BUFFERS {
    /** From its position on; null: nothing. */
    public @Nullable ByteBuffer Head;

    /** Bytes. */
    public int HeadLength;

    /** From its position on; null: nothing. */
    public @Nullable ByteBuffer Tail;

    /** Bytes. */
    public int TailLength;
}

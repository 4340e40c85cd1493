package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _TRANSMIT_PACKETS_ELEMENT}. A piece of memory or of a file. */
public final class TRANSMIT_PACKETS_ELEMENT {
    /** TP_ELEMENT_MEMORY or TP_ELEMENT_FILE; TP_ELEMENT_EOP beside it means nothing to a stream. */
    public int dwElFlags;

    /** Bytes; 0 with a file: to its end. */
    public int cLength;

    /** Where in the file; -1: at its position, which advances. */
    public long nFileOffset;

    public @Nullable FileChannel hFile;

    /** From its position on. */
    public @Nullable ByteBuffer pBuffer;
}

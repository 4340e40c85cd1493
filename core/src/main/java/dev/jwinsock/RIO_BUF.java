package dev.jwinsock;

/** C: {@code typedef struct _RIO_BUF}. A piece of registered memory. */
public final class RIO_BUF {
    public RIO_BUFFERID BufferId = RIO_BUFFERID.INVALID;

    /** Bytes from the start of the registered memory. */
    public int Offset;

    /** Bytes. */
    public int Length;

    public RIO_BUF() {}

    public RIO_BUF(RIO_BUFFERID id, int offset, int length) {
        BufferId = id;
        Offset = offset;
        Length = length;
    }
}

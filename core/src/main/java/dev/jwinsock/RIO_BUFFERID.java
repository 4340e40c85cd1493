package dev.jwinsock;

/** C: {@code typedef struct RIO_BUFFERID_t *RIO_BUFFERID}. Registered memory; made by RIORegisterBuffer. */
public class RIO_BUFFERID {
    /** RIO_INVALID_BUFFERID. */
    public static final RIO_BUFFERID INVALID = new RIO_BUFFERID();

    protected RIO_BUFFERID() {}
}

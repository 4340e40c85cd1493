package dev.jwinsock;

/** C: {@code typedef struct RIO_RQ_t *RIO_RQ}. A socket's request queue; made by RIOCreateRequestQueue. */
public class RIO_RQ {
    /** RIO_INVALID_RQ. */
    public static final RIO_RQ INVALID = new RIO_RQ();

    protected RIO_RQ() {}
}

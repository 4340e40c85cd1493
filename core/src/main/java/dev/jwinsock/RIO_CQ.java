package dev.jwinsock;

/** C: {@code typedef struct RIO_CQ_t *RIO_CQ}. A completion queue; made by RIOCreateCompletionQueue. */
public class RIO_CQ {
    /** RIO_INVALID_CQ. */
    public static final RIO_CQ INVALID = new RIO_CQ();

    protected RIO_CQ() {}
}

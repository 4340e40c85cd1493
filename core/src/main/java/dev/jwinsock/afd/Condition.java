package dev.jwinsock.afd;

/** What is true of a socket now, in Winsock's terms; from the kernel's readiness and the socket's own state. */
final class Condition {
    /** Data, a datagram or a connection can be taken. */
    static final int READABLE = 1;
    /** A send would not block; also: a connect has succeeded. */
    static final int WRITABLE = 2;
    /** An urgent byte can be received out of line. */
    static final int URGENT = 4;
    /** The peer has ended its sending direction; data may be left. */
    static final int ENDED = 8;
    /** The connection was reset. */
    static final int BROKEN = 16;
    /** The last connect failed. */
    static final int CONNECT_FAILED = 32;

    private Condition() {}
}

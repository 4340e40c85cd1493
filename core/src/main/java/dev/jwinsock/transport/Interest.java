package dev.jwinsock.transport;

/** Bits of readiness: what a waiter asks for, and what it is told. */
public final class Interest {
    /** A receive or an accept would not block (data, end of stream, a connection, or an error). */
    public static final int READ = 1;
    /** A send would not block, or a connect has ended. */
    public static final int WRITE = 2;
    /** Urgent data can be received out of line; needs {@link Capability#OOB_RECEIVE}. */
    public static final int URGENT = 4;
    /**
     * The peer has ended its sending direction; there may be data before the end. Told together with READ, or by itself
     * when asked for. A transport without {@link Capability#PEER_CLOSED} does not tell it.
     */
    public static final int PEER_CLOSED = 16;
    /** Told, never asked: the socket has an error or the connection has ended in both directions. */
    public static final int FAILED = 8;

    private Interest() {}
}

package dev.jwinsock.spi;

/**
 * A provider's sockets that are associated with one completion port. The threads that wait for packets drive it: one at
 * a time, they ask the kernel and carry the operations out, whose packets go to the port.
 */
public interface PortWatch {
    /**
     * Carries out what is possible, and when that is nothing, blocks the calling platform thread until something is, until
     * {@link #wake} or until the time is over. One thread at a time.
     *
     * @param nanos negative: no limit; 0: only look
     */
    void await(long nanos);

    /** Whether the calling thread may block in {@link #await}; others may only look. */
    boolean mayBlock();

    /** Ends the current {@link #await} or, when there is none, the next one. From any thread. */
    void wake();

    /** The port is closed: operations that are pending go on without it. Also within {@link #await}. */
    void close();

    /** Whether it has ended, with its provider or by {@link #close}. */
    boolean closed();
}

package dev.jwinsock.transport;

/**
 * One platform thread's place to wait for a kernel socket. Got from {@link Transport#waiter()} by the thread itself.
 *
 * <p>A waiter is never used on a virtual thread: those park and are woken by {@link TransportSocket#arm}.
 */
public interface Waiter {
    /**
     * Blocks the calling thread until the socket is ready, the time is over or {@link #wake} was called. Thread
     * interruption does not end the wait (Winsock knows none) and the interrupt status is kept.
     *
     * @param interest {@link Interest#READ} and/or {@link Interest#WRITE}
     * @param nanos longest time to wait; negative: no limit
     * @return the ready {@link Interest} bits ({@code > 0}), or 0 when the time is over, it was woken, or for no reason
     */
    int await(TransportSocket socket, int interest, long nanos);

    /** Ends the current {@link #await} or, when there is none, the next one. From any thread. */
    void wake();
}

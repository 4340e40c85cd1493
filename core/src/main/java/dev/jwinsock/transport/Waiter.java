package dev.jwinsock.transport;

/**
 * One thread's place to wait for a kernel socket. Got from {@link Transport#waiter()} by the thread itself.
 *
 * <p>That of a platform thread blocks in the kernel, that of a virtual thread is a {@link ParkingWaiter}.
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

    /**
     * The same for several sockets at once; a list without sockets waits for {@link #wake} or the time alone.
     *
     * @param list is given what each socket is ready for, 0 for those that are not
     * @param nanos as for one socket; 0 looks without waiting
     * @return the number of sockets that are ready; 0 when the time is over, it was woken, or for no reason; a negative
     *     {@link Status} when the system has no means left to wait
     */
    int await(PollList list, long nanos);

    /** Ends the current {@link #await} or, when there is none, the next one. From any thread. */
    void wake();
}

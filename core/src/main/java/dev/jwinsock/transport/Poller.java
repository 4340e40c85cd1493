package dev.jwinsock.transport;

/**
 * Many sockets that one thread at a time watches for all: what a completion port waits on. Got from
 * {@link Transport#poller()}.
 *
 * <p>A socket may be in two pollers at most; there it may be armed and removed independently of its {@link
 * TransportSocket#arm own arming}.
 */
public interface Poller {
    /**
     * Watches the socket: from now on the listener is told, by the thread in {@link #poll}, when the socket becomes
     * ready for any of {@code interest}; at once when it is ready already at the first arming. It is told at least
     * once for each time that readiness appears after the arming or after a call on the socket has said WOULD_BLOCK
     * (or received less than it asked for). It may be told without cause, and of more than was armed. Arming a watched
     * socket again is cheap and adds to its interest. From any thread, and from a listener.
     *
     * @param interest {@link Interest#READ} and/or {@link Interest#WRITE}; told with {@link Interest#FAILED} and
     *     {@link Interest#PEER_CLOSED} as the readiness has it
     * @param listener must be the same each time until {@link #remove}
     * @return OK, NO_BUFFERS or TOO_MANY_FILES when the system has no means left to watch it, INVALID when the socket
     *     is in two other pollers, or NOT_SOCKET when it or the poller is closed
     */
    int arm(TransportSocket socket, int interest, ReadyListener listener);

    /**
     * Stops watching; nothing happens when the socket is not watched. The listener may be told once more by a poll
     * that is already running. Called before the socket is closed. From any thread, and from a listener.
     */
    void remove(TransportSocket socket);

    /**
     * Blocks the calling thread until a socket is ready, the time is over or {@link #wake} was called, and tells the
     * listeners on this thread. One thread at a time, not always the same one. Thread interruption does not end it
     * and the interrupt status is kept. A virtual thread may only look ({@code nanos} 0): the wait would hold its
     * carrier, so whoever waits on one lets a platform thread poll.
     *
     * @param nanos longest time to wait; negative: no limit; 0 looks without waiting
     * @return how many were told; 0 when the time is over, it was woken, or for no reason
     */
    int poll(long nanos);

    /** Ends the current {@link #poll} or, when there is none, the next one. From any thread; cheap when none blocks. */
    void wake();

    /**
     * Frees what the poller is made of; sockets that are still watched are not any more. Nobody polls then, and nobody
     * will: afterwards arming fails, and the other calls do nothing.
     */
    void close();
}

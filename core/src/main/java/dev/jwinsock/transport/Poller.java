package dev.jwinsock.transport;

/**
 * Many sockets that one thread at a time watches for all: what a completion port waits on. Made by
 * {@link Transport#poller()}.
 *
 * <p>A socket may be in two pollers at most. There it is armed and removed independently of {@link
 * TransportSocket#arm}.
 */
public interface Poller {
    /**
     * Watches the socket: the listener is told, by the thread in {@link #poll}, when the socket is ready for any of
     * {@code interest}; at once when it is ready already and was not armed for this before. Afterwards it is told at
     * least once for each time that the socket becomes ready again after a call on it has said WOULD_BLOCK; who wants
     * that arms it after that answer, each time. Arming what is armed already is cheap, and arming adds to what is
     * armed. From any thread, and from a listener.
     *
     * <p>The listener may be told without cause, of more than was armed, and as soon as the call has said WOULD_BLOCK,
     * before the arming that follows: call and arming belong under a lock that the listener takes as well.
     *
     * <p>A stream receive that gets less than it asked for is as good as WOULD_BLOCK, unless the listener was told of
     * PEER_CLOSED or FAILED before it, or the stream may have urgent data, where a receive stops at the mark.
     *
     * @param interest {@link Interest#READ} and/or {@link Interest#WRITE}; told with {@link Interest#FAILED} and
     *     {@link Interest#PEER_CLOSED} as the readiness has it
     * @param listener the same each time until {@link #remove}; must not block and must not poll
     * @return OK; NO_BUFFERS or TOO_MANY_FILES when the system has no means left to watch it; INVALID when the socket
     *     is in two other pollers; NOT_SOCKET when it or the poller is closed
     */
    int arm(TransportSocket socket, int interest, ReadyListener listener);

    /**
     * Stops watching; nothing happens when the socket is not watched. The listener may be told once more by a poll
     * that is already running. Called before the socket is closed. From any thread, and from a listener.
     */
    void remove(TransportSocket socket);

    /**
     * Blocks the calling thread until a socket is ready, the time is over or {@link #wake} was called, and tells the
     * listeners on this thread. One thread at a time, not always the same. Thread interruption does not end it, and
     * the interrupt status is kept.
     *
     * <p>On a virtual thread only with {@code nanos} 0: a wait would hold its carrier. Who wants to wait on one has a
     * platform thread poll for it.
     *
     * @param nanos longest time to wait; negative: no limit; 0: only looks
     * @return how many were told; 0 when the time is over, it was woken, or the poller is closed
     */
    int poll(long nanos);

    /**
     * Ends the current {@link #poll} or, when there is none, the next one. From any thread; cheap when none blocks, and
     * when a wake is pending already.
     */
    void wake();

    /**
     * Whether readiness is told when it appears, and not again while it lasts: without that an {@link #arm} for what a
     * socket is ready for already is told at once.
     */
    boolean edgeTriggered();

    /**
     * Frees what the poller is made of. A poll that is running ends, sockets that are still watched are not any more,
     * and the other calls do nothing afterwards. From any thread, and from a listener.
     */
    void close();
}

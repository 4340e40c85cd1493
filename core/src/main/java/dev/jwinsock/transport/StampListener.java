package dev.jwinsock.transport;

/** Is told when datagrams have left. */
@FunctionalInterface
public interface StampListener {
    /**
     * On any thread that uses the socket, in the order of the sends; must not use the socket.
     *
     * @param id {@link ControlData#stampId} of the send
     * @param stamp {@link ControlData#stamp}
     * @param byAdapter {@link ControlData#byAdapter}
     */
    void sent(int id, long stamp, boolean byAdapter);
}

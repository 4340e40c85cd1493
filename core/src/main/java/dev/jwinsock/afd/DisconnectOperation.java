package dev.jwinsock.afd;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;

/** DisconnectEx: ends the connection behind what is being sent, and makes the socket a new one when asked to (A140). */
final class DisconnectOperation extends Operation {
    private final StreamSocket socket;
    private final boolean reuse;

    DisconnectOperation(Operations owner, StreamSocket socket, boolean reuse) {
        super(owner);
        this.socket = socket;
        this.reuse = reuse;
    }

    @Override
    int attempt() {
        int status = socket.disconnect(reuse);
        return status == Status.OK ? 0 : status;
    }

    @Override
    int interest() {
        return Interest.WRITE;
    }
}

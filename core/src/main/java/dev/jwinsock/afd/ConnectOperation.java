package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;

/** ConnectEx: connects, then sends what the program has given with it. */
final class ConnectOperation extends Operation {
    private final StreamSocket socket;
    private final Endpoint peer;
    private final ByteBuffer first;
    private boolean started;
    private boolean connected;

    ConnectOperation(Operations owner, StreamSocket socket, Endpoint peer, ByteBuffer first) {
        super(owner);
        this.socket = socket;
        this.peer = peer;
        this.first = first;
    }

    @Override
    int attempt() {
        if (!connected) {
            int status = started ? socket.connectStatus() : socket.startConnectEx(peer);
            started = true;
            if (status != Status.OK) {
                return status;
            }
            connected = true;
        }
        while (first.hasRemaining()) {
            int n = socket.sendNow(first, Buffers.NONE, 0, null);
            if (n < 0) {
                return n;
            }
            transferred += n;
        }
        return transferred;
    }

    @Override
    int interest() {
        return Interest.WRITE;
    }

    @Override
    void aborted() {
        if (started && !connected) {
            socket.connectAborted();
        }
    }
}

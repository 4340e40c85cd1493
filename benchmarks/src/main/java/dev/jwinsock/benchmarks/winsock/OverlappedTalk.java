package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.benchmarks.shape.Dialogue;
import dev.jwinsock.benchmarks.shape.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A dialogue by overlapped operations, one at a time, whose completion begins the next one. */
final class OverlappedTalk extends OVERLAPPED {
    // More than a message, so that a receive which gets less tells that there is no more; Netty's pipeline has as much.
    private static final int RECEIVE = 2048;

    private final SOCKET socket;
    private final Dialogue dialogue;
    private final @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    private final ByteBuffer memory = ByteBuffer.allocateDirect(RECEIVE);
    private final WSABUF[] buffers = {new WSABUF(memory)};
    private final IntRef flags = new IntRef();
    private boolean sending;

    OverlappedTalk(SOCKET socket, Dialogue dialogue, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        this.socket = socket;
        this.dialogue = dialogue;
        this.routine = routine;
    }

    SOCKET socket() {
        return socket;
    }

    /** Begins the first operation. */
    void open() throws IOException {
        byte[] opening = dialogue.opening();
        if (opening != null) {
            send(opening);
        } else {
            receive();
        }
    }

    /**
     * The operation has completed.
     *
     * @return false when the socket is closed now
     */
    boolean completed(int transferred) throws IOException {
        if (sending) {
            receive();
            return true;
        }
        if (transferred == 0) {
            dialogue.ended();
        } else if (transferred > dialogue.room()) {
            throw new IOException("more bytes than were sent");
        } else {
            memory.get(0, dialogue.incoming(), dialogue.position(), transferred);
            byte[] message = dialogue.received(transferred);
            if (message != null) {
                send(message);
                return true;
            }
        }
        if (dialogue.isOver()) {
            closesocket(socket);
            return false;
        }
        receive();
        return true;
    }

    private void send(byte[] message) throws IOException {
        sending = true;
        memory.put(0, message);
        buffers[0].len = Payload.MESSAGE;
        begun(WSASend(socket, buffers, 1, null, 0, this, routine));
    }

    private void receive() throws IOException {
        sending = false;
        buffers[0].len = RECEIVE;
        begun(WSARecv(socket, buffers, 1, null, flags, this, routine));
    }

    private static void begun(int result) throws IOException {
        if (result == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) {
            throw new IOException("WSASend or WSARecv: error " + WSAGetLastError());
        }
    }
}

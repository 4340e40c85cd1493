package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Dialogue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A dialogue by recv and send on a non-blocking socket. */
final class NonBlockingTalk {
    private final SOCKET socket;
    private final Dialogue dialogue;

    NonBlockingTalk(SOCKET socket, Dialogue dialogue) throws IOException {
        this.socket = socket;
        this.dialogue = dialogue;
        WinsockSockets.nonBlocking(socket);
    }

    void open() throws IOException {
        say(dialogue.opening());
    }

    /**
     * Something may have come.
     *
     * @return false when the socket is closed now
     */
    boolean goOn() throws IOException {
        int count = recv(socket, dialogue.incoming(), dialogue.position(), dialogue.room(), 0);
        if (count > 0) {
            say(dialogue.received(count));
        } else if (count == 0) {
            dialogue.ended();
        } else if (WSAGetLastError() != WSAEWOULDBLOCK) {
            throw new IOException("recv: error " + WSAGetLastError());
        }
        if (dialogue.isOver()) {
            closesocket(socket);
            return false;
        }
        return true;
    }

    private void say(byte @Nullable [] message) throws IOException {
        if (message != null && send(socket, message, message.length, 0) != message.length) {
            throw new IOException("send: error " + WSAGetLastError());
        }
    }
}

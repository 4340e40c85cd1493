package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE;
import dev.jwinsock.RIO_RQ;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Dialogue;
import dev.jwinsock.benchmarks.shape.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Registered I/O: one completion queue for all connections, which is polled; an empty one makes the thread yield. */
final class RioLoop {
    private static final int RESULTS = 64;
    /** Of each connection: what it receives, then what it sends. */
    private static final int MEMORY = 2 * Payload.MESSAGE;

    private RioLoop() {}

    static void run(SOCKET[] sockets, Dialogue[] dialogues) throws IOException {
        RIO_EXTENSION_FUNCTION_TABLE rio = RioTable.of(sockets[0]);
        ByteBuffer memory = ByteBuffer.allocateDirect(sockets.length * MEMORY);
        RIO_BUFFERID id = rio.RIORegisterBuffer(memory, memory.capacity());
        RIO_CQ completions = rio.RIOCreateCompletionQueue(2 * sockets.length, null);
        Talk[] talks = new Talk[sockets.length];
        for (int i = 0; i < talks.length; i++) {
            talks[i] = new Talk(rio, dialogues[i], memory, new RIO_BUF(id, i * MEMORY, 0), sockets[i]);
            talks[i].requests = rio.RIOCreateRequestQueue(sockets[i], 1, 1, 1, 1, completions, completions, talks[i]);
        }
        for (Talk talk : talks) {
            talk.open();
        }
        RIORESULT[] results = new RIORESULT[RESULTS];
        for (int i = 0; i < RESULTS; i++) {
            results[i] = new RIORESULT();
        }
        int open = sockets.length;
        while (open > 0) {
            int count = rio.RIODequeueCompletion(completions, results, RESULTS);
            if (count == 0) {
                Thread.yield();
            }
            for (int i = 0; i < count; i++) {
                if (!(results[i].SocketContext instanceof Talk talk)) {
                    throw new IOException("a result of nobody");
                }
                if (!talk.completed(results[i])) {
                    open--;
                }
            }
        }
        rio.RIOCloseCompletionQueue(completions);
        rio.RIODeregisterBuffer(id);
    }

    /** A connection: a receive is outstanding, and at times a send. */
    private static final class Talk {
        private final RIO_EXTENSION_FUNCTION_TABLE rio;
        private final Dialogue dialogue;
        private final ByteBuffer memory;
        private final RIO_BUF in;
        private final RIO_BUF out;
        private final SOCKET socket;
        private @Nullable RIO_RQ requests;

        Talk(RIO_EXTENSION_FUNCTION_TABLE rio, Dialogue dialogue, ByteBuffer memory, RIO_BUF in, SOCKET socket) {
            this.rio = rio;
            this.dialogue = dialogue;
            this.memory = memory;
            this.in = in;
            this.socket = socket;
            out = new RIO_BUF(in.BufferId, in.Offset + Payload.MESSAGE, Payload.MESSAGE);
        }

        void open() throws IOException {
            receive();
            send(dialogue.opening());
        }

        /** @return false when the socket is closed now */
        boolean completed(RIORESULT result) throws IOException {
            if (dialogue.isOver()) {
                return true; // what was outstanding when it was closed
            }
            if (result.Status != 0) {
                throw new IOException("request: error " + result.Status);
            }
            if (result.RequestContext == out) {
                return true;
            }
            if (result.BytesTransferred == 0) {
                dialogue.ended();
            } else {
                memory.get(in.Offset, dialogue.incoming(), dialogue.position(), result.BytesTransferred);
                send(dialogue.received(result.BytesTransferred));
            }
            if (dialogue.isOver()) {
                closesocket(socket);
                return false;
            }
            receive();
            return true;
        }

        private void send(byte @Nullable [] message) throws IOException {
            if (message != null) {
                memory.put(out.Offset, message);
                if (!rio.RIOSend(requests, out, 1, 0, out)) {
                    throw new IOException("RIOSend: error " + WSAGetLastError());
                }
            }
        }

        private void receive() throws IOException {
            in.Length = dialogue.room();
            if (!rio.RIOReceive(requests, in, 1, 0, in)) {
                throw new IOException("RIOReceive: error " + WSAGetLastError());
            }
        }
    }
}

package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Windows.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Dialogue;
import java.io.IOException;

/** Overlapped operations on a completion port, as the servers of the documentation have it. */
final class PortLoop {
    private PortLoop() {}

    static void run(SOCKET[] sockets, Dialogue[] dialogues) throws IOException {
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 1);
        OverlappedTalk[] talks = new OverlappedTalk[sockets.length];
        for (int i = 0; i < talks.length; i++) {
            talks[i] = new OverlappedTalk(sockets[i], dialogues[i], null);
            if (CreateIoCompletionPort(sockets[i], port, talks[i], 0) == null) {
                throw new IOException("CreateIoCompletionPort: error " + GetLastError());
            }
        }
        for (OverlappedTalk talk : talks) {
            talk.open();
        }
        IntRef transferred = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        int open = sockets.length;
        while (open > 0) {
            boolean done = GetQueuedCompletionStatus(port, transferred, key, overlapped, INFINITE);
            if (!(key.value instanceof OverlappedTalk talk) || !done) {
                throw new IOException("GetQueuedCompletionStatus: error " + GetLastError());
            }
            if (!talk.completed(transferred.value)) {
                open--;
            }
        }
        CloseHandle(port);
    }
}

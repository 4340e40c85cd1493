package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Windows.*;

import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Dialogue;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Overlapped operations with completion routines, which an alertable sleep calls. */
final class RoutineLoop {
    private final OverlappedTalk[] talks;
    private int open;
    private @Nullable IOException failure;

    RoutineLoop(SOCKET[] sockets, Dialogue[] dialogues) {
        open = sockets.length;
        talks = new OverlappedTalk[open];
        for (int i = 0; i < open; i++) {
            talks[i] = new OverlappedTalk(sockets[i], dialogues[i], this::completed);
        }
    }

    void run() throws IOException {
        for (OverlappedTalk talk : talks) {
            talk.open();
        }
        while (open > 0 && failure == null) {
            SleepEx(INFINITE, true);
        }
        if (failure != null) {
            throw failure;
        }
    }

    // Declared as LPWSAOVERLAPPED_COMPLETION_ROUTINE
    private void completed(int error, int transferred, OVERLAPPED overlapped, int flags) {
        try {
            if (error != 0) {
                throw new IOException("completion routine: error " + error + ", flags " + flags);
            }
            if (!((OverlappedTalk) overlapped).completed(transferred)) {
                open--;
            }
        } catch (IOException e) {
            failure = e;
        }
    }
}

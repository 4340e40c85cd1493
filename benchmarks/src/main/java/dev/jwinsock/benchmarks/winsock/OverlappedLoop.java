package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Dialogue;
import java.io.IOException;
import java.util.BitSet;

/** Overlapped operations, each with an event object that is waited for. */
final class OverlappedLoop {
    private final HANDLE[] events;
    private final OverlappedTalk[] talks;
    private final IntRef transferred = new IntRef();
    private final IntRef flags = new IntRef();

    OverlappedLoop(SOCKET[] sockets, Dialogue[] dialogues) {
        events = EventSet.events(sockets.length);
        talks = new OverlappedTalk[sockets.length];
        for (int i = 0; i < talks.length; i++) {
            talks[i] = new OverlappedTalk(sockets[i], dialogues[i], null);
            talks[i].hEvent = events[i];
        }
    }

    void run() throws IOException {
        try (EventSet set = new EventSet(events)) {
            for (OverlappedTalk talk : talks) {
                talk.open();
            }
            BitSet signalled = new BitSet(events.length);
            int open = talks.length;
            while (open > 0) {
                signalled.clear();
                set.await(signalled);
                for (int i = signalled.nextSetBit(0); i >= 0; i = signalled.nextSetBit(i + 1)) {
                    if (!completed(talks[i])) {
                        WSAResetEvent(events[i]);
                        open--;
                    }
                }
            }
        }
    }

    private boolean completed(OverlappedTalk talk) throws IOException {
        if (!WSAGetOverlappedResult(talk.socket(), talk, transferred, false, flags)) {
            throw new IOException("WSAGetOverlappedResult: error " + WSAGetLastError());
        }
        return talk.completed(transferred.value);
    }
}

package dev.jwinsock.benchmarks.winsock;

import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Dialogue;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.util.BitSet;

/** Non-blocking calls after WSAPoll, select, or waits for the event objects of WSAEventSelect. */
final class ReadinessLoop {
    private final Style style;
    private final SOCKET[] sockets;
    private final NonBlockingTalk[] talks;

    ReadinessLoop(Style style, SOCKET[] sockets, Dialogue[] dialogues) throws IOException {
        this.style = style;
        this.sockets = sockets;
        talks = new NonBlockingTalk[sockets.length];
        for (int i = 0; i < sockets.length; i++) {
            talks[i] = new NonBlockingTalk(sockets[i], dialogues[i]);
        }
    }

    void run() throws IOException {
        try (Readiness readiness = Readiness.of(style, sockets)) {
            for (NonBlockingTalk talk : talks) {
                talk.open();
            }
            BitSet ready = new BitSet(sockets.length);
            while (!readiness.isEmpty()) {
                ready.clear();
                readiness.await(ready);
                for (int i = ready.nextSetBit(0); i >= 0; i = ready.nextSetBit(i + 1)) {
                    if (!talks[i].goOn()) {
                        readiness.remove(i);
                    }
                }
            }
        }
    }
}

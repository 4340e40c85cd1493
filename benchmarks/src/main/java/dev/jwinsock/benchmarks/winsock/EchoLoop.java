package dev.jwinsock.benchmarks.winsock;

import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Dialogue;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;

/** One thread that holds the dialogues of many connections in one of Winsock's styles. */
@FunctionalInterface
interface EchoLoop {
    /** Returns when all connections are closed. */
    void run(SOCKET[] sockets, Dialogue[] dialogues) throws IOException;

    static EchoLoop of(Style style) {
        return switch (style) {
            case POLL, SELECT, EVENT -> (sockets, dialogues) -> new ReadinessLoop(style, sockets, dialogues).run();
            case OVERLAPPED -> (sockets, dialogues) -> new OverlappedLoop(sockets, dialogues).run();
            case ROUTINE -> (sockets, dialogues) -> new RoutineLoop(sockets, dialogues).run();
            case PORT -> PortLoop::run;
            case RIO -> RioLoop::run;
            case NOTIFY -> NotifyLoop::run;
            case BLOCKING, VIRTUAL, NONBLOCKING -> throw new IllegalArgumentException(style.label());
        };
    }
}

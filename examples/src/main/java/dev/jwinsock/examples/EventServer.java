package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSANETWORKEVENTS;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An echo server on WSAEventSelect, as Windows programs do it: a thread waits for 64 event objects at most, two of
 * them to be stopped and to be told of new connections, so there is a thread for each 62 connections.
 */
public final class EventServer {
    private static final int BUFLEN = 4096;

    private final HANDLE stop;
    private final PrintStream out;
    private final List<Group> groups = new ArrayList<>();

    private EventServer(HANDLE stop, PrintStream out) {
        this.stop = stop;
        this.out = out;
    }

    public static void main(String[] argv) {
        int port = EchoListener.portArgument("EventServer", argv);
        System.exit(
                run(port, System.out, bound -> System.out.printf("Listening on port: %d%n", bound), WSACreateEvent()));
    }

    /**
     * Serves until the stop event is set.
     *
     * @return the exit code
     */
    static int run(int port, PrintStream out, IntConsumer listening, HANDLE stop) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        int code = new EventServer(stop, out).serve(port, listening);
        WSACleanup();
        return code;
    }

    private int serve(int port, IntConsumer listening) {
        SOCKET listenSocket = EchoListener.open(port, out);
        if (listenSocket == INVALID_SOCKET) {
            return 1;
        }
        HANDLE acceptEvent = WSACreateEvent();
        if (WSAEventSelect(listenSocket, acceptEvent, FD_ACCEPT) == SOCKET_ERROR) {
            out.printf("WSAEventSelect failed with error: %s%n", Errors.last());
            closesocket(listenSocket);
            WSACloseEvent(acceptEvent);
            return 1;
        }
        listening.accept(EchoListener.port(listenSocket));

        HANDLE[] events = {stop, acceptEvent};
        WSANETWORKEVENTS happened = new WSANETWORKEVENTS();
        // Until the stop event, or until the listening socket had to be closed
        while (WSAWaitForMultipleEvents(2, events, false, WSA_INFINITE, false) == WSA_WAIT_EVENT_0 + 1
                && WSAEnumNetworkEvents(listenSocket, acceptEvent, happened) != SOCKET_ERROR) {
            // FD_ACCEPT comes once until accept is called: so take all that wait
            for (SOCKET s = EchoListener.next(listenSocket, out);
                    s != INVALID_SOCKET;
                    s = EchoListener.next(listenSocket, out)) {
                groupWithRoom().add(s);
            }
        }

        boolean asked = WSAWaitForMultipleEvents(1, events, false, 0, false) == WSA_WAIT_EVENT_0;
        WSASetEvent(stop); // for the groups, when it was an error that ended the loop
        closesocket(listenSocket);
        WSACloseEvent(acceptEvent);
        groups.forEach(Group::join);
        return asked ? 0 : 1;
    }

    private Group groupWithRoom() {
        for (Group group : groups) {
            if (group.hasRoom()) {
                return group;
            }
        }
        Group group = new Group();
        groups.add(group);
        return group;
    }

    /** 62 connections at most, and the thread that serves them: two events stop it and tell it of more. */
    private final class Group implements Runnable {
        private static final int STOP = 0;
        private static final int NEWS = 1;
        private static final int FIRST = 2;

        private final HANDLE news = WSACreateEvent();
        private final Thread thread = new Thread(this, "echo");
        // Guarded by this: accepted, and not yet among the served ones.
        private final List<SOCKET> added = new ArrayList<>();
        // Guarded by this: added and served.
        private int members;

        // The thread's own.
        private final HANDLE[] events = new HANDLE[WSA_MAXIMUM_WAIT_EVENTS];
        private final @Nullable SOCKET[] sockets = new SOCKET[WSA_MAXIMUM_WAIT_EVENTS];
        private int count = FIRST;
        private final byte[] buffer = new byte[BUFLEN];

        Group() {
            events[STOP] = stop;
            events[NEWS] = news;
            thread.start();
        }

        synchronized boolean hasRoom() {
            return members < WSA_MAXIMUM_WAIT_EVENTS - FIRST;
        }

        synchronized void add(SOCKET s) {
            members++;
            added.add(s);
            WSASetEvent(news);
        }

        void join() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void run() {
            int index = WSAWaitForMultipleEvents(count, events, false, WSA_INFINITE, false) - WSA_WAIT_EVENT_0;
            while (index > STOP) {
                if (index == NEWS) {
                    takeAdded();
                } else {
                    // The wait tells the lowest one: from there on each is looked at, so that none starves
                    for (int i = index; i < count; i++) {
                        serve(i);
                    }
                }
                index = WSAWaitForMultipleEvents(count, events, false, WSA_INFINITE, false) - WSA_WAIT_EVENT_0;
            }
            while (count > FIRST) {
                remove(count - 1);
            }
            WSACloseEvent(news);
        }

        private synchronized void takeAdded() {
            WSAResetEvent(news);
            for (SOCKET s : added) {
                HANDLE event = WSACreateEvent();
                sockets[count] = s;
                events[count] = event;
                count++;
                // An accepted socket comes with the listener's selection: this one replaces it
                WSAEventSelect(s, event, FD_READ | FD_CLOSE);
            }
            added.clear();
        }

        private void serve(int i) {
            SOCKET s = sockets[i];
            WSANETWORKEVENTS happened = new WSANETWORKEVENTS();
            if (s == null || WSAEnumNetworkEvents(s, events[i], happened) == SOCKET_ERROR) {
                return;
            }
            boolean goesOn = (happened.lNetworkEvents & FD_CLOSE) == 0;
            if ((happened.lNetworkEvents & FD_READ) != 0) {
                goesOn &= EchoListener.echo(s, buffer, out);
            }
            if (!goesOn) {
                // FD_CLOSE may come while data are left
                for (int n = recv(s, buffer, buffer.length, 0); n > 0; n = recv(s, buffer, buffer.length, 0)) {
                    send(s, buffer, n, 0);
                }
                remove(i);
            }
        }

        private void remove(int i) {
            SOCKET s = sockets[i];
            if (s != null) {
                closesocket(s);
            }
            WSACloseEvent(events[i]);
            count--;
            sockets[i] = sockets[count];
            events[i] = events[count];
            sockets[count] = null;
            synchronized (this) {
                members--;
            }
        }
    }
}

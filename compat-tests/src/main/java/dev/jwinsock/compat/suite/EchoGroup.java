package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.harness.Call;
import java.util.concurrent.TimeUnit;

/** A thread that echoes on many sockets: several of them share each of its event objects. */
final class EchoGroup {
    private static final int BUFFER = 4096;
    /** A group whose clients are silent while those of the others send is not at its end. */
    private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(LoadProgram.LIMIT_SECONDS);

    private final SOCKET[] sockets;
    private final HANDLE[] events;
    private final byte[] buffer = new byte[BUFFER];
    private int open;
    private int echoed;

    private EchoGroup(SOCKET[] sockets, int eventCount) {
        this.sockets = sockets;
        events = new HANDLE[eventCount];
        open = sockets.length;
    }

    /** Serves until every connection has ended, and closes the sockets. @return the bytes that were echoed */
    static Call<Integer> start(SOCKET[] sockets, int eventCount) {
        EchoGroup group = new EchoGroup(sockets.clone(), eventCount);
        return Call.of(group::run);
    }

    private int run() {
        for (int e = 0; e < events.length; e++) {
            events[e] = WSACreateEvent();
            for (int i = e; i < sockets.length; i += events.length) {
                expectZero(WSAEventSelect(sockets[i], events[e], FD_READ | FD_CLOSE));
            }
        }
        while (open > 0) {
            int first = WSAWaitForMultipleEvents(events.length, events, false, PATIENCE_MILLIS, false);
            assertThat(first).as("the event that is signalled").isBetween(0, events.length - 1);
            serve(first);
            // The wait tells the lowest one: the others are looked at, too, so that none starves
            for (int e = first + 1; e < events.length; e++) {
                if (WSAWaitForMultipleEvents(1, new HANDLE[] {events[e]}, false, 0, false) == WSA_WAIT_EVENT_0) {
                    serve(e);
                }
            }
        }
        for (HANDLE event : events) {
            assertThat(WSACloseEvent(event)).isTrue();
        }
        return echoed;
    }

    private void serve(int e) {
        // Before the sockets are looked at: what happens after the look sets it again
        assertThat(WSAResetEvent(events[e])).isTrue();
        WSANETWORKEVENTS happened = new WSANETWORKEVENTS();
        for (int i = e; i < sockets.length; i += events.length) {
            if (sockets[i] == INVALID_SOCKET) {
                continue;
            }
            expectZero(WSAEnumNetworkEvents(sockets[i], null, happened));
            if (happened.lNetworkEvents != 0 && !echo(sockets[i])) {
                expectZero(closesocket(sockets[i]));
                sockets[i] = INVALID_SOCKET;
                open--;
            }
        }
    }

    /** NIO tells the end only when the data before it are read, so recv tells it here: the end, or the reset. */
    private boolean echo(SOCKET s) {
        int n = recv(s, buffer, buffer.length, 0);
        if (n == SOCKET_ERROR) {
            int error = WSAGetLastError();
            assertThat(error).as("error of recv").isIn(WSAEWOULDBLOCK, WSAECONNRESET);
            return error == WSAEWOULDBLOCK;
        }
        if (n > 0) {
            expectCount(n, send(s, buffer, n, 0));
            echoed += n;
        }
        return n > 0;
    }
}

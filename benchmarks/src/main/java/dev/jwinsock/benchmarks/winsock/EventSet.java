package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.Windows;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/** Waits for up to 64 event objects, and finds all that are signalled: a wait tells the first of them. */
final class EventSet implements AutoCloseable {
    /** By position, the events from there on: a wait takes an array's start. */
    private final HANDLE[][] from;

    EventSet(HANDLE[] events) {
        from = new HANDLE[events.length][];
        for (int i = 0; i < events.length; i++) {
            from[i] = Arrays.copyOfRange(events, i, events.length);
        }
    }

    /** So many new event objects. */
    static HANDLE[] events(int count) {
        HANDLE[] events = new HANDLE[count];
        for (int i = 0; i < count; i++) {
            events[i] = WSACreateEvent();
        }
        return events;
    }

    /** Waits for one, and sets the positions of those that are signalled by then; they stay so. */
    void await(BitSet signalled) throws IOException {
        int start = 0;
        int timeout = WSA_INFINITE;
        while (start < from.length) {
            int index = WSAWaitForMultipleEvents(from.length - start, from[start], false, timeout, false);
            if (index == Windows.WAIT_TIMEOUT) {
                return;
            }
            if (index == Windows.WAIT_FAILED) {
                throw new IOException("WSAWaitForMultipleEvents: error " + WSAGetLastError());
            }
            signalled.set(start + index);
            start += index + 1;
            timeout = 0; // the others that are signalled already
        }
    }

    @Override
    public void close() {
        for (HANDLE[] events : from) {
            WSACloseEvent(events[0]);
        }
    }
}

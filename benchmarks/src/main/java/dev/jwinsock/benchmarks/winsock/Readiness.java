package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.Windows;
import dev.jwinsock.benchmarks.shape.Style;
import dev.jwinsock.fd_set;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/** One of Winsock's ways to wait until some of a fixed number of sockets can be read. */
abstract class Readiness implements AutoCloseable {
    final SOCKET[] sockets;
    private final BitSet left;

    private Readiness(SOCKET[] sockets) {
        this.sockets = sockets;
        this.left = new BitSet(sockets.length);
        left.set(0, sockets.length);
    }

    static Readiness of(Style style, SOCKET[] sockets) throws IOException {
        return switch (style) {
            case POLL -> new Poll(sockets);
            case SELECT -> new Select(sockets);
            case EVENT -> sockets.length > WSA_MAXIMUM_WAIT_EVENTS ? new SharedEvent(sockets) : new Event(sockets);
            default -> throw new IllegalArgumentException(style.label());
        };
    }

    /** Waits, and sets the positions of those that can be read or have ended. */
    abstract void await(BitSet ready) throws IOException;

    /** The socket is closed: it is not waited for any more. */
    void remove(int position) {
        left.clear(position);
    }

    final boolean has(int position) {
        return left.get(position);
    }

    final boolean isEmpty() {
        return left.isEmpty();
    }

    @Override
    public void close() {}

    private static IOException failure(String function) {
        return new IOException(function + ": error " + WSAGetLastError());
    }

    private static final class Poll extends Readiness {
        private final WSAPOLLFD[] fds;

        Poll(SOCKET[] sockets) {
            super(sockets);
            fds = Arrays.stream(sockets).map(s -> new WSAPOLLFD(s, POLLRDNORM)).toArray(WSAPOLLFD[]::new);
        }

        @Override
        void await(BitSet ready) throws IOException {
            if (WSAPoll(fds, fds.length, -1) == SOCKET_ERROR) {
                throw failure("WSAPoll");
            }
            for (int i = 0; i < fds.length; i++) {
                ready.set(i, fds[i].revents != 0);
            }
        }

        @Override
        void remove(int position) {
            super.remove(position);
            fds[position].fd = INVALID_SOCKET;
        }
    }

    private static final class Select extends Readiness {
        private final fd_set set;

        Select(SOCKET[] sockets) {
            super(sockets);
            set = new fd_set(sockets.length);
        }

        @Override
        void await(BitSet ready) throws IOException {
            FD_ZERO(set);
            for (int i = 0; i < sockets.length; i++) {
                if (has(i)) {
                    set.fd_array[set.fd_count++] = sockets[i];
                }
            }
            if (select(0, set, null, null, null) == SOCKET_ERROR) {
                throw failure("select");
            }
            // What is ready stands in the set in the order of the sockets
            int member = 0;
            for (int i = 0; i < sockets.length && member < set.fd_count; i++) {
                if (set.fd_array[member] == sockets[i]) {
                    ready.set(i);
                    member++;
                }
            }
        }
    }

    /** One event object for more sockets than a thread can wait for: each signal means that all have to be asked. */
    private static final class SharedEvent extends Readiness {
        private final HANDLE[] event = {WSACreateEvent()};
        private final WSANETWORKEVENTS happened = new WSANETWORKEVENTS();

        SharedEvent(SOCKET[] sockets) throws IOException {
            super(sockets);
            for (SOCKET s : sockets) {
                if (WSAEventSelect(s, event[0], FD_READ | FD_CLOSE) == SOCKET_ERROR) {
                    throw failure("WSAEventSelect");
                }
            }
        }

        @Override
        void await(BitSet ready) throws IOException {
            if (WSAWaitForMultipleEvents(1, event, false, WSA_INFINITE, false) == Windows.WAIT_FAILED) {
                throw failure("WSAWaitForMultipleEvents");
            }
            // Before the sockets are asked, so that what happens meanwhile signals it again
            WSAResetEvent(event[0]);
            for (int i = 0; i < sockets.length; i++) {
                if (has(i)) {
                    if (WSAEnumNetworkEvents(sockets[i], null, happened) == SOCKET_ERROR) {
                        throw failure("WSAEnumNetworkEvents");
                    }
                    ready.set(i, happened.lNetworkEvents != 0);
                }
            }
        }

        @Override
        public void close() {
            WSACloseEvent(event[0]);
        }
    }

    private static final class Event extends Readiness {
        private final HANDLE[] events;
        private final EventSet set;
        private final BitSet signalled;
        private final WSANETWORKEVENTS happened = new WSANETWORKEVENTS();

        Event(SOCKET[] sockets) throws IOException {
            super(sockets);
            events = EventSet.events(sockets.length);
            set = new EventSet(events);
            signalled = new BitSet(events.length);
            for (int i = 0; i < events.length; i++) {
                if (WSAEventSelect(sockets[i], events[i], FD_READ | FD_CLOSE) == SOCKET_ERROR) {
                    throw failure("WSAEventSelect");
                }
            }
        }

        @Override
        void await(BitSet ready) throws IOException {
            signalled.clear();
            set.await(signalled);
            for (int i = signalled.nextSetBit(0); i >= 0; i = signalled.nextSetBit(i + 1)) {
                if (!has(i)) {
                    WSAResetEvent(events[i]);
                    continue;
                }
                if (WSAEnumNetworkEvents(sockets[i], events[i], happened) == SOCKET_ERROR) {
                    throw failure("WSAEnumNetworkEvents");
                }
                ready.set(i, happened.lNetworkEvents != 0);
            }
        }

        @Override
        public void close() {
            set.close();
        }
    }
}

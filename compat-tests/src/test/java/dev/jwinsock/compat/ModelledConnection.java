package dev.jwinsock.compat;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.linger;
import dev.jwinsock.transport.Capability;

/**
 * A connection and its model, taken through the same steps. A step that changes what the kernel knows returns only when
 * it shows on the watched socket, so that the comparison after it has one right answer. Steps that make no sense in the
 * current state do nothing.
 */
final class ModelledConnection implements AutoCloseable {
    private static final int BUFFER = 8 * 1024;

    private final SOCKET socket;
    private final SOCKET peer;
    private final HANDLE event = WSACreateEvent();
    private final EventModel model;
    private final byte[] room = new byte[64 * 1024];

    private boolean peerCanSend = true;
    private boolean peerOpen = true;
    private long onTheWay;

    /** One kind of step; the number says how much or which, in whatever way fits. */
    enum Step {
        ARRIVAL {
            @Override
            void run(ModelledConnection c, int number) {
                c.arrival(1 + number % 100);
            }
        },
        PARTIAL_READ {
            @Override
            void run(ModelledConnection c, int number) {
                if (c.model.unread() > 1) {
                    c.read(1 + number % (c.model.unread() - 1));
                }
            }
        },
        DRAINING_READ {
            @Override
            void run(ModelledConnection c, int number) {
                c.read(c.room.length);
            }
        },
        SEND_UNTIL_IT_BLOCKS {
            @Override
            void run(ModelledConnection c, int number) {
                c.fill();
            }
        },
        PEER_DRAINS {
            @Override
            void run(ModelledConnection c, int number) {
                c.peerDrains();
            }
        },
        PEER_HALF_CLOSE {
            @Override
            void run(ModelledConnection c, int number) {
                c.peerHalfClose();
            }
        },
        PEER_CLOSE {
            @Override
            void run(ModelledConnection c, int number) {
                c.peerClose();
            }
        },
        PEER_RESET {
            @Override
            void run(ModelledConnection c, int number) {
                c.peerReset();
            }
        },
        SELECT {
            @Override
            void run(ModelledConnection c, int number) {
                c.select(number & (FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT | FD_CONNECT | FD_CLOSE));
            }
        },
        SELECT_ALL {
            @Override
            void run(ModelledConnection c, int number) {
                c.select(FD_ALL_EVENTS);
            }
        },
        ENUMERATE {
            @Override
            void run(ModelledConnection c, int number) {
                c.enumerate(true);
            }
        },
        ENUMERATE_WITHOUT_RESET {
            @Override
            void run(ModelledConnection c, int number) {
                c.enumerate(false);
            }
        },
        RESET_EVENT {
            @Override
            void run(ModelledConnection c, int number) {
                assertThat(WSAResetEvent(c.event)).isTrue();
                c.model.resetEvent();
            }
        };

        abstract void run(ModelledConnection c, int number);
    }

    /** @param connecting whether the socket that called connect is watched, or the accepted one */
    ModelledConnection(boolean connecting) {
        SOCKET listener = small(Sockets.boundTcp());
        expectZero(listen(listener, 1));
        SOCKET client = small(Sockets.tcp());
        expectZero(connect(client, Sockets.localAddress(listener), 16));
        SOCKET server = expectSocket(accept(listener, null, null));
        expectZero(closesocket(listener));
        Pair pair = new Pair(Sockets.nonblocking(client), Sockets.nonblocking(server));
        socket = connecting ? pair.client() : pair.server();
        peer = connecting ? pair.server() : pair.client();
        model = new EventModel(connecting, can(Capability.PEER_CLOSED));
    }

    /** Small buffers make full ones cheap. */
    private static SOCKET small(SOCKET s) {
        Sockets.with(s, SOL_SOCKET, SO_SNDBUF, BUFFER);
        return Sockets.with(s, SOL_SOCKET, SO_RCVBUF, BUFFER);
    }

    private static boolean can(Capability capability) {
        return Transports.capabilities().contains(capability);
    }

    void step(Step step, int number) {
        String before = model.toString();
        step.run(this, number);
        noticeRoom();
        int waited = WSAWaitForMultipleEvents(1, new HANDLE[] {event}, false, 0, false);
        assertThat(waited).isIn(WSA_WAIT_EVENT_0, WSA_WAIT_TIMEOUT);
        boolean signalled = waited == WSA_WAIT_EVENT_0;
        assertThat(model.agreesOnSignal(signalled))
                .as("event object signalled: %b after %s; before: %s; after: %s", signalled, step, before, model)
                .isTrue();
    }

    /**
     * Any segment of the peer may bring a larger window: whether there is room is the kernel's to say. Asked twice,
     * since what a nonblocking send took over the kernel's buffer (S109) may take the room at the first question.
     */
    private void noticeRoom() {
        if (alive() && !model.writable() && (flags() & POLLWRNORM) != 0 && (flags() & POLLWRNORM) != 0) {
            model.roomAppeared();
        }
    }

    private boolean alive() {
        return !model.wasReset();
    }

    // ---------------------------------------------------------------- the watched socket

    private void select(int mask) {
        int documented = model.documented(mask);
        expectZero(WSAEventSelect(socket, event, documented));
        model.select(documented);
    }

    private void enumerate(boolean withReset) {
        String before = model.toString();
        WSANETWORKEVENTS record = new WSANETWORKEVENTS();
        expectZero(WSAEnumNetworkEvents(socket, withReset ? event : null, record));
        int expected = model.enumerate(withReset);
        assertThat(model.agreesOnRecord(expected, record.lNetworkEvents))
                .as("recorded: 0x%02x, expected: 0x%02x; before: %s", record.lNetworkEvents, expected, before)
                .isTrue();
        for (int bit = 0; bit < FD_MAX_EVENTS; bit++) {
            boolean closed = bit == FD_CLOSE_BIT && (expected & FD_CLOSE) != 0;
            assertThat(record.iErrorCode[bit]).as("error of bit %d", bit).isEqualTo(closed ? model.closeError() : 0);
        }
    }

    private void read(int most) {
        if (!alive()) {
            return;
        }
        int expected = Math.min(most, model.unread());
        int n = recv(socket, room, most, 0);
        if (expected == 0 && !model.ended()) {
            expectError(WSAEWOULDBLOCK, n);
        } else {
            expectCount(expected, n);
        }
        model.received(expected);
        awaitEnd();
    }

    private void fill() {
        if (!alive() || !peerOpen) {
            return;
        }
        // Data still move into the peer's buffer for a moment: full is when the kernel says so after all.
        Deadline.require("the connection is full", () -> {
            int n = send(socket, room, BUFFER, 0);
            if (n != SOCKET_ERROR) {
                onTheWay += n;
                return false;
            }
            expectLastError(WSAEWOULDBLOCK);
            model.sendBlocked();
            return (flags() & POLLWRNORM) == 0;
        });
    }

    // ---------------------------------------------------------------- the peer

    private void arrival(int count) {
        // A FIN may be on its way out behind data that do not fit any more: keep well below the buffer.
        if (!alive() || !peerCanSend || model.unread() + count > BUFFER / 4) {
            return;
        }
        expectCount(count, send(peer, new byte[count], count, 0));
        IntRef queued = new IntRef();
        int all = model.unread() + count;
        Deadline.require("the data arrive", () -> ioctlsocket(socket, FIONREAD, queued) == 0 && queued.value == all);
        model.arrived(count);
    }

    private void peerDrains() {
        if (!alive() || !peerOpen) {
            return;
        }
        Deadline.require("everything reaches the peer", () -> {
            int n = onTheWay == 0 ? 0 : recv(peer, room, room.length, 0);
            onTheWay -= Math.max(0, n);
            return onTheWay == 0;
        });
        Deadline.require("the socket is writable", () -> (flags() & POLLWRNORM) != 0);
        model.roomAppeared();
    }

    private void peerHalfClose() {
        if (!alive() || !peerCanSend) {
            return;
        }
        expectZero(shutdown(peer, SD_SEND));
        peerCanSend = false;
        model.peerEnded();
        awaitEnd();
    }

    private void peerClose() {
        // Closing with unread data is a reset
        if (!alive() || !peerOpen || onTheWay != 0) {
            return;
        }
        expectZero(closesocket(peer));
        peerCanSend = false;
        peerOpen = false;
        model.peerEnded();
        awaitEnd();
    }

    private void peerReset() {
        // Without a look at the data a reset shows only in recv; after the end of the stream it says nothing new
        if (!alive() || !peerCanSend || !can(Capability.PEEK)) {
            return;
        }
        expectZero(setsockopt(peer, SOL_SOCKET, SO_LINGER, new linger(1, 0), 4));
        expectZero(closesocket(peer));
        peerCanSend = false;
        peerOpen = false;
        Deadline.require("the reset arrives", () -> (flags() & POLLERR) != 0);
        model.peerReset();
    }

    /** Where the end can be seen, it is awaited. */
    private void awaitEnd() {
        if (model.endShows()) {
            Deadline.require("the end arrives", () -> (flags() & POLLHUP) != 0);
        }
    }

    private int flags() {
        WSAPOLLFD[] fds = {new WSAPOLLFD(socket, POLLIN | POLLOUT)};
        assertThat(WSAPoll(fds, 1, 0)).isNotNegative();
        return fds[0].revents;
    }

    @Override
    public void close() {
        assertThat(WSACloseEvent(event)).isTrue();
    }
}

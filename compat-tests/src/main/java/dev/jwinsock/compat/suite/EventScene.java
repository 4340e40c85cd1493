package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Sockets.listener;
import static dev.jwinsock.compat.harness.Sockets.nonblocking;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.transport.Capability;

/** What tests of network events do all the time. */
abstract class EventScene extends Scene {
    /** The socket with a selection; its event object is closed after the test. */
    final Watch watch(SOCKET s, int mask) {
        return track(new Watch(s)).select(mask);
    }

    /** An event object that is closed after the test. */
    final HANDLE event() {
        HANDLE event = Watch.newEvent();
        track(() -> WSACloseEvent(event));
        return event;
    }

    /** A nonblocking connection through a listener that is closed. */
    static Pair nonblockingPair() {
        SOCKET listener = listener();
        Pair pair = pair(listener);
        closesocket(listener);
        nonblocking(pair.client());
        nonblocking(pair.server());
        return pair;
    }

    /** Sends until the send would block; returns the number of bytes. */
    static long fill(SOCKET s) {
        byte[] chunk = data(64 * 1024);
        long total = 0;
        while (true) {
            int n = send(s, chunk);
            if (n == SOCKET_ERROR) {
                int error = WSAGetLastError();
                if (error != WSAEWOULDBLOCK) {
                    throw new AssertionError("send failed with " + error + " after " + total + " bytes");
                }
                return total;
            }
            total += n;
        }
    }

    /** Receives exactly so many bytes from a nonblocking socket. */
    static void drain(SOCKET s, long count) {
        byte[] room = new byte[256 * 1024];
        long left = count;
        while (left > 0) {
            int n = awaitResult("data", () -> recv(s, room));
            if (n <= 0) {
                throw new AssertionError("recv gave " + n + " with " + left + " bytes to come: " + WSAGetLastError());
            }
            left -= n;
        }
    }

    /** One urgent byte. */
    static int sendUrgent(SOCKET s, int value) {
        return dev.jwinsock.Winsock2.send(s, new byte[] {(byte) value}, 1, MSG_OOB);
    }

    /** Whether select finds the socket in exceptfds now. */
    static boolean exceptional(SOCKET s) {
        dev.jwinsock.fd_set set = new dev.jwinsock.fd_set();
        FD_SET(s, set);
        return select(0, null, null, set, new dev.jwinsock.timeval(0, 0)) == 1;
    }

    /** Ends the connection of a socket of ours with a reset from the other one. */
    static void reset(SOCKET s) {
        Sockets.nonblocking(s);
        lingerFor(s, 0);
        closesocket(s);
    }

    static boolean can(Capability capability) {
        return Transports.capabilities().contains(capability);
    }
}

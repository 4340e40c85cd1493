package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.expectSocket;
import static dev.jwinsock.compat.harness.Expect.expectZero;

import dev.jwinsock.SOCKET;
import dev.jwinsock.sockaddr;

/** Makes sockets that can talk, through the API only. */
public final class Pairs {
    private Pairs() {}

    /** A blocking TCP connection over 127.0.0.1. */
    public static Pair tcp() {
        SOCKET listener = Sockets.listener();
        return connected(listener, Sockets.localAddress(listener), Sockets.tcp());
    }

    /** A blocking TCP connection over ::1; unsupported without IPv6. */
    public static Pair tcp6() {
        SOCKET listener = Sockets.listening(Sockets.bound(Sockets.tcp6(), Sockets.loopback6(0)));
        return connected(listener, Sockets.localAddress6(listener), Sockets.tcp6());
    }

    /** Connects the client to the listener, accepts, and closes the listener. */
    public static Pair connected(SOCKET listener, sockaddr address, SOCKET client) {
        expectZero(connect(client, address, sizeof(address)));
        SOCKET server = expectSocket(accept(listener, null, null));
        expectZero(closesocket(listener));
        return new Pair(client, server);
    }

    /** Two datagram sockets bound to 127.0.0.1, not connected. */
    public static Pair udp() {
        return new Pair(Sockets.boundUdp(), Sockets.boundUdp());
    }

    /** Two datagram sockets bound to ::1, not connected; unsupported without IPv6. */
    public static Pair udp6() {
        return new Pair(
                Sockets.bound(Sockets.udp6(), Sockets.loopback6(0)),
                Sockets.bound(Sockets.udp6(), Sockets.loopback6(0)));
    }

    /** Two datagram sockets on 127.0.0.1, connected to each other. */
    public static Pair connectedUdp() {
        Pair pair = udp();
        sockaddr server = Sockets.localAddress(pair.server());
        sockaddr client = Sockets.localAddress(pair.client());
        expectZero(connect(pair.client(), server, sizeof(server)));
        expectZero(connect(pair.server(), client, sizeof(client)));
        return pair;
    }
}

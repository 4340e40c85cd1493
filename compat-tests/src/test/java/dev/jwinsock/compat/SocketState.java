package dev.jwinsock.compat;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Sockets.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The states a function may find a socket in; all sockets are nonblocking. */
enum SocketState {
    NULL(() -> null),
    INVALID(() -> INVALID_SOCKET),
    CLOSED(() -> closed(tcp())),
    TCP(() -> nonblocking(tcp())),
    TCP_BOUND(() -> nonblocking(boundTcp())),
    TCP_LISTENING(() -> nonblocking(listener())),
    TCP_CONNECTED(() -> nonblocking(Pairs.tcp().client())),
    TCP_ACCEPTED(() -> nonblocking(Pairs.tcp().server())),
    TCP_WITH_DATA(SocketState::withData),
    TCP_SHUT_SEND(() -> shut(SD_SEND)),
    TCP_SHUT_RECEIVE(() -> shut(SD_RECEIVE)),
    TCP_SHUT_BOTH(() -> shut(SD_BOTH)),
    TCP_PEER_CLOSED(SocketState::peerClosed),
    TCP6(() -> nonblocking(socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP))),
    UDP(() -> nonblocking(udp())),
    UDP_BOUND(() -> nonblocking(boundUdp())),
    UDP_CONNECTED(() -> nonblocking(Pairs.connectedUdp().client())),
    UDP6(() -> nonblocking(socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP)));

    private final Supplier<@Nullable SOCKET> maker;

    SocketState(Supplier<@Nullable SOCKET> maker) {
        this.maker = maker;
    }

    @Nullable
    SOCKET make() {
        return maker.get();
    }

    private static SOCKET closed(SOCKET s) {
        closesocket(s);
        return s;
    }

    private static SOCKET withData() {
        Pair pair = Pairs.tcp();
        send(pair.client(), new byte[3], 3, 0);
        return nonblocking(pair.server());
    }

    private static SOCKET shut(int how) {
        SOCKET s = nonblocking(Pairs.tcp().client());
        shutdown(s, how);
        return s;
    }

    private static SOCKET peerClosed() {
        Pair pair = Pairs.tcp();
        closesocket(pair.server());
        return nonblocking(pair.client());
    }
}

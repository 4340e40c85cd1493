package dev.jwinsock;

/** {@code winsock2.h}. */
public final class Winsock2 {
    public static final SOCKET INVALID_SOCKET = SOCKET.INVALID;
    public static final int SOCKET_ERROR = -1;

    private Winsock2() {}

    public static SOCKET socket(int af, int type, int protocol) {
        return dev.jwinsock.ws2.Sockets.socket(af, type, protocol);
    }
}

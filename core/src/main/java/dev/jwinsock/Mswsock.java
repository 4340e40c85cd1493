package dev.jwinsock;

/** {@code mswsock.h}: Microsoft's extensions of the Windows Sockets 2 service. */
public final class Mswsock {
    private Mswsock() {}
}

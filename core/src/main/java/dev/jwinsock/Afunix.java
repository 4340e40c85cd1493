package dev.jwinsock;

/**
 * C: {@code afunix.h}: sockets of the address family AF_UNIX, which connect programs of one machine by a path of the file
 * system. A {@link sockaddr_un} is their address, {@code socket(AF_UNIX, SOCK_STREAM, 0)} makes one.
 *
 * <p>As on Windows there are streams only: no datagrams, no socketpair, no control messages, no urgent data, no address
 * without a path (abstract, or chosen by bind). A path that exists already is WSAEADDRINUSE for bind; closesocket leaves
 * the file, the program removes it. A path below no directory, or to no file, is WSAENETDOWN; a file that nobody listens
 * on is WSAECONNREFUSED. A transport without such sockets makes {@code socket} fail with WSAEAFNOSUPPORT.
 */
public final class Afunix {
    /** Bytes of {@code sun_path}. */
    public static final int UNIX_PATH_MAX = 108;

    /** WSAIoctl: the process id of a connection's other end, as an {@link IntRef}; WSAENOTCONN without a connection. */
    public static final int SIO_AF_UNIX_GETPEERPID = 0x58000100;

    private Afunix() {}
}

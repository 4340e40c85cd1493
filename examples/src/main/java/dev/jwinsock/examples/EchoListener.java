package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** What the echo servers have in common: a listening socket, and echoing on a non-blocking one. */
final class EchoListener {
    static final int DEFAULT_PORT = 27015;

    private EchoListener() {}

    /** @return the socket, or INVALID_SOCKET with the reason printed */
    static SOCKET open(int port, PrintStream out) {
        SOCKET listenSocket = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        if (listenSocket == INVALID_SOCKET) {
            out.printf("socket failed with error: %s%n", Errors.last());
            return INVALID_SOCKET;
        }
        sockaddr_in service = new sockaddr_in();
        service.sin_family = AF_INET;
        service.sin_addr.s_addr = htonl(INADDR_ANY);
        service.sin_port = htons(port);
        if (bind(listenSocket, service, sizeof(service)) == SOCKET_ERROR) {
            return failed("bind", listenSocket, out);
        }
        if (listen(listenSocket, SOMAXCONN) == SOCKET_ERROR) {
            return failed("listen", listenSocket, out);
        }
        return listenSocket;
    }

    private static SOCKET failed(String function, SOCKET listenSocket, PrintStream out) {
        out.printf("%s failed with error: %s%n", function, Errors.last());
        closesocket(listenSocket);
        return INVALID_SOCKET;
    }

    /**
     * Takes the next connection that waits on a non-blocking listening socket.
     *
     * @return INVALID_SOCKET when none waits, or when there is a reason not to go on, which is printed
     */
    static SOCKET next(SOCKET listenSocket, PrintStream out) {
        SOCKET s = accept(listenSocket, null, null);
        if (s == INVALID_SOCKET && WSAGetLastError() != WSAEWOULDBLOCK) {
            out.printf("accept failed with error: %s%n", Errors.last());
            closesocket(listenSocket);
        }
        return s;
    }

    static int port(SOCKET listenSocket) {
        sockaddr_in bound = new sockaddr_in();
        getsockname(listenSocket, bound, new IntRef(sizeof(bound)));
        return ntohs(bound.sin_port) & 0xffff;
    }

    /** Echoes once. @return whether the connection goes on */
    static boolean echo(@Nullable SOCKET s, byte[] buffer, PrintStream out) {
        int received = recv(s, buffer, buffer.length, 0);
        if (received == 0) {
            return false;
        }
        if (received == SOCKET_ERROR) {
            return WSAGetLastError() == WSAEWOULDBLOCK || lost("recv", out);
        }
        // A non-blocking send takes all or nothing (S109); a peer that sends without reading is cut off.
        return send(s, buffer, received, 0) != SOCKET_ERROR || lost("send", out);
    }

    private static boolean lost(String function, PrintStream out) {
        out.printf("%s failed with error: %s%n", function, Errors.last());
        return false;
    }

    /** @return the port; anything else ends the program after printing how it is used */
    static int portArgument(String name, String[] argv) {
        if (argv.length == 0) {
            return DEFAULT_PORT;
        }
        if (argv.length == 1 && argv[0].matches("[0-9]{1,5}") && Integer.parseInt(argv[0]) < 65536) {
            return Integer.parseInt(argv[0]);
        }
        System.out.printf(
                "usage: %s [port]        (default %d; 0 takes any free port; Ctrl-C ends it)%n", name, DEFAULT_PORT);
        System.exit(argv.length == 1 && argv[0].equals("--help") ? 0 : 1);
        return DEFAULT_PORT;
    }
}

package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.examples.Errors;
import dev.jwinsock.sockaddr_in;
import java.util.function.Consumer;

/**
 * Serves one connection after the other, on a free port of the loopback interface, in a thread of its own. Needs a
 * WSAStartup by the caller.
 */
final class LoopbackServer implements AutoCloseable {
    private final SOCKET listenSocket;
    private final sockaddr_in address = loopback();
    private final Consumer<SOCKET> protocol;
    private final Thread thread;

    /** @param protocol takes what a client sends, until the client closes the connection */
    LoopbackServer(Consumer<SOCKET> protocol) {
        this.protocol = protocol;
        this.listenSocket = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        if (bind(listenSocket, address, sizeof(address)) == SOCKET_ERROR
                || listen(listenSocket, SOMAXCONN) == SOCKET_ERROR
                || getsockname(listenSocket, address, new IntRef(sizeof(address))) == SOCKET_ERROR) {
            String reason = Errors.last();
            closesocket(listenSocket);
            throw new IllegalStateException("the server cannot listen: " + reason);
        }
        this.thread = new Thread(this::serve, "loopback-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Any port of 127.0.0.1. */
    static sockaddr_in loopback() {
        sockaddr_in address = new sockaddr_in();
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    sockaddr_in address() {
        return address;
    }

    private void serve() {
        SOCKET s = accept(listenSocket, null, null);
        while (s != INVALID_SOCKET) {
            protocol.accept(s);
            closesocket(s);
            s = accept(listenSocket, null, null);
        }
    }

    /** Waits until the connections that it has accepted are closed by their clients; then no thread is left. */
    @Override
    public void close() {
        closesocket(listenSocket);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

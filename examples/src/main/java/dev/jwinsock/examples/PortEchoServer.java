package dev.jwinsock.examples;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSADATA;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An echo server on a completion port: connections come by AcceptEx, and a thread for each processor takes the packets. A
 * connection has one operation at a time, which extends OVERLAPPED as a C program's structure begins with one.
 */
public final class PortEchoServer {
    private static final int ROOM = 4096;
    /** Bytes of an address block: a sockaddr and 16. */
    private static final int BLOCK = 32;

    /** So many AcceptEx wait at a time. */
    private static final int ACCEPTS = 16;

    private final SOCKET listenSocket;
    private final HANDLE port;
    private final PrintStream out;

    private PortEchoServer(SOCKET listenSocket, HANDLE port, PrintStream out) {
        this.listenSocket = listenSocket;
        this.port = port;
        this.out = out;
    }

    public static void main(String[] argv) {
        int port = EchoListener.portArgument("PortEchoServer", argv);
        System.exit(run(port, System.out, s -> System.out.printf("Listening on port: %d%n", EchoListener.port(s))));
    }

    /**
     * Serves until the listening socket is closed.
     *
     * @param listening is given that socket
     * @return the exit code
     */
    static int run(int port, PrintStream out, Consumer<SOCKET> listening) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET listenSocket = EchoListener.open(port, out);
        int code = listenSocket == INVALID_SOCKET ? 1 : serve(listenSocket, out, listening);
        WSACleanup(); // closes the connections that are left
        return code;
    }

    private static int serve(SOCKET listenSocket, PrintStream out, Consumer<SOCKET> listening) {
        HANDLE port = CreateIoCompletionPort(listenSocket, null, "listener", 0);
        if (port == null) {
            out.printf("CreateIoCompletionPort failed with error: %s%n", Errors.last());
            return 1;
        }
        PortEchoServer server = new PortEchoServer(listenSocket, port, out);
        for (int i = 0; i < ACCEPTS; i++) {
            server.accept();
        }
        listening.accept(listenSocket);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(server::work, "port-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                CloseHandle(port); // ends the threads
                return 1;
            }
        }
        return 0;
    }

    private void work() {
        IntRef transferred = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        while (true) {
            boolean success = GetQueuedCompletionStatus(port, transferred, key, overlapped, INFINITE);
            if (!(overlapped.value instanceof Connection connection)) {
                return; // the port was closed
            }
            connection.completed(success, transferred.value);
        }
    }

    private void accept() {
        SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        Connection connection = new Connection(s);
        if (!AcceptEx(listenSocket, s, connection.memory, 0, BLOCK, BLOCK, null, connection)
                && GetLastError() != ERROR_IO_PENDING) {
            closesocket(s);
            CloseHandle(port); // the listening socket is closed, or worse: all threads end
        }
    }

    private enum State {
        ACCEPTING,
        RECEIVING,
        SENDING
    }

    /** A connection and its operation. */
    private final class Connection extends OVERLAPPED {
        private final SOCKET socket;
        private final ByteBuffer memory = ByteBuffer.allocateDirect(ROOM);
        private final WSABUF[] buffers = {new WSABUF(memory)};
        private State state = State.ACCEPTING;

        Connection(SOCKET socket) {
            this.socket = socket;
        }

        void completed(boolean success, int bytes) {
            switch (state) {
                case ACCEPTING -> accepted(success);
                case RECEIVING -> {
                    if (!success || bytes == 0) {
                        closesocket(socket); // reset, or the end
                    } else {
                        send(bytes);
                    }
                }
                case SENDING -> {
                    if (success) {
                        receive();
                    } else {
                        closesocket(socket);
                    }
                }
            }
        }

        private void accepted(boolean success) {
            if (!success) {
                closesocket(socket);
                CloseHandle(port); // the listening socket was closed
                return;
            }
            accept(); // the next one may come meanwhile
            setsockopt(socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listenSocket, 8);
            if (CreateIoCompletionPort(socket, port, this, 0) == null) {
                out.printf("CreateIoCompletionPort failed with error: %s%n", Errors.last());
                closesocket(socket);
                return;
            }
            receive();
        }

        private void receive() {
            state = State.RECEIVING;
            buffers[0].len = ROOM;
            begun(WSARecv(socket, buffers, 1, null, new IntRef(), this, null));
        }

        private void send(int bytes) {
            state = State.SENDING;
            buffers[0].len = bytes;
            begun(WSASend(socket, buffers, 1, null, 0, this, null));
        }

        /** Done at once or not, a packet comes. */
        private void begun(int result) {
            if (result == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) {
                closesocket(socket);
            }
        }
    }
}

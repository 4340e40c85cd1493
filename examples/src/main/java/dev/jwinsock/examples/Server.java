package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.addrinfo;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * "Complete Winsock Server Code": takes one connection, echoes until the client shuts down, and exits.
 *
 * <p>Beyond the C program it takes the port as an argument and says in words what an error number means.
 */
public final class Server {
    private static final int DEFAULT_BUFLEN = 512;
    private static final String DEFAULT_PORT = "27015";

    private Server() {}

    public static void main(String[] argv) {
        if (argv.length > 1 || argv.length == 1 && argv[0].equals("--help")) {
            System.out.println("usage: Server [port]        (default " + DEFAULT_PORT + "; 0 takes any free port)");
            System.exit(argv.length > 1 ? 1 : 0);
        }
        String port = argv.length == 1 ? argv[0] : DEFAULT_PORT;
        System.exit(run(port, System.out, bound -> {
            if (!port.equals(Integer.toString(bound))) {
                System.out.printf("Listening on port: %d%n", bound);
            }
        }));
    }

    /**
     * The C program's main.
     *
     * @param listening is told the port when clients may connect
     * @return the exit code
     */
    static int run(String port, PrintStream out, IntConsumer listening) {
        WSADATA wsaData = new WSADATA();
        int iResult;

        SOCKET listenSocket;
        SOCKET clientSocket;

        Ref<addrinfo> list = new Ref<>();
        addrinfo hints = new addrinfo();

        int iSendResult;
        byte[] recvbuf = new byte[DEFAULT_BUFLEN];
        int recvbuflen = DEFAULT_BUFLEN;

        // Initialize Winsock
        iResult = WSAStartup(MAKEWORD(2, 2), wsaData);
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }

        hints.ai_family = AF_INET;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_protocol = IPPROTO_TCP;
        hints.ai_flags = AI_PASSIVE;

        // Resolve the server address and port
        iResult = getaddrinfo(null, port, hints, list);
        addrinfo result = list.value;
        if (iResult != 0 || result == null) {
            out.printf("getaddrinfo failed with error: %s%n", Errors.text(iResult));
            WSACleanup();
            return 1;
        }

        // Create a SOCKET for connecting to server
        listenSocket = socket(result.ai_family, result.ai_socktype, result.ai_protocol);
        if (listenSocket == INVALID_SOCKET) {
            out.printf("socket failed with error: %s%n", Errors.last());
            freeaddrinfo(result);
            WSACleanup();
            return 1;
        }

        // Setup the TCP listening socket
        iResult = bind(listenSocket, result.ai_addr, result.ai_addrlen);
        if (iResult == SOCKET_ERROR) {
            out.printf("bind failed with error: %s%n", Errors.last());
            freeaddrinfo(result);
            closesocket(listenSocket);
            WSACleanup();
            return 1;
        }

        freeaddrinfo(result);

        iResult = listen(listenSocket, SOMAXCONN);
        if (iResult == SOCKET_ERROR) {
            out.printf("listen failed with error: %s%n", Errors.last());
            closesocket(listenSocket);
            WSACleanup();
            return 1;
        }

        // Not in the C program: with port 0 somebody has to be told where to connect to
        sockaddr_in bound = new sockaddr_in();
        iResult = getsockname(listenSocket, bound, new IntRef(sizeof(bound)));
        if (iResult == SOCKET_ERROR) {
            out.printf("getsockname failed with error: %s%n", Errors.last());
            closesocket(listenSocket);
            WSACleanup();
            return 1;
        }
        listening.accept(ntohs(bound.sin_port));

        // Accept a client socket
        clientSocket = accept(listenSocket, null, null);
        if (clientSocket == INVALID_SOCKET) {
            out.printf("accept failed with error: %s%n", Errors.last());
            closesocket(listenSocket);
            WSACleanup();
            return 1;
        }

        // No longer need server socket
        closesocket(listenSocket);

        // Receive until the peer shuts down the connection
        do {
            iResult = recv(clientSocket, recvbuf, recvbuflen, 0);
            if (iResult > 0) {
                out.printf("Bytes received: %d%n", iResult);

                // Echo the buffer back to the sender
                iSendResult = send(clientSocket, recvbuf, iResult, 0);
                if (iSendResult == SOCKET_ERROR) {
                    out.printf("send failed with error: %s%n", Errors.last());
                    closesocket(clientSocket);
                    WSACleanup();
                    return 1;
                }
                out.printf("Bytes sent: %d%n", iSendResult);
            } else if (iResult == 0) {
                out.printf("Connection closing...%n");
            } else {
                out.printf("recv failed with error: %s%n", Errors.last());
                closesocket(clientSocket);
                WSACleanup();
                return 1;
            }
        } while (iResult > 0);

        // shutdown the connection since we're done
        iResult = shutdown(clientSocket, SD_SEND);
        if (iResult == SOCKET_ERROR) {
            out.printf("shutdown failed with error: %s%n", Errors.last());
            closesocket(clientSocket);
            WSACleanup();
            return 1;
        }

        // cleanup
        closesocket(clientSocket);
        WSACleanup();

        return 0;
    }
}

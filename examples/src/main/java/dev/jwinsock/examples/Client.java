package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.addrinfo;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * "Complete Winsock Client Code": connects, sends one message, shuts its sending side down, and receives to the end.
 *
 * <p>Beyond the C program it takes the port as an argument and says in words what an error number means.
 */
public final class Client {
    private static final int DEFAULT_BUFLEN = 512;
    private static final String DEFAULT_PORT = "27015";

    private Client() {}

    public static void main(String[] argv) {
        // Validate the parameters
        if (argv.length < 1 || argv.length > 2 || argv[0].equals("--help")) {
            System.out.println("usage: Client server-name [port]        (default " + DEFAULT_PORT + ")");
            System.exit(argv.length == 1 ? 0 : 1);
        }
        System.exit(run(argv[0], argv.length == 2 ? argv[1] : DEFAULT_PORT, System.out));
    }

    /**
     * The C program's main.
     *
     * @return the exit code
     */
    static int run(String server, String port, PrintStream out) {
        WSADATA wsaData = new WSADATA();
        SOCKET connectSocket = INVALID_SOCKET;
        Ref<addrinfo> result = new Ref<>();
        addrinfo ptr;
        addrinfo hints = new addrinfo();
        byte[] sendbuf = "this is a test".getBytes(StandardCharsets.US_ASCII);
        byte[] recvbuf = new byte[DEFAULT_BUFLEN];
        int iResult;
        int recvbuflen = DEFAULT_BUFLEN;

        // Initialize Winsock
        iResult = WSAStartup(MAKEWORD(2, 2), wsaData);
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }

        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_protocol = IPPROTO_TCP;

        // Resolve the server address and port
        iResult = getaddrinfo(server, port, hints, result);
        if (iResult != 0) {
            out.printf("getaddrinfo failed with error: %s%n", Errors.text(iResult));
            WSACleanup();
            return 1;
        }

        // Attempt to connect to an address until one succeeds
        int connectError = 0;
        for (ptr = result.value; ptr != null; ptr = ptr.ai_next) {

            // Create a SOCKET for connecting to server
            connectSocket = socket(ptr.ai_family, ptr.ai_socktype, ptr.ai_protocol);
            if (connectSocket == INVALID_SOCKET) {
                out.printf("socket failed with error: %s%n", Errors.last());
                WSACleanup();
                return 1;
            }

            // Connect to server.
            iResult = connect(connectSocket, ptr.ai_addr, ptr.ai_addrlen);
            if (iResult == SOCKET_ERROR) {
                connectError = WSAGetLastError();
                closesocket(connectSocket);
                connectSocket = INVALID_SOCKET;
                continue;
            }
            break;
        }

        freeaddrinfo(result.value);

        if (connectSocket == INVALID_SOCKET) {
            out.printf("Unable to connect to server! %s%n", Errors.text(connectError));
            WSACleanup();
            return 1;
        }

        // Send an initial buffer
        iResult = send(connectSocket, sendbuf, sendbuf.length, 0);
        if (iResult == SOCKET_ERROR) {
            out.printf("send failed with error: %s%n", Errors.last());
            closesocket(connectSocket);
            WSACleanup();
            return 1;
        }

        out.printf("Bytes Sent: %d%n", iResult);

        // shutdown the connection since no more data will be sent
        iResult = shutdown(connectSocket, SD_SEND);
        if (iResult == SOCKET_ERROR) {
            out.printf("shutdown failed with error: %s%n", Errors.last());
            closesocket(connectSocket);
            WSACleanup();
            return 1;
        }

        // Receive until the peer closes the connection
        do {
            iResult = recv(connectSocket, recvbuf, recvbuflen, 0);
            if (iResult > 0) {
                out.printf("Bytes received: %d%n", iResult);
            } else if (iResult == 0) {
                out.printf("Connection closed%n");
            } else {
                out.printf("recv failed with error: %s%n", Errors.last());
            }
        } while (iResult > 0);

        // cleanup
        closesocket(connectSocket);
        WSACleanup();

        return 0;
    }
}

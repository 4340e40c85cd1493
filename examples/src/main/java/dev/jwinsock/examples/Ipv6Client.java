package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.addrinfo;
import dev.jwinsock.sockaddr_storage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * "IPv6-Enabled Client Code": connects to the first address of the server that answers, IPv4 or IPv6, TCP or UDP, sends
 * messages and prints the replies.
 *
 * <p>Beyond the C program it says in words what an error number means, and cleans up before it ends, since it may share
 * its process.
 */
public final class Ipv6Client {
    private static final int BUFFER_SIZE = 65536;
    private static final int FAILED = -1;

    private Ipv6Client() {}

    public static void main(String[] argv) {
        System.exit(run(argv, System.out));
    }

    /** @return the exit code */
    private static int usage(String[] argv, PrintStream out) {
        out.println("Simple socket sample client program.");
        out.println("usage: Ipv6Client [-s server] [-f family] [-t transport] [-p port] [-b bytes] [-n [number]]");
        out.println("    server     Server name or IP address. (default: loopback address)");
        out.println("    family     One of PF_INET, PF_INET6 or PF_UNSPEC. (default: PF_UNSPEC)");
        out.println("    transport  Either TCP or UDP. (default: TCP)");
        out.printf("    port       Port on which to connect. (default: %s)%n", SimpleArguments.DEFAULT_PORT);
        out.printf("    bytes      Bytes of extra data to send. (default: 0, most: %d)%n", SimpleArguments.MAX_EXTRA);
        out.println("    number     Number of sends to perform. (default: 1)");
        out.println("               (-n by itself makes client run in an infinite loop, Ctrl-C ends it)");
        return argv.length == 1 && argv[0].equals("--help") ? 0 : 1;
    }

    /**
     * The C program's main.
     *
     * @return the exit code
     */
    static int run(String[] argv, PrintStream out) {
        SimpleArguments arguments = SimpleArguments.parse(argv, "ftpsbn");
        if (arguments == null) {
            return usage(argv, out);
        }

        // Ask for Winsock version 2.2.
        int retVal = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (retVal != 0) {
            out.printf("WSAStartup failed with error %s%n", Errors.text(retVal));
            return FAILED;
        }

        // Without AI_PASSIVE the addresses are to be connected to: those of loopback when there is no name
        addrinfo hints = new addrinfo();
        hints.ai_family = arguments.family;
        hints.ai_socktype = arguments.socketType;
        Ref<addrinfo> addrInfo = new Ref<>();
        retVal = getaddrinfo(arguments.host, arguments.port, hints, addrInfo);
        if (retVal != 0) {
            out.printf(
                    "Cannot resolve address [%s] and port [%s], error %d: %s%n",
                    arguments.host, arguments.port, retVal, gai_strerror(retVal));
            WSACleanup();
            return FAILED;
        }

        // Try each address until one can be connected to
        SOCKET connSocket = INVALID_SOCKET;
        addrinfo ai;
        for (ai = addrInfo.value; ai != null; ai = ai.ai_next) {
            connSocket = socket(ai.ai_family, ai.ai_socktype, ai.ai_protocol);
            if (connSocket == INVALID_SOCKET) {
                out.printf("Error Opening socket, error %s%n", Errors.last());
                continue;
            }

            // Nothing here is specific to TCP or UDP: connect on a datagram socket only sets where send sends to, and
            // from where recv receives
            out.printf("Attempting to connect to: %s%n", arguments.host != null ? arguments.host : "localhost");
            if (connect(connSocket, ai.ai_addr, ai.ai_addrlen) != SOCKET_ERROR) {
                break;
            }

            int error = WSAGetLastError();
            String name = ai.ai_addr == null ? "<unknown>" : Ipv6Server.numericName(ai.ai_addr, ai.ai_addrlen);
            out.printf("connect() to %s failed with error %s%n", name, Errors.text(error));
            closesocket(connSocket);
        }

        if (ai == null) {
            out.printf("Fatal error: unable to connect to the server.%n");
            freeaddrinfo(addrInfo.value);
            WSACleanup();
            return FAILED;
        }

        // This demonstrates how to determine to where a socket is connected.
        sockaddr_storage addr = new sockaddr_storage();
        IntRef addrLen = new IntRef(sizeof(addr));
        if (getpeername(connSocket, addr, addrLen) == SOCKET_ERROR) {
            out.printf("getpeername() failed with error %s%n", Errors.last());
        } else {
            out.printf(
                    "Connected to %s, port %d, protocol %s, protocol family %s%n",
                    Ipv6Server.numericName(addr, addrLen.value),
                    ntohs(SS_PORT(addr)) & 0xffff,
                    arguments.protocol(),
                    SimpleArguments.familyName(ai.ai_family));
        }

        // We are done with the address info chain, so we can free it.
        freeaddrinfo(addrInfo.value);

        // Find out what local address and port the system picked for us.
        addrLen.value = sizeof(addr);
        if (getsockname(connSocket, addr, addrLen) == SOCKET_ERROR) {
            out.printf("getsockname() failed with error %s%n", Errors.last());
        } else {
            out.printf(
                    "Using local address %s, port %d%n",
                    Ipv6Server.numericName(addr, addrLen.value), ntohs(SS_PORT(addr)) & 0xffff);
        }

        retVal = converse(connSocket, arguments, out);
        closesocket(connSocket);
        WSACleanup();
        return retVal;
    }

    /** Sends and receives, as many times as asked for, and receives what is left. @return the exit code */
    private static int converse(SOCKET connSocket, SimpleArguments arguments, PrintStream out) {
        byte[] buffer = new byte[BUFFER_SIZE];
        int received;
        for (int iteration = 0; arguments.runForever || iteration < arguments.maxIterations; iteration++) {
            // Compose a message to send.
            byte[] message =
                    ("Message #" + Integer.toUnsignedString(iteration + 1)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(message, 0, buffer, 0, message.length);
            int amountToSend = message.length;
            for (int i = 0; i < arguments.extraBytes; i++) {
                buffer[amountToSend++] = (byte) ((i & 0x3f) + 0x20);
            }

            // Since we are using a blocking socket, this does not return until all of it is on its way
            int sent = send(connSocket, buffer, amountToSend, 0);
            if (sent == SOCKET_ERROR) {
                out.printf("send() failed with error %s%n", Errors.last());
                return FAILED;
            }
            out.printf(
                    "Sent %d bytes (out of %d bytes) of data: [%s]%n", sent, amountToSend, text(buffer, amountToSend));

            // Clear buffer just to prove we're really receiving something.
            Arrays.fill(buffer, (byte) 0);

            received = receiveAndPrint(connSocket, buffer, out);
            if (received <= 0) {
                return received == 0 ? 0 : 1;
            }
        }

        // Tell system we're done sending.
        out.printf("Done sending%n");
        shutdown(connSocket, SD_SEND);

        // TCP keeps no message boundaries: there may be more of the replies, until the server closes the connection
        if (arguments.socketType == SOCK_STREAM) {
            do {
                received = receiveAndPrint(connSocket, buffer, out);
            } while (received > 0);
            return received == 0 ? 0 : 1;
        }
        return 0;
    }

    /** @return what recv returned */
    private static int receiveAndPrint(SOCKET connSocket, byte[] buffer, PrintStream out) {
        int amountRead = recv(connSocket, buffer, buffer.length, 0);
        if (amountRead == SOCKET_ERROR) {
            out.printf("recv() failed with error %s%n", Errors.last());
        } else if (amountRead == 0) {
            // With UDP this would be an empty datagram
            out.printf("Server closed connection%n");
        } else {
            out.printf("Received %d bytes from server: [%s]%n", amountRead, text(buffer, amountRead));
        }
        return amountRead;
    }

    private static String text(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }
}

package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.addrinfo;
import dev.jwinsock.fd_set;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.sockaddr_storage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * "IPv6-Enabled Server Code": a socket for each address that getaddrinfo gives, IPv4 and IPv6, TCP or UDP; select tells
 * which of them has something, and that is echoed.
 *
 * <p>Beyond the C program it prints the port that port 0 became, says in words what an error number means, and cleans
 * up before it ends, since it may share its process.
 */
public final class Ipv6Server {
    private static final int BUFFER_SIZE = 64; // Set very small for demonstration purposes
    private static final int FAILED = -1;

    private Ipv6Server() {}

    public static void main(String[] argv) {
        System.exit(run(argv, System.out, sockets -> {}));
    }

    /** @return the exit code */
    private static int usage(String[] argv, PrintStream out) {
        out.println("Simple socket sample server program.");
        out.println("usage: Ipv6Server [-f family] [-t transport] [-p port] [-a address]");
        out.println("    family     One of PF_INET, PF_INET6 or PF_UNSPEC. (default: PF_UNSPEC)");
        out.println("    transport  Either TCP or UDP. (default: TCP)");
        out.printf(
                "    port       Port on which to bind; 0 takes a free one per socket. (default: %s)%n",
                SimpleArguments.DEFAULT_PORT);
        out.println("    address    IP address on which to bind. (default: unspecified address)");
        out.println("Ctrl-C ends it.");
        return argv.length == 1 && argv[0].equals("--help") ? 0 : 1;
    }

    /**
     * The C program's main.
     *
     * @param listening is given the bound sockets; select fails, and the program ends, when one of them is closed
     * @return the exit code
     */
    static int run(String[] argv, PrintStream out, Consumer<List<SOCKET>> listening) {
        SimpleArguments arguments = SimpleArguments.parse(argv, "ftpa");
        if (arguments == null) {
            return usage(argv, out);
        }

        // Ask for Winsock version 2.2.
        int retVal = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (retVal != 0) {
            out.printf("WSAStartup failed with error %s%n", Errors.text(retVal));
            return FAILED;
        }

        // AI_PASSIVE: the addresses are to be bound, so without a name they are the unspecified ones, one a family
        addrinfo hints = new addrinfo();
        hints.ai_family = arguments.family;
        hints.ai_socktype = arguments.socketType;
        hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
        Ref<addrinfo> addrInfo = new Ref<>();
        retVal = getaddrinfo(arguments.host, arguments.port, hints, addrInfo);
        if (retVal != 0) {
            out.printf("getaddrinfo failed with error %d: %s%n", retVal, gai_strerror(retVal));
            WSACleanup();
            return FAILED;
        }

        // For each address a socket, bound to it, and listening if it is a stream socket
        SOCKET[] servSock = new SOCKET[FD_SETSIZE];
        int numSocks = 0;
        for (addrinfo ai = addrInfo.value; ai != null; ai = ai.ai_next) {

            // Highly unlikely, but check anyway.
            if (numSocks == FD_SETSIZE) {
                out.printf("getaddrinfo returned more addresses than we could use.%n");
                break;
            }
            // This example only supports PF_INET and PF_INET6.
            if (ai.ai_family != PF_INET && ai.ai_family != PF_INET6) {
                continue;
            }

            SOCKET s = socket(ai.ai_family, ai.ai_socktype, ai.ai_protocol);
            if (s == INVALID_SOCKET) {
                out.printf("socket() failed with error %s%n", Errors.last());
                continue;
            }

            if (ai.ai_addr instanceof sockaddr_in6 in6
                    && IN6_IS_ADDR_LINKLOCAL(in6.sin6_addr)
                    && in6.sin6_scope_id == 0) {
                out.printf("IPv6 link local addresses should specify a scope ID!%n");
            }
            if (bind(s, ai.ai_addr, ai.ai_addrlen) == SOCKET_ERROR) {
                out.printf("bind() failed with error %s%n", Errors.last());
                closesocket(s);
                continue;
            }
            // Only connection-oriented sockets can listen
            if (arguments.socketType == SOCK_STREAM && listen(s, 5) == SOCKET_ERROR) {
                out.printf("listen() failed with error %s%n", Errors.last());
                closesocket(s);
                continue;
            }

            // Not in the C program: with port 0 somebody has to be told where to connect to
            sockaddr_storage bound = new sockaddr_storage();
            if (getsockname(s, bound, new IntRef(sizeof(bound))) == SOCKET_ERROR) {
                out.printf("getsockname() failed with error %s%n", Errors.last());
                closesocket(s);
                continue;
            }
            out.printf(
                    "'Listening' on port %d, protocol %s, protocol family %s%n",
                    ntohs(SS_PORT(bound)) & 0xffff, arguments.protocol(), SimpleArguments.familyName(ai.ai_family));
            servSock[numSocks++] = s;
        }
        freeaddrinfo(addrInfo.value);

        if (numSocks == 0) {
            out.printf("Fatal error: unable to serve on any address.%n");
            WSACleanup();
            return FAILED;
        }
        SOCKET[] sockets = Arrays.copyOf(servSock, numSocks);
        listening.accept(List.of(sockets));
        retVal = serve(sockets, arguments.socketType, out);
        WSACleanup();
        return retVal;
    }

    /** The C program's eternal loop: serves requests as they arrive. */
    private static int serve(SOCKET[] servSock, int socketType, PrintStream out) {
        byte[] buffer = new byte[BUFFER_SIZE];
        fd_set sockSet = new fd_set();
        FD_ZERO(sockSet);
        while (true) {
            // Is a socket left to be served from the previous time through this loop? If not, wait
            int i = firstSet(servSock, sockSet);
            if (i == servSock.length) {
                for (SOCKET s : servSock) {
                    FD_SET(s, sockSet);
                }
                if (select(servSock.length, sockSet, null, null, null) == SOCKET_ERROR) {
                    out.printf("select() failed with error %s%n", Errors.last());
                    return FAILED;
                }
                i = firstSet(servSock, sockSet);
            }
            FD_CLR(servSock[i], sockSet);

            if (socketType == SOCK_STREAM) {
                if (!serveConnection(servSock[i], buffer, out)) {
                    return FAILED;
                }
            } else if (!echoDatagram(servSock[i], buffer, out)) {
                return 0;
            }
        }
    }

    private static int firstSet(SOCKET[] servSock, fd_set sockSet) {
        int i = 0;
        while (i < servSock.length && !FD_ISSET(servSock[i], sockSet)) {
            i++;
        }
        return i;
    }

    /** One connection after the other: until this one ends, no other is served. */
    private static boolean serveConnection(SOCKET servSock, byte[] buffer, PrintStream out) {
        sockaddr_storage from = new sockaddr_storage();
        IntRef fromLen = new IntRef(sizeof(from));

        // select returned this socket, so a connection waits and accept does not block
        SOCKET connSock = accept(servSock, from, fromLen);
        if (connSock == INVALID_SOCKET) {
            out.printf("accept() failed with error %s%n", Errors.last());
            return false;
        }
        out.printf("Accepted connection from %s%n", numericName(from, fromLen.value));

        while (true) {
            // TCP keeps no message boundaries: a recv may get more or less than one of the client's sends
            int amountRead = recv(connSock, buffer, buffer.length, 0);
            if (amountRead == SOCKET_ERROR) {
                out.printf("recv() failed with error %s%n", Errors.last());
                break;
            }
            if (amountRead == 0) {
                out.printf("Client closed connection%n");
                break;
            }

            out.printf("Received %d bytes from client: [%s]%n", amountRead, text(buffer, amountRead));
            out.printf("Echoing same data back to client%n");

            if (send(connSock, buffer, amountRead, 0) == SOCKET_ERROR) {
                out.printf("send() failed: error %s%n", Errors.last());
                break;
            }
        }
        closesocket(connSock);
        return true;
    }

    /** UDP keeps message boundaries: this is exactly what one sendto sent. */
    private static boolean echoDatagram(SOCKET servSock, byte[] buffer, PrintStream out) {
        sockaddr_storage from = new sockaddr_storage();
        IntRef fromLen = new IntRef(sizeof(from));
        int amountRead = recvfrom(servSock, buffer, buffer.length, 0, from, fromLen);
        if (amountRead == SOCKET_ERROR) {
            // WSAEMSGSIZE when the datagram is longer than the buffer
            out.printf("recvfrom() failed with error %s%n", Errors.last());
            closesocket(servSock);
            return false;
        }
        if (amountRead == 0) {
            // An empty datagram; the C program ends, too
            out.printf("recvfrom() returned zero, aborting%n");
            closesocket(servSock);
            return false;
        }

        out.printf(
                "Received a %d byte datagram from %s: [%s]%n",
                amountRead, numericName(from, fromLen.value), text(buffer, amountRead));
        out.printf("Echoing same data back to client%n");

        if (sendto(servSock, buffer, amountRead, 0, from, fromLen.value) == SOCKET_ERROR) {
            out.printf("send() failed with error %s%n", Errors.last());
        }
        return true;
    }

    /** The address as text. */
    static String numericName(sockaddr address, int length) {
        StringBuilder name = new StringBuilder();
        return getnameinfo(address, length, name, NI_MAXHOST, null, 0, NI_NUMERICHOST) == 0
                ? name.toString()
                : "<unknown>";
    }

    private static String text(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }
}

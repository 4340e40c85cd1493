package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;

/**
 * The specification's sample of SO_EXCLUSIVEADDRUSE: opens a socket of the given family, type and protocol, sets the option
 * and tries to bind the port. Unlike the original it takes IPv4 only, since it binds a sockaddr_in.
 */
public final class ExclusiveAddress {
    private ExclusiveAddress() {}

    public static void main(String[] argv) {
        System.exit(run(argv, System.out));
    }

    /** @return the exit code */
    static int run(String[] argv, PrintStream out) {
        if (argv.length != 4) {
            out.println("usage: ExclusiveAddress <addressfamily> <type> <protocol> <port>");
            return 1;
        }
        int iFamily = Integer.parseInt(argv[0]);
        int iType = Integer.parseInt(argv[1]);
        int iProtocol = Integer.parseInt(argv[2]);
        int iPort = Integer.parseInt(argv[3]);
        if (iFamily != AF_INET) {
            out.println("Address family must be AF_INET (2)");
            return 1;
        }
        if (iPort <= 0 || iPort >= 65535) {
            out.println("Port specified must be greater than 0 and less than 65535");
            return 1;
        }

        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %d%n", iResult);
            return 1;
        }

        SOCKET s = socket(iFamily, iType, iProtocol);
        if (s == INVALID_SOCKET) {
            out.printf("socket failed with error: %d%n", WSAGetLastError());
            WSACleanup();
            return 1;
        }

        IntRef iOptval = new IntRef(1);
        iResult = setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, iOptval, sizeof(iOptval));
        if (iResult == SOCKET_ERROR) {
            out.printf("setsockopt for SO_EXCLUSIVEADDRUSE failed with error: %d%n", WSAGetLastError());
        }

        sockaddr_in saLocal = new sockaddr_in();
        saLocal.sin_family = (short) iFamily;
        saLocal.sin_port = htons(iPort);
        saLocal.sin_addr.s_addr = htonl(INADDR_ANY);

        iResult = bind(s, saLocal, sizeof(saLocal));
        if (iResult == SOCKET_ERROR) {
            // Most errors related to setting SO_EXCLUSIVEADDRUSE will occur at bind.
            int iError = WSAGetLastError();
            if (iError == WSAEACCES) {
                out.println("bind failed with WSAEACCES (access denied)");
            } else {
                out.printf("bind failed with error: %d%n", iError);
            }
        } else {
            out.printf("bind on socket with SO_EXCLUSIVEADDRUSE succeeded to port: %d%n", iPort);
        }

        closesocket(s);
        WSACleanup();
        return 0;
    }
}

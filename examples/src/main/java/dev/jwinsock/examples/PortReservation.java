package dev.jwinsock.examples;

import static dev.jwinsock.Iphlpapi.*;
import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Windows.NO_ERROR;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.INET_PORT_RANGE;
import dev.jwinsock.INET_PORT_RESERVATION_INSTANCE;
import dev.jwinsock.INET_PORT_RESERVATION_TOKEN;
import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;

/**
 * The specification's samples of port reservation (SIO_ACQUIRE_PORT_RESERVATION, SIO_ASSOCIATE_PORT_RESERVATION and
 * SIO_RELEASE_PORT_RESERVATION are one program there): reserves a block of ports, binds a second socket to a port of the
 * block, and gives the block back. IPv4.
 *
 * <p>With a fifth argument the reservation is a persistent one: {@code create} makes it, {@code use} finds it, also when
 * another process has made it, and {@code delete} ends it.
 */
public final class PortReservation {
    private PortReservation() {}

    public static void main(String[] argv) {
        System.exit(run(argv, System.out));
    }

    /** @return the exit code */
    static int run(String[] argv, PrintStream out) {
        if (argv.length != 4 && argv.length != 5) {
            out.println("usage: PortReservation <type> <protocol> <StartPort> <NumPorts> [create|use|delete]");
            out.println("   for example 2 17 5000 20: SOCK_DGRAM, IPPROTO_UDP; StartPort 0 takes any block");
            out.println("   with create, use or delete: a persistent reservation, not with StartPort 0");
            return 1;
        }
        int iType = Integer.parseInt(argv[0]);
        int iProtocol = Integer.parseInt(argv[1]);
        int startPort = Integer.parseInt(argv[2]);
        int numPorts = Integer.parseInt(argv[3]);
        if (startPort < 0 || startPort > 65535) {
            out.println("Starting point must be either 0 or between 1 and 65,535");
            return 1;
        }
        if (numPorts <= 0 || numPorts > 65535) {
            out.println("Number of ports must be a positive number");
            return 1;
        }
        if (argv.length == 5) {
            return persistent(iType, iProtocol, htons(startPort), (short) numPorts, argv[4], out);
        }
        INET_PORT_RANGE portRange = new INET_PORT_RANGE();
        portRange.StartPort = htons(startPort);
        portRange.NumberOfPorts = (short) numPorts;

        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error = %d%n", iResult);
            return 1;
        }
        SOCKET sock = socket(AF_INET, iType, iProtocol);
        if (sock == INVALID_SOCKET) {
            out.printf("socket function failed with error = %d%n", WSAGetLastError());
            WSACleanup();
            return 1;
        }
        INET_PORT_RESERVATION_INSTANCE portRes = new INET_PORT_RESERVATION_INSTANCE();
        IntRef bytesReturned = new IntRef();
        iResult = WSAIoctl(
                sock,
                SIO_ACQUIRE_PORT_RESERVATION,
                portRange,
                sizeof(portRange),
                portRes,
                sizeof(portRes),
                bytesReturned,
                null,
                null);
        if (iResult != 0) {
            out.printf("WSAIoctl(SIO_ACQUIRE_PORT_RESERVATION) failed with error = %d%n", WSAGetLastError());
            closesocket(sock);
            WSACleanup();
            return 1;
        }
        int first = ntohs(portRes.Reservation.StartPort);
        out.printf("WSAIoctl(SIO_ACQUIRE_PORT_RESERVATION) succeeded, bytesReturned = %d%n", bytesReturned.value);
        out.printf(" Starting port=%d, Number of Ports=%d%n", first, portRes.Reservation.NumberOfPorts & 0xffff);

        useReservation(iType, iProtocol, portRes.Token, out);

        iResult = WSAIoctl(
                sock,
                SIO_RELEASE_PORT_RESERVATION,
                portRes.Token,
                sizeof(portRes.Token),
                null,
                0,
                bytesReturned,
                null,
                null);
        if (iResult != 0) {
            out.printf("WSAIoctl(SIO_RELEASE_PORT_RESERVATION) failed with error = %d%n", WSAGetLastError());
        } else {
            out.printf("WSAIoctl(SIO_RELEASE_PORT_RESERVATION) succeeded, bytesReturned = %d%n", bytesReturned.value);
        }
        closesocket(sock);
        WSACleanup();
        return 0;
    }

    /** @param start in network byte order */
    private static int persistent(int iType, int iProtocol, short start, short count, String what, PrintStream out) {
        boolean tcp = iType == SOCK_STREAM;
        Ref<Long> token = new Ref<>(0L);
        String function;
        int status; // of iphlpapi.h: the error itself, and no WSAStartup is needed
        switch (what) {
            case "create":
                function = tcp ? "CreatePersistentTcpPortReservation" : "CreatePersistentUdpPortReservation";
                status = tcp
                        ? CreatePersistentTcpPortReservation(start, count, token)
                        : CreatePersistentUdpPortReservation(start, count, token);
                break;
            case "use":
                function = tcp ? "LookupPersistentTcpPortReservation" : "LookupPersistentUdpPortReservation";
                status = tcp
                        ? LookupPersistentTcpPortReservation(start, count, token)
                        : LookupPersistentUdpPortReservation(start, count, token);
                break;
            case "delete":
                function = tcp ? "DeletePersistentTcpPortReservation" : "DeletePersistentUdpPortReservation";
                status = tcp
                        ? DeletePersistentTcpPortReservation(start, count)
                        : DeletePersistentUdpPortReservation(start, count);
                break;
            default:
                out.println("The last argument must be create, use or delete");
                return 1;
        }
        if (status != NO_ERROR) {
            out.printf("%s failed with error = %d%n", function, status);
            return 1;
        }
        out.printf("%s succeeded%n", function);
        Long found = token.value;
        if (what.equals("use") && found != null) {
            int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
            if (iResult != 0) {
                out.printf("WSAStartup failed with error = %d%n", iResult);
                return 1;
            }
            INET_PORT_RESERVATION_TOKEN resToken = new INET_PORT_RESERVATION_TOKEN();
            resToken.Token = found;
            useReservation(iType, iProtocol, resToken, out);
            WSACleanup();
        }
        return 0;
    }

    private static void useReservation(
            int iType, int iProtocol, INET_PORT_RESERVATION_TOKEN resToken, PrintStream out) {
        SOCKET sockRes = socket(AF_INET, iType, iProtocol);
        if (sockRes == INVALID_SOCKET) {
            out.printf("socket function for second socket failed with error = %d%n", WSAGetLastError());
            return;
        }
        IntRef bytesReturned = new IntRef();
        int iResult = WSAIoctl(
                sockRes,
                SIO_ASSOCIATE_PORT_RESERVATION,
                resToken,
                sizeof(resToken),
                null,
                0,
                bytesReturned,
                null,
                null);
        if (iResult != 0) {
            out.printf("WSAIoctl(SIO_ASSOCIATE_PORT_RESERVATION) failed with error = %d%n", WSAGetLastError());
        } else {
            out.printf("WSAIoctl(SIO_ASSOCIATE_PORT_RESERVATION) succeeded, bytesReturned = %d%n", bytesReturned.value);
            sockaddr_in service = new sockaddr_in();
            service.sin_family = AF_INET;
            service.sin_addr.s_addr = htonl(INADDR_ANY);
            service.sin_port = 0; // a port of the block
            if (bind(sockRes, service, sizeof(service)) == SOCKET_ERROR) {
                out.printf("bind failed with error = %d%n", WSAGetLastError());
            } else if (getsockname(sockRes, service, new IntRef(sizeof(service))) == SOCKET_ERROR) {
                out.printf("getsockname failed with error = %d%n", WSAGetLastError());
            } else {
                out.printf("Port number allocated = %d%n", ntohs(service.sin_port));
            }
        }
        closesocket(sockRes);
    }
}

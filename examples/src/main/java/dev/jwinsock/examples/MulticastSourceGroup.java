package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.ip_mreq_source;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * "Multicast Programming Sample": joins a group for one source, and leaves it again. Two stations send to the group over
 * the loopback interface, 127.0.0.1 and 127.0.0.2; the listener has asked for the first.
 */
public final class MulticastSourceGroup {
    private static final int GROUP = inet_addr("232.1.2.3");
    private static final int STATION = inet_addr("127.0.0.1");
    private static final int OTHER_STATION = inet_addr("127.0.0.2");
    private static final int PATIENCE_MILLIS = 10_000;

    private MulticastSourceGroup() {}

    /** @return whatever setsockopt returns */
    static int join_source_group(SOCKET sd, int grpaddr, int srcaddr, int iaddr) {
        ip_mreq_source imr = new ip_mreq_source();

        imr.imr_multiaddr.s_addr = grpaddr;
        imr.imr_sourceaddr.s_addr = srcaddr;
        imr.imr_interface.s_addr = iaddr;
        return setsockopt(sd, IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, imr, sizeof(imr));
    }

    /** @return whatever setsockopt returns */
    static int leave_source_group(SOCKET sd, int grpaddr, int srcaddr, int iaddr) {
        ip_mreq_source imr = new ip_mreq_source();

        imr.imr_multiaddr.s_addr = grpaddr;
        imr.imr_sourceaddr.s_addr = srcaddr;
        imr.imr_interface.s_addr = iaddr;
        return setsockopt(sd, IPPROTO_IP, IP_DROP_SOURCE_MEMBERSHIP, imr, sizeof(imr));
    }

    public static void main(String[] argv) {
        System.exit(run(System.out));
    }

    /** @return the exit code */
    static int run(PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET listener = bound(INADDR_ANY);
        SOCKET station = bound(STATION);
        SOCKET otherStation = bound(OTHER_STATION);
        boolean done = listen(out, listener, otherStation, station);
        closesocket(otherStation);
        closesocket(station);
        closesocket(listener);
        WSACleanup();
        return done ? 0 : 1;
    }

    /** A datagram socket that sends multicasts over the loopback interface. */
    private static SOCKET bound(int address) {
        SOCKET s = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        sockaddr_in local = new sockaddr_in();
        local.sin_family = AF_INET;
        local.sin_addr.s_addr = address;
        bind(s, local, sizeof(local));
        setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, inet_addr("127.0.0.1"));
        setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, PATIENCE_MILLIS);
        return s;
    }

    private static boolean listen(PrintStream out, SOCKET listener, SOCKET... stations) {
        int iaddr = inet_addr("127.0.0.1");
        if (join_source_group(listener, GROUP, STATION, iaddr) == SOCKET_ERROR) {
            out.printf("join failed with error: %s%n", Errors.last());
            return false;
        }
        sockaddr_in to = new sockaddr_in();
        getsockname(listener, to, new IntRef(sizeof(to)));
        to.sin_addr.s_addr = GROUP;
        for (SOCKET station : stations) {
            byte[] programme = "good evening".getBytes(StandardCharsets.US_ASCII);
            if (sendto(station, programme, programme.length, 0, to, sizeof(to)) == SOCKET_ERROR) {
                out.printf("sendto failed with error: %s%n", Errors.last());
                return false;
            }
        }
        byte[] heard = new byte[64];
        sockaddr_in from = new sockaddr_in();
        int length = recvfrom(listener, heard, heard.length, 0, from, new IntRef(sizeof(from)));
        if (length == SOCKET_ERROR) {
            out.printf("recvfrom failed with error: %s%n", Errors.last());
            return false;
        }
        out.printf("%s: %s%n", from.sin_addr, new String(heard, 0, length, StandardCharsets.US_ASCII));
        ioctlsocket(listener, FIONBIO, new IntRef(1));
        if (recvfrom(listener, heard, heard.length, 0, null, null) != SOCKET_ERROR) {
            out.println("heard a station that was not asked for");
            return false;
        }
        if (leave_source_group(listener, GROUP, STATION, iaddr) == SOCKET_ERROR) {
            out.printf("leave failed with error: %s%n", Errors.last());
            return false;
        }
        int again = leave_source_group(listener, GROUP, STATION, iaddr);
        out.printf("left; once more: %s%n", again == SOCKET_ERROR ? Errors.last() : "no error");
        return true;
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Iphlpapi.*;
import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.INET_PORT_RESERVATION_TOKEN;
import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;

/**
 * Another process that finds a persistent reservation of TCP ports and takes a port out of it. Prints the error of a bind
 * without the reservation, and the port of one with it.
 */
final class ReservedPortProgram {
    private ReservedPortProgram() {}

    /** The store, the first port, the number of ports. */
    public static void main(String[] args) {
        System.setProperty("jwinsock.portReservations", args[0]);
        int start = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        Ref<Long> token = new Ref<>(0L);
        int found = LookupPersistentTcpPortReservation(htons(start), (short) count, token);
        WSAStartup(MAKEWORD(2, 2), new WSADATA());
        sockaddr_in address = new sockaddr_in();
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(start);
        SOCKET without = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        bind(without, address, sizeof(address));
        int error = WSAGetLastError();
        SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        INET_PORT_RESERVATION_TOKEN associated = new INET_PORT_RESERVATION_TOKEN();
        Long value = token.value;
        associated.Token = value == null ? 0 : value;
        WSAIoctl(s, SIO_ASSOCIATE_PORT_RESERVATION, associated, 8, null, 0, new IntRef(), null, null);
        address.sin_port = 0;
        bind(s, address, sizeof(address));
        getsockname(s, address, new IntRef(sizeof(address)));
        System.out.println(found + " " + error + " " + (ntohs(address.sin_port) & 0xffff));
        WSACleanup();
    }
}

package dev.jwinsock.examples;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.in_addr;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/**
 * The classic program for a raw socket: sends ICMP echo requests and waits for the replies. A raw ICMP socket receives
 * every ICMP message that the machine gets, with its IP header, so the program looks for its own identifier.
 */
public final class Ping {
    private static final int REQUESTS = 4;
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int DATA = 32;
    private static final int ICMP_HEADER = 8;
    private static final byte ECHO_REQUEST = 8;
    private static final byte ECHO_REPLY = 0;

    private Ping() {}

    public static void main(String[] argv) {
        if (argv.length > 1) {
            System.out.println("usage: Ping [IPv4 address]");
            System.exit(1);
        }
        System.exit(run(argv.length == 1 ? argv[0] : "127.0.0.1", System.out));
    }

    /** @return the exit code */
    static int run(String host, PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        int code = ping(host, out);
        WSACleanup();
        return code;
    }

    private static int ping(String host, PrintStream out) {
        sockaddr_in to = new sockaddr_in();
        to.sin_family = AF_INET;
        in_addr address = new in_addr();
        if (inet_pton(AF_INET, host, address) != 1) {
            out.printf("not an IPv4 address: %s%n", host);
            return 1;
        }
        to.sin_addr.s_addr = address.s_addr;
        SOCKET s = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
        if (s == INVALID_SOCKET) {
            out.printf("socket failed with error: %s%n", Errors.last());
            return 1;
        }
        setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, TIMEOUT_MILLIS);
        short identifier = (short) ProcessHandle.current().pid();
        int replies = 0;
        for (short sequence = 1; sequence <= REQUESTS; sequence++) {
            byte[] request = echoRequest(identifier, sequence);
            if (sendto(s, request, request.length, 0, to, sizeof(to)) == SOCKET_ERROR) {
                out.printf("sendto failed with error: %s%n", Errors.last());
                break;
            }
            if (awaitReply(s, identifier, sequence, out)) {
                replies++;
            }
        }
        out.printf("Packets: Sent = %d, Received = %d%n", REQUESTS, replies);
        closesocket(s);
        return replies == REQUESTS ? 0 : 1;
    }

    private static boolean awaitReply(SOCKET s, short identifier, short sequence, PrintStream out) {
        byte[] buffer = new byte[65536];
        sockaddr_in from = new sockaddr_in();
        while (true) {
            int n = recvfrom(s, buffer, buffer.length, 0, from, new IntRef(sizeof(from)));
            if (n == SOCKET_ERROR) {
                out.printf("recvfrom failed with error: %s%n", Errors.last());
                return false;
            }
            int header = (buffer[0] & 15) * 4;
            ByteBuffer icmp = ByteBuffer.wrap(buffer, header, n - header).slice();
            if (icmp.remaining() >= ICMP_HEADER
                    && icmp.get(0) == ECHO_REPLY
                    && icmp.getShort(4) == identifier
                    && icmp.getShort(6) == sequence) {
                out.printf("Reply from %s: bytes=%d%n", from.sin_addr, icmp.remaining() - ICMP_HEADER);
                return true;
            }
        }
    }

    private static byte[] echoRequest(short identifier, short sequence) {
        ByteBuffer message = ByteBuffer.allocate(ICMP_HEADER + DATA);
        message.put(0, ECHO_REQUEST).putShort(4, identifier).putShort(6, sequence);
        for (int i = 0; i < DATA; i++) {
            message.put(ICMP_HEADER + i, (byte) ('a' + i % 23));
        }
        return message.putShort(2, checksum(message)).array();
    }

    /** The Internet checksum (RFC 1071) of a message whose checksum field is zero. */
    private static short checksum(ByteBuffer message) {
        int sum = 0;
        for (int i = 0; i < message.capacity(); i += 2) {
            sum += message.getShort(i) & 0xffff;
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        return (short) ~(sum + (sum >>> 16));
    }
}

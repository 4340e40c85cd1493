package dev.jwinsock.examples;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSACMSGHDR;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.in_pktinfo;
import dev.jwinsock.sockaddr_in;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/**
 * "IP_PKTINFO socket option": a server on the wildcard address that answers from the address its client has asked, which on
 * a host of several addresses need not be the one that the system would choose.
 */
public final class PacketInfoSample {
    private final PrintStream out;

    private PacketInfoSample(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] argv) {
        System.exit(run(System.out));
    }

    /** Server and client in one. @return the exit code */
    static int run(PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        SOCKET server = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        SOCKET client = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        boolean done = new PacketInfoSample(out).serve(server, client);
        closesocket(client);
        closesocket(server);
        WSACleanup();
        return done ? 0 : 1;
    }

    private boolean failed(String call) {
        out.printf("%s failed with error: %s%n", call, Errors.text(WSAGetLastError()));
        return false;
    }

    private boolean serve(SOCKET server, SOCKET client) {
        sockaddr_in any = new sockaddr_in();
        any.sin_family = AF_INET;
        if (bind(server, any, sizeof(any)) == SOCKET_ERROR) {
            return failed("bind");
        }
        if (setsockopt(server, IPPROTO_IP, IP_PKTINFO, 1) == SOCKET_ERROR) {
            return failed("setsockopt");
        }
        getsockname(server, any, new IntRef(sizeof(any)));

        sockaddr_in asked = new sockaddr_in();
        asked.sin_family = AF_INET;
        asked.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1); // 127.0.0.2
        asked.sin_port = any.sin_port;
        byte[] question = {'?'};
        if (sendto(client, question, question.length, 0, asked, sizeof(asked)) == SOCKET_ERROR) {
            return failed("sendto");
        }

        WSAMSG msg = new WSAMSG();
        msg.name = new sockaddr_in();
        msg.namelen.value = sizeof(asked);
        msg.lpBuffers = new WSABUF[] {new WSABUF(ByteBuffer.allocate(16))};
        msg.dwBufferCount = 1;
        msg.Control = new WSABUF(ByteBuffer.allocate(WSA_CMSG_SPACE(sizeof(new in_pktinfo()))));
        IntRef count = new IntRef();
        if (WSARecvMsg(server, msg, count, null, null) == SOCKET_ERROR) {
            return failed("WSARecvMsg");
        }
        WSACMSGHDR cmsg = WSA_CMSG_FIRSTHDR(msg);
        if (cmsg == null || cmsg.cmsg_level() != IPPROTO_IP || cmsg.cmsg_type() != IP_PKTINFO) {
            out.println("no packet information");
            return false;
        }
        in_pktinfo info = new in_pktinfo(WSA_CMSG_DATA(cmsg));
        out.printf("%d byte to %s%n", count.value, info.ipi_addr);

        // The answer goes out with the same control data: the destination becomes the source
        msg.dwFlags.value = 0;
        if (WSASendMsg(server, msg, 0, count, null, null) == SOCKET_ERROR) {
            return failed("WSASendMsg");
        }
        sockaddr_in from = new sockaddr_in();
        if (recvfrom(client, new byte[16], 16, 0, from, new IntRef(sizeof(from))) == SOCKET_ERROR) {
            return failed("recvfrom");
        }
        out.printf("answer from %s%n", from.sin_addr);
        return true;
    }
}

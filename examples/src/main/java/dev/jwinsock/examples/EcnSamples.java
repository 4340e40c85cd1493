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
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_storage;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The two code examples of "Winsock explicit congestion notification (ECN)": an application that says that it knows ECN, and
 * one that looks for congestion. Beside what they print in C this receiver prints each datagram's ECN bits, and it ends
 * after so many datagrams.
 */
public final class EcnSamples {
    static final int ECN_ECT_0 = 2;
    static final int ECN_ECT_CE = 3;

    private final PrintStream out;

    private EcnSamples(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] argv) {
        System.exit(run(System.out));
    }

    /** Both in one program. @return the exit code */
    static int run(PrintStream out) {
        int iResult = WSAStartup(MAKEWORD(2, 2), new WSADATA());
        if (iResult != 0) {
            out.printf("WSAStartup failed with error: %s%n", Errors.text(iResult));
            return 1;
        }
        EcnSamples samples = new EcnSamples(out);
        SOCKET receiver = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        SOCKET sender = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
        sockaddr_in addr = new sockaddr_in();
        addr.sin_family = AF_INET;
        addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        boolean done = samples.prepare(receiver, addr);
        if (done) {
            getsockname(receiver, addr, new IntRef(sizeof(addr)));
            samples.sendEcn(sender, addr, "datagram".getBytes(StandardCharsets.US_ASCII));
            done = samples.receive(receiver, 1);
        }
        closesocket(sender);
        closesocket(receiver);
        WSACleanup();
        return done ? 0 : 1;
    }

    /** Code example 1: an application that advertises ECN support. */
    private void sendEcn(SOCKET sock, sockaddr addr, byte[] data) {
        IntRef numBytes = new IntRef();
        boolean ipv4 = addr.sa_family() == AF_INET;
        WSAMSG wsaMsg = new WSAMSG();
        wsaMsg.name = addr;
        wsaMsg.namelen.value = sizeof(addr);
        wsaMsg.lpBuffers = new WSABUF[] {new WSABUF(ByteBuffer.wrap(data))};
        wsaMsg.dwBufferCount = 1;
        wsaMsg.Control = new WSABUF(ByteBuffer.allocate(WSA_CMSG_SPACE(Integer.BYTES)));

        WSACMSGHDR cmsg = WSA_CMSG_FIRSTHDR(wsaMsg);
        if (cmsg == null) {
            return;
        }
        cmsg.cmsg_len(WSA_CMSG_LEN(Integer.BYTES));
        cmsg.cmsg_level(ipv4 ? IPPROTO_IP : IPPROTO_IPV6);
        cmsg.cmsg_type(ipv4 ? IP_ECN : IPV6_ECN);
        WSA_CMSG_DATA(cmsg).putInt(ECN_ECT_0);

        int error = WSASendMsg(sock, wsaMsg, 0, numBytes, null, null);
        if (error == SOCKET_ERROR) {
            out.printf("sendmsg failed %d%n", WSAGetLastError());
        }
    }

    /** Code example 2: an application that detects congestion. @return the bytes received, or -1 */
    private int recvEcn(SOCKET sock, byte[] data, boolean[] congestionEncountered) {
        IntRef numBytes = new IntRef();
        WSAMSG wsaMsg = new WSAMSG();
        wsaMsg.name = new sockaddr_storage();
        wsaMsg.namelen.value = sizeof(new sockaddr_storage());
        wsaMsg.lpBuffers = new WSABUF[] {new WSABUF(ByteBuffer.wrap(data))};
        wsaMsg.dwBufferCount = 1;
        wsaMsg.Control = new WSABUF(ByteBuffer.allocate(WSA_CMSG_SPACE(Integer.BYTES)));
        congestionEncountered[0] = false;

        int error = WSARecvMsg(sock, wsaMsg, numBytes, null, null);
        if (error == SOCKET_ERROR) {
            out.printf("recvmsg failed %d%n", WSAGetLastError());
            return -1;
        }
        WSACMSGHDR cmsg = WSA_CMSG_FIRSTHDR(wsaMsg);
        while (cmsg != null) {
            if (cmsg.cmsg_level() == IPPROTO_IP && cmsg.cmsg_type() == IP_ECN
                    || cmsg.cmsg_level() == IPPROTO_IPV6 && cmsg.cmsg_type() == IPV6_ECN) {
                int ecnVal = WSA_CMSG_DATA(cmsg).getInt();
                out.printf("ECN %d%n", ecnVal);
                if (ecnVal == ECN_ECT_CE) {
                    congestionEncountered[0] = true;
                }
                break;
            }
            cmsg = WSA_CMSG_NXTHDR(wsaMsg, cmsg);
        }
        return numBytes.value;
    }

    private boolean prepare(SOCKET sock, sockaddr addr) {
        int error = bind(sock, addr, sizeof(addr));
        if (error == SOCKET_ERROR) {
            out.printf("bind failed %d%n", WSAGetLastError());
            return false;
        }
        error = WSASetRecvIPEcn(sock, 1);
        if (error == SOCKET_ERROR) {
            out.printf(" WSASetRecvIPEcn failed %d%n", WSAGetLastError());
            return false;
        }
        return true;
    }

    private boolean receive(SOCKET sock, int datagrams) {
        byte[] data = new byte[512];
        boolean[] congestionEncountered = new boolean[1];
        for (int i = 0; i < datagrams; i++) {
            int numBytes = recvEcn(sock, data, congestionEncountered);
            if (numBytes < 0) {
                return false;
            }
            if (congestionEncountered[0]) {
                out.println("congestion encountered");
            }
            out.printf("received %d bytes%n", numBytes);
        }
        return true;
    }
}

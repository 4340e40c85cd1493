package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.compat.harness.SocketCalls;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong handles, pointers, lengths, levels and options, for every function. */
@WinsockTest
final class BadArgumentsTest {
    @Test
    @Conforms({"D070", "S168"})
    void noSocket() {
        SocketCalls.expectAllFail(WSAENOTSOCK, null);
        SocketCalls.expectAllFail(WSAENOTSOCK, INVALID_SOCKET);
    }

    @Test
    @Conforms({"D070", "S168"})
    void closedSocket() {
        SOCKET stream = Pairs.tcp().client();
        SOCKET datagram = boundUdp();
        expectZero(closesocket(stream));
        expectZero(closesocket(datagram));
        SocketCalls.expectAllFail(WSAENOTSOCK, stream);
        SocketCalls.expectAllFail(WSAENOTSOCK, datagram);
    }

    @Test
    @Conforms("D070")
    void socketOfAnEarlierSession() {
        SOCKET s = boundUdp();
        expectZero(WSACleanup());
        WSAStartup(MAKEWORD(2, 2), new dev.jwinsock.WSADATA());
        SocketCalls.expectAllFail(WSAENOTSOCK, s);
    }

    @Test
    @Conforms("D074")
    void badBuffersOfAStream() {
        Pair pair = Pairs.tcp();
        SOCKET s = pair.client();
        byte[] bytes = new byte[4];
        expectError(WSAEFAULT, send(s, (byte[]) null, 1, 0));
        expectError(WSAEFAULT, send(s, bytes, -1, 0));
        expectError(WSAEFAULT, send(s, bytes, 5, 0));
        expectError(WSAEFAULT, send(s, bytes, 2, 3, 0));
        expectError(WSAEFAULT, send(s, bytes, -1, 2, 0));
        expectError(WSAEFAULT, recv(s, (byte[]) null, 1, 0));
        expectError(WSAEFAULT, recv(s, bytes, -1, 0));
        expectError(WSAEFAULT, recv(s, bytes, 5, 0));
        expectError(WSAEFAULT, recv(s, bytes, 2, 3, 0));
        // nothing of it was sent
        expectCount(4, send(s, bytes, 4, 0));
        expectCount(4, recv(pair.server(), new byte[8], 8, 0));
    }

    @Test
    @Conforms("D074")
    void badBuffersOfADatagram() {
        SOCKET s = boundUdp();
        sockaddr to = localAddress(s);
        byte[] bytes = new byte[4];
        expectError(WSAEFAULT, sendto(s, (byte[]) null, 1, 0, to, sizeof(to)));
        expectError(WSAEFAULT, sendto(s, bytes, -1, 0, to, sizeof(to)));
        expectError(WSAEFAULT, sendto(s, bytes, 5, 0, to, sizeof(to)));
        expectError(WSAEFAULT, recvfrom(s, (byte[]) null, 1, 0, null, null));
        expectError(WSAEFAULT, recvfrom(s, bytes, -1, 0, null, null));
        expectError(WSAEFAULT, recvfrom(s, bytes, 5, 0, null, null));
    }

    @Test
    @Conforms("D074")
    void badBufferArrays() {
        SOCKET s = Pairs.tcp().client();
        WSABUF tooLong = new WSABUF(ByteBuffer.allocate(4));
        tooLong.len = 5;
        WSABUF[] bad = {tooLong};
        WSABUF[] good = {new WSABUF(ByteBuffer.allocate(4))};
        expectError(WSAEFAULT, WSASend(s, null, 1, new IntRef(), 0));
        expectError(WSAEFAULT, WSASend(s, bad, 1, new IntRef(), 0));
        expectError(WSAEFAULT, WSASend(s, good, 2, new IntRef(), 0));
        expectError(WSAEFAULT, WSASend(s, good, 1, null, 0));
        expectError(WSAEFAULT, WSARecv(s, null, 1, new IntRef(), new IntRef()));
        expectError(WSAEFAULT, WSARecv(s, bad, 1, new IntRef(), new IntRef()));
        expectError(WSAEFAULT, WSARecv(s, good, 2, new IntRef(), new IntRef()));
        expectError(WSAEFAULT, WSARecv(s, good, 1, null, new IntRef()));
        expectError(WSAEFAULT, WSARecv(s, good, 1, new IntRef(), null));
    }

    @ParameterizedTest
    @Conforms("D073")
    @ValueSource(ints = {0xffffffff, 0x1234ffff, 0x8000ffff, 0x8000, 0x800})
    void unknownLevels(int level) {
        SOCKET s = tcp();
        expectError(WSAEINVAL, getsockopt(s, level, 1, new IntRef(), new IntRef(4)));
        expectError(WSAEINVAL, setsockopt(s, level, 1, new IntRef(), 4));
    }

    @ParameterizedTest
    @Conforms("D073")
    @ValueSource(ints = {SOL_SOCKET, IPPROTO_IP})
    void unknownOptions(int level) {
        SOCKET s = tcp();
        int unknown = level == SOL_SOCKET ? 0x7777 : -1;
        expectError(WSAENOPROTOOPT, getsockopt(s, level, unknown, new IntRef(), new IntRef(4)));
        expectError(WSAENOPROTOOPT, setsockopt(s, level, unknown, new IntRef(), 4));
    }

    @Test
    @Conforms("D084")
    void badPointersAndLengthsOfOptions() {
        SOCKET s = tcp();
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_TYPE, (IntRef) null, new IntRef(4)));
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_TYPE, new IntRef(), null));
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_TYPE, new IntRef(), new IntRef(0)));
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_TYPE, new IntRef(), new IntRef(-1)));
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_LINGER, new linger(), new IntRef(3)));
        expectError(WSAEFAULT, setsockopt(s, SOL_SOCKET, SO_LINGER, (linger) null, 0));
        expectError(WSAEFAULT, setsockopt(s, SOL_SOCKET, SO_LINGER, new linger(), 3));
        expectError(WSAEFAULT, setsockopt(s, SOL_SOCKET, SO_RCVBUF, (IntRef) null, 4));
        expectError(WSAEFAULT, setsockopt(s, SOL_SOCKET, SO_RCVBUF, new IntRef(4096), -1));
    }

    @Test
    @Conforms("D079")
    void badIoctls() {
        SOCKET s = tcp();
        expectError(WSAEFAULT, ioctlsocket(s, FIONBIO, null));
        expectError(WSAEFAULT, ioctlsocket(s, FIONREAD, null));
        expectError(WSAEOPNOTSUPP, ioctlsocket(s, 0x12345678, new IntRef()));
    }

    @ParameterizedTest
    @Conforms("D074")
    @ValueSource(ints = {0, 15, -1})
    void shortNames(int length) {
        sockaddr to = localAddress(boundUdp());
        SOCKET s = udp();
        expectError(WSAEFAULT, connect(s, to, length));
        expectError(WSAEFAULT, connect(tcp(), to, length));
        expectError(WSAEFAULT, getpeername(Pairs.tcp().client(), new sockaddr_in(), new IntRef(length)));
    }
}

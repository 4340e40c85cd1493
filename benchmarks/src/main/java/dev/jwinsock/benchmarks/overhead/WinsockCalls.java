package dev.jwinsock.benchmarks.overhead;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;
import java.nio.ByteBuffer;

/** recv and send. */
final class WinsockCalls extends Calls {
    private final boolean array;
    private final SOCKET near;
    private final SOCKET far;
    private final byte[] oneArray = new byte[1];
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private final byte[] many = new byte[REFILL];

    WinsockCalls(boolean array) throws IOException {
        this.array = array;
        check(WSAStartup(MAKEWORD(2, 2), new WSADATA()) == 0);
        SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        sockaddr_in address = new sockaddr_in();
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        check(bind(listener, address, sizeof(address)) == 0);
        check(listen(listener, 1) == 0);
        check(getsockname(listener, address, new IntRef(sizeof(address))) == 0);
        near = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        check(connect(near, address, sizeof(address)) == 0);
        far = accept(listener, null, null);
        check(far != INVALID_SOCKET);
        check(closesocket(listener) == 0);
        check(setsockopt(near, IPPROTO_TCP, TCP_NODELAY, new IntRef(1), 4) == 0);
        check(ioctlsocket(near, FIONBIO, new IntRef(1)) == 0);
    }

    private static void check(boolean success) throws IOException {
        if (!success) {
            throw new IOException("error " + WSAGetLastError());
        }
    }

    @Override
    int receiveNothing() {
        int result = receive();
        if (result != SOCKET_ERROR || WSAGetLastError() != WSAEWOULDBLOCK) {
            throw new IllegalStateException("recv: " + result);
        }
        return result;
    }

    @Override
    int receive() {
        return array ? recv(near, oneArray, 1, 0) : recv(near, one.clear(), 0);
    }

    @Override
    int send() {
        return array
                ? dev.jwinsock.Winsock2.send(near, oneArray, 1, 0)
                : dev.jwinsock.Winsock2.send(near, one.clear(), 0);
    }

    @Override
    void refill(int bytes) throws IOException {
        check(dev.jwinsock.Winsock2.send(far, many, bytes, 0) == bytes);
    }

    @Override
    void drain(int bytes) throws IOException {
        int left = bytes;
        while (left > 0) {
            int count = recv(far, many, many.length, 0);
            check(count > 0);
            left -= count;
        }
    }

    @Override
    void close() throws IOException {
        closesocket(near);
        closesocket(far);
        check(WSACleanup() == 0);
    }
}

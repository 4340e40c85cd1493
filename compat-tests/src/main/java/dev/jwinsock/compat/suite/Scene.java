package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.expectSocket;
import static dev.jwinsock.compat.harness.Expect.expectZero;
import static dev.jwinsock.compat.harness.Sockets.option;
import static dev.jwinsock.compat.harness.Sockets.tcp;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;

/** Short forms of the calls that tests of connections and datagrams make all the time, and a place for foreign peers. */
abstract class Scene {
    static final int MIB = 1 << 20;

    private final Deque<AutoCloseable> foreign = new ArrayDeque<>();

    @AfterEach
    final void closeForeign() throws Exception {
        while (!foreign.isEmpty()) {
            foreign.pop().close();
        }
    }

    /** Closes it after the test; our own sockets are closed by WSACleanup. */
    final <T extends AutoCloseable> T track(T other) {
        foreign.push(other);
        return other;
    }

    /** A connection to the listener, which stays open. */
    static Pair pair(SOCKET listener) {
        SOCKET client = tcp();
        expectZero(connectTo(client, Sockets.localAddress(listener)));
        return new Pair(client, expectSocket(accept(listener, null, null)));
    }

    static int bindTo(SOCKET s, sockaddr address) {
        return bind(s, address, sizeof(address));
    }

    static int connectTo(SOCKET s, sockaddr address) {
        return connect(s, address, sizeof(address));
    }

    static int sendTo(SOCKET s, byte[] data, sockaddr address) {
        return sendto(s, data, data.length, 0, address, sizeof(address));
    }

    static int soError(SOCKET s) {
        return option(s, SOL_SOCKET, SO_ERROR);
    }

    static int lingerFor(SOCKET s, int seconds) {
        return setsockopt(s, SOL_SOCKET, SO_LINGER, new linger(1, seconds), 4);
    }

    /** FIONREAD. */
    static int readable(SOCKET s) {
        IntRef count = new IntRef(-1);
        expectZero(ioctlsocket(s, FIONREAD, count));
        return count.value;
    }

    /** Different bytes for each length, the same every time. */
    static byte[] data(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static int send(SOCKET s, byte[] data) {
        return dev.jwinsock.Winsock2.send(s, data, data.length, 0);
    }

    static int recv(SOCKET s, byte[] buffer) {
        return recv(s, buffer, buffer.length, 0);
    }

    static int recv(SOCKET s, byte[] buffer, int length, int flags) {
        return dev.jwinsock.Winsock2.recv(s, buffer, length, flags);
    }

    /** Exactly so many bytes from a blocking socket. */
    static byte[] receive(SOCKET s, int length) {
        byte[] all = new byte[length];
        int got = 0;
        while (got < length) {
            int n = dev.jwinsock.Winsock2.recv(s, all, got, length - got, 0);
            if (n <= 0) {
                throw new AssertionError(
                        "recv gave " + n + " after " + got + " bytes, last error " + WSAGetLastError());
            }
            got += n;
        }
        return all;
    }

    /** Everything up to the end of the stream from a blocking socket. */
    static byte[] receiveAll(SOCKET s) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            int n = recv(s, buffer);
            if (n == SOCKET_ERROR) {
                throw new AssertionError("recv failed after " + all.size() + " bytes: " + WSAGetLastError());
            }
            if (n == 0) {
                return all.toByteArray();
            }
            all.write(buffer, 0, n);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        Deadline.require(what, condition);
    }

    /** The result of a call on a nonblocking socket once it is no longer WSAEWOULDBLOCK, with its last error. */
    static int awaitResult(String what, IntSupplier call) {
        int[] result = new int[2];
        await(what, () -> {
            result[0] = call.getAsInt();
            result[1] = WSAGetLastError();
            return result[0] != SOCKET_ERROR || result[1] != WSAEWOULDBLOCK;
        });
        WSASetLastError(result[1]);
        return result[0];
    }
}

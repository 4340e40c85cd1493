package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.expectError;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.fd_set;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.timeval;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every function that takes a socket, with arguments that are right otherwise. */
public final class SocketCalls {
    private SocketCalls() {}

    /** Calls them all; each has to fail with the error. */
    public static void expectAllFail(int error, @Nullable SOCKET s) {
        calls(error, s).forEach((name, call) -> {
            try {
                call.run();
            } catch (AssertionError e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        });
    }

    private static Map<String, Runnable> calls(int error, @Nullable SOCKET s) {
        byte[] bytes = new byte[4];
        WSABUF[] buffers = {new WSABUF(ByteBuffer.allocate(4))};
        sockaddr to = Sockets.loopback(9);
        sockaddr room = new sockaddr_in();
        int size = sizeof(to);
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("bind", () -> expectError(error, bind(s, Sockets.loopback(0), size)));
        calls.put("listen", () -> expectError(error, listen(s, 1)));
        calls.put("accept", () -> expectError(error, accept(s, null, null)));
        calls.put("connect", () -> expectError(error, connect(s, to, size)));
        calls.put("WSAConnect", () -> expectError(error, WSAConnect(s, to, size, null, null, null, null)));
        calls.put("shutdown", () -> expectError(error, shutdown(s, SD_BOTH)));
        calls.put("WSASendDisconnect", () -> expectError(error, WSASendDisconnect(s, null)));
        calls.put("WSARecvDisconnect", () -> expectError(error, WSARecvDisconnect(s, null)));
        calls.put("getsockname", () -> expectError(error, getsockname(s, room, new IntRef(size))));
        calls.put("getpeername", () -> expectError(error, getpeername(s, room, new IntRef(size))));
        calls.put("send", () -> expectError(error, send(s, bytes, 4, 0)));
        calls.put("send(ByteBuffer)", () -> expectError(error, send(s, ByteBuffer.wrap(bytes), 0)));
        calls.put("sendto", () -> expectError(error, sendto(s, bytes, 4, 0, to, size)));
        calls.put("WSASend", () -> expectError(error, WSASend(s, buffers, 1, new IntRef(), 0)));
        calls.put("WSASendTo", () -> expectError(error, WSASendTo(s, buffers, 1, new IntRef(), 0, to, size)));
        calls.put("recv", () -> expectError(error, recv(s, bytes, 4, 0)));
        calls.put("recv(ByteBuffer)", () -> expectError(error, recv(s, ByteBuffer.wrap(bytes), 0)));
        calls.put("recvfrom", () -> expectError(error, recvfrom(s, bytes, 4, 0, room, new IntRef(size))));
        calls.put("WSARecv", () -> expectError(error, WSARecv(s, buffers, 1, new IntRef(), new IntRef())));
        calls.put(
                "WSARecvFrom",
                () -> expectError(
                        error, WSARecvFrom(s, buffers, 1, new IntRef(), new IntRef(), room, new IntRef(size))));
        calls.put("ioctlsocket", () -> expectError(error, ioctlsocket(s, FIONBIO, new IntRef(1))));
        calls.put(
                "getsockopt",
                () -> expectError(error, getsockopt(s, SOL_SOCKET, SO_TYPE, new IntRef(), new IntRef(4))));
        calls.put("setsockopt", () -> expectError(error, setsockopt(s, SOL_SOCKET, SO_LINGER, new linger(), 4)));
        calls.put("select", () -> expectError(error, select(0, set(s), null, null, new timeval(0, 0))));
        calls.put("WSAEventSelect", () -> expectError(error, WSAEventSelect(s, null, 0)));
        calls.put(
                "WSAEnumNetworkEvents",
                () -> expectError(error, WSAEnumNetworkEvents(s, null, new WSANETWORKEVENTS())));
        calls.put("WSAAsyncSelect", () -> expectError(error, WSAAsyncSelect(s, null, 0, 0)));
        calls.put("closesocket", () -> expectError(error, closesocket(s)));
        return calls;
    }

    private static fd_set set(@Nullable SOCKET s) {
        fd_set set = new fd_set();
        set.fd_array[set.fd_count++] = s;
        return set;
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCKET_ADDRESS;
import dev.jwinsock.SOCKET_ADDRESS_LIST;
import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.sockaddr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WSAIoctl as its tests use it. */
abstract class IoctlScene extends OverlappedScene {
    /** What the count of bytes holds before a call. */
    static final int BEFORE = 0xdead;

    final IntRef bytes = new IntRef(BEFORE);

    /** Without OVERLAPPED; the count of bytes is set to {@link #BEFORE} before. */
    final int ioctl(
            @Nullable SOCKET s, int code, @Nullable Object in, int inLength, @Nullable Object out, int outLength) {
        bytes.value = BEFORE;
        return WSAIoctl(s, code, in, inLength, out, outLength, bytes, null, null);
    }

    final int ioctl(
            @Nullable SOCKET s,
            int code,
            @Nullable Object in,
            int inLength,
            @Nullable Object out,
            int outLength,
            OVERLAPPED io) {
        bytes.value = BEFORE;
        return WSAIoctl(s, code, in, inLength, out, outLength, bytes, io, null);
    }

    /** An ioctl with a DWORD of input and nothing else. */
    final int ioctl(@Nullable SOCKET s, int code, int value) {
        return ioctl(s, code, new IntRef(value), 4, null, 0);
    }

    static List<sockaddr> addresses(SOCKET_ADDRESS_LIST list) {
        List<sockaddr> all = new ArrayList<>();
        for (SOCKET_ADDRESS each : list.Address) {
            all.add(java.util.Objects.requireNonNull(each.lpSockaddr));
        }
        return all;
    }

    /** A socket of each kind, IPv6 ones where there is IPv6. */
    static List<SOCKET> oneOfEach() {
        List<SOCKET> all = new ArrayList<>(List.of(Sockets.tcp(), Sockets.udp()));
        SOCKET stream = socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP);
        SOCKET datagram = socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
        if (stream != INVALID_SOCKET && datagram != INVALID_SOCKET) {
            all.add(stream);
            all.add(datagram);
        }
        return all;
    }

    final void expectBytes(int count) {
        if (bytes.value != count) {
            throw new AssertionError("expected a count of " + count + " bytes, but it is " + bytes.value);
        }
    }

    /** Fails with the error and leaves the count 0. */
    final void expectRefused(int error, int result) {
        expectError(error, result);
        expectBytes(0);
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_ACCEPTEX}: {@link Mswsock#AcceptEx} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_ACCEPTEX {
    /** As {@link Mswsock#AcceptEx}. */
    boolean AcceptEx(
            @Nullable SOCKET sListenSocket,
            @Nullable SOCKET sAcceptSocket,
            @Nullable ByteBuffer lpOutputBuffer,
            int dwReceiveDataLength,
            int dwLocalAddressLength,
            int dwRemoteAddressLength,
            @Nullable IntRef lpdwBytesReceived,
            @Nullable OVERLAPPED lpOverlapped);
}

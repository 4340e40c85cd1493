package dev.jwinsock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_CONNECTEX}: {@link Mswsock#ConnectEx} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_CONNECTEX {
    /** As {@link Mswsock#ConnectEx}. */
    boolean ConnectEx(
            @Nullable SOCKET s,
            @Nullable sockaddr name,
            int namelen,
            @Nullable ByteBuffer lpSendBuffer,
            int dwSendDataLength,
            @Nullable IntRef lpdwBytesSent,
            @Nullable OVERLAPPED lpOverlapped);
}

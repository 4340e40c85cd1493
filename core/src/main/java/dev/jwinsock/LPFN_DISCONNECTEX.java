package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_DISCONNECTEX}: {@link Mswsock#DisconnectEx} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_DISCONNECTEX {
    /** As {@link Mswsock#DisconnectEx}. */
    boolean DisconnectEx(@Nullable SOCKET s, @Nullable OVERLAPPED lpOverlapped, int dwFlags, int dwReserved);
}

package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _SOCKET_ADDRESS { LPSOCKADDR lpSockaddr; INT iSockaddrLength; } SOCKET_ADDRESS}. */
public final class SOCKET_ADDRESS {
    public @Nullable sockaddr lpSockaddr;

    /** Bytes. */
    public int iSockaddrLength;

    public SOCKET_ADDRESS() {}

    public SOCKET_ADDRESS(sockaddr address) {
        lpSockaddr = address;
        iSockaddrLength = address.sizeof();
    }
}

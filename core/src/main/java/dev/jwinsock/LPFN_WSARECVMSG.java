package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_WSARECVMSG}: {@link Mswsock#WSARecvMsg} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_WSARECVMSG {
    /** As {@link Mswsock#WSARecvMsg}. */
    int WSARecvMsg(
            @Nullable SOCKET s,
            @Nullable WSAMSG lpMsg,
            @Nullable IntRef lpdwNumberOfBytesRecvd,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
}

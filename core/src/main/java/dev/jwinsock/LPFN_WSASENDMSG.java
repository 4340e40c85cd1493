package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_WSASENDMSG}: {@link Winsock2#WSASendMsg} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_WSASENDMSG {
    /** As {@link Winsock2#WSASendMsg}. */
    int WSASendMsg(
            @Nullable SOCKET s,
            @Nullable WSAMSG lpMsg,
            int dwFlags,
            @Nullable IntRef lpNumberOfBytesSent,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
}

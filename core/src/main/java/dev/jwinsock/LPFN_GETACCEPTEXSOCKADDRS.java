package dev.jwinsock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_GETACCEPTEXSOCKADDRS}: {@link Mswsock#GetAcceptExSockaddrs} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_GETACCEPTEXSOCKADDRS {
    /** As {@link Mswsock#GetAcceptExSockaddrs}. */
    void GetAcceptExSockaddrs(
            ByteBuffer lpOutputBuffer,
            int dwReceiveDataLength,
            int dwLocalAddressLength,
            int dwRemoteAddressLength,
            @Nullable Ref<sockaddr> LocalSockaddr,
            @Nullable IntRef LocalSockaddrLength,
            @Nullable Ref<sockaddr> RemoteSockaddr,
            @Nullable IntRef RemoteSockaddrLength);
}

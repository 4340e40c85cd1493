package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_TRANSMITPACKETS}: {@link Mswsock#TransmitPackets} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_TRANSMITPACKETS {
    /** As {@link Mswsock#TransmitPackets}. */
    boolean TransmitPackets(
            @Nullable SOCKET hSocket,
            @Nullable TRANSMIT_PACKETS_ELEMENT @Nullable [] lpPacketArray,
            int nElementCount,
            int nSendSize,
            @Nullable OVERLAPPED lpOverlapped,
            int dwFlags);
}

package dev.jwinsock;

import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** C: {@code LPFN_TRANSMITFILE}: {@link Mswsock#TransmitFile} as WSAIoctl with SIO_GET_EXTENSION_FUNCTION_POINTER gives it. */
@FunctionalInterface
public interface LPFN_TRANSMITFILE {
    /** As {@link Mswsock#TransmitFile}. */
    boolean TransmitFile(
            @Nullable SOCKET hSocket,
            @Nullable FileChannel hFile,
            int nNumberOfBytesToWrite,
            int nNumberOfBytesPerSend,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable TRANSMIT_FILE_BUFFERS lpTransmitBuffers,
            int dwReserved);
}

package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.IntRef;
import dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import java.io.IOException;

/** The functions of registered I/O. */
final class RioTable {
    /** Of a socket that may have a request queue. */
    static final int FLAGS = WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO;

    private static final int GUID_BYTES = 16;

    private RioTable() {}

    static RIO_EXTENSION_FUNCTION_TABLE of(SOCKET socket) throws IOException {
        Ref<RIO_EXTENSION_FUNCTION_TABLE> table = new Ref<>();
        int result = WSAIoctl(
                socket,
                SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER,
                WSAID_MULTIPLE_RIO,
                GUID_BYTES,
                table,
                RIO_EXTENSION_FUNCTION_TABLE.CB_SIZE,
                new IntRef(),
                null,
                null);
        RIO_EXTENSION_FUNCTION_TABLE functions = table.value;
        if (result != 0 || functions == null) {
            throw new IOException("WSAIoctl: error " + WSAGetLastError());
        }
        return functions;
    }
}

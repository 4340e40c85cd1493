package dev.jwinsock.ws2;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.Winsock2;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** WSAHtonl and its relatives: the byte order is the one that the socket's catalog entry names. */
public final class NetworkOrder {
    private NetworkOrder() {}

    public static int convertLong(@Nullable SOCKET s, int value, @Nullable IntRef converted) {
        return convert(s, value, Integer.reverseBytes(value), converted);
    }

    public static int convertShort(@Nullable SOCKET s, int value, @Nullable IntRef converted) {
        return convert(s, value & 0xffff, Short.reverseBytes((short) value) & 0xffff, converted);
    }

    // Host order is little-endian, so both directions are the same exchange
    private static int convert(@Nullable SOCKET s, int same, int reversed, @Nullable IntRef converted) {
        // Asking the provider also finds out whether the socket is still open
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        IntRef size = new IntRef(info.sizeof());
        if (OptionValues.get(s, Winsock2.SOL_SOCKET, Winsock2.SO_PROTOCOL_INFOW, info, size) != 0) {
            return Winsock2.SOCKET_ERROR;
        }
        if (converted == null) {
            return LastError.result(Status.FAULT);
        }
        converted.value = info.iNetworkByteOrder == Winsock2.BIGENDIAN ? reversed : same;
        return LastError.result(Status.OK);
    }
}

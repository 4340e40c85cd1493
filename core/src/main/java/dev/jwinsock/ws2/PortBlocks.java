package dev.jwinsock.ws2;

import dev.jwinsock.Ref;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The persistent port reservations of iphlpapi.h: Win32 errors instead of the last error, and no need of WSAStartup. */
public final class PortBlocks {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int INVALID_PARAMETER = 87;
    private static final int NOT_SUPPORTED = 50;

    /** ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION; what is no socket error is Win32's already. */
    private static final Map<Integer, Integer> ERRORS = Map.of(Status.ACCESS, 5, Status.ADDRESS_IN_USE, 32);

    private PortBlocks() {}

    private interface Call {
        int on(TransportServiceProvider provider, int start, int ports);
    }

    /** @param start in network byte order */
    private static int call(boolean stream, short start, short ports, Call call) {
        Catalog.Entry entry = Catalog.find(AF_INET, stream ? SOCK_STREAM : SOCK_DGRAM, 0);
        if (entry == null) {
            return NOT_SUPPORTED;
        }
        int status =
                call.on(entry.provider(), Short.toUnsignedInt(Short.reverseBytes(start)), Short.toUnsignedInt(ports));
        return ERRORS.getOrDefault(status, -status);
    }

    public static int create(boolean stream, short start, short ports, @Nullable Ref<Long> token) {
        return token == null
                ? INVALID_PARAMETER
                : call(stream, start, ports, (p, first, count) -> p.createPortReservation(stream, first, count, token));
    }

    public static int lookup(boolean stream, short start, short ports, @Nullable Ref<Long> token) {
        return token == null
                ? INVALID_PARAMETER
                : call(stream, start, ports, (p, first, count) -> p.lookupPortReservation(stream, first, count, token));
    }

    public static int delete(boolean stream, short start, short ports) {
        return call(stream, start, ports, (p, first, count) -> p.deletePortReservation(stream, first, count));
    }
}

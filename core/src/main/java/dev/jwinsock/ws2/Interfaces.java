package dev.jwinsock.ws2;

import dev.jwinsock.INTERFACE_HARDWARE_CROSSTIMESTAMP;
import dev.jwinsock.INTERFACE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.IntRef;
import dev.jwinsock.NET_LUID;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** What iphlpapi.h tells of network interfaces: Win32 errors instead of the last error, and no need of WSAStartup. */
public final class Interfaces {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;

    private static final int SUCCESS = 0;
    private static final int FILE_NOT_FOUND = 2;
    private static final int ACCESS_DENIED = 5;
    private static final int NOT_SUPPORTED = 50;
    private static final int INVALID_PARAMETER = 87;

    // Of a LUID: 24 bits index, 16 bits type
    private static final int INDEX = 24;
    private static final int TYPE = 48;
    private static final int MOST_INDEX = 0xffffff;
    private static final long ETHERNET = 6;
    private static final long LOOPBACK = 24;

    private Interfaces() {}

    private static @Nullable NetworkInterface find(int index) {
        try {
            return index > 0 && index <= MOST_INDEX ? NetworkInterface.getByIndex(index) : null;
        } catch (SocketException e) {
            return null;
        }
    }

    private static long luid(NetworkInterface of) throws SocketException {
        return (of.isLoopback() ? LOOPBACK : ETHERNET) << TYPE | (long) of.getIndex() << INDEX;
    }

    public static int toLuid(int index, @Nullable NET_LUID luid) {
        if (luid == null) {
            return INVALID_PARAMETER;
        }
        luid.Value = 0;
        NetworkInterface found = find(index);
        if (found == null) {
            return FILE_NOT_FOUND;
        }
        try {
            luid.Value = luid(found);
            return SUCCESS;
        } catch (SocketException e) {
            return FILE_NOT_FOUND; // gone meanwhile
        }
    }

    public static int toIndex(@Nullable NET_LUID luid, @Nullable IntRef index) {
        if (luid == null || index == null) {
            return INVALID_PARAMETER;
        }
        index.value = index(luid);
        return index.value == 0 ? FILE_NOT_FOUND : SUCCESS;
    }

    /** @return 0 when there is no such interface */
    private static int index(NET_LUID luid) {
        NetworkInterface found = find((int) (luid.Value >>> INDEX & MOST_INDEX));
        try {
            return found != null && luid(found) == luid.Value ? found.getIndex() : 0;
        } catch (SocketException e) {
            return 0;
        }
    }

    private interface Call<R> {
        int on(TransportServiceProvider provider, int index, R result);
    }

    private static <R> int call(@Nullable NET_LUID luid, @Nullable R result, Call<R> call) {
        if (luid == null || result == null) {
            return INVALID_PARAMETER;
        }
        int index = index(luid);
        if (index == 0) {
            return FILE_NOT_FOUND;
        }
        Catalog.Entry entry = Catalog.find(AF_INET, SOCK_DGRAM, 0);
        int status = entry == null ? Status.OPERATION_NOT_SUPPORTED : call.on(entry.provider(), index, result);
        return switch (status) {
            case Status.OK -> SUCCESS;
            case Status.NOT_FOUND -> FILE_NOT_FOUND;
            case Status.ACCESS -> ACCESS_DENIED;
            default -> NOT_SUPPORTED;
        };
    }

    public static int timestampCapabilities(
            @Nullable NET_LUID luid, boolean active, @Nullable INTERFACE_TIMESTAMP_CAPABILITIES capabilities) {
        return call(luid, capabilities, (provider, index, out) -> provider.timestampCapabilities(index, active, out));
    }

    public static int crossTimestamp(@Nullable NET_LUID luid, @Nullable INTERFACE_HARDWARE_CROSSTIMESTAMP result) {
        return call(luid, result, TransportServiceProvider::crossTimestamp);
    }
}

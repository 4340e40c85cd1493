package dev.jwinsock.ws2;

import dev.jwinsock.IntRef;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.Winsock2;
import dev.jwinsock.transport.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WSAEnumProtocols: the catalog entries that programs may choose from. */
public final class ProtocolList {
    private ProtocolList() {}

    public static int enumerate(
            int @Nullable [] wanted, @Nullable WSAPROTOCOL_INFO @Nullable [] buffer, @Nullable IntRef bufferLength) {
        if (!Startup.started()) {
            return LastError.result(Status.NOT_INITIALISED);
        }
        List<WSAPROTOCOL_INFO> catalog =
                Catalog.all().stream().map(Catalog.Entry::info).toList();
        return LastError.result(fill(catalog, wanted, buffer, bufferLength));
    }

    /** @return the number of entries stored or a status */
    static int fill(
            List<WSAPROTOCOL_INFO> catalog,
            int @Nullable [] wanted,
            @Nullable WSAPROTOCOL_INFO @Nullable [] buffer,
            @Nullable IntRef bufferLength) {
        if (bufferLength == null) {
            return Status.FAULT;
        }
        List<WSAPROTOCOL_INFO> found = catalog.stream()
                .filter(info -> visible(info) && contains(wanted, info.iProtocol))
                .toList();
        int needed = found.size() * new WSAPROTOCOL_INFO().sizeof();
        // S034: without room the needed size is stored. The length is unsigned; the array is the real room
        if (buffer == null || Integer.compareUnsigned(bufferLength.value, needed) < 0 || buffer.length < found.size()) {
            bufferLength.value = needed;
            return Status.NO_BUFFERS;
        }
        for (int i = 0; i < found.size(); i++) {
            // A copy: what the program does with it must not change the catalog
            WSAPROTOCOL_INFO copy = new WSAPROTOCOL_INFO();
            copy.fromBytes(found.get(i).toBytes(), 0);
            buffer[i] = copy;
        }
        return found.size();
    }

    // S034: no entry has PFL_HIDDEN; layers (a chain length of 0) cannot be used alone
    private static boolean visible(WSAPROTOCOL_INFO info) {
        return (info.dwProviderFlags & Winsock2.PFL_HIDDEN) == 0
                && info.ProtocolChain.ChainLen != Winsock2.LAYERED_PROTOCOL;
    }

    private static boolean contains(int @Nullable [] wanted, int protocol) {
        if (wanted == null) {
            return true;
        }
        for (int candidate : wanted) {
            if (candidate == 0) {
                return false;
            }
            if (candidate == protocol) {
                return true;
            }
        }
        return false;
    }
}

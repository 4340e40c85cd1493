package dev.jwinsock.ws2;

import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The start count: WSAStartup and WSACleanup, and the providers' life between the first and the last of them. */
public final class Startup {
    private static final int HIGHEST = version(2, 2);

    private static final ProviderUpcalls UPCALLS = new ProviderUpcalls();
    private static final ReentrantLock LOCK = new ReentrantLock();
    // Written under LOCK, read by every call.
    private static volatile int count;

    private Startup() {}

    /** Whether socket functions may be called (S001). */
    static boolean started() {
        return count > 0;
    }

    /** @return the error number itself, as WSAStartup does; 0 for success */
    public static int startup(int requested, @Nullable WSADATA data) {
        int major = requested & 0xff;
        int minor = requested >>> 8 & 0xff;
        // S009: the version is looked at before the pointer, S006: and the structure filled even when it is refused
        if (major == 0) {
            if (data != null) {
                describe(data, HIGHEST);
            }
            return -Status.VERSION_NOT_SUPPORTED;
        }
        if (data == null) {
            return -Status.FAULT;
        }
        LOCK.lock();
        try {
            if (count == 0) {
                int status = startProviders();
                if (status < 0) {
                    return -status;
                }
            }
            count++;
        } finally {
            LOCK.unlock();
        }
        describe(data, negotiate(major, minor));
        return 0;
    }

    /** @return 0, or NOT_INITIALISED when there was no matching startup (S002) */
    public static int cleanup() {
        LOCK.lock();
        try {
            if (count == 0) {
                return Status.NOT_INITIALISED;
            }
            count--;
            if (count == 0) {
                // From the top: what stands above others lets go of their sockets first
                List<TransportServiceProvider> providers = Catalog.providers();
                for (int i = providers.size() - 1; i >= 0; i--) {
                    providers.get(i).WSPCleanup();
                }
            }
            return Status.OK;
        } finally {
            LOCK.unlock();
        }
    }

    /** Puts a provider into the catalog. @return 0 or why it cannot be started */
    static int install(TransportServiceProvider provider, List<WSAPROTOCOL_INFO> rows) {
        LOCK.lock();
        try {
            int status = count > 0 ? provider.WSPStartup(UPCALLS) : Status.OK;
            if (status >= 0) {
                Catalog.add(provider, rows);
            }
            return status;
        } finally {
            LOCK.unlock();
        }
    }

    /** Takes it out again. */
    static void deinstall(TransportServiceProvider provider) {
        LOCK.lock();
        try {
            Catalog.remove(provider);
            if (count > 0) {
                provider.WSPCleanup();
            }
        } finally {
            LOCK.unlock();
        }
    }

    private static int startProviders() {
        for (TransportServiceProvider provider : Catalog.providers()) {
            int status = provider.WSPStartup(UPCALLS);
            if (status < 0) {
                return status;
            }
        }
        return Catalog.providers().isEmpty() ? Status.SYSTEM_NOT_READY : Status.OK;
    }

    // S005
    private static int negotiate(int major, int minor) {
        if (major == 1) {
            return version(1, Math.min(minor, 1));
        }
        return major == 2 ? version(2, Math.min(minor, 2)) : HIGHEST;
    }

    private static int version(int major, int minor) {
        return major | minor << 8;
    }

    // S007
    private static void describe(WSADATA data, int version) {
        data.wVersion = (short) version;
        data.wHighVersion = (short) HIGHEST;
        data.szDescription = "WinSock 2.0";
        data.szSystemStatus = "Running";
        data.iMaxSockets = 0;
        data.iMaxUdpDg = 0;
    }
}

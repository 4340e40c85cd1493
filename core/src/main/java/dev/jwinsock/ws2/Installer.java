package dev.jwinsock.ws2;

import dev.jwinsock.GUID;
import dev.jwinsock.IntRef;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.spi.TransportServiceProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WSCInstallProvider and WSCDeinstallProvider. They need no WSAStartup and leave the thread's last error alone. */
public final class Installer {
    private static final int FAULT = 10014;
    private static final int INVALID = 10022;
    private static final int PROVIDER_FAILED_INIT = 10106;
    private static final int NO_RECOVERY = 11003;

    /** By the text of their identifier. Guarded by itself. */
    private static final Map<String, TransportServiceProvider> INSTALLED = new HashMap<>();

    private Installer() {}

    /** @param className in place of a path: a {@link TransportServiceProvider} with a public constructor */
    public static int install(
            @Nullable GUID id,
            @Nullable String className,
            @Nullable WSAPROTOCOL_INFO @Nullable [] list,
            int count,
            @Nullable IntRef error) {
        return told(error == null ? FAULT : tryInstall(id, className, list, count), error);
    }

    private static int tryInstall(
            @Nullable GUID id, @Nullable String className, @Nullable WSAPROTOCOL_INFO @Nullable [] list, int count) {
        if (id == null || className == null || list == null || count > list.length) {
            return FAULT;
        }
        if (count <= 0) {
            return INVALID;
        }
        List<WSAPROTOCOL_INFO> rows = new ArrayList<>();
        for (WSAPROTOCOL_INFO each : List.of(list).subList(0, count)) {
            WSAPROTOCOL_INFO row = new WSAPROTOCOL_INFO();
            row.fromBytes(each.toBytes(), 0);
            row.ProviderId.fromBytes(id.toBytes(), 0);
            rows.add(row);
        }
        synchronized (INSTALLED) {
            if (INSTALLED.containsKey(id.toString())) {
                return NO_RECOVERY;
            }
            TransportServiceProvider provider = make(className);
            if (provider == null || Startup.install(provider, rows) < 0) {
                return PROVIDER_FAILED_INIT;
            }
            INSTALLED.put(id.toString(), provider);
            return 0;
        }
    }

    private static @Nullable TransportServiceProvider make(String className) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(className, true, context != null ? context : Installer.class.getClassLoader())
                    .asSubclass(TransportServiceProvider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            return null;
        }
    }

    public static int deinstall(@Nullable GUID id, @Nullable IntRef error) {
        if (error == null || id == null) {
            return told(FAULT, error);
        }
        synchronized (INSTALLED) {
            TransportServiceProvider provider = INSTALLED.remove(id.toString());
            if (provider == null) {
                return told(INVALID, error);
            }
            Startup.deinstall(provider);
            return 0;
        }
    }

    private static int told(int why, @Nullable IntRef error) {
        if (why != 0 && error != null) {
            error.value = why;
        }
        return why == 0 ? 0 : -1;
    }
}

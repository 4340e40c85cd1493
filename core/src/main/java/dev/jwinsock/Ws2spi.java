package dev.jwinsock;

import dev.jwinsock.ws2.Installer;
import org.jspecify.annotations.Nullable;

/**
 * ws2spi.h: what a service provider's installation program calls. Specification: "Transport Service Provider Installation".
 */
public final class Ws2spi {
    private Ws2spi() {}

    /**
     * C: {@code int WSCInstallProvider(LPGUID lpProviderId, const WCHAR *lpszProviderDllPath, const LPWSAPROTOCOL_INFOW
     * lpProtocolInfoList, DWORD dwNumberOfEntries, LPINT lpErrno)}. Puts a transport service provider into the protocol
     * catalog, behind what is there: a plain socket() finds the protocols it found before.
     *
     * <p>Differences: the path is the name of a class that implements {@link
     * dev.jwinsock.spi.TransportServiceProvider} and has a public constructor without parameters. The catalog is this
     * process's; Windows keeps it in the registry, for all. The entry is there at once; Windows gives it its
     * {@code dwCatalogEntryId}, too.
     *
     * <p>Errors, in {@code lpErrno}: WSAEFAULT for a null or an array that is too short, WSAEINVAL for no entries,
     * WSANO_RECOVERY when a provider with this identifier is installed, WSAEPROVIDERFAILEDINIT when the class is none,
     * cannot be made or does not start. WSAStartup is not needed, and the last error is not touched.
     *
     * @return 0 or SOCKET_ERROR
     */
    public static int WSCInstallProvider(
            @Nullable GUID lpProviderId,
            @Nullable String lpszProviderDllPath,
            @Nullable WSAPROTOCOL_INFO @Nullable [] lpProtocolInfoList,
            int dwNumberOfEntries,
            @Nullable IntRef lpErrno) {
        return Installer.install(lpProviderId, lpszProviderDllPath, lpProtocolInfoList, dwNumberOfEntries, lpErrno);
    }

    /**
     * C: {@code int WSCDeinstallProvider(LPGUID lpProviderId, LPINT lpErrno)}. Takes a provider out of the catalog again.
     * Sockets of it that are open end as with WSACleanup.
     *
     * <p>Errors, in {@code lpErrno}: WSAEFAULT for a null, WSAEINVAL when no such provider was installed.
     *
     * @return 0 or SOCKET_ERROR
     */
    public static int WSCDeinstallProvider(@Nullable GUID lpProviderId, @Nullable IntRef lpErrno) {
        return Installer.deinstall(lpProviderId, lpErrno);
    }
}

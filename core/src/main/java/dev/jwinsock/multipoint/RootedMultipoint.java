package dev.jwinsock.multipoint;

import dev.jwinsock.GUID;
import dev.jwinsock.IntRef;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.Winsock2;
import dev.jwinsock.Ws2spi;

/**
 * The installation program of the rooted multipoint provider: a session of one root and its leaves over TCP, rooted in
 * both planes.
 *
 * <p>Windows has no such provider of its own, and a program that asks for a root gets WSAEINVAL there; so here, until one
 * is installed. Then WSAEnumProtocols lists its entries behind the base provider's, with XP1_SUPPORT_MULTIPOINT,
 * XP1_MULTIPOINT_CONTROL_PLANE and XP1_MULTIPOINT_DATA_PLANE, and WSASocket with such an entry makes its sockets. A
 * socket that is made without the entry is TCP's, as before.
 *
 * <p>The entry is a stream: root and leaf are connected by plain TCP, and a d_leaf "has no semantic difference from the
 * regular socket". So a leaf can be any TCP program, on Windows too. What is received on the root by one call is from one
 * leaf, and recvfrom tells which.
 *
 * <p>What is sent on the root waits for the slowest leaf: when one of them is as far behind as the root's SO_SNDBUF says,
 * a send waits or would block. A leaf that leaves, or whose connection is reset, gets FD_CLOSE for its c_leaf socket at
 * the root, and the session goes on.
 */
public final class RootedMultipoint {
    /** Of the provider, in its catalog entries. Not to be changed. */
    public static final GUID PROVIDER_ID = new GUID("6e0c0f4b-3d7e-4c0e-9c55-1b7a3f7d2a10");

    private static final int SERVICES = Winsock2.XP1_GUARANTEED_DELIVERY
            | Winsock2.XP1_GUARANTEED_ORDER
            | Winsock2.XP1_GRACEFUL_CLOSE
            | Winsock2.XP1_SUPPORT_MULTIPOINT
            | Winsock2.XP1_MULTIPOINT_CONTROL_PLANE
            | Winsock2.XP1_MULTIPOINT_DATA_PLANE;
    private static final int IPV4_ADDRESS = 16;
    private static final int IPV6_ADDRESS = 28;

    private RootedMultipoint() {}

    /**
     * Puts the provider into the catalog of this process ({@link Ws2spi#WSCInstallProvider}).
     *
     * @return 0, or an error: WSANO_RECOVERY when it is there already
     */
    public static int install() {
        WSAPROTOCOL_INFO[] entries = {
            entry(Winsock2.AF_INET, IPV4_ADDRESS, "Rooted multipoint [TCP/IP]"),
            entry(Winsock2.AF_INET6, IPV6_ADDRESS, "Rooted multipoint [TCP/IPv6]"),
        };
        IntRef error = new IntRef();
        String provider = RootedProvider.class.getName();
        Ws2spi.WSCInstallProvider(PROVIDER_ID, provider, entries, entries.length, error);
        return error.value;
    }

    /**
     * Takes it out again ({@link Ws2spi#WSCDeinstallProvider}), which ends its sessions.
     *
     * @return 0, or an error: WSAEINVAL when it is not there
     */
    public static int uninstall() {
        IntRef error = new IntRef();
        Ws2spi.WSCDeinstallProvider(PROVIDER_ID, error);
        return error.value;
    }

    private static WSAPROTOCOL_INFO entry(int family, int addressSize, String name) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        info.dwServiceFlags1 = SERVICES;
        info.ProtocolChain.ChainLen = Winsock2.BASE_PROTOCOL;
        info.iVersion = 2;
        info.iAddressFamily = family;
        info.iMaxSockAddr = addressSize;
        info.iMinSockAddr = addressSize;
        info.iSocketType = Winsock2.SOCK_STREAM;
        info.iProtocol = Winsock2.IPPROTO_TCP;
        info.szProtocol = name;
        return info;
    }
}

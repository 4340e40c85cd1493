package dev.jwinsock.afd;

import dev.jwinsock.WSAPROTOCOL_INFO;
import java.util.List;

/** The catalog entries of the base provider, in WSAEnumProtocols order, with the numbers of Windows's own provider. */
final class Protocols {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int IPV6 = 41;
    /** Of a raw socket: the least protocol number, from which the entry's offset counts. */
    static final int ANY = 0;

    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    static final int RAW = 3;

    /** XP1_GUARANTEED_DELIVERY, GUARANTEED_ORDER, GRACEFUL_CLOSE, EXPEDITED_DATA, IFS_HANDLES. */
    private static final int TCP_SERVICES = 0x02 | 0x04 | 0x20 | 0x40 | 0x20000;
    /** XP1_CONNECTIONLESS, MESSAGE_ORIENTED, SUPPORT_BROADCAST, SUPPORT_MULTIPOINT, IFS_HANDLES. */
    private static final int UDP_SERVICES = 0x01 | 0x08 | 0x200 | 0x400 | 0x20000;

    /** XP1_GUARANTEED_DELIVERY, GUARANTEED_ORDER, GRACEFUL_CLOSE, IFS_HANDLES. */
    private static final int LOCAL_SERVICES = 0x02 | 0x04 | 0x20 | 0x20000;

    private static final int MATCHES_PROTOCOL_ZERO = 8;
    private static final int HIDDEN = 4;
    private static final int BASE_PROTOCOL = 1;
    private static final int MOST_UDP_BYTES = 65507;
    private static final int MOST_RAW_BYTES = 65467;
    private static final int MOST_PROTOCOLS = 255;
    private static final int FIRST_ENTRY_ID = 1001;

    private static final List<WSAPROTOCOL_INFO> ALL = List.of(
            entry(0, Addresses.AF_INET, STREAM, TCP, "MSAFD Tcpip [TCP/IP]"),
            entry(1, Addresses.AF_INET, DATAGRAM, UDP, "MSAFD Tcpip [UDP/IP]"),
            raw(2, Addresses.AF_INET, "MSAFD Tcpip [RAW/IP]"),
            entry(3, Addresses.AF_INET6, STREAM, TCP, "MSAFD Tcpip [TCP/IPv6]"),
            entry(4, Addresses.AF_INET6, DATAGRAM, UDP, "MSAFD Tcpip [UDP/IPv6]"),
            raw(5, Addresses.AF_INET6, "MSAFD Tcpip [RAW/IPv6]"),
            local(6));

    private Protocols() {}

    static List<WSAPROTOCOL_INFO> all() {
        return ALL;
    }

    private static WSAPROTOCOL_INFO local(int index) {
        WSAPROTOCOL_INFO info = entry(index, Addresses.AF_UNIX, STREAM, ANY, "AF_UNIX");
        info.dwServiceFlags1 = LOCAL_SERVICES;
        info.iMaxSockAddr = Addresses.LOCAL_SIZE;
        info.iMinSockAddr = Addresses.FAMILY_SIZE;
        info.dwMessageSize = 0;
        return info;
    }

    /** A266. */
    private static WSAPROTOCOL_INFO raw(int index, int family, String name) {
        WSAPROTOCOL_INFO info = entry(index, family, RAW, ANY, name);
        info.dwProviderFlags |= HIDDEN;
        info.iProtocolMaxOffset = MOST_PROTOCOLS;
        info.dwMessageSize = MOST_RAW_BYTES;
        return info;
    }

    private static WSAPROTOCOL_INFO entry(int index, int family, int type, int protocol, String name) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        info.dwServiceFlags1 = protocol == TCP ? TCP_SERVICES : UDP_SERVICES;
        info.dwProviderFlags = MATCHES_PROTOCOL_ZERO;
        info.dwCatalogEntryId = FIRST_ENTRY_ID + index;
        info.ProtocolChain.ChainLen = BASE_PROTOCOL;
        info.iVersion = 2;
        info.iAddressFamily = family;
        info.iMaxSockAddr = family == Addresses.AF_INET ? 16 : 28;
        info.iMinSockAddr = info.iMaxSockAddr;
        info.iSocketType = type;
        info.iProtocol = protocol;
        info.dwMessageSize = protocol == TCP ? 0 : MOST_UDP_BYTES;
        info.szProtocol = name;
        return info;
    }
}

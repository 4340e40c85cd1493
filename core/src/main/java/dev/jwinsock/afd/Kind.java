package dev.jwinsock.afd;

import dev.jwinsock.WSAPROTOCOL_INFO;

/** Sets of sockets by address family and type: a bit for each pair. Intersections are written with {@code &}. */
final class Kind {
    private static final int TYPES = 3;
    private static final int ALL_TYPES = (1 << TYPES) - 1;

    static final int IPV4 = ALL_TYPES;
    static final int IPV6 = ALL_TYPES << TYPES;
    /** Neither: local sockets. */
    static final int OTHER = ALL_TYPES << 2 * TYPES;

    static final int STREAM = 1 | 1 << TYPES | 1 << 2 * TYPES;
    static final int DATAGRAM = STREAM << 1;
    static final int RAW = STREAM << 2;
    static final int ANY = STREAM | DATAGRAM | RAW;
    static final int IP = IPV4 | IPV6;
    static final int NONE = 0;

    private Kind() {}

    /** @return the one bit of a protocol's sockets */
    static int of(WSAPROTOCOL_INFO protocol) {
        int family = protocol.iAddressFamily == Addresses.AF_INET
                ? 0
                : protocol.iAddressFamily == Addresses.AF_INET6 ? 1 : 2;
        int type = Math.min(Math.max(protocol.iSocketType, 1), TYPES) - 1;
        return 1 << type + TYPES * family;
    }
}

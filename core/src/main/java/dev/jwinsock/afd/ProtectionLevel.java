package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;

/**
 * IPV6_PROTECTION_LEVEL: whose unsolicited traffic a socket takes. What it does not take is treated as if nobody
 * listened; answers to what the socket has sent itself are not in question.
 */
final class ProtectionLevel {
    /** The value of a socket whose program has not said anything; not one to be set. */
    static final int UNSPECIFIED = -1;

    private static final int UNRESTRICTED = 10;
    private static final int EDGE_RESTRICTED = 20;
    private static final int RESTRICTED = 30;

    private ProtectionLevel() {}

    static boolean isValid(int level) {
        return level == UNRESTRICTED || level == EDGE_RESTRICTED || level == RESTRICTED;
    }

    /** @param sender any; IPv4 ones are not in question */
    static boolean takes(int level, Endpoint sender) {
        if (level == UNSPECIFIED || level == UNRESTRICTED || !sender.isIpv6() || sender.isMapped()) {
            return true;
        }
        return level == EDGE_RESTRICTED ? !isTeredo(sender) : isSameSite(sender);
    }

    /** 2001::/32. */
    private static boolean isTeredo(Endpoint sender) {
        byte[] address = sender.bytes();
        return address[0] == 0x20 && address[1] == 1 && address[2] == 0 && address[3] == 0;
    }

    /** Loopback, link local, site local and its successor, unique local; no site prefixes are known here. */
    private static boolean isSameSite(Endpoint sender) {
        byte[] address = sender.bytes();
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        boolean local = first == 0xfe && second >= 0x80 || (first & 0xfe) == 0xfc;
        return local || isLoopback(address);
    }

    private static boolean isLoopback(byte[] address) {
        int others = 0;
        for (int i = 0; i < 15; i++) {
            others |= address[i];
        }
        return others == 0 && address[15] == 1;
    }
}

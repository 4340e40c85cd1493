package dev.jwinsock.transport;

import org.jspecify.annotations.Nullable;

/**
 * An address of one of this host's interfaces.
 *
 * @param address port 0; with the scope when it is link-local
 * @param prefixLength bits that say the network
 * @param broadcast the address that all hosts of the network hear, or null
 * @param interfaceIndex the interface's number
 * @param loopback it is the host's own interface
 * @param pointToPoint it leads to one other host only
 * @param multicast it can send to groups
 * @param up it is in use
 * @param preferred the address may be used: it is neither being tested for uniqueness, nor a duplicate, nor outdated
 */
public record LocalAddress(
        Endpoint address,
        int prefixLength,
        @Nullable Endpoint broadcast,
        int interfaceIndex,
        boolean loopback,
        boolean pointToPoint,
        boolean multicast,
        boolean up,
        boolean preferred) {

    /** On the host's own interface, and not to be reached from elsewhere. */
    public boolean isLocalToHost() {
        byte[] bytes = address.bytes();
        boolean near = address.isIpv6()
                ? address.isLinkLocal() || isIpv6Loopback(bytes)
                : bytes[0] == 127 || bytes[0] == (byte) 169 && bytes[1] == (byte) 254;
        return loopback && near;
    }

    private static boolean isIpv6Loopback(byte[] bytes) {
        for (int i = 0; i < 15; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[15] == 1;
    }
}

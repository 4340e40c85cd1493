package dev.jwinsock.ws2;

import dev.jwinsock.Winsock2;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * One address of a host. Unlike {@link InetAddress} it keeps an IPv4-mapped address as the IPv6 address it is.
 *
 * @param bytes 4 or 16 bytes in network order
 * @param scope interface index of a link-local address, or 0
 */
record HostAddress(byte[] bytes, int scope) {
    private static final int IPV6_BYTES = 16;

    private record Precedence(int value, int prefixBits, int... head) {
        boolean covers(byte[] address) {
            for (int bit = 0; bit < prefixBits; bit++) {
                int at = bit / 8;
                int expected = at < head.length ? head[at] : 0;
                if (((address[at] ^ expected) >>> 7 - bit % 8 & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The policy table of RFC 6724, which Windows uses too; the longest prefixes first. */
    private static final List<Precedence> POLICY = List.of(
            new Precedence(50, 128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), // loopback
            new Precedence(35, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff), // IPv4
            new Precedence(1, 96), // IPv4-compatible
            new Precedence(5, 32, 0x20, 0x01), // Teredo
            new Precedence(30, 16, 0x20, 0x02), // 6to4
            new Precedence(1, 16, 0x3f, 0xfe), // 6bone
            new Precedence(1, 10, 0xfe, 0xc0), // site-local
            new Precedence(3, 7, 0xfc), // unique local
            new Precedence(40, 0));

    static HostAddress of(InetAddress address) {
        int scope = address instanceof Inet6Address ip6 ? ip6.getScopeId() : 0;
        return new HostAddress(address.getAddress(), scope);
    }

    boolean isIpv6() {
        return bytes.length == IPV6_BYTES;
    }

    /** The IPv4-mapped IPv6 address for an IPv4 address. */
    HostAddress mapped() {
        byte[] mapped = new byte[IPV6_BYTES];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        return new HostAddress(mapped, 0);
    }

    /** A greater number is tried earlier. */
    int precedence() {
        byte[] ip6 = isIpv6() ? bytes : mapped().bytes;
        for (Precedence row : POLICY) {
            if (row.covers(ip6)) {
                return row.value;
            }
        }
        throw new AssertionError("the last row covers all");
    }

    sockaddr toSockaddr(int port) {
        if (isIpv6()) {
            sockaddr_in6 in6 = new sockaddr_in6();
            in6.sin6_family = Winsock2.AF_INET6;
            in6.sin6_port = Short.reverseBytes((short) port);
            in6.sin6_addr.fromBytes(bytes, 0);
            in6.sin6_scope_id = scope;
            return in6;
        }
        sockaddr_in in = new sockaddr_in();
        in.sin_family = Winsock2.AF_INET;
        in.sin_port = Short.reverseBytes((short) port);
        in.sin_addr.fromBytes(bytes, 0);
        return in;
    }
}

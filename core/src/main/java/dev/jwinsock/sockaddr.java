package dev.jwinsock;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * C: {@code struct sockaddr *}: any socket address.
 *
 * <p>C casts between the address structures. Java copies: {@code new sockaddr_in(addr)} is the cast
 * {@code *(struct sockaddr_in *) &addr}, and {@link #copyFrom} is the assignment through a cast.
 */
public abstract class sockaddr extends Struct {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 23;
    private static final int NO_SCOPE = -1;

    sockaddr() {}

    /** C: {@code addr->sa_family}, 0 to 65535. */
    public abstract int sa_family();

    /** A port field, which is in network order, as a number. */
    static int port(short field) {
        return Short.toUnsignedInt(Short.reverseBytes(field));
    }

    /**
     * C: {@code memcpy(this, other, min(sizeof(this), sizeof(other)))}. What the other structure is too short for becomes
     * zero.
     */
    public final void copyFrom(sockaddr other) {
        fromBytes(Arrays.copyOf(other.toBytes(), sizeof()), 0);
    }

    /**
     * The C structure for a Java address: {@link sockaddr_in} for IPv4, {@link sockaddr_in6} for IPv6 with the scope id.
     *
     * @throws IllegalArgumentException when the address is unresolved
     */
    public static sockaddr of(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new IllegalArgumentException("unresolved: " + address);
        }
        if (ip instanceof Inet6Address ip6) {
            sockaddr_in6 in6 = new sockaddr_in6();
            in6.sin6_family = AF_INET6;
            in6.sin6_port = Short.reverseBytes((short) address.getPort());
            in6.sin6_addr.fromBytes(ip6.getAddress(), 0);
            in6.sin6_scope_id = ip6.getScopeId();
            return in6;
        }
        sockaddr_in in = new sockaddr_in();
        in.sin_family = AF_INET;
        in.sin_port = Short.reverseBytes((short) address.getPort());
        in.sin_addr.fromBytes(ip.getAddress(), 0);
        return in;
    }

    /**
     * The Java address for this structure. An IPv4-mapped IPv6 address becomes an IPv4 one, as everywhere in
     * {@code java.net}.
     *
     * @throws IllegalArgumentException when {@link #sa_family} is neither AF_INET nor AF_INET6
     */
    public final InetSocketAddress toInetSocketAddress() {
        try {
            switch (sa_family()) {
                case AF_INET: {
                    sockaddr_in in = this instanceof sockaddr_in same ? same : new sockaddr_in(this);
                    return new InetSocketAddress(InetAddress.getByAddress(in.sin_addr.toBytes()), port(in.sin_port));
                }
                case AF_INET6: {
                    sockaddr_in6 in6 = this instanceof sockaddr_in6 same ? same : new sockaddr_in6(this);
                    byte[] ip = in6.sin6_addr.toBytes();
                    int scope = in6.sin6_scope_id;
                    // With a scope of zero java.net would print "%0"
                    InetAddress address = scope == 0
                            ? InetAddress.getByAddress(ip)
                            : Inet6Address.getByAddress(null, ip, scope < 0 ? NO_SCOPE : scope);
                    return new InetSocketAddress(address, port(in6.sin6_port));
                }
                default:
                    throw new IllegalArgumentException("not an Internet address: family " + sa_family());
            }
        } catch (UnknownHostException e) {
            throw new AssertionError("getByAddress refuses only wrong lengths", e);
        }
    }
}

package dev.jwinsock;

import dev.jwinsock.ws2.AddressText;
import java.nio.ByteBuffer;

/** C: {@code struct in6_addr}, 16 bytes: an IPv6 address. */
public final class in6_addr extends Struct {
    /** 16 bytes, network order. */
    public final byte[] s6_addr = new byte[16];

    public in6_addr() {}

    /** C: assignment of the structure. */
    public in6_addr(in6_addr other) {
        set(other);
    }

    /** C: {@code addr = other}. */
    public void set(in6_addr other) {
        System.arraycopy(other.s6_addr, 0, s6_addr, 0, s6_addr.length);
    }

    @Override
    public int sizeof() {
        return 16;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.put(s6_addr);
    }

    @Override
    protected void get(ByteBuffer from) {
        from.get(s6_addr);
    }

    @Override
    public String toString() {
        return AddressText.ipv6(s6_addr);
    }
}

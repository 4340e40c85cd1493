package dev.jwinsock;

/** C: {@code struct in6_addr}. */
public final class in6_addr {
    /** 16 bytes, network order. */
    public final byte[] s6_addr = new byte[16];
}

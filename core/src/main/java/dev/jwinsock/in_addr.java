package dev.jwinsock;

/** C: {@code struct in_addr}. */
public final class in_addr {
    /** The address in network order, as a little-endian C program holds it: {@code htonl(INADDR_LOOPBACK)}. */
    public int s_addr;
}

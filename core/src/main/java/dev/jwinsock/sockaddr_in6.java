package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct sockaddr_in6}, 28 bytes. */
public final class sockaddr_in6 extends sockaddr {
    public short sin6_family;
    /** Network order: {@code htons(27015)}. */
    public short sin6_port;

    public int sin6_flowinfo;
    public final in6_addr sin6_addr = new in6_addr();
    /** Interface index, host order; 0 for none. */
    public int sin6_scope_id;

    public sockaddr_in6() {}

    /** C: {@code *(struct sockaddr_in6 *) &other}, a copy. The family is not looked at. */
    public sockaddr_in6(sockaddr other) {
        copyFrom(other);
    }

    @Override
    public int sa_family() {
        return sin6_family & 0xffff;
    }

    @Override
    public int sizeof() {
        return 28;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(sin6_family).putShort(sin6_port).putInt(sin6_flowinfo);
        to.put(sin6_addr.s6_addr).putInt(sin6_scope_id);
    }

    @Override
    protected void get(ByteBuffer from) {
        sin6_family = from.getShort();
        sin6_port = from.getShort();
        sin6_flowinfo = from.getInt();
        from.get(sin6_addr.s6_addr);
        sin6_scope_id = from.getInt();
    }

    @Override
    public String toString() {
        String scope = sin6_scope_id == 0 ? "" : "%" + Integer.toUnsignedString(sin6_scope_id);
        return "[" + sin6_addr + scope + "]:" + port(sin6_port);
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct in_addr}, 4 bytes: an IPv4 address. */
public final class in_addr extends Struct {
    /** The address in network order, as a little-endian C program holds it: {@code htonl(INADDR_LOOPBACK)}. */
    public int s_addr;

    public in_addr() {}

    /** @param s_addr in network order, as {@link Winsock2#inet_addr} returns it */
    public in_addr(int s_addr) {
        this.s_addr = s_addr;
    }

    /** C: {@code S_un.S_un_b.s_b1}: the first number of the dotted text, 0 to 255. */
    public int s_b1() {
        return s_addr & 0xff;
    }

    /** C: {@code S_un.S_un_b.s_b2}, 0 to 255. */
    public int s_b2() {
        return s_addr >>> 8 & 0xff;
    }

    /** C: {@code S_un.S_un_b.s_b3}, 0 to 255. */
    public int s_b3() {
        return s_addr >>> 16 & 0xff;
    }

    /** C: {@code S_un.S_un_b.s_b4}: the last number of the dotted text, 0 to 255. */
    public int s_b4() {
        return s_addr >>> 24;
    }

    @Override
    public int sizeof() {
        return 4;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(s_addr);
    }

    @Override
    protected void get(ByteBuffer from) {
        s_addr = from.getInt();
    }

    @Override
    public String toString() {
        return s_b1() + "." + s_b2() + "." + s_b3() + "." + s_b4();
    }
}

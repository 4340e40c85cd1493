package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct sockaddr_in}, 16 bytes. */
public final class sockaddr_in extends sockaddr {
    public short sin_family;
    /** Network order: {@code htons(27015)}. */
    public short sin_port;

    public final in_addr sin_addr = new in_addr();

    /** Kept as the program sets it, and cleared by functions that write an address. */
    public final byte[] sin_zero = new byte[8];

    public sockaddr_in() {}

    /** C: {@code *(struct sockaddr_in *) &other}, a copy. The family is not looked at. */
    public sockaddr_in(sockaddr other) {
        copyFrom(other);
    }

    @Override
    public int sa_family() {
        return sin_family & 0xffff;
    }

    @Override
    public int sizeof() {
        return 16;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(sin_family).putShort(sin_port).putInt(sin_addr.s_addr).put(sin_zero);
    }

    @Override
    protected void get(ByteBuffer from) {
        sin_family = from.getShort();
        sin_port = from.getShort();
        sin_addr.s_addr = from.getInt();
        from.get(sin_zero);
    }

    @Override
    public String toString() {
        return sin_addr + ":" + port(sin_port);
    }
}

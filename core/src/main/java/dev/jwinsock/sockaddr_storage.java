package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct sockaddr_storage}, 128 bytes: room for the address of any family. */
public final class sockaddr_storage extends sockaddr {
    public short ss_family;
    private final byte[] data = new byte[126];

    public sockaddr_storage() {}

    /** C: {@code memcpy(&storage, &other, sizeof(other))}. */
    public sockaddr_storage(sockaddr other) {
        copyFrom(other);
    }

    @Override
    public int sa_family() {
        return ss_family & 0xffff;
    }

    @Override
    public int sizeof() {
        return 128;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(ss_family).put(data);
    }

    @Override
    protected void get(ByteBuffer from) {
        ss_family = from.getShort();
        from.get(data);
    }
}

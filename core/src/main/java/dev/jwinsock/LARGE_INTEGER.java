package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code typedef union _LARGE_INTEGER}, 8 bytes. */
public final class LARGE_INTEGER extends Struct {
    public long QuadPart;

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putLong(QuadPart);
    }

    @Override
    protected void get(ByteBuffer from) {
        QuadPart = from.getLong();
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A C structure: knows its size in the 64-bit Windows layout and can be read from and written to little-endian bytes. */
public abstract class Struct {
    /** {@code sizeof} in bytes, 64-bit layout. */
    public abstract int sizeof();

    /** Writes the structure's {@link #sizeof} bytes; the buffer is in little-endian order. */
    protected abstract void put(ByteBuffer to);

    /** Reads the structure's {@link #sizeof} bytes; the buffer is in little-endian order. */
    protected abstract void get(ByteBuffer from);

    /** The structure as the bytes a C program would see in memory. */
    public final byte[] toBytes() {
        byte[] bytes = new byte[sizeof()];
        put(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    /** Fills the structure from {@link #sizeof} bytes at {@code offset}. */
    public final void fromBytes(byte[] bytes, int offset) {
        get(ByteBuffer.wrap(bytes, offset, sizeof()).slice().order(ByteOrder.LITTLE_ENDIAN));
    }
}

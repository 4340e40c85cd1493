package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A C structure: knows its size in the 64-bit Windows layout and can be read from and written to little-endian bytes.
 *
 * <p>Two structures are equal when they are of one class and their bytes are the same ({@code memcmp}); as the fields
 * can change, a structure that is a key of a map must be left alone.
 */
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

    /**
     * Fills the structure from {@link #sizeof} bytes at {@code offset}.
     *
     * @throws IndexOutOfBoundsException when the array holds fewer
     */
    public final void fromBytes(byte[] bytes, int offset) {
        get(ByteBuffer.wrap(bytes, offset, sizeof()).slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other != null && other.getClass() == getClass() && Arrays.equals(toBytes(), ((Struct) other).toBytes());
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(toBytes());
    }
}

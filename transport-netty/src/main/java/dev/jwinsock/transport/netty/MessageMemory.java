package dev.jwinsock.transport.netty;

import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Native memory for a msghdr with one stretch of data and control messages; part of a {@link Scratch}. */
final class MessageMemory {
    /** Where the control messages are. */
    static final int CONTROL = 96;
    /** Room for control messages: more than all that a socket can be made to report. */
    static final int CONTROL_ROOM = 512;

    private static final int NAME_LENGTH = 8;
    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL_POINTER = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int VECTOR = 64;

    /** Native order. */
    final ByteBuffer bytes = ByteBuffer.allocateDirect(CONTROL + CONTROL_ROOM).order(ByteOrder.nativeOrder());

    private final long address = Buffer.memoryAddress(bytes);

    /**
     * A pointer to a msghdr. Where Linux has a size_t macOS has an int, at the same place and in little-endian order the
     * same; msg_flags, which nobody reads, is elsewhere.
     *
     * @param name of the peer's address, or 0
     * @param controlLength bytes of control messages, or of room for them
     */
    long message(long name, int nameLength, long data, long dataLength, int controlLength) {
        bytes.putLong(0, name);
        bytes.putLong(NAME_LENGTH, nameLength);
        bytes.putLong(VECTORS, address + VECTOR);
        bytes.putLong(VECTOR_COUNT, 1);
        bytes.putLong(CONTROL_POINTER, controlLength == 0 ? 0 : address + CONTROL);
        bytes.putLong(CONTROL_LENGTH, controlLength);
        bytes.putLong(CONTROL_LENGTH + 8, 0);
        bytes.putLong(VECTOR, data);
        bytes.putLong(VECTOR + 8, dataLength);
        return address;
    }

    /** After a receive: bytes of control messages. */
    int controlLength() {
        return bytes.getInt(CONTROL_LENGTH);
    }
}

package dev.jwinsock.compat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.sockaddr;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Arguments for any function.
 *
 * @param s the socket, in one of the states
 * @param name an address to pass in, or room for one
 * @param length the address's length, a buffer's length, or a count
 * @param size a second length
 * @param flags flags, a mode, a command
 * @param level an option's level, a family
 * @param option an option's name, a type
 * @param bytes memory
 */
record Arguments(
        @Nullable SOCKET s,
        @Nullable sockaddr name,
        int length,
        int size,
        int flags,
        int level,
        int option,
        byte @Nullable [] bytes) {

    /** The second length as a pointer, NULL for 7. */
    @Nullable
    IntRef sizeRef() {
        return size == 7 ? null : new IntRef(size);
    }

    /** The memory as an array of buffers, whose lengths may be wrong. */
    WSABUF @Nullable [] buffers() {
        if (bytes == null) {
            return null;
        }
        WSABUF buffer = new WSABUF(ByteBuffer.wrap(bytes));
        buffer.len = size;
        return new WSABUF[] {new WSABUF(ByteBuffer.wrap(bytes)), buffer};
    }
}

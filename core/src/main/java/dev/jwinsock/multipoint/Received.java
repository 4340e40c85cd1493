package dev.jwinsock.multipoint;

import dev.jwinsock.sockaddr;
import java.nio.ByteBuffer;

/**
 * Bytes that wait on the root to be received, all of one leaf.
 *
 * @param data from its position on
 */
record Received(ByteBuffer data, sockaddr from) {
    /** A copy of what the buffer holds. */
    static Received copyOf(ByteBuffer bytes, sockaddr from) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes).flip();
        return new Received(copy, from);
    }
}

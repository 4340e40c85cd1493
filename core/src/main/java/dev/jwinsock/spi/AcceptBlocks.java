package dev.jwinsock.spi;

import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The two address blocks in the output buffer of AcceptEx (A115): the length of the address, and the address. To programs
 * they are opaque.
 */
public final class AcceptBlocks {
    private AcceptBlocks() {}

    /**
     * Writes a block; one that is too short for the address is left without.
     *
     * @param at from the start of the buffer, whose position and limit do not count
     */
    public static void write(ByteBuffer buffer, int at, int length, sockaddr address) {
        ByteBuffer bytes = buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
        byte[] raw = address.toBytes();
        boolean fits = length >= Integer.BYTES + raw.length;
        if (length >= Integer.BYTES) {
            bytes.putInt(at, fits ? raw.length : 0);
        }
        if (fits) {
            bytes.put(at + Integer.BYTES, raw);
        }
    }

    /** @return the address in a block, null when there is none */
    public static @Nullable sockaddr read(ByteBuffer buffer, int at, int length) {
        ByteBuffer bytes = buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
        if (at < 0 || length < Integer.BYTES || (long) at + length > bytes.limit()) {
            return null;
        }
        int size = bytes.getInt(at);
        sockaddr address = size == new sockaddr_in().sizeof()
                ? new sockaddr_in()
                : size == new sockaddr_in6().sizeof() ? new sockaddr_in6() : null;
        if (address == null || size > length - Integer.BYTES) {
            return null;
        }
        byte[] raw = new byte[size];
        bytes.get(at + Integer.BYTES, raw);
        address.fromBytes(raw, 0);
        return address;
    }
}

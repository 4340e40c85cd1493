package dev.jwinsock;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _SOCKET_ADDRESS { LPSOCKADDR lpSockaddr; INT iSockaddrLength; } SOCKET_ADDRESS}. */
public final class SOCKET_ADDRESS {
    public @Nullable sockaddr lpSockaddr;

    /** Bytes. */
    public int iSockaddrLength;

    public SOCKET_ADDRESS() {}

    public SOCKET_ADDRESS(sockaddr address) {
        lpSockaddr = address;
        iSockaddrLength = address.sizeof();
    }

    /**
     * Reads the structure at {@code field} of a block, an ioctl's or option's, in which a pointer is the address's place,
     * counted from the start.
     *
     * @param block an array, little-endian
     * @throws IllegalArgumentException when the address is not in the block
     */
    static SOCKET_ADDRESS read(ByteBuffer block, int field) {
        SOCKET_ADDRESS read = new SOCKET_ADDRESS();
        read.iSockaddrLength = block.getInt(field + 8);
        read.lpSockaddr = sockaddr(block.array(), block.getLong(field), read.iSockaddrLength);
        return read;
    }

    private static @Nullable sockaddr sockaddr(byte[] block, long place, int length) {
        if (place == 0) {
            return null;
        }
        if (place < 0 || length < 2 || length > block.length || place > block.length - length) {
            throw new IllegalArgumentException("an address is not in the block");
        }
        byte[] bytes = Arrays.copyOfRange(block, (int) place, (int) place + Math.max(length, 128));
        int family = bytes[0] & 0xff | (bytes[1] & 0xff) << 8;
        sockaddr made = family == Winsock2.AF_INET && length >= 16
                ? new sockaddr_in()
                : family == Winsock2.AF_INET6 && length >= 28 ? new sockaddr_in6() : new sockaddr_storage();
        made.fromBytes(bytes, 0);
        return made;
    }
}

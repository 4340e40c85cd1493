package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * C: {@code typedef struct _CSADDR_INFO { SOCKET_ADDRESS LocalAddr, RemoteAddr; INT iSocketType, iProtocol; } CSADDR_INFO}.
 * Two addresses and what connects them. As bytes it is a block: the structure, 40 bytes, then the addresses, to which its
 * pointers lead as offsets from the start.
 */
public final class CSADDR_INFO {
    private static final int SIZE = 40;
    private static final int REMOTE = 16;
    private static final int TYPE = 32;
    private static final int PROTOCOL = 36;

    public SOCKET_ADDRESS LocalAddr = new SOCKET_ADDRESS();
    public SOCKET_ADDRESS RemoteAddr = new SOCKET_ADDRESS();
    public int iSocketType;
    public int iProtocol;

    /** The size of {@link #toBytes}: of the structure and its addresses. */
    public int sizeof() {
        return SIZE + length(LocalAddr) + length(RemoteAddr);
    }

    private static int length(SOCKET_ADDRESS address) {
        sockaddr target = address.lpSockaddr;
        return target == null ? 0 : Math.min(target.sizeof(), Math.max(0, address.iSockaddrLength));
    }

    /** The structure and its addresses as one block. */
    public byte[] toBytes() {
        ByteBuffer to = ByteBuffer.allocate(sizeof()).order(ByteOrder.LITTLE_ENDIAN);
        put(to, 0, LocalAddr, SIZE);
        put(to, REMOTE, RemoteAddr, SIZE + length(LocalAddr));
        to.putInt(TYPE, iSocketType).putInt(PROTOCOL, iProtocol);
        return to.array();
    }

    private static void put(ByteBuffer to, int field, SOCKET_ADDRESS address, int place) {
        sockaddr target = address.lpSockaddr;
        if (target != null) {
            int length = length(address);
            to.putLong(field, place).putInt(field + 8, length);
            System.arraycopy(target.toBytes(), 0, to.array(), place, length);
        }
    }

    /**
     * Reads a block, such as getsockopt has written.
     *
     * @return this
     * @throws IllegalArgumentException when it is none
     */
    public CSADDR_INFO fromBytes(byte[] block) {
        if (block.length < SIZE) {
            throw new IllegalArgumentException("too short");
        }
        ByteBuffer from = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        LocalAddr = address(from, 0);
        RemoteAddr = address(from, REMOTE);
        iSocketType = from.getInt(TYPE);
        iProtocol = from.getInt(PROTOCOL);
        return this;
    }

    private static SOCKET_ADDRESS address(ByteBuffer from, int field) {
        SOCKET_ADDRESS read = new SOCKET_ADDRESS();
        read.iSockaddrLength = from.getInt(field + 8);
        read.lpSockaddr = sockaddr(from.array(), from.getLong(field), read.iSockaddrLength);
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

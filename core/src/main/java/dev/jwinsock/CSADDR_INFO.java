package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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
        LocalAddr = SOCKET_ADDRESS.read(from, 0);
        RemoteAddr = SOCKET_ADDRESS.read(from, REMOTE);
        iSocketType = from.getInt(TYPE);
        iProtocol = from.getInt(PROTOCOL);
        return this;
    }
}

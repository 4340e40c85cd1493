package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * C: {@code typedef struct _SOCKET_ADDRESS_LIST { INT iAddressCount; SOCKET_ADDRESS Address[1]; }}.
 *
 * <p>Ioctls use it as one block of bytes: the structure and then the addresses it points to. In such a block a pointer is
 * the address's place in it, counted from the start.
 */
public final class SOCKET_ADDRESS_LIST {
    private static final int HEADER = 8;
    private static final int ENTRY = 16;

    public int iAddressCount;
    public SOCKET_ADDRESS[] Address = {};

    public SOCKET_ADDRESS_LIST() {}

    public SOCKET_ADDRESS_LIST(SOCKET_ADDRESS... addresses) {
        Address = addresses;
        iAddressCount = addresses.length;
    }

    /** The size of {@link #toBytes}. */
    public int sizeof() {
        int size = HEADER + ENTRY * iAddressCount;
        for (int i = 0; i < iAddressCount; i++) {
            size += length(Address[i]);
        }
        return size;
    }

    private static int length(SOCKET_ADDRESS address) {
        sockaddr target = address.lpSockaddr;
        return target == null ? 0 : Math.min(target.sizeof(), Math.max(0, address.iSockaddrLength));
    }

    /** The list and its addresses as one block. */
    public byte[] toBytes() {
        ByteBuffer to = ByteBuffer.allocate(sizeof()).order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(iAddressCount).putInt(0);
        int place = HEADER + ENTRY * iAddressCount;
        for (int i = 0; i < iAddressCount; i++) {
            sockaddr target = Address[i].lpSockaddr;
            int length = length(Address[i]);
            to.putLong(target == null ? 0 : place).putInt(length).putInt(0);
            if (target != null) {
                System.arraycopy(target.toBytes(), 0, to.array(), place, length);
                place += length;
            }
        }
        return to.array();
    }

    /**
     * Reads a block, such as an ioctl has written.
     *
     * @return this
     * @throws IllegalArgumentException when it is none
     */
    public SOCKET_ADDRESS_LIST fromBytes(byte[] block) {
        ByteBuffer from = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        int count = block.length < HEADER ? -1 : from.getInt(0);
        if (count < 0 || count > (block.length - HEADER) / ENTRY) {
            throw new IllegalArgumentException("no address list");
        }
        SOCKET_ADDRESS[] read = new SOCKET_ADDRESS[count];
        for (int i = 0; i < count; i++) {
            read[i] = SOCKET_ADDRESS.read(from, HEADER + ENTRY * i);
        }
        iAddressCount = count;
        Address = read;
        return this;
    }
}

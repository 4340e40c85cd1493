package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * C: {@code typedef struct _WSACMSGHDR { SIZE_T cmsg_len; INT cmsg_level; INT cmsg_type; }}, 16 bytes, with the data behind
 * it: one object of control data in {@link WSAMSG#Control}.
 *
 * <p>In C a pointer into the buffer; here a view of it, so the members are methods: {@code cmsg.cmsg_type()} reads,
 * {@code cmsg.cmsg_type(IP_PKTINFO)} writes. {@link Mswsock#WSA_CMSG_FIRSTHDR} and {@link Mswsock#WSA_CMSG_NXTHDR} make
 * them; {@link Mswsock#WSA_CMSG_DATA} gives the data.
 */
public final class WSACMSGHDR extends Struct {
    static final int SIZE = 16;
    private static final int LEVEL = 8;
    private static final int TYPE = 12;

    /** Little-endian. */
    private final ByteBuffer memory;

    private final int at;

    /** A header of its own, not in a buffer; it has no data. */
    public WSACMSGHDR() {
        this(ByteBuffer.allocate(SIZE), 0);
    }

    /**
     * A view of the buffer's memory.
     *
     * @param at index in the buffer, not counted from its position
     * @throws IndexOutOfBoundsException when there is no room for a header before the limit
     */
    public WSACMSGHDR(ByteBuffer memory, int at) {
        if (at < 0 || at > memory.limit() - SIZE) {
            throw new IndexOutOfBoundsException(at);
        }
        this.memory = memory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.at = at;
    }

    /** Bytes from the header's start to the end of the data. */
    public long cmsg_len() {
        return memory.getLong(at);
    }

    /** @param length {@link Mswsock#WSA_CMSG_LEN} of the data's size */
    public void cmsg_len(long length) {
        memory.putLong(at, length);
    }

    /** The protocol: IPPROTO_IP, IPPROTO_IPV6, IPPROTO_UDP or SOL_SOCKET. */
    public int cmsg_level() {
        return memory.getInt(at + LEVEL);
    }

    public void cmsg_level(int level) {
        memory.putInt(at + LEVEL, level);
    }

    /** What the data are, at that level. */
    public int cmsg_type() {
        return memory.getInt(at + TYPE);
    }

    public void cmsg_type(int type) {
        memory.putInt(at + TYPE, type);
    }

    /** The memory behind the header, to the end of the buffer. */
    ByteBuffer data() {
        int start = at + SIZE;
        return memory.slice(start, memory.limit() - start).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The index behind these data where the next header would be; -1 when the length is not one. */
    int next() {
        long length = cmsg_len();
        return length < SIZE || length > memory.limit() - at ? -1 : at + ((int) length + 7 & -8);
    }

    @Override
    public int sizeof() {
        return SIZE;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putLong(cmsg_len()).putInt(cmsg_level()).putInt(cmsg_type());
    }

    @Override
    protected void get(ByteBuffer from) {
        cmsg_len(from.getLong());
        cmsg_level(from.getInt());
        cmsg_type(from.getInt());
    }
}

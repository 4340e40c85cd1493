package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * C: {@code struct in6_pktinfo}, 20 bytes. Of a received datagram the address it was sent to and the interface it came in
 * by; of one to be sent the source address and the interface to use.
 */
public final class in6_pktinfo extends Struct {
    /** In a datagram to be sent all zero: any. */
    public final in6_addr ipi6_addr = new in6_addr();
    /** Interface index, host order; in a datagram to be sent 0: any. */
    public int ipi6_ifindex;

    public in6_pktinfo() {}

    /** C: {@code *(struct in6_pktinfo *) WSA_CMSG_DATA(cmsg)}, a copy; the position does not move. */
    public in6_pktinfo(ByteBuffer data) {
        get(data.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public int sizeof() {
        return 20;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.put(ipi6_addr.s6_addr).putInt(ipi6_ifindex);
    }

    @Override
    protected void get(ByteBuffer from) {
        from.get(ipi6_addr.s6_addr);
        ipi6_ifindex = from.getInt();
    }

    @Override
    public String toString() {
        return ipi6_addr + " interface " + Integer.toUnsignedString(ipi6_ifindex);
    }
}

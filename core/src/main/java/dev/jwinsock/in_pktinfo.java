package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * C: {@code struct in_pktinfo}, 8 bytes. Of a received datagram the address it was sent to and the interface it came in by;
 * of one to be sent the source address and the interface to use.
 */
public final class in_pktinfo extends Struct {
    /** In a datagram to be sent INADDR_ANY: any. */
    public final in_addr ipi_addr = new in_addr();
    /** Interface index, host order; in a datagram to be sent 0: any. */
    public int ipi_ifindex;

    public in_pktinfo() {}

    /** C: {@code *(struct in_pktinfo *) WSA_CMSG_DATA(cmsg)}, a copy; the position does not move. */
    public in_pktinfo(ByteBuffer data) {
        get(data.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        ipi_addr.put(to);
        to.putInt(ipi_ifindex);
    }

    @Override
    protected void get(ByteBuffer from) {
        ipi_addr.get(from);
        ipi_ifindex = from.getInt();
    }

    @Override
    public String toString() {
        return ipi_addr + " interface " + Integer.toUnsignedString(ipi_ifindex);
    }
}

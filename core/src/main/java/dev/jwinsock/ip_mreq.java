package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct ip_mreq}, 8 bytes: an IPv4 multicast group on an interface, for IP_ADD_MEMBERSHIP. */
public final class ip_mreq extends Struct {
    /** The group. */
    public final in_addr imr_multiaddr = new in_addr();

    /** An address of the interface; 0.0.0.0 for the default one, 0.x.y.z for the one of that index. */
    public final in_addr imr_interface = new in_addr();

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        imr_multiaddr.put(to);
        imr_interface.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        imr_multiaddr.get(from);
        imr_interface.get(from);
    }
}

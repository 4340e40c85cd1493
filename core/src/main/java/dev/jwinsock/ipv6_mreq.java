package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct ipv6_mreq}, 20 bytes: an IPv6 multicast group on an interface, for IPV6_ADD_MEMBERSHIP. */
public final class ipv6_mreq extends Struct {
    /** The group. */
    public final in6_addr ipv6mr_multiaddr = new in6_addr();

    /** The interface's index; 0 for the default one. */
    public int ipv6mr_interface;

    @Override
    public int sizeof() {
        return 20;
    }

    @Override
    protected void put(ByteBuffer to) {
        ipv6mr_multiaddr.put(to);
        to.putInt(ipv6mr_interface);
    }

    @Override
    protected void get(ByteBuffer from) {
        ipv6mr_multiaddr.get(from);
        ipv6mr_interface = from.getInt();
    }
}

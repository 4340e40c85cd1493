package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code struct ip_mreq_source}, 12 bytes: a source in an IPv4 multicast group on an interface, for
 * IP_ADD_SOURCE_MEMBERSHIP and its kin. In memory the source comes before the interface, unlike on Unix.
 */
public final class ip_mreq_source extends Struct {
    /** The group. */
    public final in_addr imr_multiaddr = new in_addr();

    /** Who sends. */
    public final in_addr imr_sourceaddr = new in_addr();

    /** An address of the interface; 0.0.0.0 for the default one, 0.x.y.z for the one of that index. */
    public final in_addr imr_interface = new in_addr();

    @Override
    public int sizeof() {
        return 12;
    }

    @Override
    protected void put(ByteBuffer to) {
        imr_multiaddr.put(to);
        imr_sourceaddr.put(to);
        imr_interface.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        imr_multiaddr.get(from);
        imr_sourceaddr.get(from);
        imr_interface.get(from);
    }
}

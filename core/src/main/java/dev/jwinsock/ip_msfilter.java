package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code struct ip_msfilter}: which sources of an IPv4 multicast group are heard on an interface. {@code
 * IP_MSFILTER_SIZE(n)} bytes with room for n sources, which are given to the constructor; {@code sizeof} in C is the size
 * for one.
 */
public final class ip_msfilter extends Struct {
    /** The group. */
    public final in_addr imsf_multiaddr = new in_addr();

    /** An address of the interface; 0.0.0.0 for the default one, 0.x.y.z for the one of that index. */
    public final in_addr imsf_interface = new in_addr();

    /** {@link Ws2tcpip#MCAST_INCLUDE}: these sources only; {@link Ws2tcpip#MCAST_EXCLUDE}: all but these. */
    public int imsf_fmode;

    /** How many of the list count. */
    public int imsf_numsrc;

    public final in_addr[] imsf_slist;

    public ip_msfilter() {
        this(1);
    }

    /** @param room the sources there is room for */
    public ip_msfilter(int room) {
        imsf_slist = new in_addr[room];
        for (int i = 0; i < room; i++) {
            imsf_slist[i] = new in_addr();
        }
    }

    /** Bytes with room for so many sources. */
    static int size(int numsrc) {
        return 16 + 4 * numsrc;
    }

    @Override
    public int sizeof() {
        return size(imsf_slist.length);
    }

    @Override
    protected void put(ByteBuffer to) {
        imsf_multiaddr.put(to);
        imsf_interface.put(to);
        to.putInt(imsf_fmode).putInt(imsf_numsrc);
        for (in_addr source : imsf_slist) {
            source.put(to);
        }
    }

    @Override
    protected void get(ByteBuffer from) {
        imsf_multiaddr.get(from);
        imsf_interface.get(from);
        imsf_fmode = from.getInt();
        imsf_numsrc = from.getInt();
        for (in_addr source : imsf_slist) {
            source.get(from);
        }
    }
}

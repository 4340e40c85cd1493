package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code struct group_filter}: which sources of a multicast group are heard on an interface. {@code
 * GROUP_FILTER_SIZE(n)} bytes with room for n sources, which are given to the constructor; {@code sizeof} in C is the size
 * for one, 272.
 */
public final class GROUP_FILTER extends Struct {
    /** The interface's index; 0 for the default one. */
    public int gf_interface;

    /** The group; its port does not count. */
    public final sockaddr_storage gf_group = new sockaddr_storage();

    /** {@link Ws2tcpip#MCAST_INCLUDE}: these sources only; {@link Ws2tcpip#MCAST_EXCLUDE}: all but these. */
    public int gf_fmode;

    /** How many of the list count. */
    public int gf_numsrc;

    public final sockaddr_storage[] gf_slist;

    public GROUP_FILTER() {
        this(1);
    }

    /** @param room the sources there is room for */
    public GROUP_FILTER(int room) {
        gf_slist = new sockaddr_storage[room];
        for (int i = 0; i < room; i++) {
            gf_slist[i] = new sockaddr_storage();
        }
    }

    /** Bytes with room for so many sources. */
    static int size(int numsrc) {
        return 144 + 128 * numsrc;
    }

    @Override
    public int sizeof() {
        return size(gf_slist.length);
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(gf_interface).putInt(0);
        gf_group.put(to);
        to.putInt(gf_fmode).putInt(gf_numsrc);
        for (sockaddr_storage source : gf_slist) {
            source.put(to);
        }
    }

    @Override
    protected void get(ByteBuffer from) {
        gf_interface = from.getInt();
        from.getInt();
        gf_group.get(from);
        gf_fmode = from.getInt();
        gf_numsrc = from.getInt();
        for (sockaddr_storage source : gf_slist) {
            source.get(from);
        }
    }
}

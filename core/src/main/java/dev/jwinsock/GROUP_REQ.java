package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct group_req}, 136 bytes: a multicast group on an interface, for MCAST_JOIN_GROUP. */
public final class GROUP_REQ extends Struct {
    /** The interface's index; 0 for the default one. */
    public int gr_interface;

    /** The group; its port does not count. */
    public final sockaddr_storage gr_group = new sockaddr_storage();

    @Override
    public int sizeof() {
        return 136;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(gr_interface).putInt(0);
        gr_group.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        gr_interface = from.getInt();
        from.getInt();
        gr_group.get(from);
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code struct group_source_req}, 264 bytes: a source in a multicast group on an interface, for
 * MCAST_JOIN_SOURCE_GROUP and its kin.
 */
public final class GROUP_SOURCE_REQ extends Struct {
    /** The interface's index; 0 for the default one. */
    public int gsr_interface;

    /** The group; its port does not count. */
    public final sockaddr_storage gsr_group = new sockaddr_storage();

    /** Who sends; the port does not count. */
    public final sockaddr_storage gsr_source = new sockaddr_storage();

    @Override
    public int sizeof() {
        return 264;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(gsr_interface).putInt(0);
        gsr_group.put(to);
        gsr_source.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        gsr_interface = from.getInt();
        from.getInt();
        gsr_group.get(from);
        gsr_source.get(from);
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code TCP_INITIAL_RTO_PARAMETERS}, 4 bytes: what SIO_TCP_INITIAL_RTO sets.
 */
public final class TCP_INITIAL_RTO_PARAMETERS extends Struct {
    /** Milliseconds, an unsigned number: the round-trip time that is assumed first; 0 is the default, 0xFFFF leaves it alone. */
    public short Rtt;

    /** An unsigned number: 0 is the default, 254 is none, 255 leaves it alone. */
    public byte MaxSynRetransmissions;

    public TCP_INITIAL_RTO_PARAMETERS() {}

    @Override
    public int sizeof() {
        return 4;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(Rtt);
        to.put(MaxSynRetransmissions);
        to.position(to.position() + 1);
    }

    @Override
    protected void get(ByteBuffer from) {
        Rtt = from.getShort();
        MaxSynRetransmissions = from.get();
        from.position(from.position() + 1);
    }
}

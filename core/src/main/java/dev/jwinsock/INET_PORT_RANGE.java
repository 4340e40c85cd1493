package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code INET_PORT_RANGE}, 4 bytes: a block of ports.
 */
public final class INET_PORT_RANGE extends Struct {
    /** The first port in network order: {@code htons(5000)}; 0 is any block. */
    public short StartPort;

    /** How many, an unsigned number in host order. */
    public short NumberOfPorts;

    public INET_PORT_RANGE() {}

    @Override
    public int sizeof() {
        return 4;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(StartPort);
        to.putShort(NumberOfPorts);
    }

    @Override
    protected void get(ByteBuffer from) {
        StartPort = from.getShort();
        NumberOfPorts = from.getShort();
    }
}

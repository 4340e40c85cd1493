package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code SOCKET_PROCESSOR_AFFINITY}, 8 bytes: what SIO_QUERY_RSS_PROCESSOR_INFO tells.
 */
public final class SOCKET_PROCESSOR_AFFINITY extends Struct {
    /** The processor that receives for the socket. */
    public final PROCESSOR_NUMBER Processor = new PROCESSOR_NUMBER();

    /** The processor's memory node. */
    public short NumaNodeId;

    public short Reserved;

    public SOCKET_PROCESSOR_AFFINITY() {}

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        Processor.put(to);
        to.putShort(NumaNodeId);
        to.putShort(Reserved);
    }

    @Override
    protected void get(ByteBuffer from) {
        Processor.get(from);
        NumaNodeId = from.getShort();
        Reserved = from.getShort();
    }
}

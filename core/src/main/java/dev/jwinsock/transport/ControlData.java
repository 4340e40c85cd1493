package dev.jwinsock.transport;

/**
 * What goes with a datagram besides its bytes and its peer: filled by a receive, read by a send, used again and again.
 * {@link #fields} says which of the values are there. Not thread-safe.
 */
public final class ControlData {
    /**
     * Of a receive: the datagram's destination address and the interface it came in by. Of a send: the source address
     * (not set: any) and the interface to use (0: any).
     */
    public static final int PACKET_INFO = 1;
    /** IPv4's time to live, IPv6's hop limit. */
    public static final int HOP_LIMIT = 2;
    /** IPv4's type of service, IPv6's traffic class: six bits DSCP, two bits ECN. */
    public static final int TRAFFIC_CLASS = 4;
    /** Of a receive: when the datagram came in. */
    public static final int STAMP = 8;
    /**
     * Of a send: the bytes are datagrams of this length, but for the last one, which may be shorter. Of a receive: they
     * were received as such. Needs {@link Capability#SEGMENTATION}.
     */
    public static final int SEGMENT_SIZE = 16;
    /** Of a send: the {@link StampListener} is to be told, under this number, when the datagram has left. */
    public static final int STAMP_ID = 32;

    private int fields;

    /** Of {@link #PACKET_INFO}; IPv4 addresses are those of 4 bytes, on an IPv6 socket too. Its port means nothing. */
    public final Endpoint address = new Endpoint();

    /** Of {@link #PACKET_INFO}. */
    public int interfaceIndex;
    /** 0 to 255. */
    public int hopLimit;
    /** 0 to 255. */
    public int trafficClass;
    /** A value of {@link System#nanoTime}; or {@link #byAdapter}, whose clock counts nanoseconds since a time of its own. */
    public long stamp;
    /** The adapter has stamped the datagram, not the kernel. */
    public boolean byAdapter;
    /** Bytes. */
    public int segmentSize;

    public int stampId;

    /** Of a receive: the datagram came over IPv4. */
    public boolean ipv4;

    /** Of a receive with {@link #PACKET_INFO}: the datagram was sent to all hosts of a network. */
    public boolean broadcast;

    /** Forgets all values. */
    public void clear() {
        fields = 0;
        address.clear();
        ipv4 = false;
        broadcast = false;
    }

    /** Which values there are. */
    public int fields() {
        return fields;
    }

    public boolean has(int field) {
        return (fields & field) != 0;
    }

    /** A value has been stored. */
    public void add(int field) {
        fields |= field;
    }

    public void remove(int field) {
        fields &= ~field;
    }

    public void packetInfo(int newInterfaceIndex) {
        interfaceIndex = newInterfaceIndex;
        add(PACKET_INFO);
    }

    public void hopLimit(int value) {
        hopLimit = value;
        add(HOP_LIMIT);
    }

    public void trafficClass(int value) {
        trafficClass = value;
        add(TRAFFIC_CLASS);
    }

    public void stamp(long value) {
        stamp(value, false);
    }

    public void stamp(long value, boolean adapters) {
        stamp = value;
        byAdapter = adapters;
        add(STAMP);
    }

    public void segmentSize(int value) {
        segmentSize = value;
        add(SEGMENT_SIZE);
    }

    public void stampId(int value) {
        stampId = value;
        add(STAMP_ID);
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.transport.ControlData;
import java.nio.ByteBuffer;

/**
 * The control data objects that WSARecvMsg can give, in the order in which they come (A207). One row is one object: whose
 * it is, its type, the size of its data, and what the transport has to tell for it.
 */
enum ControlMessage {
    IP_PACKET_INFO(OptionTable.IP, 19, 8, ControlData.PACKET_INFO), // A200
    IP_TTL(OptionTable.IP, 4, 4, ControlData.HOP_LIMIT), // S161
    IP_TOS(OptionTable.IP, 3, 4, ControlData.TRAFFIC_CLASS), // A202
    IP_INTERFACE(OptionTable.IP, 24, 4, ControlData.PACKET_INFO),
    IP_ORIGINAL_ARRIVAL_INTERFACE(OptionTable.IP, 47, 4, ControlData.PACKET_INFO),
    IP_ECN(OptionTable.IP, 50, 4, ControlData.TRAFFIC_CLASS), // A209
    IPV6_PACKET_INFO(OptionTable.IPV6, 19, 20, ControlData.PACKET_INFO), // A203
    IPV6_HOP_LIMIT(OptionTable.IPV6, 21, 4, ControlData.HOP_LIMIT), // A203
    IPV6_TRAFFIC_CLASS(OptionTable.IPV6, 39, 4, ControlData.TRAFFIC_CLASS), // A203
    IPV6_INTERFACE(OptionTable.IPV6, 24, 4, ControlData.PACKET_INFO),
    IPV6_ORIGINAL_ARRIVAL_INTERFACE(OptionTable.IPV6, 47, 4, ControlData.PACKET_INFO),
    IPV6_ECN(OptionTable.IPV6, 50, 4, ControlData.TRAFFIC_CLASS), // A209
    TIMESTAMP(OptionTable.SOCKET, 0x300A, 8, ControlData.STAMP),
    COALESCED_SIZE(OptionTable.UDP, 3, 4, ControlData.SEGMENT_SIZE);

    static final int HEADER = 16;

    private static final ControlMessage[] ALL = values();
    private static final int ECN = 3;
    /** Nanoseconds: the counter of QueryPerformanceCounter goes at 10 MHz. */
    private static final int TICK = 100;

    private final int level;
    private final int type;
    private final int size;
    private final int field;
    /** In the set of those that a socket has switched on. */
    final int bit = 1 << ordinal();

    ControlMessage(int level, int type, int size, int field) {
        this.level = level;
        this.type = type;
        this.size = size;
        this.field = field;
    }

    /** The {@link ControlData} fields that the transport must tell for this set. */
    static int fields(int set) {
        int fields = 0;
        for (ControlMessage each : ALL) {
            if ((set & each.bit) != 0) {
                fields |= each.field;
            }
        }
        return fields;
    }

    static int aligned(int length) {
        return length + 7 & -8;
    }

    /** Whether it is given for this datagram: one that came over IPv4 has none of IPv6's (A210). */
    private boolean applies(ControlData data, int set) {
        if ((set & bit) == 0 || !data.has(field)) {
            return false;
        }
        return level != (data.ipv4 ? OptionTable.IPV6 : OptionTable.IP);
    }

    /**
     * Writes what a socket that has switched on this set tells of a datagram.
     *
     * @param to little-endian; its position goes to the end of what was stored
     * @return whether there was room for all; objects that do not fit are left out
     */
    static boolean write(ControlData data, int set, ByteBuffer to) {
        for (ControlMessage each : ALL) {
            if (each.applies(data, set)) {
                if (to.remaining() < HEADER + each.size) {
                    return false;
                }
                int start = to.position();
                to.putLong(HEADER + each.size).putInt(each.level).putInt(each.type);
                each.writeData(data, to);
                // The padding counts unless the buffer ends before it
                to.position(Math.min(start + aligned(HEADER + each.size), to.limit()));
            }
        }
        return true;
    }

    private void writeData(ControlData data, ByteBuffer to) {
        switch (this) {
            case IP_PACKET_INFO ->
                to.putInt(Integer.reverseBytes(data.address.ipv4())).putInt(data.interfaceIndex);
            case IPV6_PACKET_INFO -> to.put(data.address.bytes(), 0, 16).putInt(data.interfaceIndex);
            case IP_TTL, IPV6_HOP_LIMIT -> to.putInt(data.hopLimit);
            case IP_TOS, IPV6_TRAFFIC_CLASS -> to.putInt(data.trafficClass);
            case IP_ECN, IPV6_ECN -> to.putInt(data.trafficClass & ECN);
            case IP_INTERFACE, IP_ORIGINAL_ARRIVAL_INTERFACE, IPV6_INTERFACE, IPV6_ORIGINAL_ARRIVAL_INTERFACE ->
                to.putInt(data.interfaceIndex);
            case TIMESTAMP -> to.putLong(counter(data.stamp, data.byAdapter));
            case COALESCED_SIZE -> to.putInt(data.segmentSize);
        }
    }

    /** The value of QueryPerformanceCounter, or of the adapter's clock as it is. @param stamp as {@link ControlData#stamp} */
    static long counter(long stamp, boolean byAdapter) {
        return byAdapter ? stamp : Math.floorDiv(stamp, TICK);
    }
}

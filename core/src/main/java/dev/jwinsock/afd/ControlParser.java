package dev.jwinsock.afd;

import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the control data that a program gives to WSASendMsg. All of it is untrusted. */
final class ControlParser {
    /** What an object can be. */
    private enum Meaning {
        IPV4_SOURCE,
        IPV6_SOURCE,
        HOP_LIMIT,
        TRAFFIC_CLASS,
        ECN,
        SEGMENT_SIZE,
        STAMP_ID
    }

    /** @param size of the data, at least */
    private record Row(int level, int type, Meaning meaning, int size) {}

    private static final List<Row> ROWS = List.of(
            new Row(OptionTable.IP, 19, Meaning.IPV4_SOURCE, 8), // IP_PKTINFO
            new Row(OptionTable.IP, 4, Meaning.HOP_LIMIT, 4), // IP_TTL
            new Row(OptionTable.IP, 21, Meaning.HOP_LIMIT, 4), // IP_HOPLIMIT
            new Row(OptionTable.IP, 3, Meaning.TRAFFIC_CLASS, 4), // IP_TOS
            new Row(OptionTable.IP, 39, Meaning.TRAFFIC_CLASS, 4), // IP_TCLASS
            new Row(OptionTable.IP, 50, Meaning.ECN, 4), // IP_ECN
            new Row(OptionTable.IPV6, 19, Meaning.IPV6_SOURCE, 20), // IPV6_PKTINFO
            new Row(OptionTable.IPV6, 21, Meaning.HOP_LIMIT, 4), // IPV6_HOPLIMIT
            new Row(OptionTable.IPV6, 39, Meaning.TRAFFIC_CLASS, 4), // IPV6_TCLASS
            new Row(OptionTable.IPV6, 50, Meaning.ECN, 4), // IPV6_ECN
            new Row(OptionTable.UDP, 2, Meaning.SEGMENT_SIZE, 4), // UDP_SEND_MSG_SIZE
            new Row(OptionTable.SOCKET, 0x300B, Meaning.STAMP_ID, 4)); // SO_TIMESTAMP_ID

    private static final int MOST_BYTES = 65535;
    private static final int CONGESTION_EXPERIENCED = 3;
    private static final int NONE = -1;

    private ControlParser() {}

    /**
     * Reads the objects between position and limit.
     *
     * @param from little-endian
     * @param ipv6 the socket's family
     * @param ipv4 what the datagram will be sent over
     * @return OK, or INVALID for what is malformed, unknown, of the other protocol, or out of range
     */
    static int parse(ByteBuffer from, boolean ipv6, boolean ipv4, ControlData out) {
        out.clear();
        int ecn = NONE;
        int end = from.limit();
        // What is shorter than a header at the end is no object, as WSA_CMSG_NXTHDR has it
        for (int at = from.position(); end - at >= ControlMessage.HEADER; ) {
            long length = from.getLong(at);
            if (length < ControlMessage.HEADER || length > end - at) {
                return Status.INVALID;
            }
            Row row = find(from.getInt(at + 8), from.getInt(at + 12));
            if (row == null || length < ControlMessage.HEADER + row.size || !fits(row, ipv6, ipv4)) {
                return Status.INVALID;
            }
            int data = at + ControlMessage.HEADER;
            if (row.meaning == Meaning.ECN) {
                ecn = from.getInt(data);
                if (ecn < 0 || ecn >= CONGESTION_EXPERIENCED) {
                    return Status.INVALID; // A209
                }
            } else if (!read(row.meaning, from, data, out)) {
                return Status.INVALID;
            }
            at += Math.min(ControlMessage.aligned((int) length), end - at);
        }
        if (ecn != NONE) {
            out.trafficClass((out.has(ControlData.TRAFFIC_CLASS) ? out.trafficClass & ~3 : 0) | ecn);
        }
        return Status.OK;
    }

    private static @Nullable Row find(int level, int type) {
        for (Row row : ROWS) {
            if (row.level == level && row.type == type) {
                return row;
            }
        }
        return null;
    }

    /** A210: what goes over IPv4 wants in_pktinfo. Numbers may be given as the socket's family has them. */
    private static boolean fits(Row row, boolean ipv6, boolean ipv4) {
        return switch (row.level) {
            case OptionTable.IP -> ipv4;
            case OptionTable.IPV6 -> ipv6 && (!ipv4 || row.meaning != Meaning.IPV6_SOURCE);
            default -> true;
        };
    }

    /** @return false for a value out of its range */
    private static boolean read(Meaning meaning, ByteBuffer from, int at, ControlData out) {
        int number = from.getInt(at);
        switch (meaning) {
            case IPV4_SOURCE -> {
                if (number != 0) {
                    out.address.setIpv4(Integer.reverseBytes(number), 0);
                }
                out.packetInfo(from.getInt(at + 4));
                return out.interfaceIndex >= 0;
            }
            case IPV6_SOURCE -> {
                byte[] bytes = new byte[16];
                from.get(at, bytes);
                out.address.setIpv6(bytes, 0, 0, 0);
                if (out.address.isMapped()) {
                    return false;
                }
                if (out.address.isWildcard()) {
                    out.address.clear();
                }
                out.packetInfo(from.getInt(at + 16));
                return out.interfaceIndex >= 0;
            }
            case HOP_LIMIT -> {
                out.hopLimit(number);
                return number >= 0 && number <= 255;
            }
            case TRAFFIC_CLASS -> {
                out.trafficClass(number);
                // No program may say that it has met congestion, in whatever way
                return number >= 0 && number <= 255 && (number & 3) != CONGESTION_EXPERIENCED;
            }
            case SEGMENT_SIZE -> {
                if (number != 0) {
                    out.segmentSize(number);
                }
                return number >= 0 && number <= MOST_BYTES;
            }
            case STAMP_ID -> out.stampId(number);
            case ECN -> throw new AssertionError();
        }
        return true;
    }
}

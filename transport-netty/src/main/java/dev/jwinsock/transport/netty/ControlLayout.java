package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.ControlData;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How a kernel writes control messages, as tables: one row is one kind of message. */
final class ControlLayout {
    /** What the data of a message mean. */
    enum Form {
        /** struct in_pktinfo: interface, local address, address in the header. */
        IPV4_PACKET_INFO(ControlData.PACKET_INFO),
        /** struct in6_pktinfo: address, interface. */
        IPV6_PACKET_INFO(ControlData.PACKET_INFO),
        HOP_LIMIT(ControlData.HOP_LIMIT),
        TRAFFIC_CLASS(ControlData.TRAFFIC_CLASS),
        /** timespec of the wall clock. */
        WALL_TIME(0),
        /** mach_absolute_time. */
        MACH_TIME(0),
        /** Three timespecs: the software's, an old one, the adapter's. */
        STAMPS(0),
        /** Flags of SO_TIMESTAMPING. */
        STAMP_WANTED(ControlData.STAMP_ID),
        /** struct sock_extended_err. */
        ERROR(0),
        /** An int in what is received, 16 bits in what is sent. */
        SEGMENT_SIZE(ControlData.SEGMENT_SIZE);

        /** The field that is sent so. */
        final int sent;

        Form(int sent) {
            this.sent = sent;
        }
    }

    /** A control message of a kind; {@code size} is that of the data when it is sent. */
    record Message(int level, int type, Form form, int size) {}

    /** The socket option by which the kernel adds messages. */
    record Switch(int field, int level, int name, boolean ipv6) {}

    private static final int SOL_SOCKET_LINUX = 1;
    private static final int SOL_UDP = 17;
    /** SO_TIMESTAMPING, in sends and as an option. */
    static final int LINUX_TIMESTAMPING = 37;

    /** The adapter if it can, or else the software. */
    private static final int STAMPED_WHEN_SENT = 1 | 2;

    private static final int ADAPTERS = 32;
    private static final int ORIGIN_TIMESTAMPING = 4;

    static final ControlLayout LINUX = new ControlLayout(
            8,
            8,
            true,
            new Message[] {
                new Message(Platform.IPPROTO_IP, 8, Form.IPV4_PACKET_INFO, 12),
                new Message(Platform.IPPROTO_IP, 2, Form.HOP_LIMIT, 4),
                new Message(Platform.IPPROTO_IP, 1, Form.TRAFFIC_CLASS, 4),
                new Message(Platform.IPPROTO_IP, 11, Form.ERROR, 0),
                new Message(Platform.IPPROTO_IPV6, 50, Form.IPV6_PACKET_INFO, 20),
                new Message(Platform.IPPROTO_IPV6, 52, Form.HOP_LIMIT, 4),
                new Message(Platform.IPPROTO_IPV6, 67, Form.TRAFFIC_CLASS, 4),
                new Message(Platform.IPPROTO_IPV6, 25, Form.ERROR, 0),
                new Message(SOL_SOCKET_LINUX, 35, Form.WALL_TIME, 0),
                new Message(SOL_SOCKET_LINUX, LINUX_TIMESTAMPING, Form.STAMPS, 0),
                new Message(SOL_SOCKET_LINUX, LINUX_TIMESTAMPING, Form.STAMP_WANTED, 4),
                new Message(SOL_UDP, 104, Form.SEGMENT_SIZE, 0), // UDP_GRO
                new Message(SOL_UDP, 103, Form.SEGMENT_SIZE, 2), // UDP_SEGMENT
            },
            new Switch[] {
                new Switch(ControlData.PACKET_INFO, Platform.IPPROTO_IP, 8, false),
                new Switch(ControlData.PACKET_INFO, Platform.IPPROTO_IPV6, 49, true),
                new Switch(ControlData.HOP_LIMIT, Platform.IPPROTO_IP, 12, false),
                new Switch(ControlData.HOP_LIMIT, Platform.IPPROTO_IPV6, 51, true),
                new Switch(ControlData.TRAFFIC_CLASS, Platform.IPPROTO_IP, 13, false),
                new Switch(ControlData.TRAFFIC_CLASS, Platform.IPPROTO_IPV6, 66, true),
                // SO_TIMESTAMPNS: SO_TIMESTAMPING leaves out datagrams that came while stamping was being switched on
                new Switch(ControlData.STAMP, SOL_SOCKET_LINUX, 35, false),
                new Switch(ControlData.SEGMENT_SIZE, SOL_UDP, 104, false),
            });

    static final ControlLayout MACOS = new ControlLayout(
            4,
            4,
            false,
            new Message[] {
                new Message(Platform.IPPROTO_IP, 26, Form.IPV4_PACKET_INFO, 12),
                new Message(Platform.IPPROTO_IP, 24, Form.HOP_LIMIT, 0), // IP_RECVTTL; there is none to send
                new Message(Platform.IPPROTO_IP, 27, Form.TRAFFIC_CLASS, 0), // IP_RECVTOS
                new Message(Platform.IPPROTO_IP, 3, Form.TRAFFIC_CLASS, 4), // IP_TOS
                // The numbers of RFC 3542
                new Message(Platform.IPPROTO_IPV6, 46, Form.IPV6_PACKET_INFO, 20),
                new Message(Platform.IPPROTO_IPV6, 47, Form.HOP_LIMIT, 4),
                new Message(Platform.IPPROTO_IPV6, 36, Form.TRAFFIC_CLASS, 4),
                new Message(0xffff, 4, Form.MACH_TIME, 0), // SCM_TIMESTAMP_MONOTONIC
            },
            new Switch[] {
                new Switch(ControlData.PACKET_INFO, Platform.IPPROTO_IP, 26, false),
                new Switch(ControlData.PACKET_INFO, Platform.IPPROTO_IPV6, 61, true),
                new Switch(ControlData.HOP_LIMIT, Platform.IPPROTO_IP, 24, false),
                new Switch(ControlData.HOP_LIMIT, Platform.IPPROTO_IPV6, 37, true),
                new Switch(ControlData.TRAFFIC_CLASS, Platform.IPPROTO_IP, 27, false),
                new Switch(ControlData.TRAFFIC_CLASS, Platform.IPPROTO_IPV6, 35, true),
                new Switch(ControlData.STAMP, 0xffff, 0x800, false), // SO_TIMESTAMP_MONOTONIC
            });

    /** Of a little-endian cmsghdr: the bytes of its length field, whose first four hold it. */
    private final int lengthSize;

    private final int alignment;
    private final boolean ipv4OnIpv6;
    private final Message[] messages;
    private final Switch[] switches;
    private final int header;

    private ControlLayout(int lengthSize, int alignment, boolean ipv4OnIpv6, Message[] messages, Switch[] switches) {
        this.lengthSize = lengthSize;
        this.alignment = alignment;
        this.ipv4OnIpv6 = ipv4OnIpv6;
        this.messages = messages;
        this.switches = switches;
        this.header = lengthSize + 8;
    }

    Switch[] switches() {
        return switches;
    }

    /** Whether a switch of the IPv4 level works on IPv6 sockets, for what comes over IPv4. */
    boolean ipv4OnIpv6() {
        return ipv4OnIpv6;
    }

    // ---------------------------------------------------------------- received

    /**
     * Reads what a receive has stored.
     *
     * @param ipv6 the socket's family
     */
    void read(MessageMemory memory, byte[] scratch, boolean ipv6, ControlData out) {
        out.clear();
        out.ipv4 = !ipv6;
        ByteBuffer bytes = memory.bytes;
        int end = MessageMemory.CONTROL + memory.controlLength();
        for (int at = MessageMemory.CONTROL; end - at >= header; ) {
            int length = bytes.getInt(at);
            if (length < header || length > end - at) {
                return;
            }
            Message message = find(bytes.getInt(at + lengthSize), bytes.getInt(at + lengthSize + 4));
            if (message != null) {
                read(message.form, bytes, at + header, length - header, scratch, out);
            }
            at += aligned(length);
        }
    }

    private @Nullable Message find(int level, int type) {
        for (Message message : messages) {
            if (message.level == level && message.type == type) {
                return message;
            }
        }
        return null;
    }

    private static void read(Form form, ByteBuffer from, int at, int length, byte[] scratch, ControlData out) {
        switch (form) {
            case IPV4_PACKET_INFO -> {
                int local = Integer.reverseBytes(from.getInt(at + 4));
                int destination = Integer.reverseBytes(from.getInt(at + 8));
                out.address.setIpv4(destination, 0);
                out.ipv4 = true;
                out.broadcast = destination >>> 28 != 0xe && isBroadcast(destination, local);
                out.packetInfo(from.getInt(at));
            }
            case IPV6_PACKET_INFO -> {
                if (out.has(ControlData.PACKET_INFO)) {
                    return; // of an IPv4 datagram on an IPv6 socket, which tells both
                }
                from.get(at, scratch, 0, 16);
                out.address.setIpv6(scratch, 0, 0, 0);
                out.ipv4 = out.address.isMapped();
                out.address.unmap();
                out.packetInfo(from.getInt(at + 16));
            }
            case HOP_LIMIT -> out.hopLimit(number(from, at, length) & 0xff);
            case TRAFFIC_CLASS -> out.trafficClass(number(from, at, length) & 0xff);
            case SEGMENT_SIZE -> out.segmentSize(length >= 4 ? from.getInt(at) : from.getShort(at) & 0xffff);
            case WALL_TIME -> out.stamp(WallClock.nanoTime(from.getLong(at), from.getLong(at + 8)));
            case MACH_TIME -> out.stamp(MachTime.nanoTime(from.getLong(at)));
            case STAMPS -> adapterStamp(from, at, length, out); // comes after the WALL_TIME
            case STAMP_WANTED, ERROR -> {} // of the error queue: readLeft
        }
    }

    private static boolean adapterStamp(ByteBuffer from, int at, int length, ControlData out) {
        if (length < ADAPTERS + 16 || from.getLong(at + ADAPTERS) == 0 && from.getLong(at + ADAPTERS + 8) == 0) {
            return false;
        }
        out.stamp(from.getLong(at + ADAPTERS) * 1_000_000_000 + from.getLong(at + ADAPTERS + 8), true);
        return true;
    }

    /**
     * The kernel's local address is the destination unless that is one of many hosts. For a datagram that was queued before
     * the kernel was asked it has none.
     */
    private static boolean isBroadcast(int destination, int local) {
        return destination == -1 || (local == 0 ? LocalNetworks.isBroadcast(destination) : local != destination);
    }

    /** A byte or an int, as the kernel likes. */
    private static int number(ByteBuffer from, int at, int length) {
        return length >= 4 ? from.getInt(at) : from.get(at);
    }

    /**
     * Reads a message of the error queue.
     *
     * @param out is given the stamp, and the kernel's number of the datagram as its id, if it tells that one has left
     */
    void readLeft(MessageMemory memory, ControlData out) {
        out.clear();
        ByteBuffer bytes = memory.bytes;
        int end = MessageMemory.CONTROL + memory.controlLength();
        for (int at = MessageMemory.CONTROL; end - at >= header; ) {
            int length = bytes.getInt(at);
            if (length < header || length > end - at) {
                return;
            }
            int data = at + header;
            Message message = find(bytes.getInt(at + lengthSize), bytes.getInt(at + lengthSize + 4));
            if (message != null && message.form == Form.STAMPS) {
                if (!adapterStamp(bytes, data, length - header, out) && bytes.getLong(data) != 0) {
                    out.stamp(WallClock.nanoTime(bytes.getLong(data), bytes.getLong(data + 8)));
                }
            } else if (message != null
                    && message.form == Form.ERROR
                    && bytes.get(data + 4) == ORIGIN_TIMESTAMPING
                    && bytes.getInt(data + 8) == 0) { // SCM_TSTAMP_SND
                out.stampId(bytes.getInt(data + 12));
            }
            at += aligned(length);
        }
    }

    // ---------------------------------------------------------------- sent

    /**
     * Writes what goes with a datagram to be sent.
     *
     * @param ipv4 what the datagram is sent over
     * @return the bytes written, or -1 when there is no message for one of the fields
     */
    int write(ControlData from, boolean ipv4, MessageMemory memory) {
        int otherLevel = ipv4 ? Platform.IPPROTO_IPV6 : Platform.IPPROTO_IP;
        ByteBuffer to = memory.bytes;
        int at = MessageMemory.CONTROL;
        int left = from.fields();
        for (Message message : messages) {
            int field = message.form.sent;
            if (message.size == 0 || message.level == otherLevel || (left & field) == 0) {
                continue;
            }
            left &= ~field;
            int length = header + message.size;
            to.putLong(at, length); // if the field is shorter, the level comes over its end
            to.putInt(at + lengthSize, message.level);
            to.putInt(at + lengthSize + 4, message.type);
            write(message, from, to, at + header);
            at += aligned(length);
        }
        return (left & ~ControlData.STAMP_ID) == 0 ? at - MessageMemory.CONTROL : -1;
    }

    private static void write(Message message, ControlData from, ByteBuffer to, int at) {
        switch (message.form) {
            case IPV4_PACKET_INFO -> {
                to.putInt(at, from.interfaceIndex);
                to.putInt(at + 4, from.address.isSet() ? Integer.reverseBytes(from.address.ipv4()) : 0);
                to.putInt(at + 8, 0);
            }
            case IPV6_PACKET_INFO -> {
                to.putLong(at, 0).putLong(at + 8, 0);
                if (from.address.isSet()) {
                    to.put(at, from.address.bytes(), 0, 16);
                }
                to.putInt(at + 16, from.interfaceIndex);
            }
            case HOP_LIMIT -> to.putInt(at, from.hopLimit);
            case TRAFFIC_CLASS -> to.putInt(at, from.trafficClass);
            case SEGMENT_SIZE -> to.putShort(at, (short) from.segmentSize);
            case STAMP_WANTED -> to.putInt(at, STAMPED_WHEN_SENT);
            case WALL_TIME, MACH_TIME, STAMPS, ERROR -> throw new AssertionError(message);
        }
    }

    private int aligned(int length) {
        return length + alignment - 1 & -alignment;
    }
}

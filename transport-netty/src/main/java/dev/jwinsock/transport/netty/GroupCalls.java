package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers and structures of multicast, which both systems have from RFC 3678 and 3493 but count and align
 * differently.
 *
 * @param names option names of the changes, at levels IPPROTO_IP and IPPROTO_IPV6 alike
 * @param firstAddress where in group_req and group_source_req the group's address begins
 * @param all options that must be 0 so that a socket hears only groups it has joined, not those of others: IPv4, IPv6
 * @param interfaceFilter whether a socket filter can tell interfaces apart
 */
record GroupCalls(
        Map<GroupChange, Integer> names,
        int firstAddress,
        Platform.@Nullable Option all,
        Platform.@Nullable Option allIpv6,
        boolean interfaceFilter) {

    static final GroupCalls LINUX = new GroupCalls(
            Map.of(
                    GroupChange.JOIN, 42,
                    GroupChange.BLOCK, 43,
                    GroupChange.UNBLOCK, 44,
                    GroupChange.LEAVE, 45,
                    GroupChange.JOIN_SOURCE, 46,
                    GroupChange.LEAVE_SOURCE, 47),
            8,
            new Platform.Option(Platform.IPPROTO_IP, 49),
            new Platform.Option(Platform.IPPROTO_IPV6, 29),
            true);

    static final GroupCalls MACOS = new GroupCalls(
            Map.of(
                    GroupChange.JOIN, 80,
                    GroupChange.LEAVE, 81,
                    GroupChange.JOIN_SOURCE, 82,
                    GroupChange.LEAVE_SOURCE, 83,
                    GroupChange.BLOCK, 84,
                    GroupChange.UNBLOCK, 85),
            4,
            null,
            null,
            false);

    /** sizeof(struct sockaddr_storage), on both systems. */
    private static final int STORAGE = 128;

    /** sizeof(struct ip_mreqn). */
    static final int INTERFACE_SIZE = 12;

    private static final int INSTRUCTION = 8;
    /** sizeof(struct sock_fprog): the program comes after it. */
    private static final int PROGRAM = 2 * Long.BYTES;
    /** Besides two for each interface. */
    private static final int MOST_INSTRUCTIONS = 16;

    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_BYTE = 0x30;
    private static final int AND = 0x54;
    private static final int JUMP = 0x05;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    /** SKF_AD_OFF + SKF_AD_IFINDEX: the place of the interface index among what can be loaded. */
    private static final int ARRIVAL_INTERFACE = -0x1000 + 8;
    /** SKF_NET_OFF: where the IP header begins. */
    private static final int NETWORK_HEADER = -0x100000;

    private static final int DROP = 0;
    private static final int TAKE = -1;

    private static final Platform.Option ATTACH_FILTER = new Platform.Option(1, 26);
    private static final Platform.Option DETACH_FILTER = new Platform.Option(1, 27);

    /** The value's size for a change. */
    int size(GroupChange change) {
        return firstAddress + (change.ofSource() ? 2 : 1) * STORAGE;
    }

    /** Writes a group_req or group_source_req. */
    void write(Platform platform, Endpoint group, int interfaceIndex, @Nullable Endpoint source, ByteBuffer memory) {
        memory.order(ByteOrder.nativeOrder()).putInt(0, interfaceIndex);
        address(platform, group, memory, firstAddress);
        if (source != null) {
            address(platform, source, memory, firstAddress + STORAGE);
        }
    }

    private static void address(Platform platform, Endpoint address, ByteBuffer memory, int offset) {
        SocketAddresses.write(
                platform, address, memory.duplicate().position(offset).slice().order(ByteOrder.nativeOrder()));
    }

    /**
     * Writes an ip_mreqn. It holds the address that multicasts are sent from, or Linux would take one of another
     * interface for them when this one's has the scope of the host (127.0.0.1).
     */
    static void writeInterface(int interfaceIndex, ByteBuffer memory) {
        memory.order(ByteOrder.nativeOrder()).putInt(0, 0).putInt(4, 0).putInt(8, interfaceIndex);
        InetAddress source = firstIpv4(interfaceIndex);
        if (source != null) {
            memory.put(4, source.getAddress());
        }
    }

    private static @Nullable InetAddress firstIpv4(int interfaceIndex) {
        try {
            NetworkInterface found = interfaceIndex == 0 ? null : NetworkInterface.getByIndex(interfaceIndex);
            return found == null
                    ? null
                    : found.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .findFirst()
                            .orElse(null);
        } catch (SocketException e) {
            return null; // its addresses cannot be read: the system chooses
        }
    }

    /**
     * Attaches a filter, or takes it away when there is nothing to filter by.
     *
     * @param interfaceIndexes the interfaces that are heard; null: all
     * @param address the destination, besides groups, that is heard; null: all
     * @return as setsockopt
     */
    static int filter(int fd, int @Nullable [] interfaceIndexes, @Nullable Endpoint address, Scratch scratch) {
        if (interfaceIndexes == null && address == null) {
            Posix.setsockopt(fd, DETACH_FILTER.level(), DETACH_FILTER.name(), scratch.value(0, 0), Integer.BYTES);
            return 0; // it fails only when there is none
        }
        int interfaces = interfaceIndexes == null ? 0 : interfaceIndexes.length;
        ByteBuffer memory = scratch.data(PROGRAM + (2 * interfaces + MOST_INSTRUCTIONS) * INSTRUCTION);
        memory.order(ByteOrder.nativeOrder());
        int at = PROGRAM;
        if (interfaceIndexes != null) {
            at = instruction(memory, at, LOAD_WORD, 0, 0, ARRIVAL_INTERFACE);
            for (int i = 0; i < interfaces; i++) {
                at = instruction(memory, at, JUMP_IF_EQUAL, 0, 1, interfaceIndexes[i]);
                at = instruction(memory, at, JUMP, 0, 0, 2 * (interfaces - 1 - i) + 1);
            }
            at = instruction(memory, at, RETURN, 0, 0, DROP);
        }
        if (address != null) {
            at = address.isIpv6() ? ipv6(memory, at, address) : ipv4(memory, at, address);
            at = instruction(memory, at, RETURN, 0, 0, DROP);
        }
        at = instruction(memory, at, RETURN, 0, 0, TAKE);
        memory.putLong(0, 0).putShort(0, (short) ((at - PROGRAM) / INSTRUCTION));
        memory.putLong(Long.BYTES, scratch.dataAddress() + PROGRAM);
        return Posix.setsockopt(fd, ATTACH_FILTER.level(), ATTACH_FILTER.name(), scratch.dataAddress(), PROGRAM);
    }

    /** Past the next instruction after these, when the destination is the address or a group. */
    private static int ipv4(ByteBuffer memory, int start, Endpoint address) {
        int at = instruction(memory, start, LOAD_WORD, 0, 0, NETWORK_HEADER + 16);
        at = instruction(memory, at, JUMP_IF_EQUAL, 3, 0, address.ipv4());
        at = instruction(memory, at, AND, 0, 0, 0xf0000000);
        return instruction(memory, at, JUMP_IF_EQUAL, 1, 0, 0xe0000000);
    }

    private static int ipv6(ByteBuffer memory, int start, Endpoint address) {
        ByteBuffer wanted = ByteBuffer.wrap(address.bytes());
        int at = instruction(memory, start, LOAD_BYTE, 0, 0, NETWORK_HEADER + 24);
        at = instruction(memory, at, JUMP_IF_EQUAL, 9, 0, 0xff);
        for (int word = 0; word < 4; word++) {
            at = instruction(memory, at, LOAD_WORD, 0, 0, NETWORK_HEADER + 24 + 4 * word);
            boolean last = word == 3;
            int ifNot = last ? 0 : 6 - 2 * word;
            at = instruction(memory, at, JUMP_IF_EQUAL, last ? 1 : 0, ifNot, wanted.getInt(4 * word));
        }
        return at;
    }

    private static int instruction(ByteBuffer memory, int at, int code, int ifTrue, int ifFalse, int operand) {
        memory.putShort(at, (short) code)
                .put(at + 2, (byte) ifTrue)
                .put(at + 3, (byte) ifFalse)
                .putInt(at + 4, operand);
        return at + INSTRUCTION;
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.TransportSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What is kept from a datagram socket, by where it was sent to and where it came in: programs of Linux's classic packet
 * filter, which look at the IP header, whichever version it is of.
 */
final class SocketFilter {
    /** struct sock_fprog; the program comes after it. */
    private static final int HEADER = 16;

    private static final int INSTRUCTION = 8;
    /** Besides two for each interface. */
    private static final int MOST_INSTRUCTIONS = 32;

    private static final int SOCKET_LEVEL = 1;
    /** SO_ATTACH_FILTER. */
    private static final int ATTACH = 26;
    /** SO_DETACH_FILTER. */
    private static final int DETACH = 27;

    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_WORD = 0x20;
    private static final int AND = 0x54;
    private static final int JUMP_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int JUMP = 0x05;

    /** SKF_NET_OFF: offsets from here count from the IP header. */
    private static final int NETWORK = -0x100000;
    /** SKF_AD_OFF + SKF_AD_PKTTYPE. */
    private static final int PACKET_TYPE = -0x1000 + 4;
    /** SKF_AD_OFF + SKF_AD_IFINDEX. */
    private static final int ARRIVAL_INTERFACE = -0x1000 + 8;

    private static final int PACKET_BROADCAST = 1;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;
    private static final int KEEP = -1;
    private static final int DROP = 0;

    // Instructions: code, jumps if true and if false, operand. The last one is DROP; behind it the next part goes on.
    private static final int[][] NO_BROADCAST = {
        {LOAD_BYTE, 0, 0, NETWORK},
        {AND, 0, 0, 0xf0},
        {JUMP_EQUAL, 4, 0, 0x60}, // IPv6 has no broadcast
        {LOAD_WORD, 0, 0, NETWORK + IPV4_DESTINATION},
        {JUMP_EQUAL, 3, 0, -1},
        {LOAD_WORD, 0, 0, PACKET_TYPE},
        {JUMP_EQUAL, 1, 0, PACKET_BROADCAST},
        {JUMP, 0, 0, 1},
        {RETURN, 0, 0, DROP}
    };

    private static final int[][] ONLY_MULTICAST = {
        {LOAD_BYTE, 0, 0, NETWORK},
        {AND, 0, 0, 0xf0},
        {JUMP_EQUAL, 0, 2, 0x60},
        {LOAD_BYTE, 0, 0, NETWORK + IPV6_DESTINATION},
        {JUMP_EQUAL, 3, 4, 0xff},
        {LOAD_WORD, 0, 0, NETWORK + IPV4_DESTINATION},
        {AND, 0, 0, 0xf0000000},
        {JUMP_EQUAL, 0, 1, 0xe0000000},
        {JUMP, 0, 0, 1},
        {RETURN, 0, 0, DROP}
    };

    /** Nothing is. */
    static final SocketFilter NONE = new SocketFilter(0, null, null);

    /** REFUSE bits. */
    private final int refused;
    /** The interfaces that are heard; null: all. */
    private final int @Nullable [] interfaceIndexes;
    /** The destination, besides groups, that is heard; null: all. */
    private final @Nullable Endpoint address;

    private SocketFilter(int refused, int @Nullable [] interfaceIndexes, @Nullable Endpoint address) {
        this.refused = refused;
        this.interfaceIndexes = interfaceIndexes;
        this.address = address;
    }

    /** @param bits REFUSE bits */
    SocketFilter refusing(int bits) {
        return new SocketFilter(bits, interfaceIndexes, address);
    }

    /** @param indexes the interfaces that are heard; null: all. Kept */
    SocketFilter hearing(int @Nullable [] indexes) {
        return new SocketFilter(refused, indexes, address);
    }

    /** @param destination the only one, besides groups, that is heard */
    SocketFilter hearing(Endpoint destination) {
        Endpoint only = new Endpoint().copyFrom(destination);
        only.unmap();
        return new SocketFilter(refused, interfaceIndexes, only);
    }

    /** Attaches the filter, or takes away the present one when there is nothing to filter by. @return as setsockopt */
    int attach(int fd, Scratch scratch) {
        if (refused == 0 && interfaceIndexes == null && address == null) {
            Posix.setsockopt(fd, SOCKET_LEVEL, DETACH, scratch.value(0, 0), Integer.BYTES);
            return 0; // it fails only when there is none
        }
        int interfaces = interfaceIndexes == null ? 0 : interfaceIndexes.length;
        ByteBuffer memory = scratch.data(HEADER + (2 * interfaces + MOST_INSTRUCTIONS) * INSTRUCTION);
        memory.order(ByteOrder.nativeOrder());
        int at = HEADER;
        if (refused != 0) {
            for (int[] each : (refused & TransportSocket.REFUSE_UNICAST) != 0 ? ONLY_MULTICAST : NO_BROADCAST) {
                at = instruction(memory, at, each[0], each[1], each[2], each[3]);
            }
        }
        if (interfaceIndexes != null) {
            at = instruction(memory, at, LOAD_WORD, 0, 0, ARRIVAL_INTERFACE);
            for (int i = 0; i < interfaces; i++) {
                at = instruction(memory, at, JUMP_EQUAL, 0, 1, interfaceIndexes[i]);
                at = instruction(memory, at, JUMP, 0, 0, 2 * (interfaces - 1 - i) + 1);
            }
            at = instruction(memory, at, RETURN, 0, 0, DROP);
        }
        if (address != null) {
            at = address.isIpv6() ? ipv6(memory, at, address) : ipv4(memory, at, address);
            at = instruction(memory, at, RETURN, 0, 0, DROP);
        }
        at = instruction(memory, at, RETURN, 0, 0, KEEP);
        memory.putLong(0, 0).putShort(0, (short) ((at - HEADER) / INSTRUCTION));
        memory.putLong(Long.BYTES, scratch.dataAddress() + HEADER);
        return Posix.setsockopt(fd, SOCKET_LEVEL, ATTACH, scratch.dataAddress(), HEADER);
    }

    /** Past the next instruction after these, when the destination is the address or a group. */
    private static int ipv4(ByteBuffer memory, int start, Endpoint address) {
        int at = instruction(memory, start, LOAD_WORD, 0, 0, NETWORK + IPV4_DESTINATION);
        at = instruction(memory, at, JUMP_EQUAL, 3, 0, address.ipv4());
        at = instruction(memory, at, AND, 0, 0, 0xf0000000);
        return instruction(memory, at, JUMP_EQUAL, 1, 0, 0xe0000000);
    }

    private static int ipv6(ByteBuffer memory, int start, Endpoint address) {
        ByteBuffer wanted = ByteBuffer.wrap(address.bytes());
        int at = instruction(memory, start, LOAD_BYTE, 0, 0, NETWORK + IPV6_DESTINATION);
        at = instruction(memory, at, JUMP_EQUAL, 9, 0, 0xff);
        for (int word = 0; word < 4; word++) {
            at = instruction(memory, at, LOAD_WORD, 0, 0, NETWORK + IPV6_DESTINATION + 4 * word);
            boolean last = word == 3;
            int ifNot = last ? 0 : 6 - 2 * word;
            at = instruction(memory, at, JUMP_EQUAL, last ? 1 : 0, ifNot, wanted.getInt(4 * word));
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

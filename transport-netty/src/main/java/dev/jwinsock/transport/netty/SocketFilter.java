package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.TransportSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Programs of Linux's classic packet filter that keep datagrams from a socket by where they were sent to. They look at the
 * IP header, whichever version it is of.
 */
final class SocketFilter {
    /** struct sock_fprog. */
    static final int HEADER = 16;

    static final int MEMORY = 256;
    /** SO_DETACH_FILTER. */
    static final int DETACH = 27;

    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_WORD = 0x20;
    private static final int AND = 0x54;
    private static final int JUMP_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    /** SKF_NET_OFF: offsets from here count from the IP header. */
    private static final int NETWORK = -0x100000;
    /** SKF_AD_OFF + SKF_AD_PKTTYPE. */
    private static final int PACKET_TYPE = -0x1000 + 4;

    private static final int PACKET_BROADCAST = 1;
    private static final int IPV4_DESTINATION = 16;
    private static final int IPV6_DESTINATION = 24;
    private static final int KEEP = 0xffff;
    private static final int DROP = 0;

    // Instructions: code, jumps if true and if false, operand. The last two are KEEP and DROP.
    private static final int[][] NO_BROADCAST = {
        {LOAD_BYTE, 0, 0, NETWORK},
        {AND, 0, 0, 0xf0},
        {JUMP_EQUAL, 4, 0, 0x60}, // IPv6 has no broadcast
        {LOAD_WORD, 0, 0, NETWORK + IPV4_DESTINATION},
        {JUMP_EQUAL, 3, 0, -1},
        {LOAD_WORD, 0, 0, PACKET_TYPE},
        {JUMP_EQUAL, 1, 0, PACKET_BROADCAST},
        {RETURN, 0, 0, KEEP},
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
        {RETURN, 0, 0, KEEP},
        {RETURN, 0, 0, DROP}
    };

    private SocketFilter() {}

    /** Writes a struct sock_fprog and the program behind it. @param refused REFUSE bits, at least one */
    static void write(int refused, ByteBuffer memory, long address) {
        int[][] program = (refused & TransportSocket.REFUSE_UNICAST) != 0 ? ONLY_MULTICAST : NO_BROADCAST;
        ByteBuffer to = memory.duplicate().clear().order(ByteOrder.nativeOrder());
        to.putLong(0, 0);
        to.putShort(0, (short) program.length);
        to.putLong(8, address + HEADER);
        int place = HEADER;
        for (int[] instruction : program) {
            to.putShort(place, (short) instruction[0]);
            to.put(place + 2, (byte) instruction[1]);
            to.put(place + 3, (byte) instruction[2]);
            to.putInt(place + 4, instruction[3]);
            place += 8;
        }
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Transport.Captured;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Linux's packet sockets: packets as a network interface sees them. A filter in the kernel chooses among them, so that
 * the socket is ready only for what is wanted.
 */
final class PacketSocket {
    private static final int AF_PACKET = 17;
    private static final int SOCK_DGRAM = 2 | 0x800 | 0x80000; // from the IP header on; SOCK_NONBLOCK, SOCK_CLOEXEC
    /** In network order, as the calls want it: only who takes packets of all protocols is given outgoing ones. */
    private static final int ETH_P_ALL = Short.toUnsignedInt(Short.reverseBytes((short) 3));

    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86DD;

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_MR_PROMISC = 1;
    private static final int SOCKADDR_LL = 20;
    private static final int PACKET_MREQ = 16;
    private static final int LOOPBACK = 1; // the loopback interface is always the first

    // Instructions of the packet filter: code, jump if true, jump if false, operand
    private static final int LOAD_HALF = 0x28;
    private static final int LOAD_BYTE = 0x30;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;
    private static final int PROTOCOL = -0x1000;
    private static final int PACKET_TYPE = -0x1000 + 4;
    private static final int OUTGOING = 4;
    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV4_DESTINATION = 16;
    private static final int IGMP = 2;

    private PacketSocket() {}

    static int open(Platform platform, boolean ipv6, int interfaceIndex, Captured what, boolean promiscuous)
            throws TransportException {
        // Without a protocol it receives nothing until it is bound, when the filter is there
        int fd = Posix.socket(AF_PACKET, SOCK_DGRAM, 0);
        if (fd < 0) {
            throw new TransportException(platform.status(Posix.errno()), "packet socket: errno " + Posix.errno());
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
        int errno = filter(fd, memory, ipv6, interfaceIndex == LOOPBACK, what);
        if (errno == 0 && promiscuous) {
            errno = promiscuous(fd, memory, interfaceIndex);
        }
        if (errno == 0) {
            errno = bind(fd, memory, interfaceIndex);
        }
        if (errno != 0) {
            Posix.close(fd);
            throw new TransportException(platform.status(errno), "packet socket: errno " + errno);
        }
        return fd;
    }

    private static int bind(int fd, ByteBuffer memory, int interfaceIndex) {
        clear(memory);
        memory.putShort(0, (short) AF_PACKET).putShort(2, (short) ETH_P_ALL).putInt(4, interfaceIndex);
        return Posix.bind(fd, Buffer.memoryAddress(memory), SOCKADDR_LL) < 0 ? Posix.errno() : 0;
    }

    private static int promiscuous(int fd, ByteBuffer memory, int interfaceIndex) {
        clear(memory);
        memory.putInt(0, interfaceIndex).putShort(4, (short) PACKET_MR_PROMISC);
        int result = Posix.setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, Buffer.memoryAddress(memory), PACKET_MREQ);
        return result < 0 ? Posix.errno() : 0;
    }

    private static void clear(ByteBuffer memory) {
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) 0);
        }
    }

    /** One test of a packet; the packet is dropped unless it comes out as said. */
    private record Test(int load, int at, int mask, int value, boolean equal) {}

    private static int filter(int fd, ByteBuffer memory, boolean ipv6, boolean loopback, Captured what) {
        List<Test> tests = new ArrayList<>();
        tests.add(new Test(LOAD_HALF, PROTOCOL, -1, ipv6 ? ETH_P_IPV6 : ETH_P_IP, true));
        if (loopback) {
            // What goes out there comes in again
            tests.add(new Test(LOAD_BYTE, PACKET_TYPE, -1, OUTGOING, false));
        }
        if (what != Captured.ALL) {
            tests.add(new Test(LOAD_BYTE, IPV4_DESTINATION, 0xf0, 0xe0, true));
        }
        if (what == Captured.GROUP_MANAGEMENT) {
            tests.add(new Test(LOAD_BYTE, IPV4_PROTOCOL, -1, IGMP, true));
        }
        // struct sock_fprog: the number of instructions and where they are, which is right behind it
        memory.putShort(0, (short) (tests.size() * 3 + 2)).putLong(8, Buffer.memoryAddress(memory) + 16);
        memory.position(16);
        int left = tests.size();
        for (Test test : tests) {
            left--;
            int toDrop = left * 3 + 1;
            instruction(memory, test.load, 0, 0, test.at);
            instruction(memory, AND, 0, 0, test.mask);
            instruction(memory, JUMP_IF_EQUAL, test.equal ? 0 : toDrop, test.equal ? toDrop : 0, test.value);
        }
        instruction(memory, RETURN, 0, 0, 0x40000);
        instruction(memory, RETURN, 0, 0, 0);
        memory.position(0);
        int result = Posix.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, Buffer.memoryAddress(memory), 16);
        return result < 0 ? Posix.errno() : 0;
    }

    private static void instruction(ByteBuffer to, int code, int ifTrue, int ifFalse, int operand) {
        to.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }
}

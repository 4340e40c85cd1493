package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mstcpip.*;
import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.TIMESTAMPING_CONFIG;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.in_pktinfo;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Control data that are wrong, sockets that have none, and transports that cannot. */
@WinsockTest
final class ControlMessageRefusalsTest extends MessageScene {
    private static final int CASES = Integer.getInteger("conformance.controlBuffers", 20_000);

    @Test
    @Conforms("A205")
    void streamSocketsHaveNone() {
        SOCKET four = tcp();
        SOCKET six = tcp6();
        IntRef value = new IntRef();
        for (int option : new int[] {IP_PKTINFO, IP_RECVTTL, IP_RECVTOS}) {
            expectError(WSAEINVAL, getsockopt(four, IPPROTO_IP, option, value, new IntRef(4)));
        }
        for (int option : new int[] {IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS}) {
            expectError(WSAEINVAL, getsockopt(six, IPPROTO_IPV6, option, value, new IntRef(4)));
        }
        Pair pair = Pairs.tcp();
        WSAMSG message = sending("x", loopback(9), IPPROTO_IP, IP_TTL, number(1));
        expectError(WSAEINVAL, send(pair.client(), message));
        TIMESTAMPING_CONFIG config = new TIMESTAMPING_CONFIG();
        config.Flags = TIMESTAMPING_FLAG_RX;
        expectError(WSAEOPNOTSUPP, WSAIoctl(four, SIO_TIMESTAMPING, config, 8, null, 0, new IntRef(), null, null));
    }

    @Test
    @Conforms("D355")
    void malformed() {
        SOCKET s = boundUdp();
        WSAMSG message = message(bytes("x"));
        message.name = localAddress(s);
        message.namelen.value = 16;
        message.Control = new WSABUF();
        message.Control.len = 16;
        expectError(WSAEFAULT, send(s, message));
        message.Control.buf = ByteBuffer.allocate(15);
        expectError(WSAEFAULT, send(s, message));
        message.Control.len = -1;
        expectError(WSAEFAULT, send(s, message));
        message.Control = new WSABUF(ByteBuffer.allocate(24));
        expectError(WSAEINVAL, send(s, message)); // cmsg_len 0
        for (long length : new long[] {15, 25, 1L << 32, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            message.Control.buf.order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            expectError(WSAEINVAL, send(s, message));
        }
        // Too short for what it says it is, unknown, of the other family, out of range
        expectError(WSAEINVAL, send(s, sending("x", message.name, IPPROTO_IP, IP_PKTINFO, number(0))));
        expectError(WSAEINVAL, send(s, sending("x", message.name, IPPROTO_IP, 999, number(0))));
        expectError(WSAEINVAL, send(s, sending("x", message.name, IPPROTO_IPV6, IPV6_HOPLIMIT, number(1))));
        expectError(WSAEINVAL, send(s, sending("x", message.name, IPPROTO_IP, IP_TTL, number(256))));
        expectError(WSAEINVAL, send(s, sending("x", message.name, IPPROTO_IP, IP_TOS, number(-1))));
        in_pktinfo info = new in_pktinfo();
        info.ipi_ifindex = -1;
        expectError(WSAEINVAL, send(s, sending("x", message.name, IPPROTO_IP, IP_PKTINFO, info.toBytes())));

        WSAMSG receiving = message(ByteBuffer.allocate(8));
        receiving.Control = new WSABUF();
        receiving.Control.len = 1;
        expectError(WSAEFAULT, WSARecvMsg(s, receiving, new IntRef(), null, null));
        receiving.Control = new WSABUF(ByteBuffer.allocate(8).asReadOnlyBuffer());
        expectError(WSAEFAULT, WSARecvMsg(s, receiving, new IntRef(), null, null));
        Io io = new Io(1);
        expectError(WSAEFAULT, WSARecvMsg(s, receiving, null, io, null));
    }

    @Test
    @Timeout(1200) // for a million buffers
    @Conforms("D355")
    void random() {
        SOCKET s = nonblocking(boundUdp());
        long seed = Long.getLong("conformance.seed", System.nanoTime());
        Random random = new Random(seed);
        ByteBuffer memory = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        byte[] bytes = new byte[128];
        int[] types = {IP_PKTINFO, IP_TTL, IP_HOPLIMIT, IP_TOS, IP_ECN, UDP_SEND_MSG_SIZE, SO_TIMESTAMP_ID, 39, 40};
        int[] levels = {IPPROTO_IP, IPPROTO_IPV6, SOL_SOCKET, IPPROTO_UDP};
        WSAMSG message = message(ByteBuffer.allocate(3));
        message.name = localAddress(s);
        message.namelen.value = 16;
        message.Control = new WSABUF(memory);
        byte[] room = new byte[8];
        for (int i = 0; i < CASES; i++) {
            random.nextBytes(bytes);
            memory.put(0, bytes);
            if (random.nextBoolean()) { // nearly right
                int at = 0;
                while (at < 100) {
                    int length = 16 + (random.nextInt(8) == 0 ? random.nextInt(40) : 4 * (1 + random.nextInt(2)));
                    memory.putLong(at, length)
                            .putInt(at + 8, levels[random.nextInt(levels.length)])
                            .putInt(at + 12, types[random.nextInt(types.length)])
                            .putInt(at + 16, random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(3))
                            .putInt(at + 20, random.nextInt(8) == 0 ? random.nextInt() : 0);
                    at += length + 7 & -8;
                }
            }
            message.Control.len = random.nextInt(140) - 4;
            int result = send(s, message);
            if (result != 0) {
                assertThat(WSAGetLastError())
                        .as("case %d, -Dconformance.seed=%d", i, seed)
                        .isIn(WSAEINVAL, WSAEFAULT, WSAEADDRNOTAVAIL, WSAEOPNOTSUPP, WSAEWOULDBLOCK, WSAENETUNREACH);
            }
            while (recv(s, room, room.length, 0) >= 0) {
                // Some were right
            }
        }
    }

    @Test
    @Conforms("D356")
    void whereTheTransportCannot() {
        boolean can = can(Capability.CONTROL_MESSAGES);
        SOCKET s = boundUdp();
        allowed(can, WSAENOPROTOOPT, setsockopt(s, IPPROTO_IP, IP_PKTINFO, 1));
        allowed(can, WSAENOPROTOOPT, setsockopt(s, IPPROTO_IP, IP_RECVTTL, 1));
        allowed(can, WSAENOPROTOOPT, setsockopt(udp6(), IPPROTO_IPV6, IPV6_PKTINFO, 1));
        allowed(can, WSAENOPROTOOPT, WSASetRecvIPEcn(s, 1));
        TIMESTAMPING_CONFIG config = new TIMESTAMPING_CONFIG();
        config.Flags = TIMESTAMPING_FLAG_RX;
        allowed(can, WSAEOPNOTSUPP, WSAIoctl(s, SIO_TIMESTAMPING, config, 8, null, 0, new IntRef(), null, null));
        allowed(can, WSAEOPNOTSUPP, send(s, sending("x", localAddress(s), IPPROTO_IP, IP_TTL, number(1))));
        WSAMSG message = message(bytes("y"));
        message.name = localAddress(s);
        message.namelen.value = 16;
        expectZero(send(s, message));
        int control = controlLength(received(s, 1));
        assertThat(control != 0).isEqualTo(can);
    }

    private static void allowed(boolean can, int error, int result) {
        if (can) {
            expectZero(result);
        } else {
            expectError(error, result);
        }
    }
}

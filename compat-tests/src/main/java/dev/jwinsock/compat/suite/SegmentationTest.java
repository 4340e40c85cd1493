package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSACMSGHDR;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** "IPPROTO_UDP socket options": several datagrams by one send, and by one receive. */
@WinsockTest
final class SegmentationTest extends MessageScene {
    private static void expectDatagrams(SOCKET s, int total, int size) {
        byte[] room = new byte[70_000];
        int at = 0;
        while (at < total) {
            int n = Math.min(size, total - at);
            expectCount(n, recv(s, room, room.length, 0));
            for (int i = 0; i < n; i++) {
                assertThat(room[i]).isEqualTo(patternAt(at + i));
            }
            at += n;
        }
        expectZero(ioctlsocket(s, FIONBIO, new IntRef(1)));
        expectError(WSAEWOULDBLOCK, recv(s, room, room.length, 0));
        expectZero(ioctlsocket(s, FIONBIO, new IntRef(0)));
    }

    private static byte[] patternBytes(int length) {
        byte[] bytes = new byte[length];
        pattern(0, length).get(bytes);
        return bytes;
    }

    @Test
    @Conforms("D351")
    void whatIsSentIsDivided() {
        Pair pair = Pairs.connectedUdp();
        IntRef size = new IntRef(UNTOUCHED);
        expectZero(WSAGetUdpSendMessageSize(pair.client(), size));
        assertThat(size.value).isZero();
        expectZero(WSASetUdpSendMessageSize(pair.client(), 1000));
        expectZero(WSAGetUdpSendMessageSize(pair.client(), size));
        assertThat(size.value).isEqualTo(1000);
        for (int total : new int[] {3500, 3000, 1000, 999}) {
            expectCount(total, dev.jwinsock.Winsock2.send(pair.client(), patternBytes(total), total, 0));
            expectDatagrams(pair.server(), total, 1000);
        }
        // An empty one is one
        expectCount(0, dev.jwinsock.Winsock2.send(pair.client(), new byte[0], 0, 0));
        expectCount(0, recv(pair.server(), new byte[1], 1, 0));
        // Several buffers, and one datagram from two of them
        sockaddr_in to = localAddress(pair.server());
        WSABUF[] two = {new WSABUF(pattern(0, 1500)), new WSABUF(pattern(1500, 700))};
        IntRef sent = new IntRef();
        expectZero(WSASendTo(pair.client(), two, 2, sent, 0, to, 16, null, null));
        assertThat(sent.value).isEqualTo(2200);
        expectDatagrams(pair.server(), 2200, 1000);
        Io io = new Io(pattern(0, 2500));
        expectZero(send(pair.client(), io));
        assertThat(io.InternalHigh).isEqualTo(2500);
        expectDatagrams(pair.server(), 2500, 1000);
    }

    @Test
    @Conforms("D351")
    void beyondWhatAKernelDoesAtOnce() {
        Pair pair = Pairs.connectedUdp();
        expectZero(setsockopt(pair.server(), SOL_SOCKET, SO_RCVBUF, 1 << 20));
        expectZero(WSASetUdpSendMessageSize(pair.client(), 10)); // more datagrams than a kernel makes of one send
        expectCount(1500, dev.jwinsock.Winsock2.send(pair.client(), patternBytes(1500), 1500, 0));
        expectDatagrams(pair.server(), 1500, 10);
        expectZero(WSASetUdpSendMessageSize(pair.client(), 40_000)); // more bytes than one datagram can have
        expectCount(70_000, dev.jwinsock.Winsock2.send(pair.client(), patternBytes(70_000), 70_000, 0));
        expectDatagrams(pair.server(), 70_000, 40_000);
    }

    @Test
    @Conforms("D363")
    void refusals() {
        SOCKET s = udp();
        expectError(WSAEINVAL, WSASetUdpSendMessageSize(s, 65_536));
        expectError(WSAEINVAL, WSASetUdpSendMessageSize(s, -1));
        expectError(WSAEINVAL, WSASetUdpSendMessageSize(tcp(), 1000));
        expectError(WSAEFAULT, setsockopt(s, IPPROTO_UDP, UDP_SEND_MSG_SIZE, new byte[3], 3));
        expectError(WSAEINVAL, WSASetUdpRecvMaxCoalescedSize(tcp(), 1000));
        expectError(WSAENOTSOCK, WSASetUdpSendMessageSize(INVALID_SOCKET, 1));
    }

    @Test
    @Conforms("D352")
    @Needs(Capability.CONTROL_MESSAGES)
    void oneSendIsDivided() {
        Pair pair = Pairs.udp();
        WSAMSG message = sending("", localAddress(pair.server()), IPPROTO_UDP, UDP_SEND_MSG_SIZE, number(700));
        message.lpBuffers = new WSABUF[] {new WSABUF(pattern(0, 1800))};
        expectZero(send(pair.client(), message));
        expectDatagrams(pair.server(), 1800, 700);
    }

    @Test
    @Conforms("D353")
    void receivedOnesMayBePutTogether() {
        Pair pair = Pairs.connectedUdp();
        IntRef size = new IntRef(UNTOUCHED);
        expectZero(WSAGetUdpRecvMaxCoalescedSize(pair.server(), size));
        assertThat(size.value).isZero();
        expectZero(WSASetUdpRecvMaxCoalescedSize(pair.server(), 65_527));
        expectZero(WSAGetUdpRecvMaxCoalescedSize(pair.server(), size));
        assertThat(size.value).isEqualTo(65_527);
        expectZero(WSASetUdpSendMessageSize(pair.client(), 1000));
        expectCount(4500, dev.jwinsock.Winsock2.send(pair.client(), patternBytes(4500), 4500, 0));
        int at = 0;
        int most = 0;
        while (at < 4500) {
            WSAMSG message = message(ByteBuffer.allocate(65_536));
            message.Control = new WSABUF(ByteBuffer.allocate(WSA_CMSG_SPACE(4)));
            IntRef count = new IntRef();
            expectZero(WSARecvMsg(pair.server(), message, count, null, null));
            WSACMSGHDR info = find(message, IPPROTO_UDP, UDP_COALESCED_INFO);
            if (count.value > 1000) {
                assertThat(data(message, IPPROTO_UDP, UDP_COALESCED_INFO, 4).getInt(0))
                        .isEqualTo(1000);
            } else if (info != null) {
                assertThat(WSA_CMSG_DATA(info).getInt(0)).isEqualTo(1000);
            }
            ByteBuffer bytes = there(there(message.lpBuffers)[0].buf);
            for (int i = 0; i < count.value; i++) {
                assertThat(bytes.get(i)).isEqualTo(patternAt(at + i));
            }
            at += count.value;
            most = Math.max(most, count.value);
        }
        if (can(Capability.SEGMENTATION)) {
            assertThat(most).isGreaterThan(1000);
        }
        // No more of it
        expectZero(WSASetUdpRecvMaxCoalescedSize(pair.server(), 0));
        expectCount(4500, dev.jwinsock.Winsock2.send(pair.client(), patternBytes(4500), 4500, 0));
        expectDatagrams(pair.server(), 4500, 1000);
    }
}

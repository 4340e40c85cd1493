package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.SleepEx;
import static dev.jwinsock.Windows.WAIT_IO_COMPLETION;
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
import dev.jwinsock.in6_pktinfo;
import dev.jwinsock.in_pktinfo;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.transport.Capability;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** async.md, section 14, and sync.md, section K: what goes with datagrams besides their bytes. */
@WinsockTest
@Needs(Capability.CONTROL_MESSAGES)
final class ControlMessagesTest extends MessageScene {
    private static SOCKET anyUdp() {
        return bound(udp(), any(0));
    }

    private static int portOf(SOCKET s) {
        return ntohs(localAddress(s).sin_port) & 0xffff;
    }

    private static int port6Of(SOCKET s) {
        return ntohs(localAddress6(s).sin6_port) & 0xffff;
    }

    private static int loopbackIndex() throws Exception {
        return NetworkInterface.getByName("lo") != null
                ? NetworkInterface.getByName("lo").getIndex()
                : NetworkInterface.getByName("lo0").getIndex();
    }

    private static void sendTo(SOCKET s, String text, int host, int port) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        sockaddr_in to = address(host, port);
        expectCount(bytes.length, sendto(s, bytes, bytes.length, 0, to, sizeof(to)));
    }

    // ---- receiving

    @Test
    @Conforms({"S161", "A200", "A199"})
    void packetInfoTellsWhereToTheDatagramWasSent() throws Exception {
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_PKTINFO);
        SOCKET client = boundUdp();
        sendTo(client, "hello!", INADDR_LOOPBACK + 1, portOf(server));
        WSAMSG message = received(server, 6);
        assertThat(controlLength(message)).isEqualTo(24);
        assertThat(message.dwFlags.value).isZero();
        in_pktinfo info = new in_pktinfo(data(message, IPPROTO_IP, IP_PKTINFO, 8));
        assertThat(info.ipi_addr.s_addr).isEqualTo(htonl(INADDR_LOOPBACK + 1));
        assertThat(info.ipi_ifindex).isEqualTo(loopbackIndex());
        assertThat(sender(message).sin_port).isEqualTo(localAddress(client).sin_port);
    }

    @Test
    @Conforms({"S161", "A202", "A207"})
    void allThreeOfIpv4() {
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_PKTINFO, IP_RECVTTL, IP_RECVTOS);
        SOCKET client = boundUdp();
        sendTo(client, "x", INADDR_LOOPBACK, portOf(server));
        WSAMSG message = received(server, 1);
        assertThat(controlLength(message)).isEqualTo(72);
        data(message, IPPROTO_IP, IP_PKTINFO, 8);
        assertThat(data(message, IPPROTO_IP, IP_TTL, 4).getInt(0)).isBetween(1, 255);
        assertThat(data(message, IPPROTO_IP, IP_TOS, 4).getInt(0)).isZero();
        List<Integer> places = new ArrayList<>();
        for (WSACMSGHDR each = WSA_CMSG_FIRSTHDR(message); each != null; each = WSA_CMSG_NXTHDR(message, each)) {
            places.add(WSA_CMSG_DATA(each).capacity());
        }
        assertThat(places).containsExactly(56, 32, 8);
    }

    @Test
    @Conforms({"S161", "A203"})
    void allThreeOfIpv6() throws Exception {
        SOCKET server = bound(udp6(), any6(0));
        switchOn(server, IPPROTO_IPV6, IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS);
        SOCKET client = bound(udp6(), loopback6(0));
        sockaddr_in6 to = loopback6(port6Of(server));
        expectCount(1, sendto(client, new byte[1], 1, 0, to, sizeof(to)));
        WSAMSG message = received(server, 1);
        in6_pktinfo info = new in6_pktinfo(data(message, IPPROTO_IPV6, IPV6_PKTINFO, 20));
        assertThat(info.ipi6_addr).isEqualTo(to.sin6_addr);
        assertThat(info.ipi6_ifindex).isEqualTo(loopbackIndex());
        assertThat(data(message, IPPROTO_IPV6, IPV6_HOPLIMIT, 4).getInt(0)).isBetween(1, 255);
        assertThat(data(message, IPPROTO_IPV6, IPV6_TCLASS, 4).getInt(0)).isZero();
        assertThat(controlLength(message)).isEqualTo(40 + 24 + 24);
    }

    @Test
    @Conforms("D347")
    void theInterfaceAlone() throws Exception {
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_RECVIF, IP_ORIGINAL_ARRIVAL_IF);
        sendTo(boundUdp(), "x", INADDR_LOOPBACK, portOf(server));
        WSAMSG message = received(server, 1);
        assertThat(data(message, IPPROTO_IP, IP_RECVIF, 4).getInt(0)).isEqualTo(loopbackIndex());
        assertThat(data(message, IPPROTO_IP, IP_ORIGINAL_ARRIVAL_IF, 4).getInt(0))
                .isEqualTo(loopbackIndex());
        assertThat(find(message, IPPROTO_IP, IP_PKTINFO)).isNull();

        SOCKET server6 = bound(udp6(), loopback6(0));
        switchOn(server6, IPPROTO_IPV6, IPV6_RECVIF);
        sockaddr_in6 to = loopback6(port6Of(server6));
        expectCount(1, sendto(bound(udp6(), loopback6(0)), new byte[1], 1, 0, to, sizeof(to)));
        assertThat(data(received(server6, 1), IPPROTO_IPV6, IPV6_RECVIF, 4).getInt(0))
                .isEqualTo(loopbackIndex());
    }

    @Test
    @Conforms("A197")
    void controlDataThatDoNotFit() {
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_PKTINFO);
        SOCKET client = boundUdp();
        sendTo(client, "hello!", INADDR_LOOPBACK, portOf(server));
        WSAMSG message = receiving(1);
        IntRef count = new IntRef(UNTOUCHED);
        expectError(WSAEMSGSIZE, WSARecvMsg(server, message, count, null, null));
        assertThat(message.dwFlags.value).isEqualTo(MSG_CTRUNC);
        assertThat(count.value).isEqualTo(6);
        assertThat(controlLength(message)).isZero();

        sendTo(client, "hello!", INADDR_LOOPBACK, portOf(server));
        WSAMSG small = message(ByteBuffer.allocate(4));
        small.Control = new WSABUF(ByteBuffer.allocate(4));
        expectError(WSAEMSGSIZE, WSARecvMsg(server, small, count, null, null));
        assertThat(small.dwFlags.value).isEqualTo(MSG_TRUNC | MSG_CTRUNC);
        assertThat(count.value).isEqualTo(4);

        // What fits is stored
        switchOn(server, IPPROTO_IP, IP_RECVTTL);
        sendTo(client, "hello!", INADDR_LOOPBACK, portOf(server));
        WSAMSG half = receiving(40);
        expectError(WSAEMSGSIZE, WSARecvMsg(server, half, count, null, null));
        assertThat(half.dwFlags.value).isEqualTo(MSG_CTRUNC);
        assertThat(controlLength(half)).isEqualTo(24);
        data(half, IPPROTO_IP, IP_PKTINFO, 8);
    }

    @Test
    @Conforms("A208")
    void peeking() {
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_PKTINFO);
        sendTo(boundUdp(), "peek", INADDR_LOOPBACK, portOf(server));
        WSAMSG message = receiving(ROOM);
        message.dwFlags.value = MSG_PEEK;
        expectZero(WSARecvMsg(server, message, new IntRef(), null, null));
        data(message, IPPROTO_IP, IP_PKTINFO, 8);
        data(received(server, 4), IPPROTO_IP, IP_PKTINFO, 8);
    }

    @Test
    @Conforms("A204")
    void theSwitchesAreFourBytes() {
        SOCKET s = udp();
        SOCKET six = udp6();
        for (int option : new int[] {IP_PKTINFO, IP_RECVTTL, IP_RECVTOS, IP_RECVIF, IP_ECN}) {
            checkSwitch(s, IPPROTO_IP, option);
        }
        for (int option : new int[] {IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS, IPV6_RECVIF, IPV6_ECN}) {
            checkSwitch(six, IPPROTO_IPV6, option);
        }
    }

    private static void checkSwitch(SOCKET s, int level, int option) {
        byte[] value = new byte[4];
        IntRef length = new IntRef(4);
        expectZero(getsockopt(s, level, option, value, length));
        assertThat(value).containsExactly(0, 0, 0, 0);
        expectError(WSAEFAULT, setsockopt(s, level, option, new byte[] {1, 0, 0}, 3));
        expectZero(setsockopt(s, level, option, new byte[] {0, 1, 0, 0}, 4));
        expectZero(getsockopt(s, level, option, value, length));
        assertThat(value).containsExactly(1, 0, 0, 0);
        assertThat(length.value).isEqualTo(4);
        length.value = 3;
        expectError(WSAEFAULT, getsockopt(s, level, option, value, length));
        expectZero(setsockopt(s, level, option, 0));
        length.value = 4;
        expectZero(getsockopt(s, level, option, value, length));
        assertThat(value).containsExactly(0, 0, 0, 0);
    }

    @Test
    @Conforms("A210")
    void dualStack() {
        SOCKET server = udp6();
        expectZero(setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, 0));
        bound(server, any6(0));
        switchOn(server, IPPROTO_IPV6, IPV6_PKTINFO);
        SOCKET client = boundUdp();
        sendTo(client, "x", INADDR_LOOPBACK, port6Of(server));
        assertThat(controlLength(received(server, 1))).isZero();

        switchOn(server, IPPROTO_IP, IP_PKTINFO, IP_RECVTTL, IP_RECVTOS, IP_ECN);
        sendTo(client, "x", INADDR_LOOPBACK, port6Of(server));
        WSAMSG message = received(server, 1);
        in_pktinfo info = new in_pktinfo(data(message, IPPROTO_IP, IP_PKTINFO, 8));
        assertThat(info.ipi_addr.s_addr).isEqualTo(htonl(INADDR_LOOPBACK));
        assertThat(data(message, IPPROTO_IP, IP_TTL, 4).getInt(0)).isBetween(1, 255);
        data(message, IPPROTO_IP, IP_TOS, 4);
        data(message, IPPROTO_IP, IP_ECN, 4);
        assertThat(find(message, IPPROTO_IPV6, IPV6_PKTINFO)).isNull();
        assertThat(sender6(message).sin6_addr).isEqualTo(mappedLoopback(0).sin6_addr);

        sockaddr_in6 to = loopback6(port6Of(server));
        expectCount(1, sendto(bound(udp6(), loopback6(0)), new byte[1], 1, 0, to, sizeof(to)));
        WSAMSG six = received(server, 1);
        data(six, IPPROTO_IPV6, IPV6_PKTINFO, 20);
        assertThat(find(six, IPPROTO_IP, IP_TTL)).isNull();
        expectError(WSAEINVAL, setsockopt(udp6(), IPPROTO_IP, IP_PKTINFO, 1));
    }

    @Test
    @Conforms("D357")
    void overlapped() {
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_PKTINFO);
        WSAMSG message = receiving(ROOM);
        Io io = new Io(1);
        expectError(WSA_IO_PENDING, WSARecvMsg(server, message, null, io, null));
        assertThat(controlLength(message)).isEqualTo(ROOM); // A199
        WSAMSG sent =
                sending("hello", loopback(portOf(server)), IPPROTO_IP, IP_PKTINFO, source(INADDR_LOOPBACK + 2, 0));
        Io out = new Io(1);
        expectZero(WSASendMsg(udp(), sent, 0, null, out, null));
        assertThat(out.InternalHigh).isEqualTo(5);
        io.await();
        expectResult(server, io, 5);
        assertThat(controlLength(message)).isEqualTo(24);
        data(message, IPPROTO_IP, IP_PKTINFO, 8);

        // A058, A197: by routine, and truncated
        AtomicInteger error = new AtomicInteger(-1);
        AtomicInteger count = new AtomicInteger(-1);
        WSAMSG small = receiving(1);
        Io routine = new Io(1);
        expectError(
                WSA_IO_PENDING,
                WSARecvMsg(server, small, null, routine, (dwError, cbTransferred, lpOverlapped, dwFlags) -> {
                    error.set(dwError);
                    count.set(cbTransferred);
                }));
        expectZero(send(udp(), sent));
        assertThat(SleepEx(LIMIT_MILLIS, true)).isEqualTo(WAIT_IO_COMPLETION);
        assertThat(error.get()).isEqualTo(WSAEMSGSIZE);
        assertThat(count.get()).isEqualTo(5);
        assertThat(small.dwFlags.value).isEqualTo(MSG_CTRUNC);

        // A blocking one behind another that pends
        Io first = new Io(1);
        expectError(WSA_IO_PENDING, WSARecvMsg(server, receiving(ROOM), null, first, null));
        expectZero(send(udp(), sent));
        expectZero(send(udp(), sent));
        data(received(server, 5), IPPROTO_IP, IP_PKTINFO, 8);
        expectResult(server, first.await(), 5);
    }

    @Test
    @Conforms("D354")
    void multicastIsTold() throws Exception {
        SOCKET server = anyUdp();
        sockaddr_in group = address(0xEFFF2A01, portOf(server));
        SOCKET client = boundUdp();
        expectZero(setsockopt(server, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership(group), 8));
        expectZero(setsockopt(client, IPPROTO_IP, IP_MULTICAST_IF, htonl(INADDR_LOOPBACK)));
        expectCount(1, sendto(client, new byte[1], 1, 0, group, sizeof(group)));
        assertThat(received(server, 1).dwFlags.value).isEqualTo(MSG_MCAST);
    }

    @Test
    @Conforms("D361")
    void broadcastIsTold() {
        SOCKET server = anyUdp();
        SOCKET client = udp();
        expectZero(setsockopt(client, SOL_SOCKET, SO_BROADCAST, 1));
        sockaddr_in all = address(0x7FFFFFFF, portOf(server)); // the broadcast address of 127/8
        expectCount(1, sendto(client, new byte[1], 1, 0, all, sizeof(all)));
        assertThat(received(server, 1).dwFlags.value).isEqualTo(MSG_BCAST);
    }

    private static byte[] membership(sockaddr_in group) {
        return ByteBuffer.allocate(8)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(group.sin_addr.s_addr)
                .putInt(htonl(INADDR_LOOPBACK))
                .array();
    }

    // ---- sending

    private static byte[] source(int host, int index) {
        in_pktinfo info = new in_pktinfo();
        info.ipi_addr.s_addr = htonl(host);
        info.ipi_ifindex = index;
        return info.toBytes();
    }

    @Test
    @Conforms({"D341", "D343"})
    void sourceAddress() throws Exception {
        SOCKET server = anyUdp();
        SOCKET client = bound(udp(), any(0));
        sockaddr_in to = loopback(portOf(server));
        expectZero(send(client, sending("x", to, IPPROTO_IP, IP_PKTINFO, source(INADDR_LOOPBACK + 3, 0))));
        sockaddr_in from = sender(received(server, 1));
        assertThat(from.sin_addr.s_addr).isEqualTo(htonl(INADDR_LOOPBACK + 3));
        assertThat(from.sin_port).isEqualTo(localAddress(client).sin_port);
        expectZero(send(client, sending("x", to, IPPROTO_IP, IP_PKTINFO, source(0, loopbackIndex()))));
        received(server, 1);
        // Of a network that is for documentation: no host has such an address
        expectError(WSAEADDRNOTAVAIL, send(client, sending("x", to, IPPROTO_IP, IP_PKTINFO, source(0xC6336407, 0))));
        expectError(WSAEADDRNOTAVAIL, send(client, sending("x", to, IPPROTO_IP, IP_PKTINFO, source(0, 0x7ffffff0))));
    }

    @Test
    @Conforms("D342")
    void sourceAddress6() throws Exception {
        SOCKET server = bound(udp6(), any6(0));
        SOCKET client = bound(udp6(), any6(0));
        sockaddr_in6 to = loopback6(port6Of(server));
        in6_pktinfo info = new in6_pktinfo();
        info.ipi6_addr.set(to.sin6_addr);
        info.ipi6_ifindex = loopbackIndex();
        expectZero(send(client, sending("x", to, IPPROTO_IPV6, IPV6_PKTINFO, info.toBytes())));
        assertThat(sender6(received(server, 1)).sin6_addr).isEqualTo(to.sin6_addr);
        info.ipi6_addr.set(address6("2001:db8::7", 0).sin6_addr);
        expectError(WSAEADDRNOTAVAIL, send(client, sending("x", to, IPPROTO_IPV6, IPV6_PKTINFO, info.toBytes())));
    }

    @Test
    @Conforms("A210")
    void sourceAddressOnADualStackSocket() {
        SOCKET server = anyUdp();
        SOCKET client = udp6();
        expectZero(setsockopt(client, IPPROTO_IPV6, IPV6_V6ONLY, 0));
        sockaddr_in6 to = mappedLoopback(portOf(server));
        expectZero(send(client, sending("x", to, IPPROTO_IP, IP_PKTINFO, source(INADDR_LOOPBACK + 3, 0))));
        assertThat(sender(received(server, 1)).sin_addr.s_addr).isEqualTo(htonl(INADDR_LOOPBACK + 3));
        expectError(WSAEINVAL, send(client, sending("x", to, IPPROTO_IPV6, IPV6_PKTINFO, new in6_pktinfo().toBytes())));
        sockaddr_in6 six = loopback6(9);
        expectError(WSAEINVAL, send(client, sending("x", six, IPPROTO_IP, IP_PKTINFO, source(0, 0))));
        // The socket's peer decides when there is no address
        expectZero(connect(client, to, sizeof(to)));
        WSAMSG message = sending("x", to, IPPROTO_IP, IP_PKTINFO, source(INADDR_LOOPBACK + 3, 0));
        message.name = null;
        expectZero(send(client, message));
        assertThat(sender(received(server, 1)).sin_addr.s_addr).isEqualTo(htonl(INADDR_LOOPBACK + 3));
    }

    @Test
    @Conforms({"D344", "D345"})
    void hopLimitAndTrafficClassOfOneDatagram() {
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_RECVTTL, IP_RECVTOS);
        SOCKET client = boundUdp();
        sockaddr_in to = loopback(portOf(server));
        for (int type : new int[] {IP_TTL, IP_HOPLIMIT}) {
            expectZero(send(client, sending("x", to, IPPROTO_IP, type, number(7))));
            WSAMSG message = received(server, 1);
            assertThat(data(message, IPPROTO_IP, IP_TTL, 4).getInt(0)).isEqualTo(7);
            assertThat(data(message, IPPROTO_IP, IP_TOS, 4).getInt(0)).isZero();
        }
        expectZero(send(client, sending("x", to, IPPROTO_IP, IP_TOS, number(0xB9))));
        assertThat(data(received(server, 1), IPPROTO_IP, IP_TOS, 4).getInt(0)).isEqualTo(0xB9);
        sendTo(client, "x", INADDR_LOOPBACK, portOf(server));
        assertThat(data(received(server, 1), IPPROTO_IP, IP_TOS, 4).getInt(0)).isZero();

        SOCKET server6 = bound(udp6(), loopback6(0));
        switchOn(server6, IPPROTO_IPV6, IPV6_HOPLIMIT, IPV6_RECVTCLASS);
        SOCKET client6 = bound(udp6(), loopback6(0));
        sockaddr_in6 to6 = loopback6(port6Of(server6));
        expectZero(send(client6, sending("x", to6, IPPROTO_IPV6, IPV6_HOPLIMIT, number(9))));
        assertThat(data(received(server6, 1), IPPROTO_IPV6, IPV6_HOPLIMIT, 4).getInt(0))
                .isEqualTo(9);
        expectZero(send(client6, sending("x", to6, IPPROTO_IPV6, IPV6_TCLASS, number(0xB9))));
        assertThat(data(received(server6, 1), IPPROTO_IPV6, IPV6_TCLASS, 4).getInt(0))
                .isEqualTo(0xB9);
    }

    @Test
    @Conforms({"A209", "D346"})
    void congestionNotification() {
        SOCKET server = anyUdp();
        IntRef enabled = new IntRef(UNTOUCHED);
        expectZero(WSAGetRecvIPEcn(server, enabled));
        assertThat(enabled.value).isZero();
        expectZero(WSASetRecvIPEcn(server, 1));
        expectZero(WSAGetRecvIPEcn(server, enabled));
        assertThat(enabled.value).isEqualTo(1);
        SOCKET client = boundUdp();
        sockaddr_in to = loopback(portOf(server));
        for (int ecn = 0; ecn < 3; ecn++) {
            expectZero(send(client, sending("x", to, IPPROTO_IP, IP_ECN, number(ecn))));
            assertThat(data(received(server, 1), IPPROTO_IP, IP_ECN, 4).getInt(0))
                    .isEqualTo(ecn);
        }
        expectError(WSAEINVAL, send(client, sending("x", to, IPPROTO_IP, IP_ECN, number(3))));
        expectError(WSAEINVAL, WSASetRecvIPEcn(tcp(), 1));
        expectError(WSAENOTSOCK, WSASetRecvIPEcn(INVALID_SOCKET, 1));

        SOCKET server6 = bound(udp6(), loopback6(0));
        expectZero(WSASetRecvIPEcn(server6, 1));
        sockaddr_in6 to6 = loopback6(port6Of(server6));
        expectZero(send(bound(udp6(), loopback6(0)), sending("x", to6, IPPROTO_IPV6, IPV6_ECN, number(1))));
        assertThat(data(received(server6, 1), IPPROTO_IPV6, IPV6_ECN, 4).getInt(0))
                .isEqualTo(1);
    }

    @Test
    @Conforms("D340")
    void theMacros() {
        assertThat(WSA_CMSG_LEN(4)).isEqualTo(20);
        assertThat(WSA_CMSG_SPACE(4)).isEqualTo(24);
        assertThat(WSA_CMSG_SPACE(20)).isEqualTo(40);
        SOCKET server = anyUdp();
        switchOn(server, IPPROTO_IP, IP_RECVTTL, IP_RECVTOS);
        SOCKET client = boundUdp();
        // Two objects, and a buffer that does not begin at its memory's start
        WSAMSG message = message(bytes("x"));
        message.name = loopback(portOf(server));
        message.namelen.value = 16;
        ByteBuffer memory = ByteBuffer.allocate(8 + 2 * WSA_CMSG_SPACE(4));
        message.Control = new WSABUF(memory.position(8));
        WSACMSGHDR first = there(WSA_CMSG_NXTHDR(message, null));
        first.cmsg_len(WSA_CMSG_LEN(4));
        first.cmsg_level(IPPROTO_IP);
        first.cmsg_type(IP_TTL);
        WSA_CMSG_DATA(first).putInt(0, 33);
        WSACMSGHDR second = there(WSA_CMSG_NXTHDR(message, first));
        second.cmsg_len(WSA_CMSG_LEN(4));
        second.cmsg_level(IPPROTO_IP);
        second.cmsg_type(IP_ECN);
        WSA_CMSG_DATA(second).putInt(0, 2);
        assertThat(WSA_CMSG_NXTHDR(message, second)).isNull();
        expectZero(send(client, message));
        WSAMSG received = received(server, 1);
        assertThat(data(received, IPPROTO_IP, IP_TTL, 4).getInt(0)).isEqualTo(33);
        assertThat(data(received, IPPROTO_IP, IP_TOS, 4).getInt(0)).isEqualTo(2);
    }
}

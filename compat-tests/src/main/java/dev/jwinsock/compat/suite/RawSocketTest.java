package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.JavaProgram;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.fd_set;
import dev.jwinsock.sockaddr;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Capability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "TCP/IP Raw Sockets": who may have them, what they send and receive, and what they must not. */
@WinsockTest
final class RawSocketTest extends Scene {
    /** For experiments (RFC 3692): nobody on the machine uses them. */
    private static final int EXPERIMENTAL = 253;

    private static final int OTHER = 254;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int ECHO_HEADER = 8;
    private static final int SECONDS = 10;

    private static SOCKET raw(Family family, int protocol) {
        if (family == Family.IPV6) {
            assumeIpv6();
        }
        SOCKET s = socket(af(family), SOCK_RAW, protocol);
        Transports.assumeSupported(
                s != INVALID_SOCKET || WSAGetLastError() != WSAEACCES, "raw sockets: this user may not have them");
        expectSocket(s);
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, SECONDS * 1000));
        return s;
    }

    private static int af(Family family) {
        return family == Family.IPV4 ? AF_INET : AF_INET6;
    }

    private static int header(Family family) {
        return family == Family.IPV4 ? IPV4_HEADER : 0;
    }

    /** The next datagram, without the header that IPv4 has. */
    private static byte[] payload(Family family, SOCKET s) {
        byte[] buffer = new byte[65536];
        int n = recv(s, buffer);
        assertThat(n).isGreaterThanOrEqualTo(header(family));
        return Arrays.copyOfRange(buffer, header(family), n);
    }

    private static boolean readable(SOCKET s, int milliseconds) {
        fd_set set = new fd_set();
        FD_SET(s, set);
        return select(0, set, null, null, new timeval(0, milliseconds * 1000)) == 1;
    }

    // ---------------------------------------------------------------- creation

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms({"S027", "D443", "A266"})
    @Needs(Capability.RAW_SOCKETS)
    void anyProtocolNumberOfOneByte(Family family) {
        for (int protocol : new int[] {1, IPPROTO_UDP, EXPERIMENTAL, 255, 0}) {
            SOCKET s = raw(family, protocol);
            assertThat(option(s, SOL_SOCKET, SO_TYPE)).isEqualTo(SOCK_RAW);
            assertThat(option(s, SOL_SOCKET, SO_MAX_MSG_SIZE)).isEqualTo(65467);
            WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
            expectZero(getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFO, info, new IntRef(info.sizeof())));
            assertThat(info.iAddressFamily).isEqualTo(af(family));
            assertThat(info.iSocketType).isEqualTo(SOCK_RAW);
            assertThat(info.iProtocol).isZero();
            assertThat(info.iProtocolMaxOffset).isEqualTo(255);
            assertThat(info.dwProviderFlags).isEqualTo(PFL_MATCHES_PROTOCOL_ZERO | PFL_HIDDEN);
            assertThat(info.dwServiceFlags1)
                    .isEqualTo(XP1_CONNECTIONLESS
                            | XP1_MESSAGE_ORIENTED
                            | XP1_SUPPORT_BROADCAST
                            | XP1_SUPPORT_MULTIPOINT
                            | XP1_IFS_HANDLES);
        }
        expectError(WSAEPROTONOSUPPORT, socket(af(family), SOCK_RAW, 256));
        expectError(WSAEPROTONOSUPPORT, socket(af(family), SOCK_RAW, -1));
        // Not hidden ones are chosen without their type
        expectError(WSAEPROTONOSUPPORT, socket(af(family), 0, EXPERIMENTAL));
    }

    @Test
    @Conforms("D443")
    void withoutRawSocketsTheTypeIsNotSupported() {
        if (!Transports.capabilities().contains(Capability.RAW_SOCKETS)) {
            expectError(WSAESOCKTNOSUPPORT, socket(AF_INET, SOCK_RAW, 1));
            expectError(WSAESOCKTNOSUPPORT, socket(AF_INET6, SOCK_RAW, 58));
        } else {
            raw(Family.IPV4, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D444")
    void typesWithoutAProviderAreNotSupported(Family family) {
        for (int type : new int[] {SOCK_RDM, SOCK_SEQPACKET}) {
            expectError(WSAESOCKTNOSUPPORT, socket(af(family), type, 0));
            expectError(WSAESOCKTNOSUPPORT, socket(af(family), type, IPPROTO_UDP));
            expectError(WSAESOCKTNOSUPPORT, socket(af(family), type, 113)); // IPPROTO_RM
        }
    }

    /** Prints the error of a raw socket. */
    static final class Creator {
        private Creator() {}

        public static void main(String[] arguments) {
            expectZero(WSAStartup(MAKEWORD(2, 2), new WSADATA()));
            SOCKET s = socket(AF_INET, SOCK_RAW, EXPERIMENTAL);
            System.out.println(s == INVALID_SOCKET ? WSAGetLastError() : 0);
            WSACleanup();
        }
    }

    @Test
    @Conforms("S027")
    @Needs(Capability.RAW_SOCKETS)
    void whoIsNoAdministratorMayNotCreateOne() throws IOException {
        raw(Family.IPV4, EXPERIMENTAL);
        Transports.assumeSupported(Files.exists(Path.of("/usr/bin/setpriv")), "no setpriv to drop a privilege with");
        List<String> line = new ArrayList<>(List.of("/usr/bin/setpriv", "--bounding-set=-net_raw"));
        line.addAll(JavaProgram.command(Creator.class));
        Process program = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        track(program::destroyForcibly);
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).isEqualToIgnoringNewLines(Integer.toString(WSAEACCES));
    }

    // ---------------------------------------------------------------- data

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D445")
    @Needs(Capability.RAW_SOCKETS)
    void ipv4DataBeginWithTheIpHeaderAndIpv6DataDoNot(Family family) {
        SOCKET receiver = bound(raw(family, EXPERIMENTAL), family.loopback(0));
        SOCKET sender = raw(family, EXPERIMENTAL);
        byte[] sent = data(100);
        expectCount(100, sendTo(sender, sent, family.loopback(0)));
        byte[] got = new byte[200];
        sockaddr from = family.empty();
        expectCount(header(family) + 100, recvfrom(receiver, got, 200, 0, from, new IntRef(sizeof(from))));
        assertThat(Arrays.copyOfRange(got, header(family), header(family) + 100))
                .isEqualTo(sent);
        assertThat(Family.host(from)).isEqualTo(Family.host(family.loopback(0)));
        if (family == Family.IPV4) {
            assertThat(got[0]).isEqualTo((byte) 0x45);
            assertThat(ByteBuffer.wrap(got).getShort(2)).isEqualTo((short) (IPV4_HEADER + 100));
            assertThat(got[9]).isEqualTo((byte) EXPERIMENTAL);
            assertThat(ByteBuffer.wrap(got).getInt(12)).isEqualTo(INADDR_LOOPBACK);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D445")
    @Needs(Capability.RAW_SOCKETS)
    void whatDoesNotFitIsLost(Family family) {
        SOCKET receiver = bound(raw(family, EXPERIMENTAL), family.loopback(0));
        expectCount(100, sendTo(receiver, data(100), family.loopback(0)));
        expectError(WSAEMSGSIZE, recv(receiver, new byte[header(family) + 10]));
        expectCount(3, sendTo(receiver, new byte[] {1, 2, 3}, family.loopback(0)));
        await("counted", () -> readable(receiver) == header(family) + 3);
        assertThat(payload(family, receiver)).containsExactly(1, 2, 3);
    }

    @Test
    @Conforms("D446")
    @Needs(Capability.RAW_SOCKETS)
    void icmpEchoIsAnswered() {
        SOCKET s = bound(raw(Family.IPV4, 1), any(0));
        byte[] request = echo((byte) 8);
        expectCount(request.length, sendTo(s, request, loopback(0)));
        byte[] reply = payload(Family.IPV4, s);
        while (reply[0] != 0) { // one's own request comes in too
            assertThat(reply[0]).isEqualTo((byte) 8);
            reply = payload(Family.IPV4, s);
        }
        assertThat(Arrays.copyOfRange(reply, 4, reply.length))
                .isEqualTo(Arrays.copyOfRange(request, 4, request.length));
    }

    @Test
    @Conforms("D446")
    @Needs(Capability.RAW_SOCKETS)
    void icmpv6EchoIsAnswered() {
        SOCKET s = bound(raw(Family.IPV6, 58), any6(0));
        byte[] request = echo((byte) 128);
        expectCount(request.length, sendTo(s, request, loopback6(0)));
        byte[] reply = payload(Family.IPV6, s);
        while (reply[0] != (byte) 129) {
            reply = payload(Family.IPV6, s);
        }
        assertThat(Arrays.copyOfRange(reply, 4, reply.length))
                .isEqualTo(Arrays.copyOfRange(request, 4, request.length));
    }

    private static byte[] echo(byte type) {
        byte[] message = data(ECHO_HEADER + 32);
        message[0] = type;
        message[1] = 0;
        message[2] = 0;
        message[3] = 0;
        int sum = 0;
        for (int i = 0; i < message.length; i += 2) {
            sum += ByteBuffer.wrap(message).getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16));
        message[2] = (byte) (sum >>> 8);
        message[3] = (byte) sum;
        return message;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D447")
    @Needs(Capability.RAW_SOCKETS)
    void onlyTheOwnProtocolIsReceived(Family family) {
        SOCKET one = bound(raw(family, EXPERIMENTAL), family.loopback(0));
        SOCKET same = bound(raw(family, EXPERIMENTAL), family.wildcard(0));
        SOCKET other = bound(raw(family, OTHER), family.loopback(0));
        expectCount(1, sendTo(raw(family, OTHER), new byte[] {1}, family.loopback(0)));
        expectCount(1, sendTo(raw(family, EXPERIMENTAL), new byte[] {2}, family.loopback(0)));
        assertThat(payload(family, one)).containsExactly(2);
        assertThat(payload(family, same)).containsExactly(2);
        assertThat(payload(family, other)).containsExactly(1);
    }

    @Test
    @Conforms("D447")
    @Needs(Capability.RAW_SOCKETS)
    void bindAndConnectSayWhoseDatagramsAreReceived() {
        SOCKET receiver = bound(raw(Family.IPV4, EXPERIMENTAL), loopback(0));
        SOCKET elsewhere = bound(raw(Family.IPV4, EXPERIMENTAL), Family.address("127.0.0.2", 0));
        SOCKET sender = bound(raw(Family.IPV4, EXPERIMENTAL), Family.address("127.0.0.3", 0));
        expectZero(connectTo(receiver, Family.address("127.0.0.3", 0)));
        expectCount(1, sendTo(elsewhere, new byte[] {1}, loopback(0)));
        expectCount(1, sendTo(sender, new byte[] {2}, loopback(0)));
        assertThat(payload(Family.IPV4, receiver)).containsExactly(2);
        assertThat(readable(elsewhere, 0)).isFalse();

        expectCount(1, send(receiver, new byte[] {3}));
        assertThat(payload(Family.IPV4, sender)).containsExactly(3);

        // Dissolved: from everybody again, at the same address
        expectZero(connectTo(receiver, any(0)));
        assertThat(Family.host(localAddress(receiver))).isEqualTo("127.0.0.1");
        expectCount(1, sendTo(elsewhere, new byte[] {4}, loopback(0)));
        assertThat(payload(Family.IPV4, receiver)).containsExactly(4);
        expectError(WSAENOTCONN, send(receiver, new byte[1]));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D447")
    @Needs(Capability.RAW_SOCKETS)
    void portsDoNotCount(Family family) {
        SOCKET s = bound(raw(family, EXPERIMENTAL), family.loopback(1234));
        assertThat(family.port(s)).isZero();
        expectZero(bindTo(raw(family, EXPERIMENTAL), family.loopback(1234)));
        expectCount(1, sendTo(s, new byte[] {1}, family.loopback(99)));
        assertThat(payload(family, s)).containsExactly(1);
        expectError(WSAEINVAL, bindTo(s, family.loopback(0)));
        expectError(WSAEINVAL, recv(raw(family, EXPERIMENTAL), new byte[1]));
        expectError(WSAEOPNOTSUPP, listen(s, 1));
    }

    @Test
    @Conforms("D447")
    @Needs(Capability.RAW_SOCKETS)
    void broadcastsMustBeAllowed() {
        SOCKET s = raw(Family.IPV4, EXPERIMENTAL);
        expectError(WSAEACCES, sendTo(s, new byte[1], Family.address("127.255.255.255", 0)));
        expectZero(setsockopt(s, SOL_SOCKET, SO_BROADCAST, 1));
        expectCount(1, sendTo(s, new byte[1], Family.address("127.255.255.255", 0)));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D448")
    @Needs(Capability.RAW_SOCKETS)
    void tcpCanBeNeitherSentNorBound(Family family) {
        SOCKET s = raw(family, IPPROTO_TCP);
        expectError(WSAEACCES, bindTo(s, family.loopback(0)));
        expectError(WSAEACCES, sendTo(s, new byte[20], family.loopback(0)));
        SOCKET withHeader = headerIncluded(family, raw(family, 255));
        expectError(WSAEACCES, sendTo(withHeader, packet(family, IPPROTO_TCP, 1, new byte[20]), family.loopback(0)));
    }

    // ---------------------------------------------------------------- headers

    private static SOCKET headerIncluded(Family family, SOCKET s) {
        int level = family == Family.IPV4 ? IPPROTO_IP : IPPROTO_IPV6;
        int name = family == Family.IPV4 ? IP_HDRINCL : IPV6_HDRINCL;
        assertThat(option(s, level, name)).isZero();
        expectZero(setsockopt(s, level, name, 1));
        assertThat(option(s, level, name)).isEqualTo(1);
        return s;
    }

    /** A packet with a header, from 127.0.0.n or ::1 to loopback. */
    private static byte[] packet(Family family, int protocol, int host, byte[] payload) {
        if (family == Family.IPV4) {
            return packet(protocol, INADDR_LOOPBACK - 1 + host, payload);
        }
        ByteBuffer packet = ByteBuffer.allocate(IPV6_HEADER + payload.length);
        packet.putInt(0x60000000)
                .putShort((short) payload.length)
                .put((byte) protocol)
                .put((byte) 64);
        packet.put(15 + 8, (byte) host).put(15 + 24, (byte) 1);
        return packet.position(IPV6_HEADER).put(payload).array();
    }

    private static byte[] packet(int protocol, int source, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(IPV4_HEADER + payload.length);
        packet.putInt(0x45000000 | IPV4_HEADER + payload.length).putInt(0x12340000);
        packet.put((byte) 77)
                .put((byte) protocol)
                .putShort((short) 0)
                .putInt(source)
                .putInt(INADDR_LOOPBACK);
        return packet.put(payload).array();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D449")
    @Needs(Capability.RAW_SOCKETS)
    void headerOfTheProgramsOwn(Family family) {
        for (int protocol : new int[] {0, 255, OTHER}) {
            SOCKET sender = headerIncluded(family, raw(family, protocol));
            SOCKET receiver = bound(raw(family, EXPERIMENTAL), family.loopback(0));
            byte[] packet = packet(family, EXPERIMENTAL, 1, new byte[] {5, 6});
            expectCount(packet.length, sendTo(sender, packet, family.loopback(0)));
            byte[] got = new byte[100];
            expectCount(header(family) + 2, recv(receiver, got));
            if (family == Family.IPV4) {
                assertThat(got[8]).as("time to live").isEqualTo((byte) 77);
                assertThat(ByteBuffer.wrap(got).getShort(4))
                        .as("identification")
                        .isEqualTo((short) 0x1234);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D449")
    @Needs(Capability.RAW_SOCKETS)
    void withoutAHeaderTheProtocolIsTheSockets(Family family) {
        SOCKET receiver = bound(raw(family, 255), family.loopback(0));
        expectCount(1, sendTo(receiver, new byte[] {9}, family.loopback(0)));
        assertThat(payload(family, receiver)).containsExactly(9);
        // Zero is no protocol to send
        expectError(WSAEINVAL, sendTo(raw(family, 0), new byte[1], family.loopback(0)));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    @Conforms("D449")
    @Needs(Capability.RAW_SOCKETS)
    void incompleteHeadersAreRefused(Family family) {
        SOCKET s = headerIncluded(family, raw(family, 255));
        byte[] packet = packet(family, EXPERIMENTAL, 1, new byte[0]);
        for (int length = 0; length < packet.length; length++) {
            expectError(WSAEINVAL, sendTo(s, Arrays.copyOf(packet, length), family.loopback(0)));
        }
    }

    @Test
    @Conforms("D449") // S285
    @Needs(Capability.RAW_SOCKETS)
    void headersAreForRawSocketsOfTheirFamily() {
        expectError(WSAEINVAL, setsockopt(raw(Family.IPV6, 255), IPPROTO_IP, IP_HDRINCL, 1));
        expectError(WSAEINVAL, setsockopt(raw(Family.IPV4, 255), IPPROTO_IPV6, IPV6_HDRINCL, 1));
    }

    @Test
    @Conforms("D449") // S285
    void noHeadersWithTcpAndUdp() {
        for (SOCKET s : new SOCKET[] {tcp(), udp()}) {
            IntRef value = new IntRef(0xdead);
            expectError(WSAEINVAL, getsockopt(s, IPPROTO_IP, IP_HDRINCL, value, new IntRef(4)));
            assertThat(value.value).isEqualTo(0xdead);
            expectError(WSAEINVAL, setsockopt(s, IPPROTO_IP, IP_HDRINCL, 1));
        }
    }

    @Test
    @Conforms("D450")
    @Needs(Capability.RAW_SOCKETS)
    void udpFromAnAddressThatIsNotOursIsDropped() {
        SOCKET sender = headerIncluded(Family.IPV4, raw(Family.IPV4, 255));
        SOCKET receiver = bound(raw(Family.IPV4, IPPROTO_UDP), loopback(0));
        byte[] datagram = {0, 9, 0, 9, 0, 8, 0, 0};
        byte[] forged = packet(IPPROTO_UDP, 0xC6336401, datagram); // 198.51.100.1, for documentation
        expectCount(forged.length, sendTo(sender, forged, loopback(0)));
        byte[] honest = packet(IPPROTO_UDP, INADDR_LOOPBACK, datagram);
        expectCount(honest.length, sendTo(sender, honest, loopback(0)));
        byte[] got = new byte[100];
        do {
            assertThat(recv(receiver, got)).isPositive(); // whatever else this machine says to itself
            assertThat(ByteBuffer.wrap(got).getInt(12)).isEqualTo(INADDR_LOOPBACK);
        } while (ByteBuffer.wrap(got).getShort(4) != 0x1234);
    }
}

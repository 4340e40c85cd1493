package dev.jwinsock;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes and layouts of the 64-bit Windows ABI. */
class StructTest {
    /** They hold texts, which have an end, or have gaps between their members. */
    private static final Set<Class<? extends Struct>> HAS_MORE_OR_LESS = Set.of(
            WSADATA.class,
            WSAPROTOCOL_INFO.class,
            TCP_INITIAL_RTO_PARAMETERS.class,
            INET_PORT_RESERVATION_INSTANCE.class,
            TCP_INFO_v0.class,
            TCP_INFO_v1.class,
            QOS.class);

    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(new in_addr(), 4),
                Arguments.of(new in6_addr(), 16),
                Arguments.of(new sockaddr_in(), 16),
                Arguments.of(new sockaddr_in6(), 28),
                Arguments.of(new sockaddr_storage(), 128),
                Arguments.of(new linger(), 4),
                Arguments.of(new in_pktinfo(), 8), // A003
                Arguments.of(new in6_pktinfo(), 20), // A003
                Arguments.of(new WSACMSGHDR(), 16), // A003
                Arguments.of(new LARGE_INTEGER(), 8),
                Arguments.of(new ip_mreq(), 8),
                Arguments.of(new ip_mreq_source(), 12),
                Arguments.of(new ipv6_mreq(), 20),
                Arguments.of(new ip_msfilter(), 20),
                Arguments.of(new ip_msfilter(3), 28),
                Arguments.of(new GUID(), 16),
                Arguments.of(new FLOWSPEC(), 32),
                Arguments.of(new tcp_keepalive(), 12),
                Arguments.of(new TCP_INITIAL_RTO_PARAMETERS(), 4),
                Arguments.of(new INET_PORT_RANGE(), 4),
                Arguments.of(new INET_PORT_RESERVATION_TOKEN(), 8),
                Arguments.of(new INET_PORT_RESERVATION_INSTANCE(), 16),
                Arguments.of(new PROCESSOR_NUMBER(), 4),
                Arguments.of(new SOCKET_PROCESSOR_AFFINITY(), 8),
                Arguments.of(new RSS_SCALABILITY_INFO(), 1),
                Arguments.of(new WSA_COMPATIBILITY_MODE(), 8),
                Arguments.of(new TRANSPORT_SETTING_ID(), 16),
                Arguments.of(new REAL_TIME_NOTIFICATION_SETTING_INPUT(), 32),
                Arguments.of(new REAL_TIME_NOTIFICATION_SETTING_OUTPUT(), 4),
                Arguments.of(new sockaddr_gen(), 24),
                Arguments.of(new INTERFACE_INFO(), 76),
                Arguments.of(new TCP_INFO_v0(), 88),
                Arguments.of(new TCP_INFO_v1(), 136),
                Arguments.of(new QOS(), 80),
                Arguments.of(new WSAPROTOCOLCHAIN(), 32),
                Arguments.of(new WSAPROTOCOL_INFO(), 628),
                Arguments.of(new WSADATA(), 408));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void hasTheSizeOfCAndEveryByteSurvivesARoundTrip(Struct struct, int size) {
        assertThat(sizeof(struct)).isEqualTo(size);
        assertThat(struct.toBytes()).hasSize(size);
        byte[] memory = new byte[size + 3];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = (byte) (i * 7 + 1);
        }
        struct.fromBytes(memory, 3);
        byte[] first = struct.toBytes();
        struct.fromBytes(first, 0);
        assertThat(struct.toBytes()).isEqualTo(first);
        if (!HAS_MORE_OR_LESS.contains(struct.getClass())) {
            assertThat(first).isEqualTo(java.util.Arrays.copyOfRange(memory, 3, size + 3));
        }
    }

    @Test
    void groupRequestsAlignTheirAddresses() {
        GROUP_SOURCE_REQ request = new GROUP_SOURCE_REQ();
        assertThat(sizeof(request)).isEqualTo(264);
        assertThat(sizeof(new GROUP_REQ())).isEqualTo(136);
        assertThat(sizeof(new GROUP_FILTER())).isEqualTo(272);
        assertThat(sizeof(new GROUP_FILTER(0))).isEqualTo(144);
        request.gsr_interface = 0x01020304;
        request.gsr_group.ss_family = AF_INET6;
        request.gsr_source.ss_family = AF_INET;
        byte[] memory = request.toBytes();
        assertThat(memory).startsWith(4, 3, 2, 1, 0, 0, 0, 0, AF_INET6, 0);
        assertThat(memory[136]).isEqualTo((byte) AF_INET);
        GROUP_SOURCE_REQ copy = new GROUP_SOURCE_REQ();
        copy.fromBytes(memory, 0);
        assertThat(copy).isEqualTo(request);

        GROUP_FILTER filter = new GROUP_FILTER(2);
        filter.gf_fmode = 1;
        filter.gf_numsrc = 2;
        filter.gf_slist[1].ss_family = AF_INET;
        byte[] bytes = filter.toBytes();
        assertThat(bytes[136]).isEqualTo((byte) 1);
        assertThat(bytes[140]).isEqualTo((byte) 2);
        assertThat(bytes[144 + 128]).isEqualTo((byte) AF_INET);
        GROUP_FILTER read = new GROUP_FILTER(2);
        read.fromBytes(bytes, 0);
        assertThat(read).isEqualTo(filter);
    }

    @Test
    void tooFewBytesAreRefused() {
        assertThatThrownBy(() -> new sockaddr_in().fromBytes(new byte[20], 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void sizesOfTheOthers() {
        assertThat(sizeof(new IntRef())).isEqualTo(4);
        assertThat(sizeof(new byte[512])).isEqualTo(512);
        assertThat(sizeof(new addrinfo())).isEqualTo(48);
        assertThat(sizeof(new QOS())).isEqualTo(80);
    }

    @Test
    void structuresWithTheSameBytesAreEqual() {
        linger one = new linger(1, 30);
        assertThat(one).isEqualTo(new linger(1, 30)).hasSameHashCodeAs(new linger(1, 30));
        assertThat(one).isNotEqualTo(new linger(1, 31)).isNotEqualTo(new in_addr(30 << 16 | 1));
    }

    @Test
    void lingerLayout() {
        assertThat(new linger(1, 0x0203).toBytes()).containsExactly(1, 0, 3, 2);
    }

    @Test
    void guidLayout() {
        GUID guid = new GUID("e70f1aa0-ab8b-11cf-8ca3-00805f48a192");
        assertThat(guid.toBytes())
                .containsExactly(
                        0xa0, 0x1a, 0x0f, 0xe7, 0x8b, 0xab, 0xcf, 0x11, 0x8c, 0xa3, 0x00, 0x80, 0x5f, 0x48, 0xa1, 0x92);
        assertThat(guid).hasToString("{E70F1AA0-AB8B-11CF-8CA3-00805F48A192}");
        assertThat(new GUID(guid.toString())).isEqualTo(guid);
    }

    @Test
    void wsadataHasItsTextsAtTheEndOn64Bit() {
        WSADATA data = new WSADATA();
        data.wVersion = 0x0202;
        data.iMaxSockets = 7;
        data.szDescription = "WinSock 2.0";
        data.szSystemStatus = "Running";
        ByteBuffer memory = ByteBuffer.wrap(data.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(memory.getShort(0)).isEqualTo((short) 0x0202);
        assertThat(memory.getShort(4)).isEqualTo((short) 7);
        assertThat(memory.getLong(8)).isZero();
        assertThat((char) memory.get(16)).isEqualTo('W');
        assertThat(memory.get(16 + 11)).isZero();
        assertThat((char) memory.get(273)).isEqualTo('R');
        WSADATA copy = new WSADATA();
        copy.fromBytes(data.toBytes(), 0);
        assertThat(copy.szDescription).isEqualTo("WinSock 2.0");
        assertThat(copy.szSystemStatus).isEqualTo("Running");
    }

    @Test
    void protocolInfoLayouts() {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        info.dwServiceFlags1 = 0x20066;
        info.dwProviderFlags = 8;
        info.ProviderId.Data1 = 0x01020304;
        info.dwCatalogEntryId = 1001;
        info.ProtocolChain.ChainLen = 1;
        info.iVersion = 2;
        info.iAddressFamily = AF_INET;
        info.iProtocol = IPPROTO_TCP;
        info.dwMessageSize = -1;
        info.szProtocol = "MSAFD Tcpip [TCP/IP]";
        for (byte[] bytes : new byte[][] {info.toBytes(), info.toBytesA()}) {
            ByteBuffer memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(memory.getInt(0)).isEqualTo(0x20066);
            assertThat(memory.getInt(16)).isEqualTo(8);
            assertThat(memory.getInt(20)).isEqualTo(0x01020304);
            assertThat(memory.getInt(36)).isEqualTo(1001);
            assertThat(memory.getInt(40)).isEqualTo(1);
            assertThat(memory.getInt(72)).isEqualTo(2);
            assertThat(memory.getInt(76)).isEqualTo(AF_INET);
            assertThat(memory.getInt(92)).isEqualTo(IPPROTO_TCP);
            assertThat(memory.getInt(108)).isEqualTo(-1);
            assertThat(memory.get(116)).isEqualTo((byte) 'M');
        }
        assertThat(info.toBytes()[118]).isEqualTo((byte) 'S');
        assertThat(info.toBytesA()).hasSize(372);
        assertThat(info.toBytesA()[117]).isEqualTo((byte) 'S');
        WSAPROTOCOL_INFO copy = new WSAPROTOCOL_INFO();
        copy.fromBytesA(info.toBytesA(), 0);
        assertThat(copy).isEqualTo(info);
        copy.szProtocol = "";
        copy.fromBytes(info.toBytes(), 0);
        assertThat(copy.szProtocol).isEqualTo("MSAFD Tcpip [TCP/IP]");
    }

    @Test
    void aProtocolNameThatIsTooLongIsCutOff() {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        info.szProtocol = "x".repeat(300);
        WSAPROTOCOL_INFO copy = new WSAPROTOCOL_INFO();
        copy.fromBytes(info.toBytes(), 0);
        assertThat(copy.szProtocol).isEqualTo("x".repeat(WSAPROTOCOL_LEN));
        copy.fromBytesA(info.toBytesA(), 0);
        assertThat(copy.szProtocol).isEqualTo("x".repeat(WSAPROTOCOL_LEN));
    }

    // ---- Addresses

    @Test
    void aStorageTakesAndGivesAnyAddress() {
        sockaddr_in6 in6 = new sockaddr_in6();
        in6.sin6_family = AF_INET6;
        in6.sin6_port = htons(80);
        in6.sin6_flowinfo = 5;
        in6.sin6_addr.s6_addr[15] = 1;
        in6.sin6_scope_id = 9;
        sockaddr_storage storage = new sockaddr_storage(in6);
        assertThat(storage.ss_family).isEqualTo((short) AF_INET6);
        assertThat(storage.sa_family()).isEqualTo(AF_INET6);
        assertThat(new sockaddr_in6(storage)).isEqualTo(in6);
        assertThat(new sockaddr_in(storage).sin_port).isEqualTo(htons(80));
        assertThat(in6).hasToString("[::1%9]:80");
    }

    @Test
    void fromAndToJavaAddresses() throws Exception {
        InetSocketAddress ip4 = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 1, 2, 3}), 65535);
        sockaddr in = sockaddr.of(ip4);
        assertThat(in).isInstanceOf(sockaddr_in.class).hasToString("10.1.2.3:65535");
        assertThat(in.toInetSocketAddress()).isEqualTo(ip4);
        assertThat(new sockaddr_storage(in).toInetSocketAddress()).isEqualTo(ip4);

        byte[] linkLocal = new in6Text("fe80::7").bytes();
        InetSocketAddress ip6 = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 4), 53);
        sockaddr in6 = sockaddr.of(ip6);
        assertThat(((sockaddr_in6) in6).sin6_scope_id).isEqualTo(4);
        assertThat(new sockaddr_storage(in6).toInetSocketAddress()).isEqualTo(ip6);
        assertThat(sockaddr.of(new InetSocketAddress(InetAddress.getByAddress(new in6Text("2001:db8::1").bytes()), 1)))
                .hasToString("[2001:db8::1]:1");
    }

    @Test
    void aMappedAddressIsIpv4ForJava() throws Exception {
        sockaddr_in6 in6 = new sockaddr_in6();
        in6.sin6_family = AF_INET6;
        in6.sin6_addr.fromBytes(new in6Text("::ffff:10.0.0.1").bytes(), 0);
        assertThat(in6.toInetSocketAddress())
                .isEqualTo(new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 0));
    }

    @Test
    void otherAddressesHaveNoJavaForm() {
        assertThatThrownBy(() -> new sockaddr_storage().toInetSocketAddress())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sockaddr.of(InetSocketAddress.createUnresolved("host.invalid", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theBytesOfAnIpv4Address() {
        in_addr addr = new in_addr(inet_addr("1.2.3.200"));
        assertThat(new int[] {addr.s_b1(), addr.s_b2(), addr.s_b3(), addr.s_b4()})
                .containsExactly(1, 2, 3, 200);
    }

    @Test
    void thePortOfAnAddressOfAnyFamily() {
        sockaddr_in in = new sockaddr_in();
        in.sin_family = AF_INET;
        in.sin_port = htons(0x8123);
        sockaddr_in6 in6 = new sockaddr_in6();
        in6.sin6_family = AF_INET6;
        in6.sin6_port = htons(0x8123);
        for (sockaddr address : new sockaddr[] {in, in6, new sockaddr_storage(in), new sockaddr_storage(in6)}) {
            assertThat(ntohs(Ws2tcpip.SS_PORT(address)) & 0xffff).isEqualTo(0x8123);
        }
    }

    private record in6Text(String text) {
        byte[] bytes() {
            in6_addr addr = new in6_addr();
            assertThat(Ws2tcpip.inet_pton(AF_INET6, text, addr)).isEqualTo(1);
            return addr.s6_addr;
        }
    }
}

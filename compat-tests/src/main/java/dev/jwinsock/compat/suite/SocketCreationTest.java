package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.sockaddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts B: socket, WSASocket and the protocol catalog. */
@WinsockTest
final class SocketCreationTest {
    private static final int UNKNOWN = 0xdead;

    private static WSAPROTOCOL_INFO protocol(SOCKET s) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        expectZero(getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFO, info, new IntRef(sizeof(info))));
        return info;
    }

    private static void expectProtocol(int af, int type, int protocol, SOCKET s) {
        WSAPROTOCOL_INFO info = protocol(expectSocket(s));
        assertThat(info.iAddressFamily).isEqualTo(af);
        assertThat(info.iSocketType).isEqualTo(type);
        assertThat(info.iProtocol).isEqualTo(protocol);
        assertThat(option(s, SOL_SOCKET, SO_TYPE)).isEqualTo(type);
    }

    @ParameterizedTest
    @Conforms("S016")
    @ValueSource(ints = {UNKNOWN, -1})
    void oneUnknownArgumentIsNamed(int unknown) {
        expectError(WSAEAFNOSUPPORT, socket(unknown, SOCK_STREAM, IPPROTO_TCP));
        expectError(WSAESOCKTNOSUPPORT, socket(AF_INET, unknown, IPPROTO_TCP));
        expectError(WSAEPROTONOSUPPORT, socket(AF_INET, SOCK_STREAM, unknown));
    }

    @Test
    @Conforms("S018")
    void anUnknownFamilyWins() {
        expectError(WSAEAFNOSUPPORT, socket(UNKNOWN, SOCK_STREAM, IPPROTO_UDP));
    }

    @Test
    @Conforms("D077")
    void aKnownProtocolOfAnotherType() {
        expectError(WSAEPROTOTYPE, socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
        expectError(WSAEPROTOTYPE, socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP));
    }

    @Test
    @Conforms("S020")
    void protocolZeroTakesTheTypesProtocol() {
        expectProtocol(AF_INET, SOCK_STREAM, IPPROTO_TCP, socket(AF_INET, SOCK_STREAM, 0));
        expectProtocol(AF_INET, SOCK_DGRAM, IPPROTO_UDP, socket(AF_INET, SOCK_DGRAM, 0));
        expectError(WSAESOCKTNOSUPPORT, socket(AF_INET, UNKNOWN, 0));
    }

    @Test
    @Conforms("S021")
    void typeZeroTakesTheProtocolsType() {
        expectProtocol(AF_INET, SOCK_STREAM, IPPROTO_TCP, socket(AF_INET, 0, IPPROTO_TCP));
        expectProtocol(AF_INET, SOCK_DGRAM, IPPROTO_UDP, socket(AF_INET, 0, IPPROTO_UDP));
        expectError(WSAEPROTONOSUPPORT, socket(AF_INET, 0, UNKNOWN));
        expectProtocol(AF_INET, SOCK_STREAM, IPPROTO_TCP, socket(AF_INET, 0, 0));
    }

    @ParameterizedTest
    @Conforms("S023")
    @ValueSource(ints = {SOCK_STREAM, SOCK_DGRAM, 0, UNKNOWN})
    void familyAndProtocolUnspecified(int type) {
        expectError(WSAEINVAL, socket(AF_UNSPEC, type, 0));
    }

    @Test
    @Conforms("S024")
    void familyUnspecifiedWithSomethingUnknown() {
        expectError(WSAEPROTONOSUPPORT, socket(AF_UNSPEC, SOCK_STREAM, UNKNOWN));
        expectError(WSAESOCKTNOSUPPORT, socket(AF_UNSPEC, UNKNOWN, IPPROTO_UDP));
        expectError(WSAEPROTONOSUPPORT, socket(AF_UNSPEC, 0, UNKNOWN));
    }

    @ParameterizedTest
    @Conforms("S025")
    @CsvSource({"0,0,6", "0,0,17", "0,1,6", "2,0,0", "2,0,17", "2,1,0", "23,0,0", "23,0,17", "23,2,0"})
    void zerosTakeTheFirstCatalogEntry(int af, int type, int protocol) {
        WSAPROTOCOL_INFO first = firstMatch(af, type, protocol);
        expectProtocol(first.iAddressFamily, first.iSocketType, first.iProtocol, socket(af, type, protocol));
    }

    private static WSAPROTOCOL_INFO firstMatch(int af, int type, int protocol) {
        for (WSAPROTOCOL_INFO entry : catalog()) {
            boolean matches = (af == 0 || af == entry.iAddressFamily)
                    && (type == 0 || type == entry.iSocketType)
                    && (protocol == 0
                            ? (entry.dwProviderFlags & PFL_MATCHES_PROTOCOL_ZERO) != 0
                            : protocol == entry.iProtocol);
            if (matches) {
                return entry;
            }
        }
        throw new AssertionError("no catalog entry for " + af + ", " + type + ", " + protocol);
    }

    private static WSAPROTOCOL_INFO[] catalog() {
        IntRef length = new IntRef(0);
        expectError(WSAENOBUFS, WSAEnumProtocols(null, null, length));
        WSAPROTOCOL_INFO[] entries = new WSAPROTOCOL_INFO[length.value / sizeof(new WSAPROTOCOL_INFO())];
        expectCount(entries.length, WSAEnumProtocols(null, entries, length));
        return entries;
    }

    @Test
    @Conforms("S026")
    void explicitArgumentsWinOverTheStructure() {
        WSAPROTOCOL_INFO udp = protocol(udp());
        expectProtocol(AF_INET, SOCK_STREAM, IPPROTO_TCP, WSASocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, udp, 0, 0));
    }

    @ParameterizedTest
    @Conforms("S026")
    @ValueSource(ints = {0, FROM_PROTOCOL_INFO})
    void theStructureFillsIn(int given) {
        WSAPROTOCOL_INFO udp = protocol(udp());
        expectProtocol(AF_INET, SOCK_DGRAM, IPPROTO_UDP, WSASocket(given, given, given, udp, 0, 0));
    }

    @ParameterizedTest
    @Conforms("S028")
    @ValueSource(ints = {0, WSA_FLAG_OVERLAPPED})
    void everySocketStartsBlocking(int flags) {
        SOCKET s = bound(expectSocket(WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, flags)), loopback(0));
        Call<Integer> receive = Call.of(() -> recv(s, new byte[1], 1, 0)).awaitBlocked();
        sockaddr to = localAddress(s);
        expectCount(1, sendto(udp(), new byte[1], 1, 0, to, sizeof(to)));
        assertThat(receive.value()).isEqualTo(1);
    }

    /** Only overlapped sockets have timeouts (S122), which shows the attribute. */
    @Test
    @Conforms({"S028", "S122"})
    void socketMakesOverlappedSocketsAndWsaSocketOnRequest() {
        SOCKET plain = withTimeout(WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, 0));
        Call<Integer> forEver = Call.of(() -> recv(plain, new byte[1], 1, 0)).awaitBlocked();
        SOCKET overlapped = withTimeout(WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, WSA_FLAG_OVERLAPPED));
        expectError(WSAETIMEDOUT, recv(overlapped, new byte[1], 1, 0));
        expectError(WSAETIMEDOUT, recv(withTimeout(udp()), new byte[1], 1, 0));
        assertThat(forEver.isDone()).isFalse();
        sockaddr to = localAddress(plain);
        expectCount(1, sendto(udp(), new byte[1], 1, 0, to, sizeof(to)));
        assertThat(forEver.value()).isEqualTo(1);
    }

    private static SOCKET withTimeout(SOCKET s) {
        return with(bound(expectSocket(s), loopback(0)), SOL_SOCKET, SO_RCVTIMEO, 100);
    }

    @Test
    @Conforms("S034")
    void enumProtocolsTellsTheSizeItNeeds() {
        IntRef length = new IntRef(0);
        expectError(WSAENOBUFS, WSAEnumProtocols(null, new WSAPROTOCOL_INFO[1], length));
        assertThat(length.value).isPositive().matches(n -> n % sizeof(new WSAPROTOCOL_INFO()) == 0);
        IntRef short1 = new IntRef(length.value - 1);
        expectError(WSAENOBUFS, WSAEnumProtocols(null, null, short1));
        assertThat(short1.value).isEqualTo(length.value);
    }

    @Test
    @Conforms("S034")
    void enumProtocolsListsNamedVisibleEntries() {
        assertThat(catalog()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.szProtocol).isNotEmpty();
            assertThat(entry.dwProviderFlags & PFL_HIDDEN).isZero();
        });
    }

    @Test
    @Conforms("S034")
    void enumProtocolsIgnoresUnknownNumbers() {
        WSAPROTOCOL_INFO[] entries = new WSAPROTOCOL_INFO[32];
        IntRef length = new IntRef(entries.length * sizeof(new WSAPROTOCOL_INFO()));
        int count = WSAEnumProtocols(new int[] {UNKNOWN, IPPROTO_UDP, 0}, entries, length);
        assertThat(count).isPositive();
        assertThat(entries).filteredOn(entry -> entry != null).hasSize(count).allMatch(e -> e.iProtocol == IPPROTO_UDP);
    }
}

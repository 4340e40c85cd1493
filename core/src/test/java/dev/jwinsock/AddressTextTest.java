package dev.jwinsock;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts S012, S297 to S305. */
class AddressTextTest {
    private static final int UNTOUCHED = 4711;
    private static final int NT_INVALID_PARAMETER = 0xC000000D;

    @BeforeEach
    void markLastError() {
        WSASetLastError(UNTOUCHED);
    }

    // ---- inet_addr and inet_ntoa

    @ParameterizedTest // S299
    @CsvSource({
        "1,0.0.0.1",
        "1.2,1.0.0.2",
        "1.2.3,1.2.0.3",
        "1.2.3.4,1.2.3.4",
        "1.2.3.010,1.2.3.8",
        "1.2.3.0xaA,1.2.3.170",
        "0X7f.1,127.0.0.1",
        "0777,0.0.1.255",
        "203569230,12.34.56.78",
        "0xffffff,0.255.255.255",
        "1.0xffffff,1.255.255.255",
        "1.2.65535,1.2.255.255",
        "0,0.0.0.0",
        "0.0.0.0,0.0.0.0",
        "'1.2.3.4 ',1.2.3.4",
        "' ',0.0.0.0"
    })
    void inetAddrTakesOneToFourNumbers(String text, String address) {
        in_addr in = new in_addr(inet_addr(text));
        assertThat(inet_ntoa(in)).isEqualTo(address);
        assertThat(WSAGetLastError()).isEqualTo(UNTOUCHED); // S012
    }

    @ParameterizedTest // S301
    @ValueSource(
            strings = {
                "",
                "  ",
                "\t",
                " 1.2.3.4",
                ".",
                ".1.2.3",
                "1.2.3.",
                "1..2",
                "1.2.3.4.5",
                "1.2.3.256",
                "256.1.1.1",
                "0x",
                "1.0x.2",
                "0a",
                "0o10",
                "0b10",
                "08",
                "-2",
                "+1",
                "[1.2.3.4]",
                "1.2.3.4:80",
                "::1",
                "4294967296",
                "1.16777216",
                "1.2.65536",
                "99999999999999999999",
                "\u0661.2.3.4",
                "abc"
            })
    void inetAddrRefusesOtherText(String text) {
        assertThat(inet_addr(text)).isEqualTo(INADDR_NONE);
        assertThat(WSAGetLastError()).isEqualTo(UNTOUCHED); // S012
    }

    @Test // S298
    void inetAddrOfNull() {
        assertThat(inet_addr(null)).isEqualTo(INADDR_NONE);
        assertThat(WSAGetLastError()).isEqualTo(WSAEFAULT);
    }

    @Test // S297
    void theStringOfInetNtoaStaysAsItIs() throws Exception {
        String mine = inet_ntoa(new in_addr(htonl(INADDR_LOOPBACK)));
        Thread other = new Thread(() -> inet_ntoa(new in_addr(-1)));
        other.start();
        other.join();
        inet_ntoa(new in_addr(0));
        assertThat(mine).isEqualTo("127.0.0.1");
    }

    // ---- inet_pton

    @ParameterizedTest
    @CsvSource({"1.2.3.4,1.2.3.4", "0.0.0.0,0.0.0.0", "255.255.255.255,255.255.255.255"})
    void inetPtonOfIpv4(String text, String address) {
        in_addr in = new in_addr();
        assertThat(inet_pton(AF_INET, text, in)).isEqualTo(1);
        assertThat(in).hasToString(address);
        assertThat(WSAGetLastError()).isEqualTo(UNTOUCHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.0x4",
                "01.2.3.4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4:1",
                "1.2.3.",
                "::1",
                "1.2.3.0004"
            })
    void inetPtonOfIpv4IsStrict(String text) {
        in_addr in = new in_addr(9);
        assertThat(inet_pton(AF_INET, text, in)).isZero();
        assertThat(in.s_addr).isEqualTo(9);
        assertThat(WSAGetLastError()).isEqualTo(UNTOUCHED); // S012
    }

    @ParameterizedTest // S304
    @CsvSource({
        "::,::",
        "::1,::1",
        "1::,1::",
        "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8",
        "FEDC:BA98:7654:3210:FEDC:BA98:7654:3210,fedc:ba98:7654:3210:fedc:ba98:7654:3210",
        "1080:0:0:0:8:800:200C:417A,1080::8:800:200c:417a",
        "0001:0002::0008,1:2::8",
        "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8,0:2:3:4:5:6:7:8",
        "1:2:3::5:6:7:8,1:2:3:0:5:6:7:8",
        "1::001.2.3.4,1::102:304",
        "::13.1.68.3,::13.1.68.3",
        "::FFFF:129.144.52.38,::ffff:129.144.52.38",
        "1:2:3:4:5:6:7.8.9.10,1:2:3:4:5:6:708:90a"
    })
    void inetPtonOfIpv6(String text, String address) {
        in6_addr in = new in6_addr();
        assertThat(inet_pton(AF_INET6, text, in)).isEqualTo(1);
        assertThat(in).hasToString(address);
        assertThat(WSAGetLastError()).isEqualTo(UNTOUCHED);
    }

    @ParameterizedTest // S304
    @ValueSource(
            strings = {
                "",
                ":",
                ":1",
                "1:",
                ":::",
                "1:::2",
                "::1::",
                "12345::",
                "0x1::",
                "[::1]",
                "::1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "::1%2",
                "g::",
                "::1.2.3",
                "::1.2.3.256",
                "::0001.2.3.4",
                "1.2.3.4::",
                "::1.2.3.4:1",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1.2.3.4",
                " ::1",
                "::1 "
            })
    void inetPtonRefusesOtherIpv6Text(String text) {
        in6_addr in = in6addr_loopback();
        assertThat(inet_pton(AF_INET6, text, in)).isZero();
        assertThat(in).isEqualTo(in6addr_loopback());
        assertThat(WSAGetLastError()).isEqualTo(UNTOUCHED); // S012
    }

    @Test // S303
    void argumentErrorsOfInetPton() {
        assertThat(inet_pton(AF_INET, null, new in_addr())).isEqualTo(-1);
        assertThat(WSAGetLastError()).isEqualTo(WSAEFAULT);
        assertThat(inet_pton(99, "1.2.3.4", new in_addr())).isEqualTo(-1);
        assertThat(WSAGetLastError()).isEqualTo(WSAEAFNOSUPPORT);
        assertThat(inet_pton(AF_INET6, "::1", new in_addr())).isEqualTo(-1);
        assertThat(WSAGetLastError()).isEqualTo(WSAEFAULT);
    }

    @Test // S303
    void inetPtonWTellsOfMalformedText() {
        assertThat(InetPtonW(AF_INET, "1.2.3", new in_addr())).isZero();
        assertThat(WSAGetLastError()).isEqualTo(WSAEINVAL);
        WSASetLastError(UNTOUCHED);
        assertThat(InetPtonW(AF_INET, "1.2.3.4", new in_addr())).isEqualTo(1);
        assertThat(WSAGetLastError()).isEqualTo(UNTOUCHED);
        assertThat(InetPtonW(AF_INET, null, new in_addr())).isEqualTo(-1);
        assertThat(WSAGetLastError()).isEqualTo(WSAEFAULT);
    }

    // ---- inet_ntop

    @ParameterizedTest // S305
    @CsvSource({
        "::204.152.189.116,::204.152.189.116",
        "::2:3,::0.2.0.3",
        "::3,::3",
        "::ffff:1.2.3.4,::ffff:1.2.3.4",
        "::ffff:0:1.2.3.4,::ffff:0:1.2.3.4",
        "fe80::5efe:1.2.3.4,fe80::5efe:1.2.3.4",
        "fe80::200:5efe:1.2.3.4,fe80::200:5efe:1.2.3.4",
        "2001:db8::1.2.3.4,2001:db8::102:304",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
        "1:0:0:2:0:0:3:4,1::2:0:0:3:4",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "ABCD::,abcd::"
    })
    void inetNtopOfIpv6(String address, String text) {
        in6_addr in = new in6_addr();
        assertThat(inet_pton(AF_INET6, address, in)).isEqualTo(1);
        StringBuilder buffer = new StringBuilder("old");
        assertThat(inet_ntop(AF_INET6, in, buffer, 65)).isEqualTo(text);
        assertThat(buffer).hasToString(text);
    }

    @Test // S305
    void inetNtopNeedsRoomForTheNul() {
        in_addr in = new in_addr(inet_addr("1.2.3.4"));
        StringBuilder buffer = new StringBuilder("old");
        assertThat(inet_ntop(AF_INET, in, buffer, 7)).isNull();
        assertThat(WSAGetLastError()).isEqualTo(NT_INVALID_PARAMETER);
        assertThat(buffer).hasToString("old");
        assertThat(inet_ntop(AF_INET, in, null, 22)).isNull();
        assertThat(WSAGetLastError()).isEqualTo(NT_INVALID_PARAMETER);
        assertThat(InetNtopW(AF_INET, in, buffer, 8)).isEqualTo("1.2.3.4");
        assertThat(buffer).hasToString("1.2.3.4");
    }

    @Test // S305
    void inetNtopOfAnotherFamily() {
        assertThat(inet_ntop(99, new in_addr(), new StringBuilder(), 65)).isNull();
        assertThat(WSAGetLastError()).isEqualTo(WSAEAFNOSUPPORT);
    }

    // ---- The macros

    @Test
    void kindsOfIpv6Addresses() {
        assertThat(IN6_IS_ADDR_UNSPECIFIED(in6addr_any())).isTrue();
        assertThat(IN6_IS_ADDR_LOOPBACK(in6addr_loopback())).isTrue();
        assertThat(IN6_IS_ADDR_V4COMPAT(in6addr_loopback())).isFalse();
        assertThat(IN6_IS_ADDR_V4COMPAT(in6("::1.2.3.4"))).isTrue();
        assertThat(IN6_IS_ADDR_V4MAPPED(in6("::ffff:1.2.3.4"))).isTrue();
        assertThat(IN6_IS_ADDR_V4MAPPED(in6("1::ffff:1.2.3.4"))).isFalse();
        assertThat(IN6_IS_ADDR_LINKLOCAL(in6("febf::1"))).isTrue();
        assertThat(IN6_IS_ADDR_LINKLOCAL(in6("fec0::1"))).isFalse();
        assertThat(IN6_IS_ADDR_SITELOCAL(in6("fec0::1"))).isTrue();
        assertThat(IN6_IS_ADDR_GLOBAL(in6("2001::1"))).isTrue();
        assertThat(IN6_IS_ADDR_GLOBAL(in6("ff0e::1"))).isFalse();
        assertThat(IN6_IS_ADDR_MULTICAST(in6("ff02::1"))).isTrue();
        assertThat(IN6_IS_ADDR_MC_LINKLOCAL(in6("ff02::1"))).isTrue();
        assertThat(IN6_IS_ADDR_MC_NODELOCAL(in6("ff01::1"))).isTrue();
        assertThat(IN6_IS_ADDR_MC_SITELOCAL(in6("ff15::1"))).isTrue();
        assertThat(IN6_IS_ADDR_MC_ORGLOCAL(in6("ff08::1"))).isTrue();
        assertThat(IN6_IS_ADDR_MC_GLOBAL(in6("ff0e::1"))).isTrue();
        assertThat(IN6_IS_ADDR_MC_GLOBAL(in6("fe0e::1"))).isFalse();
        assertThat(IN6_ADDR_EQUAL(in6("::1"), in6addr_loopback())).isTrue();
    }

    @Test
    void initialisedAddresses() {
        sockaddr_in6 addr = new sockaddr_in6();
        addr.sin6_port = 1;
        addr.sin6_flowinfo = 2;
        addr.sin6_scope_id = 3;
        IN6ADDR_SETLOOPBACK(addr);
        assertThat(addr).hasToString("[::1]:0");
        assertThat(addr.sin6_flowinfo).isZero();
        assertThat(IN6ADDR_ISLOOPBACK(addr)).isTrue();
        assertThat(IN6ADDR_ISANY(addr)).isFalse();
        IN6ADDR_SETANY(addr);
        assertThat(IN6ADDR_ISANY(addr)).isTrue();
        IN6_SET_ADDR_LOOPBACK(addr.sin6_addr);
        assertThat(IN6ADDR_ISLOOPBACK(addr)).isTrue();
        IN6_SET_ADDR_UNSPECIFIED(addr.sin6_addr);
        addr.sin6_family = AF_INET;
        assertThat(IN6ADDR_ISANY(addr)).isFalse();
        in6addr_any().s6_addr[0] = 1;
        assertThat(IN6_IS_ADDR_UNSPECIFIED(in6addr_any())).isTrue();
    }

    private static in6_addr in6(String text) {
        in6_addr in = new in6_addr();
        assertThat(inet_pton(AF_INET6, text, in)).isEqualTo(1);
        return in;
    }
}

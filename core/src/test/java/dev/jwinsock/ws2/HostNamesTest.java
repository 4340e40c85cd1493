package dev.jwinsock.ws2;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jwinsock.Ref;
import dev.jwinsock.addrinfo;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.sockaddr_storage;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Name look-ups behind the check for WSAStartup, so that no transport is needed; nothing here asks a name server. */
class HostNamesTest {
    private static final int INSUFFICIENT_BUFFER = 122;

    private static addrinfo hints(int family, int type, int protocol, int flags) {
        addrinfo hints = new addrinfo();
        hints.ai_family = family;
        hints.ai_socktype = type;
        hints.ai_protocol = protocol;
        hints.ai_flags = flags;
        return hints;
    }

    private static List<String> find(@Nullable String node, @Nullable String service, addrinfo hints) throws Exception {
        List<String> found = new ArrayList<>();
        for (addrinfo i = HostNames.lookUp(node, service, hints); i != null; i = i.ai_next) {
            assertThat(i.ai_flags).isZero(); // A235
            sockaddr addr = i.ai_addr;
            assertThat(addr).isNotNull();
            assertThat(i.ai_family).isEqualTo(addr.sa_family());
            assertThat(i.ai_addrlen).isEqualTo(addr.sizeof());
            found.add(addr + " " + i.ai_socktype + " " + i.ai_protocol);
        }
        return found;
    }

    private static void assertError(int error, ThrowingCallable call) {
        assertThatExceptionOfType(LookupException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.error()).isEqualTo(error));
    }

    private static void assertError(int error, @Nullable String node, @Nullable String service, addrinfo hints) {
        assertError(error, () -> HostNames.lookUp(node, service, hints));
    }

    // ---- Before WSAStartup

    @Test // S001, A225, A226
    void everythingNeedsStartup() {
        Ref<addrinfo> result = new Ref<>(new addrinfo());
        WSASetLastError(0);
        assertThat(getaddrinfo(null, null, null, result)).isEqualTo(WSANOTINITIALISED);
        assertThat(result.value).isNull();
        assertThat(WSAGetLastError()).isEqualTo(WSANOTINITIALISED);
        WSASetLastError(0);
        assertThat(getaddrinfo("127.0.0.1", "1", null, null)).isEqualTo(WSANOTINITIALISED);
        assertThat(getnameinfo(null, 0, null, 0, null, 0, 0)).isEqualTo(WSANOTINITIALISED);
        WSASetLastError(0);
        assertThat(gethostname(new StringBuilder(), 256)).isEqualTo(SOCKET_ERROR);
        assertThat(WSAGetLastError()).isEqualTo(WSANOTINITIALISED);
        WSASetLastError(0);
        assertThat(WSAEnumProtocols(null, null, null)).isEqualTo(SOCKET_ERROR);
        assertThat(WSAGetLastError()).isEqualTo(WSANOTINITIALISED);
    }

    // ---- getaddrinfo: arguments

    @Test // A224
    void oneOfTheNamesIsNeeded() {
        assertError(EAI_NONAME, null, null, new addrinfo());
    }

    @Test // A237
    void hintsAreChecked() {
        assertError(EAI_FAMILY, null, "1", hints(99, 0, 0, 0));
        assertError(EAI_SOCKTYPE, null, "1", hints(0, 99, 0, 0));
        assertError(EAI_SOCKTYPE, null, "1", hints(0, -1, 0, 0));
        assertError(EAI_BADFLAGS, null, "1", hints(0, 0, 0, AI_CANONNAME));
        assertError(EAI_BADFLAGS, null, "1", hints(0, 0, 0, AI_FQDN));
        assertError(EAI_BADFLAGS, "127.0.0.1", "1", hints(0, 0, 0, AI_CANONNAME | AI_FQDN));
        assertError(EAI_BADFLAGS, "127.0.0.1", "1", hints(0, 0, 0, 0x08000000));
    }

    @Test
    void theOtherFieldsOfHintsMustBeEmpty() {
        addrinfo length = new addrinfo();
        length.ai_addrlen = 16;
        assertError(EAI_FAIL, null, "1", length);
        addrinfo name = new addrinfo();
        name.ai_canonname = "x";
        assertError(EAI_FAIL, null, "1", name);
        addrinfo address = new addrinfo();
        address.ai_addr = new sockaddr_in();
        assertError(EAI_FAIL, null, "1", address);
        addrinfo next = new addrinfo();
        next.ai_next = new addrinfo();
        assertError(EAI_FAIL, null, "1", next);
    }

    // ---- getaddrinfo: addresses

    @Test // A236
    void noNodeIsThisComputer() throws Exception {
        assertThat(find(null, "27015", hints(AF_INET, SOCK_STREAM, IPPROTO_TCP, 0)))
                .containsExactly("127.0.0.1:27015 1 6");
        assertThat(find(null, "27015", hints(AF_INET, SOCK_STREAM, IPPROTO_TCP, AI_PASSIVE)))
                .containsExactly("0.0.0.0:27015 1 6");
        assertThat(find(null, "80", hints(AF_INET6, SOCK_DGRAM, 0, 0))).containsExactly("[::1]:80 2 0");
        assertThat(find(null, "80", hints(AF_INET6, SOCK_DGRAM, 0, AI_PASSIVE))).containsExactly("[::]:80 2 0");
        assertThat(find(null, "80", hints(AF_UNSPEC, SOCK_STREAM, 0, 0)))
                .endsWith("127.0.0.1:80 1 0")
                .hasSize(LocalHost.hasIpv6() ? 2 : 1);
    }

    @Test
    void addressText() throws Exception {
        addrinfo any = hints(AF_UNSPEC, SOCK_STREAM, 0, AI_NUMERICHOST);
        assertThat(find("1.2.3.4", "1", any)).containsExactly("1.2.3.4:1 1 0");
        assertThat(find("127.1", "1", any)).containsExactly("127.0.0.1:1 1 0");
        assertThat(find("2001:db8::7", "1", any)).containsExactly("[2001:db8::7]:1 1 0");
        assertThat(find("fe80::7%3", "1", any)).containsExactly("[fe80::7%3]:1 1 0");
        assertThat(find("::ffff:1.2.3.4", null, any)).containsExactly("[::ffff:1.2.3.4]:0 1 0");
    }

    @ParameterizedTest // A229
    @ValueSource(
            strings = {
                "localhost",
                "192.168.1.253:1024",
                "",
                " ",
                "1.2.3.4 ",
                "fe80::7%nosuchinterface",
                "fe80::7%",
                "::1%-1",
                "1.2.3.4%1"
            })
    void numericHostTakesNothingElse(String node) {
        assertError(EAI_NONAME, node, "1", hints(0, 0, 0, AI_NUMERICHOST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.253:1024", "[::1]", "::1%nosuchinterface", "1:2:3"})
    void textThatIsNoNameAsksNoResolver(String node) {
        assertError(EAI_NONAME, node, "1", new addrinfo());
    }

    @Test
    void addressTextOfTheOtherFamily() throws Exception {
        assertError(EAI_NONAME, "1.2.3.4", "1", hints(AF_INET6, 0, 0, 0));
        assertError(EAI_NONAME, "::1", "1", hints(AF_INET, 0, 0, AI_V4MAPPED));
        assertThat(find("1.2.3.4", "1", hints(AF_INET6, 0, 0, AI_V4MAPPED))).containsExactly("[::ffff:1.2.3.4]:1 0 0");
    }

    @Test
    void localhostIsLoopback() throws Exception {
        assertThat(find("localhost", "1", hints(AF_INET, SOCK_STREAM, 0, 0))).containsExactly("127.0.0.1:1 1 0");
        assertThat(find("LOCALHOST", "1", hints(AF_UNSPEC, SOCK_STREAM, 0, 0)))
                .isEqualTo(find(null, "1", hints(AF_UNSPEC, SOCK_STREAM, 0, 0)));
        List<String> mapped = find("localhost", "1", hints(AF_INET6, 0, 0, AI_V4MAPPED | AI_ALL));
        assertThat(mapped).endsWith("[::ffff:127.0.0.1]:1 0 0");
    }

    @Test // A251
    void theOwnNameAndTheEmptyOneAreTheInterfaces() throws Exception {
        addrinfo stream = hints(AF_INET, SOCK_STREAM, 0, 0);
        List<String> own = find(LocalHost.name(), "1", stream);
        assertThat(own).isNotEmpty().isEqualTo(find("", "1", stream));
        if (LocalHost.hasOuterIpv4()) {
            assertThat(own).noneMatch(address -> address.startsWith("127."));
        }
    }

    @Test // A239
    void aUnicodeNameWithoutEncodingIsUnknown() {
        assertError(EAI_NONAME, "\u30c6\u30b9\u30c8.invalid", "1", hints(0, 0, 0, AI_DISABLE_IDN_ENCODING));
    }

    @Test // A238
    void theCanonicalNameIsInTheFirstEntryOnly() throws Exception {
        addrinfo literal = HostNames.lookUp("127.0.0.1", "1", hints(0, SOCK_STREAM, 0, AI_CANONNAME));
        assertThat(literal.ai_canonname).isEqualTo("127.0.0.1");
        addrinfo both = HostNames.lookUp("127.0.0.1", "domain", hints(0, 0, 0, AI_CANONNAME));
        assertThat(both.ai_canonname).isEqualTo("127.0.0.1");
        assertThat(both.ai_next).isNotNull();
        assertThat(both.ai_next.ai_canonname).isNull();
        assertThat(HostNames.lookUp("", "1", hints(AF_INET, 0, 0, AI_CANONNAME)).ai_canonname)
                .isEqualTo(LocalHost.name());
    }

    @Test // RFC 6724, 2.1
    void theBetterAddressComesFirst() {
        assertThat(precedence("::1")).isEqualTo(50);
        assertThat(precedence("2a00::1")).isEqualTo(40);
        assertThat(precedence("1.2.3.4")).isEqualTo(35);
        assertThat(precedence("::ffff:1.2.3.4")).isEqualTo(35);
        assertThat(precedence("2002::1")).isEqualTo(30);
        assertThat(precedence("2001::1")).isEqualTo(5);
        assertThat(precedence("2001:db8::1")).isEqualTo(40);
        assertThat(precedence("fd00::1")).isEqualTo(3);
        assertThat(precedence("fec0::1")).isEqualTo(1);
        assertThat(precedence("::1.2.3.4")).isEqualTo(1);
    }

    private static int precedence(String text) {
        byte[] bytes = text.indexOf(':') < 0 ? AddressText.parseIpv4(text) : AddressText.parseIpv6(text);
        assertThat(bytes).isNotNull();
        return new HostAddress(bytes, 0).precedence();
    }

    // ---- getaddrinfo: services

    @Test // A228
    void anEmptyServiceIsPortZero() throws Exception {
        for (String node : new String[] {null, "localhost", "127.0.0.1"}) {
            assertThat(find(node, "", new addrinfo())).isEqualTo(find(node, "0", new addrinfo()));
        }
    }

    @Test
    void aPortNumberKeepsTypeAndProtocolOfTheHints() throws Exception {
        assertThat(find("127.0.0.1", "65535", new addrinfo())).containsExactly("127.0.0.1:65535 0 0");
        assertThat(find("127.0.0.1", "1", hints(0, SOCK_STREAM, IPPROTO_UDP, 0)))
                .containsExactly("127.0.0.1:1 1 17");
        assertError(EAI_SERVICE, "127.0.0.1", "65536", new addrinfo());
        assertError(EAI_SERVICE, "127.0.0.1", "99999999999", new addrinfo());
    }

    @Test
    void aServiceName() throws Exception {
        assertThat(find("127.0.0.1", "http", hints(0, SOCK_STREAM, IPPROTO_TCP, 0)))
                .containsExactly("127.0.0.1:80 1 6");
        assertThat(find("127.0.0.1", "HTTP", hints(0, SOCK_STREAM, 0, 0))).containsExactly("127.0.0.1:80 1 0");
        assertThat(find("127.0.0.1", "domain", new addrinfo()))
                .containsExactly("127.0.0.1:53 1 6", "127.0.0.1:53 2 17");
        assertThat(find("127.0.0.1", "domain", hints(0, 0, IPPROTO_UDP, 0))).containsExactly("127.0.0.1:53 2 17");
    }

    @Test // A233
    void anUnknownServiceName() {
        assertError(EAI_SERVICE, null, "nonexistentservice", new addrinfo());
        assertError(EAI_SERVICE, null, "tftp", hints(0, SOCK_STREAM, 0, 0));
        assertError(EAI_SERVICE, null, "domain", hints(0, SOCK_RAW, 0, 0));
        assertError(EAI_NONAME, null, "domain", hints(0, 0, 0, AI_NUMERICSERV));
    }

    @Test
    void freeTakesTheListApart() throws Exception {
        addrinfo first = HostNames.lookUp("127.0.0.1", "domain", new addrinfo());
        addrinfo second = first.ai_next;
        freeaddrinfo(first);
        freeaddrinfo(null);
        assertThat(first.ai_next).isNull();
        assertThat(first.ai_addr).isNull();
        assertThat(second).isNotNull();
        assertThat(second.ai_addr).isNull();
    }

    // ---- getnameinfo

    private static sockaddr_in ip4(String text, int port) {
        sockaddr_in in = new sockaddr_in();
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        in.sin_addr.s_addr = inet_addr(text);
        return in;
    }

    private static String names(sockaddr address, int flags) throws Exception {
        StringBuilder host = new StringBuilder("old");
        StringBuilder service = new StringBuilder("old");
        HostNames.name(address, address.sizeof(), host, NI_MAXHOST, service, NI_MAXSERV, flags);
        return host + " " + service;
    }

    @Test // A249
    void numbersAsText() throws Exception {
        int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
        assertThat(names(ip4("127.0.0.1", 80), numeric)).isEqualTo("127.0.0.1 80");
        sockaddr_in6 in6 = new sockaddr_in6();
        in6.sin6_family = AF_INET6;
        in6.sin6_port = htons(65535);
        in6.sin6_addr.s6_addr[0] = (byte) 0xfe;
        in6.sin6_addr.s6_addr[1] = (byte) 0x80;
        assertThat(names(in6, numeric)).isEqualTo("fe80:: 65535");
        in6.sin6_scope_id = 4;
        assertThat(names(new sockaddr_storage(in6), numeric)).isEqualTo("fe80::%4 65535");
    }

    @Test // A249
    void serviceNames() throws Exception {
        assertThat(names(ip4("1.2.3.4", 80), NI_NUMERICHOST)).isEqualTo("1.2.3.4 http");
        assertThat(names(ip4("1.2.3.4", 69), NI_NUMERICHOST | NI_DGRAM)).isEqualTo("1.2.3.4 tftp");
        assertThat(names(ip4("1.2.3.4", 69), NI_NUMERICHOST)).isEqualTo("1.2.3.4 69");
        assertThat(names(ip4("1.2.3.4", 64999), NI_NUMERICHOST)).isEqualTo("1.2.3.4 64999");
    }

    @Test // A249
    void aBufferThatIsNotThereIsNotWanted() throws Exception {
        StringBuilder text = new StringBuilder();
        HostNames.name(ip4("1.2.3.4", 5), 16, text, 8, null, 0, NI_NUMERICHOST);
        assertThat(text).hasToString("1.2.3.4");
        HostNames.name(ip4("1.2.3.4", 5), 16, null, 0, text, 2, NI_NUMERICSERV);
        assertThat(text).hasToString("5");
        assertError(EAI_NONAME, () -> HostNames.name(ip4("1.2.3.4", 5), 16, null, 0, null, 0, 0));
        assertError(EAI_NONAME, () -> HostNames.name(ip4("1.2.3.4", 5), 16, text, 0, text, 0, 0));
    }

    @Test // A250
    void errorsOfGetnameinfo() {
        StringBuilder host = new StringBuilder("old");
        StringBuilder service = new StringBuilder("old");
        sockaddr_in address = ip4("1.2.3.4", 5);
        assertError(INSUFFICIENT_BUFFER, () -> HostNames.name(address, 16, host, 7, null, 0, NI_NUMERICHOST));
        assertError(
                INSUFFICIENT_BUFFER,
                () -> HostNames.name(address, 16, host, 8, service, 1, NI_NUMERICHOST | NI_NUMERICSERV));
        assertThat(host).hasToString("old");
        assertError(WSAEFAULT, () -> HostNames.name(address, 15, host, 100, null, 0, NI_NUMERICHOST));
        assertError(WSAEFAULT, () -> HostNames.name(null, 16, host, 100, null, 0, NI_NUMERICHOST));
        assertError(EAI_BADFLAGS, () -> HostNames.name(address, 16, host, 100, null, 0, 0x100));
        address.sin_family = 99;
        assertError(EAI_FAMILY, () -> HostNames.name(address, 16, host, 100, null, 0, NI_NUMERICHOST));
    }

    // ---- This computer

    @Test
    void theOwnNameIsTheHostPart() {
        assertThat(LocalHost.name()).isNotEmpty().doesNotContain(".");
    }

    @Test
    void optionsNeedStartupToo() {
        WSASetLastError(0);
        assertThat(setsockopt(INVALID_SOCKET, SOL_SOCKET, SO_LINGER, new linger(), 4))
                .isEqualTo(SOCKET_ERROR);
        assertThat(WSAGetLastError()).isEqualTo(WSANOTINITIALISED);
    }
}

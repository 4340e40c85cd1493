package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.WithoutStartup;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.SocketCalls;
import dev.jwinsock.in_addr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts A: WSAStartup, WSACleanup and the last error. */
@WinsockTest
@WithoutStartup
final class StartupTest {
    private static void start() {
        assertThat(WSAStartup(MAKEWORD(2, 2), new WSADATA())).isZero();
    }

    @Test
    @Conforms("S001")
    void socketBeforeStartupFailsWhateverItsArguments() {
        expectError(WSANOTINITIALISED, WSASocket(0, 0, 0, null, 0, 0));
        expectError(WSANOTINITIALISED, socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
    }

    @Test
    @Conforms({"S001", "D071"})
    void everySocketFunctionFailsBeforeStartup() {
        SocketCalls.expectAllFail(WSANOTINITIALISED, INVALID_SOCKET);
    }

    @Test
    @Conforms({"S001", "D071"})
    void theStartCountIsLookedAtBeforeTheSocket() {
        start();
        SOCKET s = tcp();
        expectZero(WSACleanup());
        SocketCalls.expectAllFail(WSANOTINITIALISED, s);
    }

    @Test
    @Conforms("S002")
    void cleanupWithoutStartupFails() {
        expectError(WSANOTINITIALISED, WSACleanup());
    }

    @Test
    @Conforms("S003")
    void cleanupsCountDown() {
        start();
        start();
        expectZero(WSACleanup());
        expectZero(WSACleanup());
        expectError(WSANOTINITIALISED, WSACleanup());
    }

    @Test
    @Conforms("S003")
    void socketsLiveUntilTheLastCleanup() {
        start();
        start();
        SOCKET s = boundTcp();
        expectZero(WSACleanup());
        expectZero(listen(s, 1));
        expectZero(WSACleanup());
        start();
        expectError(WSAENOTSOCK, listen(s, 1));
    }

    @ParameterizedTest
    @Conforms("S005")
    @CsvSource({
        "1,0, 1,0",
        "1,1, 1,1",
        "1,2, 1,1",
        "1,255, 1,1",
        "2,0, 2,0",
        "2,1, 2,1",
        "2,2, 2,2",
        "2,3, 2,2",
        "2,255, 2,2",
        "3,0, 2,2",
        "255,0, 2,2"
    })
    void versionsAreNegotiated(int major, int minor, int gotMajor, int gotMinor) {
        WSADATA data = new WSADATA();
        assertThat(WSAStartup(MAKEWORD(major, minor), data)).isZero();
        assertThat(data.wVersion & 0xffff).isEqualTo(MAKEWORD(gotMajor, gotMinor));
    }

    @ParameterizedTest
    @Conforms("S006")
    @ValueSource(ints = {0, 1, 255})
    void majorVersionZeroIsRefusedButDescribed(int minor) {
        WSADATA data = new WSADATA();
        assertThat(WSAStartup(MAKEWORD(0, minor), data)).isEqualTo(WSAVERNOTSUPPORTED);
        assertThat(data.wVersion & 0xffff).isEqualTo(MAKEWORD(2, 2));
        expectError(WSANOTINITIALISED, WSACleanup());
    }

    @Test
    @Conforms("S007")
    void dataDescribesTheImplementation() {
        WSADATA data = new WSADATA();
        data.lpVendorInfo = "untouched";
        assertThat(WSAStartup(MAKEWORD(1, 1), data)).isZero();
        assertThat(data.wHighVersion & 0xffff).isEqualTo(0x0202);
        assertThat(data.szDescription).isEqualTo("WinSock 2.0");
        assertThat(data.szSystemStatus).isEqualTo("Running");
        assertThat(data.lpVendorInfo).isEqualTo("untouched");
    }

    @Test
    @Conforms("S009")
    void nullDataIsAFaultOfASupportedVersionOnly() {
        assertThat(WSAStartup(MAKEWORD(2, 2), null)).isEqualTo(WSAEFAULT);
        assertThat(WSAStartup(MAKEWORD(1, 0), null)).isEqualTo(WSAEFAULT);
        assertThat(WSAStartup(MAKEWORD(0, 1), null)).isEqualTo(WSAVERNOTSUPPORTED);
        expectError(WSANOTINITIALISED, WSACleanup());
    }

    @Test
    @Conforms("S010")
    void cleanupClearsTheLastError() {
        start();
        WSASetLastError(0xdeadbeef);
        expectZero(WSACleanup());
        expectLastError(0);
    }

    @Test
    @Conforms("S012")
    void textConvertersLeaveTheLastErrorAlone() {
        WSASetLastError(0xdead);
        assertThat(inet_addr("1.2.3.4")).isEqualTo(htonl(0x01020304));
        assertThat(inet_addr("1.2.3.4.5")).isEqualTo(INADDR_NONE);
        assertThat(inet_pton(AF_INET, "127.0.0.1", new in_addr())).isEqualTo(1);
        assertThat(inet_pton(AF_INET, "127.0.0", new in_addr())).isZero();
        expectLastError(0xdead);
    }

    @Test
    @Conforms("S012")
    void textConvertersReportWrongArguments() {
        assertThat(inet_addr(null)).isEqualTo(INADDR_NONE);
        expectLastError(WSAEFAULT);
        expectError(WSAEFAULT, inet_pton(AF_INET, null, new in_addr()));
        expectError(WSAEAFNOSUPPORT, inet_pton(0xdead, "127.0.0.1", new in_addr()));
    }

    @Test
    @Conforms("S013")
    void theLastErrorBelongsToTheThread() {
        WSASetLastError(1234);
        Call<Integer> other = Call.of(() -> {
            int initial = WSAGetLastError();
            WSASetLastError(5678);
            return initial;
        });
        assertThat(other.value()).isZero();
        assertThat(other.error()).isEqualTo(5678);
        expectLastError(1234);
    }

    @Test
    @Conforms("D040")
    void byteOrderFunctionsSwap() {
        assertThat(htons(0x1234)).isEqualTo((short) 0x3412);
        assertThat(ntohs(0x3412)).isEqualTo(0x1234);
        assertThat(ntohs(htons(0xfedc)) & 0xffff).isEqualTo(0xfedc);
        assertThat(htonl(0x12345678)).isEqualTo(0x78563412);
        assertThat(ntohl(htonl(0xfedcba98))).isEqualTo(0xfedcba98);
    }

    @Test
    @Conforms("D041")
    void addressesAreLaidOutAsInC() {
        assertThat(loopback(0x1234).toBytes()).containsExactly(2, 0, 0x12, 0x34, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(loopback6(0x1234).toBytes())
                .hasSize(28)
                .startsWith(23, 0, 0x12, 0x34, 0, 0, 0, 0)
                .endsWith(0, 0, 0, 1, 0, 0, 0, 0);
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Sockets.assumeIpv6;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.afd.OptionCatalog;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.compat.options.Outcome;
import dev.jwinsock.compat.options.SocketSort;
import java.util.Arrays;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every option of the table on every kind of socket: it reads, sets, or is refused as documented. */
@WinsockTest
final class OptionMatrixTest {
    /** The states in which these are at first cannot be set (S288, "IPV6_PROTECTION_LEVEL"). */
    private static final Set<String> ONLY_READ_AT_FIRST =
            Set.of("IP_MTU_DISCOVER", "IPV6_MTU_DISCOVER", "IPV6_PROTECTION_LEVEL");

    @ParameterizedTest
    @EnumSource(SocketSort.class)
    @Conforms("D300")
    void everyOption(SocketSort sort) {
        if (sort.isIpv6()) {
            assumeIpv6();
        }
        SoftAssertions softly = new SoftAssertions();
        for (OptionCatalog.Row row : OptionCatalog.rows()) {
            SOCKET s = sort.open();
            judge(row, s, softly);
            closesocket(s);
        }
        softly.assertAll();
    }

    /** These have to be switched on or need another state first; what the comment names tests them. */
    private static final Set<String> NOT_AT_FIRST = Set.of(
            "IP_HDRINCL", // raw sockets: RawSocketTest
            "IPV6_HDRINCL",
            "IP_GET_IFLIST", // needs IP_IFLIST: MulticastOptionsTest
            "IPV6_GET_IFLIST",
            "TCP_ICMP_ERROR_INFO"); // needs TCP_FAIL_CONNECT_ON_ICMP_ERROR: OptionNetworkTest

    @Test
    @Conforms("D501")
    void everyOptionWorksSomewhere() {
        assumeIpv6();
        SoftAssertions softly = new SoftAssertions();
        for (OptionCatalog.Row row : OptionCatalog.rows()) {
            if (row.needs() != null && !Transports.capabilities().contains(row.needs())
                    || NOT_AT_FIRST.contains(row.name())) {
                continue;
            }
            boolean read = !row.gets();
            boolean set = !row.sets();
            for (SocketSort sort : SocketSort.values()) {
                SOCKET s = sort.open();
                Outcome outcome = Outcome.of(s, row);
                read |= outcome.reads();
                set |= outcome.sets();
                closesocket(s);
            }
            softly.assertThat(read).as("%s is read", row.name()).isTrue();
            softly.assertThat(set).as("%s is set", row.name()).isTrue();
        }
        softly.assertAll();
    }

    private static void judge(OptionCatalog.Row row, SOCKET s, SoftAssertions softly) {
        Outcome outcome = Outcome.of(s, row);
        if (!row.gets()) {
            softly.assertThat(outcome.get()).as("reading %s", row.name()).isIn(WSAENOPROTOOPT, WSAEINVAL);
        }
        if (!row.sets()) {
            softly.assertThat(outcome.set()).as("setting %s", row.name()).isIn(WSAENOPROTOOPT, WSAEINVAL);
        }
        softly.assertThat(outcome.get()).as("reading %s", row.name()).isIn(0, WSAENOPROTOOPT, WSAEINVAL, WSAENOTCONN);
        if (row.gets() && row.sets() && outcome.get() == 0 && !ONLY_READ_AT_FIRST.contains(row.name())) {
            byte[] read = new byte[64];
            IntRef length = new IntRef(read.length);
            softly.assertThat(getsockopt(s, row.level(), row.code(), read, length))
                    .as(row.name())
                    .isZero();
            if (length.value <= 4) {
                readBack(row, s, Arrays.copyOf(read, length.value), softly);
            }
        }
    }

    private static void readBack(OptionCatalog.Row row, SOCKET s, byte[] value, SoftAssertions softly) {
        int result = setsockopt(s, row.level(), row.code(), value, value.length);
        softly.assertThat(result == 0 ? 0 : WSAGetLastError())
                .as("setting %s to what it is", row.name())
                .isZero();
        byte[] again = new byte[value.length];
        if (value.length > 0) {
            softly.assertThat(getsockopt(s, row.level(), row.code(), again, new IntRef(again.length)))
                    .as(row.name())
                    .isZero();
            softly.assertThat(again).as(row.name()).isEqualTo(value);
        }
    }
}

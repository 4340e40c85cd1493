package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Sockets.assumeIpv6;

import dev.jwinsock.SOCKET;
import dev.jwinsock.afd.IoctlCatalog;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.options.IoctlOutcome;
import dev.jwinsock.compat.options.SocketSort;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every control code of the table on every kind of socket: it is done, or refused as documented. */
@WinsockTest
final class IoctlMatrixTest {
    private static final Integer[] DOCUMENTED = {
        0,
        WSAEFAULT,
        WSAEINVAL,
        WSAEOPNOTSUPP,
        WSAENOPROTOOPT,
        WSAEWOULDBLOCK,
        WSAENOTCONN,
        WSAEAFNOSUPPORT,
        WSAEADDRNOTAVAIL
    };

    /** What a buffer that is too short is told, where another check does not come first. */
    private static final Integer[] TOO_SHORT = {
        WSAEFAULT, WSAEINVAL, WSAEMSGSIZE, WSAEOPNOTSUPP, WSAENOPROTOOPT, WSAENOTCONN
    };

    @ParameterizedTest
    @EnumSource(SocketSort.class)
    @Conforms("D500")
    void everyIoctl(SocketSort sort) {
        if (sort.isIpv6()) {
            assumeIpv6();
        }
        SoftAssertions softly = new SoftAssertions();
        for (IoctlCatalog.Row row : IoctlCatalog.rows()) {
            SOCKET s = sort.open();
            IoctlOutcome least = IoctlOutcome.ofLeast(s, row);
            softly.assertThat(least.error()).as(row.name()).isIn((Object[]) DOCUMENTED);
            if (least.error() != 0) {
                softly.assertThat(least.stored()).as("bytes of %s", row.name()).isIn(0, IoctlOutcome.BEFORE);
            }
            if (row.leastIn() > 0) {
                tooShort(row, IoctlOutcome.of(s, row, row.leastIn() - 1, row.leastOut()), "in", softly);
            }
            if (row.leastOut() > 0) {
                tooShort(row, IoctlOutcome.of(s, row, row.leastIn(), row.leastOut() - 1), "out", softly);
            }
            closesocket(s);
        }
        softly.assertAll();
    }

    private static void tooShort(IoctlCatalog.Row row, IoctlOutcome outcome, String which, SoftAssertions softly) {
        softly.assertThat(outcome.error())
                .as("%s with too short a buffer: %s", row.name(), which)
                .isIn((Object[]) TOO_SHORT);
    }
}

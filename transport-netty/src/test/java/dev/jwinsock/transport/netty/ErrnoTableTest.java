package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errno numbers of both systems, and what they mean. */
class ErrnoTableTest {
    @ParameterizedTest
    @CsvSource({
        "EAGAIN, 11, 35, -10035",
        "EINPROGRESS, 115, 36, -10035",
        "EALREADY, 114, 37, -10037",
        "EMSGSIZE, 90, 40, -10040",
        "EADDRINUSE, 98, 48, -10048",
        "EADDRNOTAVAIL, 99, 49, -10049",
        "ENETUNREACH, 101, 51, -10051",
        "ECONNABORTED, 103, 53, -10053",
        "ECONNRESET, 104, 54, -10054",
        "EPIPE, 32, 32, -10054",
        "EISCONN, 106, 56, -10056",
        "ENOTCONN, 107, 57, -10057",
        "ETIMEDOUT, 110, 60, -10060",
        "ECONNREFUSED, 111, 61, -10061",
        "EHOSTUNREACH, 113, 65, -10065",
        "EMFILE, 24, 24, -10024",
        "ENFILE, 23, 23, -10024",
        "EOPNOTSUPP, 95, 102, -10045",
        "EAFNOSUPPORT, 97, 47, -10047",
        "EDESTADDRREQ, 89, 39, -10039"
    })
    void numbersOfBothSystemsHaveOneStatus(String name, int linux, int macos, int status) {
        assertThat(ErrnoTable.LINUX.status(linux)).as("%s on Linux", name).isEqualTo(status);
        assertThat(ErrnoTable.MACOS.status(macos)).as("%s on macOS", name).isEqualTo(status);
    }

    @Test
    void sameNumberMeansAnotherErrorOnTheOtherSystem() {
        assertThat(ErrnoTable.LINUX.status(54)).isEqualTo(Status.SYSTEM_CALL_FAILURE);
        assertThat(ErrnoTable.MACOS.status(54)).isEqualTo(Status.CONNECTION_RESET);
        assertThat(ErrnoTable.LINUX.status(35)).isNotEqualTo(Status.WOULD_BLOCK);
        assertThat(ErrnoTable.MACOS.status(64)).isEqualTo(Status.HOST_DOWN);
        assertThat(ErrnoTable.LINUX.status(64)).isEqualTo(Status.NETWORK_UNREACHABLE);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "127", "128", "4096", "-2147483648"})
    void unknownNumberIsASystemCallFailure(int errno) {
        assertThat(ErrnoTable.LINUX.status(errno)).isEqualTo(Status.SYSTEM_CALL_FAILURE);
        assertThat(ErrnoTable.MACOS.status(errno)).isEqualTo(Status.SYSTEM_CALL_FAILURE);
    }

    @Test
    void noErrorIsTakenForSuccess() {
        for (int errno = 1; errno < 200; errno++) {
            assertThat(ErrnoTable.LINUX.status(errno)).as("%d", errno).isNegative();
            assertThat(ErrnoTable.MACOS.status(errno)).as("%d", errno).isNegative();
        }
    }
}

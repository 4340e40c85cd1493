package dev.jwinsock.transport.netty;

import static dev.jwinsock.transport.Status.*;

import java.util.Arrays;

/** What an errno means as a {@link dev.jwinsock.transport.Status}. One row is one error with its two numbers. */
final class ErrnoTable {
    /** Name, status, number on Linux, number on macOS; -1: that system has no such error. */
    private record Row(String name, int status, int linux, int macos) {}

    private static final Row[] ROWS = {
        row("EPERM", ACCESS, 1, 1), // a packet filter said no
        row("ENOENT", NETWORK_DOWN, 2, 2), // the path of a local socket; so says Windows
        row("EINTR", INTERRUPTED, 4, 4),
        row("ENXIO", ADDRESS_NOT_AVAILABLE, 6, 6), // the interface of a scope id is gone
        row("EBADF", NOT_SOCKET, 9, 9),
        row("EAGAIN", WOULD_BLOCK, 11, 35),
        row("ENOMEM", NO_BUFFERS, 12, 12),
        row("EACCES", ACCESS, 13, 13),
        row("EFAULT", FAULT, 14, 14),
        row("ENODEV", ADDRESS_NOT_AVAILABLE, 19, 19),
        row("ENOTDIR", NETWORK_DOWN, 20, 20),
        row("EINVAL", INVALID, 22, 22),
        row("ENOSPC", NO_BUFFERS, 28, 28), // epoll: the user's watches are used up
        row("ENFILE", TOO_MANY_FILES, 23, 23),
        row("EMFILE", TOO_MANY_FILES, 24, 24),
        row("EROFS", ACCESS, 30, 30),
        row("EPIPE", CONNECTION_RESET, 32, 32),
        row("ENAMETOOLONG", INVALID, 36, 63),
        row("ENONET", NETWORK_UNREACHABLE, 64, -1),
        row("EPROTO", CONNECTION_ABORTED, 71, 100), // accept: the connection went away in the queue
        row("ENOTSOCK", NOT_SOCKET, 88, 38),
        row("EDESTADDRREQ", DESTINATION_REQUIRED, 89, 39),
        row("EMSGSIZE", MESSAGE_SIZE, 90, 40),
        row("EPROTOTYPE", PROTOCOL_TYPE, 91, 41),
        row("ENOPROTOOPT", NO_PROTOCOL_OPTION, 92, 42),
        row("EPROTONOSUPPORT", PROTOCOL_NOT_SUPPORTED, 93, 43),
        row("ESOCKTNOSUPPORT", SOCKET_TYPE_NOT_SUPPORTED, 94, 44),
        row("EOPNOTSUPP", OPERATION_NOT_SUPPORTED, 95, 102),
        row("ENOTSUP", OPERATION_NOT_SUPPORTED, 95, 45),
        row("EPFNOSUPPORT", FAMILY_NOT_SUPPORTED, 96, 46),
        row("EAFNOSUPPORT", FAMILY_NOT_SUPPORTED, 97, 47),
        row("EADDRINUSE", ADDRESS_IN_USE, 98, 48),
        row("EADDRNOTAVAIL", ADDRESS_NOT_AVAILABLE, 99, 49),
        row("ENETDOWN", NETWORK_DOWN, 100, 50),
        row("ENETUNREACH", NETWORK_UNREACHABLE, 101, 51),
        row("ENETRESET", NETWORK_RESET, 102, 52),
        row("ECONNABORTED", CONNECTION_ABORTED, 103, 53),
        row("ECONNRESET", CONNECTION_RESET, 104, 54),
        row("ENOBUFS", NO_BUFFERS, 105, 55),
        row("EISCONN", IS_CONNECTED, 106, 56),
        row("ENOTCONN", NOT_CONNECTED, 107, 57),
        row("ESHUTDOWN", SHUT_DOWN, 108, 58),
        row("ETIMEDOUT", TIMED_OUT, 110, 60),
        row("ECONNREFUSED", CONNECTION_REFUSED, 111, 61),
        row("EHOSTDOWN", HOST_DOWN, 112, 64),
        row("EHOSTUNREACH", HOST_UNREACHABLE, 113, 65),
        row("EALREADY", ALREADY, 114, 37),
        row("EINPROGRESS", WOULD_BLOCK, 115, 36),
    };

    static final ErrnoTable LINUX = new ErrnoTable(false);
    static final ErrnoTable MACOS = new ErrnoTable(true);

    private final int[] statuses = new int[128];
    private final String[] names = new String[128];

    private ErrnoTable(boolean macos) {
        Arrays.fill(statuses, SYSTEM_CALL_FAILURE);
        for (Row row : ROWS) {
            int errno = macos ? row.macos : row.linux;
            if (errno >= 0) {
                statuses[errno] = row.status;
                names[errno] = row.name;
            }
        }
    }

    private static Row row(String name, int status, int linux, int macos) {
        return new Row(name, status, linux, macos);
    }

    /** The status of a (positive) errno; SYSTEM_CALL_FAILURE for one that no socket call should give. */
    int status(int errno) {
        return errno > 0 && errno < statuses.length ? statuses[errno] : SYSTEM_CALL_FAILURE;
    }

    /** The errno that has this name, or -1. */
    int errno(String name) {
        return Arrays.asList(names).indexOf(name);
    }
}

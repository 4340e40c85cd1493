package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The options of IPPROTO_TCP. */
final class TcpOptions {
    /** What the kernels take. */
    private static final int MOST_SECONDS = 32767;

    private static final int MOST_PROBES = 255;
    private static final int MOST_KERNEL_PROBES = 127;
    private static final int FAST_OPENS = 256;
    private static final int MILLIS = 1000;

    static final Option NO_DELAY = row(1, "TCP_NODELAY", Form.FLAG_BYTE)
            .kernel(TransportOption.NO_DELAY)
            .source("S263")
            .option();
    /** RFC 1122's idea of urgent data, which the kernels do not have: a provider need not, either. */
    static final Option EXPEDITED = row(2, "TCP_EXPEDITED_1122", Form.FLAG)
            .stores((socket, option, on) -> on != 0 ? Status.NO_PROTOCOL_OPTION : Options.keep(socket, option, on))
            .source("IPPROTO_TCP socket options")
            .option();
    /** Seconds. */
    static final Option KEEP_IDLE = row(3, "TCP_KEEPIDLE", Form.NUMBER)
            .initially(7200)
            .applies((socket, seconds) -> applySeconds(socket, TransportOption.KEEP_IDLE, seconds))
            .stores(TcpOptions::keepSeconds)
            .source("IPPROTO_TCP socket options")
            .option();
    /** Seconds; -1: never. */
    static final Option RETRANSMIT_LIMIT = row(5, "TCP_MAXRT", Form.NUMBER)
            .needs(Capability.RETRANSMIT_LIMIT)
            .applies((socket, seconds) -> socket.kernel.setOption(TransportOption.RETRANSMIT_LIMIT, millis(seconds)))
            .stores((socket, option, seconds) -> seconds < -1 ? Status.INVALID : Options.keep(socket, option, seconds))
            .source("IPPROTO_TCP socket options")
            .option();

    static final Option TIMESTAMPS = row(10, "TCP_TIMESTAMPS", Form.FLAG)
            .remark(
                    "kept; whether a connection has time stamps is a setting of the system (Linux: net.ipv4.tcp_timestamps),"
                            + " and SIO_TCP_INFO tells")
            .source("IPPROTO_TCP socket options")
            .option();

    static final Option FAST_OPEN = row(15, "TCP_FASTOPEN", Form.FLAG)
            .applies(TcpOptions::fastOpen)
            .source("IPPROTO_TCP socket options")
            .option();
    static final Option FAIL_ON_ICMP = row(18, "TCP_FAIL_CONNECT_ON_ICMP_ERROR", Form.FLAG)
            .needs(Capability.CONNECT_ICMP_ERRORS)
            .kernel(TransportOption.CONNECT_ICMP_ERRORS)
            .source("IPPROTO_TCP socket options")
            .option();
    /** As the socket's last connect has left it. */
    static final Option ICMP_ERROR = row(19, "TCP_ICMP_ERROR_INFO", Form.BYTES)
            .needs(Capability.CONNECT_ICMP_ERRORS)
            .getOnly()
            .readsBytes((socket, to, length) -> socket.value(TcpOptions.FAIL_ON_ICMP) == 0
                    ? Status.INVALID
                    : SocketOptions.blob(socket.blob(TcpOptions.ICMP_ERROR), to, length))
            .source("IPPROTO_TCP socket options")
            .option();

    static final Option KEEP_COUNT = row(16, "TCP_KEEPCNT", Form.NUMBER)
            .initially(10)
            .applies((socket, probes) -> socket.kernel.setOption(
                    TransportOption.KEEP_COUNT, Math.min(Math.max(probes, 1), MOST_KERNEL_PROBES)))
            .stores((socket, option, probes) ->
                    probes < 0 || probes > MOST_PROBES ? Status.INVALID : Options.keep(socket, option, probes))
            .source("IPPROTO_TCP socket options")
            .option();
    /** Seconds. */
    static final Option KEEP_INTERVAL = row(17, "TCP_KEEPINTVL", Form.NUMBER)
            .initially(1)
            .applies((socket, seconds) -> applySeconds(socket, TransportOption.KEEP_INTERVAL, seconds))
            .stores(TcpOptions::keepSeconds)
            .source("IPPROTO_TCP socket options")
            .option();

    static final Option BSD_URGENT = row(0x7000, "TCP_BSDURGENT", Form.FLAG)
            .initially(1)
            .stores((socket, option, on) -> on == 0 ? Status.NO_PROTOCOL_OPTION : Options.keep(socket, option, on))
            .source("IPPROTO_TCP socket options")
            .option();

    static final List<Option> ROWS = List.of(
            NO_DELAY,
            EXPEDITED,
            KEEP_IDLE,
            RETRANSMIT_LIMIT,
            TIMESTAMPS,
            FAST_OPEN,
            FAIL_ON_ICMP,
            ICMP_ERROR,
            KEEP_COUNT,
            KEEP_INTERVAL,
            BSD_URGENT);

    private TcpOptions() {}

    private static Option.Row row(int code, String name, Form form) {
        return Option.row(OptionTable.TCP, code, name, form).on(Kind.STREAM & Kind.IP);
    }

    private static int keepSeconds(AfdSocket socket, Option option, int seconds) {
        return seconds <= 0 ? Status.INVALID : Options.keep(socket, option, seconds);
    }

    private static int applySeconds(AfdSocket socket, TransportOption option, int seconds) {
        return socket.kernel.setOption(option, Math.min(Math.max(seconds, 1), MOST_SECONDS));
    }

    private static int millis(int seconds) {
        return seconds < 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, (long) seconds * MILLIS);
    }

    /** A listening socket takes data that come with the first segment; a client's connect sends none, as on Windows. */
    private static int fastOpen(AfdSocket socket, int on) {
        socket.kernel.setOption(TransportOption.FAST_OPEN, on != 0 ? FAST_OPENS : 0);
        return Status.OK; // what a kernel does not allow in this state makes the connection no worse
    }
}

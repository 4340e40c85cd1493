package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The options of IPPROTO_TCP. */
final class TcpOptions {
    static final Option NO_DELAY = row(1, "TCP_NODELAY", Form.FLAG_BYTE)
            .kernel(TransportOption.NO_DELAY)
            .source("S263")
            .option();
    /** Seconds. */
    static final Option KEEP_IDLE = row(3, "TCP_KEEPIDLE", Form.NUMBER)
            .initially(7200)
            .kernel(TransportOption.KEEP_IDLE)
            .source("IPPROTO_TCP socket options")
            .option();

    static final Option KEEP_COUNT = row(16, "TCP_KEEPCNT", Form.NUMBER)
            .initially(10)
            .kernel(TransportOption.KEEP_COUNT)
            .source("IPPROTO_TCP socket options")
            .option();
    /** Seconds. */
    static final Option KEEP_INTERVAL = row(17, "TCP_KEEPINTVL", Form.NUMBER)
            .initially(1)
            .kernel(TransportOption.KEEP_INTERVAL)
            .source("IPPROTO_TCP socket options")
            .option();

    static final List<Option> ROWS = List.of(NO_DELAY, KEEP_IDLE, KEEP_COUNT, KEEP_INTERVAL);

    private TcpOptions() {}

    private static Option.Row row(int code, String name, Form form) {
        return Option.row(OptionTable.TCP, code, name, form).on(Kind.STREAM & Kind.IP);
    }
}

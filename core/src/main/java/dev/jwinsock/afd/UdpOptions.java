package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The options of IPPROTO_UDP that are about checksums. */
final class UdpOptions {
    static final Option NO_CHECKSUM = row(1, "UDP_NOCHECKSUM", Form.FLAG)
            .on(Kind.DATAGRAM & Kind.IPV4)
            .kernel(TransportOption.NO_CHECKSUM) // "may simply store this option without taking any action"
            .source("IPPROTO_UDP socket options")
            .option();
    static final Option CHECKSUM_COVERAGE = row(20, "UDP_CHECKSUM_COVERAGE", Form.FLAG)
            .source("IPPROTO_UDP socket options")
            .option();

    static final List<Option> ROWS = List.of(NO_CHECKSUM, CHECKSUM_COVERAGE);

    private UdpOptions() {}

    private static Option.Row row(int code, String name, Form form) {
        return Option.row(OptionTable.UDP, code, name, form).on(Kind.DATAGRAM & Kind.IP);
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The options that only raw sockets have. */
final class RawOptions {
    static final Option HEADER_INCLUDED = Option.row(OptionTable.IP, 2, "IP_HDRINCL", Form.FLAG)
            .on(Kind.RAW & Kind.IPV4, Status.INVALID) // S285
            .kernel(TransportOption.HEADER_INCLUDED)
            .source("S285, IPPROTO_IP Socket Options")
            .option();
    static final Option IPV6_HEADER_INCLUDED = Option.row(OptionTable.IPV6, 2, "IPV6_HDRINCL", Form.FLAG)
            .on(Kind.RAW & Kind.IPV6, Status.INVALID)
            .kernel(TransportOption.IPV6_HEADER_INCLUDED)
            .source("IPPROTO_IPV6 Socket Options")
            .option();

    static final List<Option> ROWS = List.of(HEADER_INCLUDED, IPV6_HEADER_INCLUDED);

    private RawOptions() {}
}

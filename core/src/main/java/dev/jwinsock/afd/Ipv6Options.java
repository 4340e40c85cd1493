package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The options of IPPROTO_IPV6 that are about sending and about which peers there are. */
final class Ipv6Options {
    static final Option IPV6_ONLY = row(27, "IPV6_V6ONLY", Form.FLAG_BYTE)
            .on(Kind.IPV6, Status.INVALID) // S294
            .initially(1) // S292
            .applies((socket, value) -> socket.session.can(Capability.V6ONLY)
                    ? socket.kernel.setOption(TransportOption.IPV6_ONLY, value)
                    : Status.OK)
            .stores((socket, option, value) -> socket.isBound() ? Status.INVALID : Options.keep(socket, option, value))
            .source("S292, S294")
            .option();

    static final List<Option> ROWS = List.of(IPV6_ONLY);

    private Ipv6Options() {}

    private static Option.Row row(int code, String name, Form form) {
        return Option.row(OptionTable.IPV6, code, name, form).on(Kind.IPV6);
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The options of IPPROTO_IPV6 that are about sending and about which peers there are. */
final class Ipv6Options {
    private static final int MOST_HOPS = 255;
    private static final int DEFAULT = -1;
    private static final int TCP_HEADERS = 60;

    static final Option HOPS = row(4, "IPV6_UNICAST_HOPS", Form.SHORT_NUMBER)
            .needs(Capability.HOP_LIMIT)
            .initially(IpOptions.HOPS)
            .kernel(TransportOption.IPV6_HOPS)
            .stores((socket, option, value) -> value < DEFAULT || value > MOST_HOPS
                    ? Status.INVALID
                    : Options.keep(socket, option, value == DEFAULT ? IpOptions.HOPS : value))
            .source("IPPROTO_IPV6 socket options")
            .option();
    static final Option DONT_FRAGMENT = row(14, "IPV6_DONTFRAG", Form.FLAG)
            .needs(Capability.DONT_FRAGMENT)
            .initially(0, 1)
            .applies((socket, on) ->
                    socket.kernel.setOption(TransportOption.IPV6_MTU_DISCOVERY, IpOptions.discovery(on)))
            .source("S284")
            .option();
    static final Option PROTECTION_LEVEL = row(23, "IPV6_PROTECTION_LEVEL", Form.NUMBER)
            .initially(ProtectionLevel.UNSPECIFIED)
            .stores((socket, option, value) ->
                    ProtectionLevel.isValid(value) ? Options.keep(socket, option, value) : Status.INVALID)
            .source("IPV6_PROTECTION_LEVEL")
            .option();
    static final Option IPV6_ONLY = row(27, "IPV6_V6ONLY", Form.FLAG_BYTE)
            .initially(1) // S292
            .applies(Ipv6Options::restrict)
            .stores((socket, option, value) -> socket.isBound() ? Status.INVALID : Options.keep(socket, option, value))
            .source("S292, S294")
            .option();
    static final Option UNICAST_INTERFACE = row(31, "IPV6_UNICAST_IF", Form.SHORT_NUMBER)
            .needs(Capability.SEND_INTERFACE)
            .kernel(TransportOption.IPV6_INTERFACE)
            .source("IPPROTO_IPV6 socket options")
            .option();
    static final Option MTU_DISCOVERY = row(71, "IPV6_MTU_DISCOVER", Form.NUMBER)
            .needs(Capability.DONT_FRAGMENT)
            .kernel(TransportOption.IPV6_MTU_DISCOVERY)
            .stores(IpOptions::discover)
            .source("S288")
            .option();
    static final Option PATH_MTU = row(72, "IPV6_MTU", Form.BYTES)
            .needs(Capability.PATH_MTU)
            .getOnly()
            .readsBytes((socket, to, length) -> IpOptions.mtu(socket, TransportOption.IPV6_MTU, to, length))
            .source("S288")
            .option();
    static final Option RECEIVE_ERRORS = row(75, "IPV6_RECVERR", Form.FLAG)
            .on(Kind.IPV6 & Kind.DATAGRAM, Status.INVALID)
            .source("S289")
            .option();
    static final Option USER_MTU = row(76, "IPV6_USER_MTU", Form.NUMBER)
            .initially(IpOptions.NO_USER_MTU)
            .applies((socket, mtu) -> IpOptions.limitSegments(socket, mtu, TCP_HEADERS))
            .source("IPPROTO_IPV6 socket options")
            .option();

    static final List<Option> ROWS = List.of(
            HOPS,
            DONT_FRAGMENT,
            PROTECTION_LEVEL,
            IPV6_ONLY,
            UNICAST_INTERFACE,
            MTU_DISCOVERY,
            PATH_MTU,
            RECEIVE_ERRORS,
            USER_MTU);

    private Ipv6Options() {}

    private static Option.Row row(int code, String name, Form form) {
        return Option.row(OptionTable.IPV6, code, name, form).on(Kind.IPV6, Status.INVALID); // S294
    }

    private static int restrict(AfdSocket socket, int on) {
        if (!socket.session.can(Capability.V6ONLY)) {
            return Status.OK; // afd turns IPv4 peers away
        }
        if (on == 0) {
            socket.apply(IpOptions.TTL, socket.value(IpOptions.TTL));
        }
        return socket.kernel.setOption(TransportOption.IPV6_ONLY, on);
    }
}

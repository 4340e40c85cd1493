package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import java.util.List;

/** The options of all levels that are about control messages. */
final class MessageOptions {
    private static final int UNLIMITED = 65535;

    static final Option UDP_SEND_MSG_SIZE = Option.row(OptionTable.UDP, 2, "UDP_SEND_MSG_SIZE", Form.NUMBER)
            .on(Kind.DATAGRAM, Status.INVALID)
            .stores((socket, option, value) ->
                    value < 0 || value > UNLIMITED ? Status.INVALID : Options.keep(socket, option, value))
            .applies(AfdSocket::segmentSize)
            .number(NumberSource.SDK)
            .source("IPPROTO_UDP socket options")
            .option();

    /** Where the kernel cannot put datagrams together they just come one by one: "may be coalesced". */
    static final Option UDP_RECV_MAX_COALESCED_SIZE = Option.row(
                    OptionTable.UDP, 3, "UDP_RECV_MAX_COALESCED_SIZE", Form.NUMBER)
            .alsoNamed("UDP_COALESCED_INFO") // the control message
            .on(Kind.DATAGRAM, Status.INVALID)
            .stores((socket, option, value) -> value < 0 ? Status.INVALID : Options.keep(socket, option, value))
            .applies(AfdSocket::coalesce)
            .number(NumberSource.SDK)
            .number(NumberSource.SDK)
            .source("IPPROTO_UDP socket options")
            .option();

    static final List<Option> ROWS = List.of(
            ip(19, "IP_PKTINFO", ControlMessage.IP_PACKET_INFO, Kind.RAW, "IP_PKTINFO socket option"),
            ip(21, "IP_RECVTTL", ControlMessage.IP_TTL, Kind.RAW, "IPPROTO_IP socket options"), // and IP_HOPLIMIT
            ip(24, "IP_RECVIF", ControlMessage.IP_INTERFACE, Kind.RAW, "IPPROTO_IP socket options"),
            ip(40, "IP_RECVTOS", ControlMessage.IP_TOS, Kind.NONE, "IPPROTO_IP socket options"), // and IP_RECVTCLASS
            ip(
                    47,
                    "IP_ORIGINAL_ARRIVAL_IF",
                    ControlMessage.IP_ORIGINAL_ARRIVAL_INTERFACE,
                    Kind.RAW,
                    "IPPROTO_IP socket options"),
            ip(50, "IP_ECN", ControlMessage.IP_ECN, Kind.NONE, "Winsock explicit congestion notification (ECN)"),
            ipv6(19, "IPV6_PKTINFO", ControlMessage.IPV6_PACKET_INFO, Kind.RAW, "IPV6_PKTINFO socket option"),
            ipv6(21, "IPV6_HOPLIMIT", ControlMessage.IPV6_HOP_LIMIT, Kind.RAW, "IPPROTO_IPV6 socket options"),
            ipv6(24, "IPV6_RECVIF", ControlMessage.IPV6_INTERFACE, Kind.RAW, "IPPROTO_IPV6 socket options"),
            ipv6(40, "IPV6_RECVTCLASS", ControlMessage.IPV6_TRAFFIC_CLASS, Kind.NONE, "IPPROTO_IPV6 socket options"),
            ipv6(
                    47,
                    "IP_ORIGINAL_ARRIVAL_IF",
                    ControlMessage.IPV6_ORIGINAL_ARRIVAL_INTERFACE,
                    Kind.RAW,
                    "IPPROTO_IPV6 socket options"),
            ipv6(50, "IPV6_ECN", ControlMessage.IPV6_ECN, Kind.NONE, "Winsock explicit congestion notification (ECN)"),
            UDP_SEND_MSG_SIZE,
            UDP_RECV_MAX_COALESCED_SIZE,
            // These exist in control data only
            Option.row(OptionTable.SOCKET, 0x300A, "SO_TIMESTAMP", Form.BYTES)
                    .refused(Status.NO_PROTOCOL_OPTION)
                    .source("Winsock timestamping")
                    .option(),
            Option.row(OptionTable.SOCKET, 0x300B, "SO_TIMESTAMP_ID", Form.BYTES)
                    .refused(Status.NO_PROTOCOL_OPTION)
                    .source("Winsock timestamping")
                    .option());

    private MessageOptions() {}

    /**
     * An option of what comes over IPv4, on a dual-stack socket too ("Dual-Stack Sockets").
     *
     * @param raw Kind.RAW when raw sockets have it as well
     */
    private static Option ip(int code, String name, ControlMessage message, int raw, String source) {
        return row(OptionTable.IP, code, name, message)
                .on((Kind.DATAGRAM | raw) & Kind.IP, Status.INVALID) // A205
                .stores((socket, option, value) ->
                        socket.v6Only() && value != 0 ? Status.INVALID : Options.keep(socket, option, value))
                .source(source)
                .option();
    }

    private static Option ipv6(int code, String name, ControlMessage message, int raw, String source) {
        return row(OptionTable.IPV6, code, name, message)
                .on((Kind.DATAGRAM | raw) & Kind.IPV6, Status.INVALID) // A205
                .source(source)
                .option();
    }

    /** A204: four bytes, read back as 0 or 1. */
    private static Option.Row row(int level, int code, String name, ControlMessage message) {
        return Option.row(level, code, name, Form.WHOLE_FLAG)
                .needs(Capability.CONTROL_MESSAGES)
                .applies((socket, value) -> socket.report(message, value != 0));
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.util.List;

/** The options of IPPROTO_IP that are about sending. A dual-stack IPv6 socket has them, too, for its IPv4 peers. */
final class IpOptions {
    /** What Windows gives its packets. */
    static final int HOPS = 128;

    static final int NO_USER_MTU = -1;
    private static final int MOST_HOPS = 255;
    private static final int TCP_HEADERS = 40;
    private static final int LEAST_SEGMENT = 88;
    private static final int MOST_SEGMENT = 32767;

    static final Option HEADER_OPTIONS = row(1, "IP_OPTIONS", Form.BYTES)
            .needs(Capability.HEADER_OPTIONS)
            .readsBytes((socket, to, length) -> {
                int stored = socket.kernel.getOption(TransportOption.IPV4_HEADER_OPTIONS, to, length.value);
                length.value = Math.max(0, stored);
                return Math.min(Status.OK, stored);
            })
            .storesBytes(
                    0,
                    (socket, from, length) ->
                            socket.kernel.setOption(TransportOption.IPV4_HEADER_OPTIONS, from, length))
            .source("IPPROTO_IP socket options")
            .option();
    /** Kept, and of no effect, as on a Windows whose registry does not say otherwise. */
    static final Option TYPE_OF_SERVICE = row(3, "IP_TOS", Form.SHORT_NUMBER)
            .source("IPPROTO_IP socket options")
            .option();

    static final Option TTL = row(4, "IP_TTL", Form.SHORT_NUMBER)
            .needs(Capability.HOP_LIMIT)
            .initially(HOPS)
            .kernel(TransportOption.IPV4_TTL)
            .stores((socket, option, value) ->
                    value < 1 || value > MOST_HOPS ? Status.INVALID : Options.keep(socket, option, value))
            .source("IPPROTO_IP socket options")
            .option();
    static final Option DONT_FRAGMENT = row(14, "IP_DONTFRAGMENT", Form.FLAG)
            .needs(Capability.DONT_FRAGMENT)
            .initially(0, 1)
            .applies((socket, on) -> socket.kernel.setOption(TransportOption.IPV4_MTU_DISCOVERY, discovery(on)))
            .source("S284")
            .option();
    static final Option RECEIVE_BROADCAST = row(22, "IP_RECEIVE_BROADCAST", Form.FLAG)
            .on(Kind.DATAGRAM | Kind.RAW, Status.INVALID)
            .needs(Capability.RECEIVE_FILTER)
            .initially(1)
            .applies((socket, on) -> filter(socket, on == 0, socket.value(SocketOptions.REUSE_MULTICAST_PORT) != 0))
            .source("IPPROTO_IP socket options")
            .option();
    static final Option UNICAST_INTERFACE = row(31, "IP_UNICAST_IF", Form.SHORT_NUMBER)
            .needs(Capability.SEND_INTERFACE)
            .kernel(TransportOption.IPV4_INTERFACE)
            // set in network order, read in host order
            .stores((socket, option, value) -> Options.keep(socket, option, Integer.reverseBytes(value)))
            .source("IPPROTO_IP socket options")
            .option();
    static final Option MTU_DISCOVERY = row(71, "IP_MTU_DISCOVER", Form.NUMBER)
            .needs(Capability.DONT_FRAGMENT)
            .kernel(TransportOption.IPV4_MTU_DISCOVERY)
            .stores(IpOptions::discover)
            .source("S288")
            .option();
    static final Option PATH_MTU = row(73, "IP_MTU", Form.BYTES)
            .needs(Capability.PATH_MTU)
            .getOnly()
            .readsBytes((socket, to, length) -> mtu(socket, TransportOption.IPV4_MTU, to, length))
            .source("S288")
            .option();
    static final Option RECEIVE_ERRORS = row(75, "IP_RECVERR", Form.FLAG)
            .on(Kind.DATAGRAM, Status.INVALID)
            .source("S289")
            .option();
    // Control messages only
    static final Option REDIRECT_RECORDS = redirect(OptionTable.IP, 60, "IP_WFP_REDIRECT_RECORDS");
    static final Option REDIRECT_CONTEXT = redirect(OptionTable.IP, 70, "IP_WFP_REDIRECT_CONTEXT");
    static final Option USER_MTU = row(76, "IP_USER_MTU", Form.NUMBER)
            .initially(NO_USER_MTU)
            .applies((socket, mtu) -> limitSegments(socket, mtu, TCP_HEADERS))
            .source("IPPROTO_IP socket options")
            .option();

    static final List<Option> ROWS = List.of(
            HEADER_OPTIONS,
            TYPE_OF_SERVICE,
            TTL,
            DONT_FRAGMENT,
            RECEIVE_BROADCAST,
            UNICAST_INTERFACE,
            MTU_DISCOVERY,
            PATH_MTU,
            RECEIVE_ERRORS,
            REDIRECT_RECORDS,
            REDIRECT_CONTEXT,
            USER_MTU);

    private IpOptions() {}

    private static Option.Row row(int code, String name, Form form) {
        return Option.row(OptionTable.IP, code, name, form);
    }

    static Option redirect(int level, int code, String name) {
        return Option.row(level, code, name, Form.BYTES)
                .refused(Status.NO_PROTOCOL_OPTION)
                .source("IPPROTO_IP socket options")
                .option();
    }

    static int filter(AfdSocket socket, boolean broadcasts, boolean unicast) {
        int refused =
                (broadcasts ? TransportSocket.REFUSE_BROADCAST : 0) | (unicast ? TransportSocket.REFUSE_UNICAST : 0);
        return socket.kernel.setOption(TransportOption.RECEIVE_FILTER, refused);
    }

    static int discovery(int dontFragment) {
        return dontFragment != 0 ? TransportSocket.DISCOVERY_ALWAYS : TransportSocket.DISCOVERY_DEFAULT;
    }

    /** S288: what it is at first cannot be set again. */
    static int discover(AfdSocket socket, Option option, int value) {
        boolean valid = value >= TransportSocket.DISCOVERY_ALWAYS && value <= TransportSocket.DISCOVERY_PROBE;
        return valid ? Options.keep(socket, option, value) : Status.INVALID;
    }

    /** S288: only of a connected socket. */
    static int mtu(AfdSocket socket, TransportOption which, byte[] to, IntRef length) {
        if (length.value < Integer.BYTES) {
            return Status.FAULT;
        }
        int mtu = socket.peerName(new Endpoint()) == Status.OK ? socket.kernel.getOption(which) : Status.NOT_CONNECTED;
        if (mtu < 0) {
            return mtu;
        }
        for (int i = 0; i < Integer.BYTES; i++) {
            to[i] = (byte) (mtu >>> 8 * i);
        }
        length.value = Integer.BYTES;
        return Status.OK;
    }

    /** A stream keeps below an MTU by short segments; a datagram socket looks at each datagram. */
    static int limitSegments(AfdSocket socket, int mtu, int headers) {
        if (!socket.isStream() || mtu < 0 || mtu - headers > MOST_SEGMENT) {
            return Status.OK;
        }
        socket.kernel.setOption(TransportOption.MAX_SEGMENT, Math.max(LEAST_SEGMENT, mtu - headers));
        return Status.OK;
    }
}

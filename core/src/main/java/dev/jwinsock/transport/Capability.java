package dev.jwinsock.transport;

/**
 * What a transport can do beyond the common ground. A call that needs a missing capability fails with the error that
 * Winsock documents for it, never silently; the conformance matrix names the capability as the reason.
 *
 * <p>{@code -Djwinsock.disable=PEEK,UNSENT} takes capabilities away, to test how a program behaves without them.
 */
public enum Capability {
    /** Data can be looked at without being consumed (MSG_PEEK). */
    PEEK,
    /** Urgent data can be received out of line, its mark be found, and its arrival be waited for. */
    OOB_RECEIVE,
    /** The end of the peer's data is seen before the data are read, and can be waited for by itself. */
    PEER_CLOSED,
    /**
     * Several urgent bytes that were not read yet can be kept apart from the data, by taking each out before the next
     * one comes. For that, besides {@link #OOB_RECEIVE} and {@link #PEEK}: a receive ends before the newest urgent byte,
     * {@link TransportSocket#available} counts up to it, and the next receive leaves it out, taken out or not; an older
     * one that was not reached is an ordinary byte, one that was is left out; and readiness for {@link Interest#URGENT}
     * ends when the byte is taken out. One that is replaced before anybody looks cannot be kept apart.
     */
    OOB_QUEUE,
    /** IPv6 sockets can be restricted to IPv6 in the kernel; without it afd refuses IPv4 peers itself. */
    V6ONLY,
    /** Address sharing (SO_REUSEADDR, SO_REUSEPORT) can be switched on a bound socket, so afd can decide who may share. */
    REUSE_CONTROL,
    /** The port of a bound socket can be chosen when it connects, so that connections to different peers may share it. */
    PORT_AT_CONNECT,
    /** An unconnected datagram socket learns of ICMP errors. */
    ICMP_ERRORS,
    /** A connected datagram socket can send to another address than its peer's. */
    SEND_PAST_PEER,
    /** The bytes queued on a datagram socket can be counted (FIONREAD). */
    DATAGRAM_AVAILABLE,
    /** The hop limit of what is sent can be chosen. */
    HOP_LIMIT,
    /** The MTU of the path to a connected peer can be told. */
    PATH_MTU,
    /** Fragmentation and path MTU discovery can be controlled. */
    DONT_FRAGMENT,
    /** The interface that unicast packets leave by can be chosen. */
    SEND_INTERFACE,
    /** Options can be put into the IPv4 header of what is sent. */
    HEADER_OPTIONS,
    /** The time after which a connection is given up whose peer does not answer can be chosen. */
    RETRANSMIT_LIMIT,
    /** What an ICMP error says that has ended a connect can be told. */
    CONNECT_ICMP_ERRORS,
    /** A datagram socket can leave broadcasts or unicast datagrams out. */
    RECEIVE_FILTER,
    /** The transport can tell how many sent bytes the peer has not acknowledged, so a lingering close can time out. */
    UNSENT,
    /** A kernel socket can be given to another process ({@link Transport#offer}). */
    SHARE_ACROSS_PROCESSES,
    /** Stream sockets between programs of one machine, which have a path for an address. */
    LOCAL_SOCKETS,
    /** All packets of an interface can be received, by a process with the privilege. */
    CAPTURE,
    /** Raw IP sockets, for a process with the privilege. */
    RAW_SOCKETS,
    /** A datagram socket can be told to hear some interfaces only (IP_IFLIST). */
    INTERFACE_FILTER,
    /** A dual-stack datagram socket can choose the interface and the hop limit of its IPv4 multicasts. */
    DUAL_MULTICAST,
    /** A datagram socket that is bound to one address can hear multicast groups. */
    GROUPS_WHEN_BOUND,
    /** What goes with a datagram can be received and sent: {@link ControlData}. */
    CONTROL_MESSAGES,
    /** The kernel divides what is sent into datagrams, and may put received ones together. */
    SEGMENTATION,
    /** The kernel tells what it counts of a connection: {@link TransportSocket#statistics}. */
    TCP_STATISTICS,
    /** A {@link NetworkWatch} is told of routes that change while the addresses stay. */
    ROUTE_CHANGES,
    /** A datagram socket can be tied to the processor that receives for it, and tells it. */
    PROCESSOR_AFFINITY,
    /**
     * Whither the peer of a redirected connection wanted is known, and a connection can be marked not to be redirected
     * (which needs a privilege).
     */
    REDIRECTS,
    /** How often a SYN is sent again can be chosen. */
    SYN_RETRIES
}

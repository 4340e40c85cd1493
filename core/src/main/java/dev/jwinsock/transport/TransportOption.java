package dev.jwinsock.transport;

/** Kernel socket options a transport maps to its own; all values are ints, booleans 0 and 1. */
public enum TransportOption {
    /** Bytes, as asked for (the kernel may use more). */
    SEND_BUFFER,
    /** Bytes, as asked for (the kernel may use more). */
    RECEIVE_BUFFER,
    KEEP_ALIVE,
    /** Seconds of silence before the first keep-alive probe. */
    KEEP_IDLE,
    /** Seconds between keep-alive probes. */
    KEEP_INTERVAL,
    /** Unanswered keep-alive probes before the connection is given up. */
    KEEP_COUNT,
    NO_DELAY,
    BROADCAST,
    REUSE_ADDRESS,
    REUSE_PORT,
    /** A bind to port 0 leaves the choice of the port to connect or listen; {@link Capability#PORT_AT_CONNECT}. */
    PORT_AT_CONNECT,
    OOB_INLINE,
    /** -1: off (close sends what is queued, in the background); 0: close aborts the connection with a reset. */
    LINGER,
    IPV6_ONLY,
    /** Report ICMP errors on a datagram socket even when it is not connected. */
    ICMP_ERRORS,
    /** Of IPv4 packets, unicast; {@link Capability#HOP_LIMIT}. */
    IPV4_TTL,
    /** Of IPv6 packets, unicast; {@link Capability#HOP_LIMIT}. */
    IPV6_HOPS,
    /** Read only: bytes; NOT_CONNECTED without a peer; {@link Capability#PATH_MTU}. */
    IPV4_MTU,
    /** Read only: bytes; NOT_CONNECTED without a peer; {@link Capability#PATH_MTU}. */
    IPV6_MTU,
    /** One of the DISCOVERY constants of {@link TransportSocket}; {@link Capability#DONT_FRAGMENT}. */
    IPV4_MTU_DISCOVERY,
    /** One of the DISCOVERY constants of {@link TransportSocket}; {@link Capability#DONT_FRAGMENT}. */
    IPV6_MTU_DISCOVERY,
    /** Index of the interface that unicast IPv4 packets leave by, 0: any; {@link Capability#SEND_INTERFACE}. */
    IPV4_INTERFACE,
    /** Index of the interface that unicast IPv6 packets leave by, 0: any; {@link Capability#SEND_INTERFACE}. */
    IPV6_INTERFACE,
    /** The bytes of the IPv4 header's options; {@link Capability#HEADER_OPTIONS}. */
    IPV4_HEADER_OPTIONS,
    /** Send IPv4 datagrams without a checksum. */
    NO_CHECKSUM,
    /** Milliseconds that sent data may stay unacknowledged; 0: as usual; {@link Capability#RETRANSMIT_LIMIT}. */
    RETRANSMIT_LIMIT,
    /** Connections that may send data with their first segment, of a listening socket; 0: none. */
    FAST_OPEN,
    /** The most bytes of a stream in one packet. */
    MAX_SEGMENT,
    /** Read only: the process id of a local socket's peer. */
    PEER_PROCESS,
    /** What a raw IPv4 socket sends begins with the IP header. */
    HEADER_INCLUDED,
    /** What a raw IPv6 socket sends begins with the IPv6 header. */
    IPV6_HEADER_INCLUDED,
    /** Index of the interface that sends IPv4 multicasts, 0 for the system's choice; cannot be read. */
    MULTICAST_INTERFACE,
    /** Routers an IPv4 multicast may cross, plus one. */
    MULTICAST_HOPS,
    /** Index of the interface that sends IPv6 multicasts, 0 for the system's choice; cannot be read. */
    MULTICAST_INTERFACE_IPV6,
    /** Routers an IPv6 multicast may cross, plus one. */
    MULTICAST_HOPS_IPV6,
    /** Keep what an ICMP error says that ends a connect, for {@link TransportSocket#icmpError}. */
    CONNECT_ICMP_ERRORS,
    /** What a datagram socket does not want: REFUSE bits of {@link TransportSocket}; {@link Capability#RECEIVE_FILTER}. */
    RECEIVE_FILTER,
    /** How often the SYN of a connect is sent again. */
    SYN_RETRIES,
    /** The most that this end lets the peer send, bytes. */
    WINDOW_CLAMP,
    /** Bytes a second that are sent at most, an unsigned number; -1 is no limit. */
    PACING_RATE,
    /** The processor that receives for the socket; among sockets that share a port, the one whose this is gets the data. */
    RECEIVING_PROCESSOR,
    /** A number that packets carry within this host, for the rules of its packet filter; {@link Capability#REDIRECTS}. */
    MARK,
    /** 1: what is sent gives way to all other traffic. Cannot be read. */
    BACKGROUND,
    /** The byte of the IP header that says how a packet is to be treated, for both families of a dual-stack socket. */
    TRAFFIC_CLASS
}

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
    OOB_INLINE,
    /** -1: off (close sends what is queued, in the background); 0: close aborts the connection with a reset. */
    LINGER,
    IPV6_ONLY,
    /** Report ICMP errors on a datagram socket even when it is not connected. */
    ICMP_ERRORS
}

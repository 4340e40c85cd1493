package dev.jwinsock.transport;

/** What an ICMP message says that was an answer to a packet of a socket. */
public final class IcmpError {
    /** Who has sent it; without a port. */
    public final Endpoint source = new Endpoint();
    /** As in the ICMP header; which ICMP it is the source's family tells. */
    public int type;

    public int code;
}

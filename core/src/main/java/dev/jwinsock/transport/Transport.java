package dev.jwinsock.transport;

import java.util.Set;

/** A started transport: makes kernel sockets and owns the I/O threads they need (started on first use). */
public interface Transport extends AutoCloseable {
    /** Short name, as in {@code jwinsock.transport}. */
    String name();

    /** What this transport can do; {@link Transports#enabled} takes off what {@code jwinsock.disable} names. */
    Set<Capability> capabilities();

    /**
     * Makes a non-blocking kernel socket. An IPv6 socket starts dual-stack whatever the system's default is.
     *
     * @throws TransportException with TOO_MANY_FILES, FAMILY_NOT_SUPPORTED, NO_BUFFERS, …
     */
    TransportSocket open(boolean ipv6, Kind kind) throws TransportException;

    /**
     * Makes a raw IP socket; it sends and receives datagrams, ports do not count. Over IPv4 what is received begins with
     * the IP header. Needs {@link Capability#RAW_SOCKETS}.
     *
     * @param protocol 0 to 255: what is received, and what is sent unless a header says otherwise; with 0 nothing is
     *     received, and sent only with headers
     * @throws TransportException as {@link #open}, also ACCESS without the privilege, SOCKET_TYPE_NOT_SUPPORTED
     */
    default TransportSocket openRaw(boolean ipv6, int protocol) throws TransportException {
        throw new TransportException(Status.SOCKET_TYPE_NOT_SUPPORTED, name() + " has no raw sockets");
    }

    /** Which of an interface's packets are captured. */
    enum Captured {
        ALL,
        /** To multicast addresses; IPv4. */
        MULTICAST,
        /** Of the group management protocol, to multicast addresses; IPv4. */
        GROUP_MANAGEMENT
    }

    /**
     * Makes a socket that receives the packets which an interface takes in and gives out, each from its IP header on, and
     * sends nothing. Needs {@link Capability#CAPTURE}.
     *
     * @param interfaceIndex the interface
     * @param promiscuous also what the network says to others
     * @throws TransportException as {@link #open}, also ACCESS without the privilege
     */
    default TransportSocket capture(boolean ipv6, int interfaceIndex, Captured what, boolean promiscuous)
            throws TransportException {
        throw new TransportException(Status.OPERATION_NOT_SUPPORTED, name() + " captures no packets");
    }

    /**
     * Makes a stream socket whose addresses are paths ({@link Endpoint#setPath}). What is bound makes a file, which closing
     * leaves. Needs {@link Capability#LOCAL_SOCKETS}.
     *
     * @throws TransportException as {@link #open}
     */
    default TransportSocket openLocal() throws TransportException {
        throw new TransportException(Status.FAMILY_NOT_SUPPORTED, name() + " has no local sockets");
    }

    /**
     * The calling thread's waiter: a platform thread's is the same object each time, a virtual thread's is a new one.
     *
     * @throws TransportException with TOO_MANY_FILES or NO_BUFFERS, a platform thread's first time only
     */
    Waiter waiter() throws TransportException;

    /**
     * Lets other virtual threads run on the carrier of the calling one. Does nothing where those that wait for sockets
     * are woken from a platform thread: they would come last, after all that yield.
     */
    default void yieldCarrier() {}

    /**
     * Makes a place to wait for many sockets of this transport; its owner closes it.
     *
     * @throws TransportException with TOO_MANY_FILES or NO_BUFFERS
     */
    Poller poller() throws TransportException;

    /**
     * Offers a socket to another process, which {@link #take takes} it once; then both processes have a descriptor of the
     * same kernel socket, which lives until both have closed theirs. The offer holds it too: until it is taken, the
     * other process is seen to have ended, or this transport is closed. Needs {@link
     * Capability#SHARE_ACROSS_PROCESSES}.
     *
     * @param state what the other process is to know of it, at most {@value #MAX_SHARED_STATE} bytes
     * @return the number to take it by ({@code > 0}), or a status
     */
    default int offer(TransportSocket socket, long process, byte[] state) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /**
     * Takes the socket that another process has offered to this one.
     *
     * @throws TransportException with INVALID when there is no such offer (any more)
     */
    default SharedSocket take(int number, boolean ipv6, Kind kind) throws TransportException {
        throw new TransportException(Status.OPERATION_NOT_SUPPORTED, "sockets of other processes cannot be taken");
    }

    /** Bytes of state that can go with an offered socket. */
    int MAX_SHARED_STATE = 4096;

    /**
     * Watches this host's addresses and routes; routes by themselves need {@link Capability#ROUTE_CHANGES}.
     *
     * @throws TransportException with TOO_MANY_FILES or NO_BUFFERS
     */
    default NetworkWatch watchNetwork(NetworkListener listener) throws TransportException {
        return PollingNetworkWatch.start(listener);
    }

    /** Whether some network interface spreads what it receives over several processors. */
    default boolean spreadsReceives() {
        return false;
    }

    /** Ends the I/O threads and frees the waiters. All sockets and pollers are closed by then. */
    @Override
    void close();

    /** The kinds of kernel sockets. */
    enum Kind {
        STREAM,
        DATAGRAM
    }
}

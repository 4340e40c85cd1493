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
     * The calling platform thread's waiter; the same object each time.
     *
     * @throws TransportException with TOO_MANY_FILES or NO_BUFFERS, the first time only
     */
    Waiter waiter() throws TransportException;

    /**
     * Makes a place to wait for many sockets of this transport; its owner closes it.
     *
     * @throws TransportException with TOO_MANY_FILES or NO_BUFFERS
     */
    Poller poller() throws TransportException;

    /** Ends the I/O threads and frees the waiters. All sockets and pollers are closed by then. */
    @Override
    void close();

    /** The kinds of kernel sockets. */
    enum Kind {
        STREAM,
        DATAGRAM
    }
}

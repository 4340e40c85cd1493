package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;

/** Which of this host's addresses reaches a destination: a datagram socket that is connected to it has that one. */
final class Route {
    /** Nothing is sent: any port will do, but 0 is none. */
    private static final int PORT = 9;

    private final AfdSocket socket;
    private final Endpoint destination;
    private Endpoint before = new Endpoint();

    /** Of which {@link #hasChanged} will tell. */
    Route(AfdSocket socket, Endpoint destination) {
        this.socket = socket;
        this.destination = destination;
        find(socket, destination, before);
    }

    /** Whether it is another than the last time. @param changes {@link dev.jwinsock.transport.NetworkListener} bits */
    boolean hasChanged(int changes) {
        int routes = NetworkChanges.routesOf(socket);
        if ((changes & (routes | NetworkChanges.addressesOf(socket))) == 0) {
            return false;
        }
        if (destination.isWildcard()) {
            return (changes & routes) != 0; // any route is meant
        }
        Endpoint now = new Endpoint();
        find(socket, destination, now);
        boolean changed = !now.equals(before);
        before = now;
        return changed;
    }

    /**
     * Without a lock.
     *
     * @param source is set to the address, port 0; not set when there is no route
     * @return OK, NETWORK_UNREACHABLE, …
     */
    static int find(AfdSocket socket, Endpoint destination, Endpoint source) {
        source.clear();
        TransportSocket probe;
        try {
            probe = socket.session.transport().open(socket.ipv6(), Transport.Kind.DATAGRAM);
        } catch (TransportException e) {
            return e.status();
        }
        try {
            Endpoint to = new Endpoint().copyFrom(destination);
            if (to.port() == 0) {
                to.port(PORT);
            }
            int status = probe.connect(to);
            if (status == Status.OK) {
                status = probe.localAddress(source);
            }
            source.port(0);
            // What the kernels say of an address that they have no route to
            return status == Status.HOST_UNREACHABLE || status == Status.ADDRESS_NOT_AVAILABLE
                    ? Status.NETWORK_UNREACHABLE
                    : status;
        } finally {
            probe.close();
        }
    }
}

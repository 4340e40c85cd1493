package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;

/** SIO_ROUTING_INTERFACE_CHANGE: waits until a destination is reached by another interface. */
final class RoutingInterfaceChange extends Control implements NetworkChanges.Subscriber {
    private final int why;
    private final Route route;

    /** @param status why it cannot begin, or OK */
    RoutingInterfaceChange(Operations owner, int status, Endpoint destination) {
        super(owner);
        why = status;
        route = new Route(owner.socket, destination);
    }

    @Override
    int begun() {
        return why == Status.OK ? owner.socket.session.networkChanges().add(this) : why;
    }

    @Override
    void over() {
        owner.socket.session.networkChanges().remove(this);
    }

    @Override
    public void changed(int changes) {
        if (route.hasChanged(changes)) {
            end(0);
        }
    }
}

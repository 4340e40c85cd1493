package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of the network that one socket is to be told by FD_ADDRESS_LIST_CHANGE and FD_ROUTING_INTERFACE_CHANGE: each
 * once, after an ioctl has asked for it (A190). Guarded by the socket's lock.
 */
final class NetworkChangeEvents implements NetworkChanges.Subscriber {
    private final AfdSocket socket;
    private boolean addressesWanted;
    private List<Route> routesWanted = new ArrayList<>();
    /** What happened before anything was selected. */
    private int past;

    NetworkChangeEvents(AfdSocket socket) {
        this.socket = socket;
    }

    int wantAddresses() {
        addressesWanted = true;
        return want(NetworkEvents.ADDRESS_LIST_CHANGE);
    }

    int wantRoute(Route route) {
        routesWanted.add(route);
        return want(NetworkEvents.ROUTING_INTERFACE_CHANGE);
    }

    private int want(int event) {
        past &= ~event;
        NetworkEvents selection = socket.events;
        if (selection != null) {
            selection.enable(event);
        }
        int status = socket.session.networkChanges().add(this);
        return status == Status.OK ? Status.WOULD_BLOCK : status;
    }

    /** The first selection is made. */
    void recordPast(NetworkEvents to) {
        for (int event : new int[] {NetworkEvents.ADDRESS_LIST_CHANGE, NetworkEvents.ROUTING_INTERFACE_CHANGE}) {
            if ((past & event) != 0) {
                to.happened(event, 0);
            }
        }
        past = 0;
    }

    @Override
    public void changed(int changes) {
        List<Route> asked;
        socket.lock.lock();
        try {
            if (addressesWanted && (changes & NetworkChanges.addressesOf(socket)) != 0) {
                addressesWanted = false;
                happened(NetworkEvents.ADDRESS_LIST_CHANGE);
            }
            asked = List.copyOf(routesWanted);
        } finally {
            socket.lock.unlock();
        }
        boolean rerouted = false;
        for (Route each : asked) {
            rerouted |= each.hasChanged(changes);
        }
        if (rerouted) {
            socket.lock.lock();
            try {
                routesWanted = new ArrayList<>();
                happened(NetworkEvents.ROUTING_INTERFACE_CHANGE);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    private void happened(int event) {
        NetworkEvents selection = socket.events;
        if (selection == null) {
            past |= event;
        } else {
            selection.happened(event, 0);
        }
    }
}

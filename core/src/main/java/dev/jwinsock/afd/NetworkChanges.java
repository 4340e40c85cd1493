package dev.jwinsock.afd;

import dev.jwinsock.transport.NetworkListener;
import dev.jwinsock.transport.NetworkWatch;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sockets that wait for it of changes of this host's addresses and routes. There is one watch for all of a
 * session, started by the first that waits.
 */
final class NetworkChanges implements NetworkListener {
    /** Who waits. */
    interface Subscriber {
        /** On the watch's thread, without a lock. @param changes {@link NetworkListener} bits */
        void changed(int changes);
    }

    private final Session session;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

    /** Guarded by this. */
    private @Nullable NetworkWatch watch;

    /** Guarded by this. */
    private boolean ended;

    NetworkChanges(Session session) {
        this.session = session;
    }

    /** Tells it from now on. @return OK, or why there is no watch */
    int add(Subscriber subscriber) {
        synchronized (this) {
            if (ended) {
                return Status.NETWORK_DOWN;
            }
            if (watch == null) {
                try {
                    watch = session.transport().watchNetwork(this);
                } catch (TransportException e) {
                    return e.status();
                }
            }
        }
        subscribers.add(subscriber);
        return Status.OK;
    }

    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    @Override
    public void changed(int changes) {
        for (Subscriber each : subscribers) {
            each.changed(changes);
        }
    }

    /** The session ends: waits for the watch's thread. */
    void end() {
        NetworkWatch ending;
        synchronized (this) {
            ended = true;
            ending = watch;
            watch = null;
        }
        if (ending != null) {
            ending.close();
        }
    }

    static int addressesOf(AfdSocket socket) {
        return socket.ipv6() ? IPV6_ADDRESSES : IPV4_ADDRESSES;
    }

    static int routesOf(AfdSocket socket) {
        return socket.ipv6() ? IPV6_ROUTES : IPV4_ROUTES;
    }
}

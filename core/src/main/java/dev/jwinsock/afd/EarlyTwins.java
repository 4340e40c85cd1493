package dev.jwinsock.afd;

import dev.jwinsock.SOCKET;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The handles that WSADuplicateSocket made of a datagram socket before it was bound. On Windows a handle does not learn
 * of a bind that was made through another one (S032, seen in recvfrom there): nothing can be received by it. All other
 * state is held in common, as "Shared Sockets" says, and so is what connect and sendto bind to.
 */
final class EarlyTwins {
    private final Set<SOCKET> handles = ConcurrentHashMap.newKeySet();
    private volatile boolean bound;

    void add(SOCKET twin) {
        handles.add(twin);
    }

    void boundThrough(SOCKET handle) {
        handles.remove(handle);
        bound = true;
    }

    boolean isUnaware(SOCKET handle) {
        return bound && handles.contains(handle);
    }
}

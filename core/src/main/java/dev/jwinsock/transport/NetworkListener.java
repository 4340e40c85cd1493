package dev.jwinsock.transport;

/** Is told of changes of this host's addresses and routes. */
@FunctionalInterface
public interface NetworkListener {
    int IPV4_ADDRESSES = 1;
    int IPV6_ADDRESSES = 2;
    int IPV4_ROUTES = 4;
    int IPV6_ROUTES = 8;

    /** On the watch's own thread. @param changes what has changed */
    void changed(int changes);
}

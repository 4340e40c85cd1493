package dev.jwinsock.transport;

import org.jspecify.annotations.Nullable;

/** What {@link TransportSocket#accept} found. */
public final class Accepted {
    /** The new connection's kernel socket. */
    public @Nullable TransportSocket socket;
    /** The peer's address. */
    public final Endpoint peer = new Endpoint();
}

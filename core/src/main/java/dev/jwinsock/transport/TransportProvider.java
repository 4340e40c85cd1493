package dev.jwinsock.transport;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Found by {@link java.util.ServiceLoader}: one transport that may or may not work on this machine. */
public interface TransportProvider {
    /** Short name: {@code epoll}, {@code kqueue}, {@code nio}. */
    String name();

    /** {@code auto} takes the usable transport with the highest priority; native ones have 100, NIO 0. */
    int priority();

    /** Why this transport cannot be used here, or null when it can. */
    @Nullable
    String unavailable();

    /** What it can do here, before {@code jwinsock.disable}. */
    Set<Capability> capabilities();

    /** What it knows of time stamps of packets, or null when it cannot tell. */
    default @Nullable AdapterClocks adapterClocks() {
        return null;
    }

    /** Starts it. */
    Transport open();
}

package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What few sockets have; apart, so that all the others are smaller. Written under the socket's lock. */
final class Seldom {
    /** A datagram socket was duplicated before its bind. */
    volatile @Nullable EarlyTwins earlyTwins;

    /** By option, what is not a number. Never changed but replaced. */
    volatile Map<Option, byte[]> blobs = Map.of();

    /** What SO_ERROR reads: a failed connect stays there until the next one (S098). */
    volatile int connectError = Status.OK;

    /** Made when it is first needed. */
    @Nullable
    Groups groups;

    /** Made by the first control code that sets something. */
    @Nullable
    ControlSettings settings;

    /** Made by the first wait for a change of the network that ends in an event. */
    @Nullable
    NetworkChangeEvents changeEvents;
}

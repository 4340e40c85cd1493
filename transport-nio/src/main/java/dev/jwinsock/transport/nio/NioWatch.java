package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.ReadyListener;
import org.jspecify.annotations.Nullable;

/** A socket's place in a {@link NioPoller}, from its first arming until it is removed. */
final class NioWatch {
    final NioPoller poller;
    final NioSocket socket;
    final ReadyListener listener;
    volatile boolean removed;

    /** How often it was ready since, for nobody. The polling thread's. */
    int passed;

    /** The next one in the poller's queue; whoever has put this in or taken it out writes it. */
    @Nullable
    NioWatch nextQueued;

    final Armed armed = new Armed();

    NioWatch(NioPoller poller, NioSocket socket, ReadyListener listener) {
        this.poller = poller;
        this.socket = socket;
        this.listener = listener;
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.ReadyListener;

/** A socket's place in a {@link KernelPoller}, from its first arming until it is removed. */
final class Watch {
    final KernelPoller poller;
    final KernelSocket socket;
    final ReadyListener listener;
    /** Index in the poller's table; the next watch to use it has another generation. */
    final int slot;

    final short generation;
    /** What the kernel is asked to tell, Interest bits; grows only. Written under the poller's lock. */
    volatile byte interest;

    Watch(KernelPoller poller, KernelSocket socket, ReadyListener listener, int slot, short generation) {
        this.poller = poller;
        this.socket = socket;
        this.listener = listener;
        this.slot = slot;
        this.generation = generation;
    }

    /** What the kernel keeps with the registration and gives back with each event. */
    long token() {
        return (long) generation << 32 | slot; // never WAKE_TOKEN: slots are not negative
    }
}

package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.ReadyListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A socket's place in a {@link NioPoller}, from its first arming until it is removed. */
final class NioWatch {
    /** In {@link #armed}: this is in the poller's queue. */
    private static final int QUEUED = 0x100;

    final NioPoller poller;
    final NioSocket socket;
    final ReadyListener listener;
    volatile boolean removed;

    /** The next one in the poller's queue; whoever has put this in or taken it out writes it. */
    @Nullable
    NioWatch nextQueued;

    // Interest bits armed and not told yet, and QUEUED
    private final AtomicInteger armed = new AtomicInteger();

    NioWatch(NioPoller poller, NioSocket socket, ReadyListener listener) {
        this.poller = poller;
        this.socket = socket;
        this.listener = listener;
    }

    /** @return whether the caller must put this in the queue */
    boolean arm(int interest) {
        if ((interest & ~armed.get()) == 0) {
            // Asked for and not told yet: the key has it, or gets it from the queue.
            return false;
        }
        return (armed.getAndUpdate(before -> before | interest | QUEUED) & QUEUED) == 0;
    }

    /** What is armed means other key operations now. @return whether the caller must put this in the queue */
    boolean rearm() {
        return armed() != 0 && (armed.getAndUpdate(before -> before | QUEUED) & QUEUED) == 0;
    }

    int armed() {
        return armed.get() & ~QUEUED;
    }

    /** This is out of the queue. @return what is armed */
    int takeQueued() {
        return armed.getAndUpdate(before -> before & ~QUEUED) & ~QUEUED;
    }

    /** What is told is not armed any more. @return what still is */
    int disarm(int told) {
        return armed.updateAndGet(before -> before & ~told) & ~QUEUED;
    }
}

package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.ReadyListener;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A socket's place in a {@link NioPoller}, from its first arming until it is removed. */
final class NioWatch {
    /** In {@link #armed}: this is in the poller's queue. */
    private static final int QUEUED = 0x100;
    /** In {@link #armed}, so many bits to the left: what the key is set to, or is about to be. */
    private static final int WATCHED = 16;

    private static final int BITS = 0xff;

    final NioPoller poller;
    final NioSocket socket;
    final ReadyListener listener;
    volatile boolean removed;

    /** The next one in the poller's queue; whoever has put this in or taken it out writes it. */
    @Nullable
    NioWatch nextQueued;

    // Interest bits armed and not told yet, QUEUED, and Interest bits WATCHED
    private final AtomicInteger armed = new AtomicInteger();

    NioWatch(NioPoller poller, NioSocket socket, ReadyListener listener) {
        this.poller = poller;
        this.socket = socket;
        this.listener = listener;
    }

    /** @return whether the caller must put this in the queue */
    boolean arm(int interest) {
        int before;
        boolean must;
        do {
            before = armed.get();
            // What the key has is told by itself: no need to wake the poll
            must = (before & QUEUED) == 0 && (interest & ~(before >>> WATCHED)) != 0;
        } while (!armed.compareAndSet(before, before | interest | (must ? QUEUED : 0)));
        return must;
    }

    /** The key is to be set anew. @return whether the caller must put this in the queue */
    boolean rearm() {
        int before;
        boolean must;
        do {
            before = armed.get();
            must = (before & QUEUED) == 0 && before != 0;
        } while (!armed.compareAndSet(before, before & BITS | (before != 0 ? QUEUED : 0)));
        return must;
    }

    /** Polling thread: this is out of the queue. @return what to watch for */
    int takeQueued() {
        int before;
        int interest;
        do {
            before = armed.get();
            interest = (before | before >>> WATCHED) & BITS;
        } while (!armed.compareAndSet(before, before & BITS | interest << WATCHED));
        return interest;
    }

    /** Polling thread: the key is of no use. @return what is armed, which it is no longer afterwards */
    int takeArmed() {
        return armed.getAndUpdate(before -> before & QUEUED) & BITS;
    }

    /**
     * Polling thread: the key is ready. What is told is armed no longer. The key stays set for reading, since who was told
     * of that arms it again as a rule; when it is ready for what nobody has armed, that goes.
     *
     * @return what to tell
     */
    int takeReady(SelectionKey key, int ops) {
        int before;
        int told;
        int left;
        do {
            before = armed.get();
            told = NioSocket.ready(ops, before & BITS);
            left = NioSocket.watchedStill(ops, before & BITS, before >>> WATCHED);
        } while (!armed.compareAndSet(before, before & BITS & ~told | before & QUEUED | left << WATCHED));
        SelectorGuard.interestOps(key, left == 0 ? 0 : socket.ops(left));
        return told;
    }
}

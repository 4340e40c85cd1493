package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Interest;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is armed of a socket at one selector: its value is the Interest bits that are armed and not told yet, whether the
 * socket is in the queue of those whose keys the selecting thread has to set, and the Interest bits that the key is set to,
 * or is about to be. Anybody arms; what takes something is for the selecting thread.
 */
@SuppressWarnings("serial") // nobody serializes a socket
final class Armed extends AtomicInteger {
    private static final int BITS = 0xff;
    private static final int QUEUED = 0x100;
    /** So many bits to the left: what the key is set to. */
    private static final int WATCHED = 16;

    /** @return whether the caller must put the socket in the queue */
    boolean arm(int interest) {
        int before;
        boolean must;
        do {
            before = get();
            // What the key has is told by itself: no need to wake the selecting thread
            must = (before & QUEUED) == 0 && (interest & ~(before >>> WATCHED)) != 0;
        } while (!compareAndSet(before, before | interest | (must ? QUEUED : 0)));
        return must;
    }

    /** The key is to be set anew. @return whether the caller must put the socket in the queue */
    boolean rearm() {
        int before;
        boolean must;
        do {
            before = get();
            must = (before & QUEUED) == 0 && before != 0;
        } while (!compareAndSet(before, before & BITS | (before != 0 ? QUEUED : 0)));
        return must;
    }

    /** The socket is out of the queue. @return what to set the key to */
    int takeQueued() {
        int before;
        int interest;
        do {
            before = get();
            interest = (before | before >>> WATCHED) & BITS;
        } while (!compareAndSet(before, before & BITS | interest << WATCHED));
        return interest;
    }

    /** The key is of no use. @return what was armed */
    int takeArmed() {
        return getAndUpdate(before -> before & QUEUED) & BITS;
    }

    /**
     * The key is ready. It stays set for reading, since who is told of that arms it again as a rule; but what is ready while
     * nobody has armed it goes, and so does a connect: {@link #watched} tells what the key is to be set to now.
     *
     * @param once whether telling something disarms all
     * @param spares whether the key stays set for reading even if nobody has armed that
     * @return what to tell
     */
    int takeReady(int ops, boolean once, boolean spares) {
        int before;
        int told;
        int after;
        do {
            before = get();
            int interest = before & BITS;
            int watched = watched(before);
            told = NioSocket.ready(ops, interest);
            int left = (ops & SelectionKey.OP_CONNECT) != 0
                    ? 0
                    : watched & ~(NioSocket.ready(ops, watched) & ~((spares ? watched : interest) & Interest.READ));
            after = (once && told != 0 ? 0 : interest & ~told) | before & QUEUED | left << WATCHED;
        } while (!compareAndSet(before, after));
        return told;
    }

    int watched() {
        return watched(get());
    }

    private static int watched(int value) {
        return value >>> WATCHED;
    }
}

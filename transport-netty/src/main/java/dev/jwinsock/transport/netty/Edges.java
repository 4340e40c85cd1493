package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket's place in the {@link VirtualPoller} of its virtual threads. The kernel tells only when the socket becomes
 * ready, so each time is counted; and a call that would have blocked notes the count that it found when it began. While
 * the two are alike, nothing has come since, and a thread may wait without another look.
 *
 * <p>No wake-up is lost: a thread is listed first and compares then, an edge is counted first and tells then; one of
 * the two sees the other. The same goes for {@link #end}.
 */
final class Edges implements ReadyListener {
    /** So many edges in a row for which nobody waits end the watching, until the next wait. */
    private static final int MOST_UNHEARD = 64;

    private final KernelSocket socket;
    private @Nullable Watch watch; // set once, before anybody else sees this

    // Counted by the polling thread, under "this".
    private volatile int reads;
    private volatile int writes;

    /** What {@link #reads} and {@link #writes} were when a call began that had nothing to do. */
    private volatile int emptyReads = -1;

    private volatile int fullWrites = -1;

    private volatile boolean over;
    private int unheard; // the polling thread's
    private @Nullable EdgeWait first; // guarded by "this"

    Edges(KernelSocket socket) {
        this.socket = socket;
    }

    void watchedBy(Watch place) {
        watch = place;
    }

    /** The socket's place in the poller. */
    Watch watch() {
        return Objects.requireNonNull(watch);
    }

    // ---- calls on the socket

    /** To be asked before a receive, for {@link #nothingToRead}. */
    int reads() {
        return reads;
    }

    void nothingToRead(int readsBefore) {
        emptyReads = readsBefore;
    }

    /** What the socket is ready for; asks the kernel unless it is known to have nothing. */
    int look(int interest) {
        int readsBefore = reads;
        int writesBefore = writes;
        boolean read = (interest & Interest.READ) != 0;
        boolean write = (interest & Interest.WRITE) != 0;
        boolean other = (interest & ~(Interest.READ | Interest.WRITE)) != 0;
        if (!other && (!read || emptyReads == readsBefore) && (!write || fullWrites == writesBefore)) {
            return 0;
        }
        int ready = socket.readiness(interest);
        if (ready == 0) {
            if (read) {
                emptyReads = readsBefore;
            }
            if (write) {
                fullWrites = writesBefore;
            }
        }
        return ready;
    }

    // ---- waiting

    /** @return false when nothing will be told here any more */
    boolean add(EdgeWait wait) {
        synchronized (this) {
            wait.next = first;
            first = wait;
        }
        return !over;
    }

    /** The wait has ended, however it did. */
    void remove(EdgeWait wait) {
        if (wait.told) {
            return; // and taken off the list before
        }
        synchronized (this) {
            EdgeWait before = null;
            for (EdgeWait each = first; each != null; each = each.next) {
                if (each == wait) {
                    unlink(before, each);
                    return;
                }
                before = each;
            }
        }
    }

    private void unlink(@Nullable EdgeWait before, EdgeWait wait) {
        if (before == null) {
            first = wait.next;
        } else {
            before.next = wait.next;
        }
    }

    /** By the polling thread. */
    @Override
    public void ready(int bits) {
        EdgeWait told;
        boolean heard;
        synchronized (this) {
            if ((bits & ~Interest.WRITE) != 0) {
                reads = reads + 1;
            }
            if ((bits & (Interest.WRITE | Interest.FAILED)) != 0) {
                writes = writes + 1;
            }
            heard = first != null;
            told = take(bits);
        }
        // Not under the lock: whoever is woken may run at once, on another core.
        wake(told);
        unheard = heard ? 0 : unheard + 1;
        if (unheard > MOST_UNHEARD) {
            socket.unwatchEdges(this);
        }
    }

    /** Takes those off the list that wait for any of these. @return a list of them */
    private @Nullable EdgeWait take(int bits) {
        boolean all = (bits & Interest.FAILED) != 0;
        EdgeWait taken = null;
        EdgeWait before = null;
        EdgeWait each = first;
        while (each != null) {
            EdgeWait next = each.next;
            if (all || (each.interest & bits) != 0) {
                unlink(before, each);
                each.next = taken;
                each.told = true;
                taken = each;
            } else {
                before = each;
            }
            each = next;
        }
        return taken;
    }

    private static void wake(@Nullable EdgeWait list) {
        for (EdgeWait each = list; each != null; ) {
            EdgeWait next = each.next; // before: the woken one's is nobody's any more
            each.waiter.wake();
            each = next;
        }
    }

    /** Nothing is told any more; who waits looks for itself. */
    void end() {
        over = true;
        EdgeWait left;
        synchronized (this) {
            left = take(Interest.FAILED);
        }
        wake(left);
    }
}

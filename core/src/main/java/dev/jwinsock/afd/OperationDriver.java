package dev.jwinsock.afd;

import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Poller;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Drives the asynchronous operations that one thread has begun on sockets without a completion port. A thread that waits for
 * them does the I/O itself, so that nobody has to hand them over to it; as a rule it is the thread that has begun them.
 * When it is another one, or there are several, one of them, the leader, waits in the kernel, and the others, the
 * followers, are parked. The leader keeps its place until its own wait is over; then a follower takes it.
 *
 * <p>While nobody waits the {@link OperationAttendant} looks now and then, and when nobody comes, the sockets are left to
 * the I/O thread until the next operation begins.
 */
final class OperationDriver extends SocketPortWatch implements EventSource {
    /** So many looks of the attendant without a visit, some 20 ms, and the I/O thread has the sockets. */
    private static final int PATIENCE = 4;

    private final Thread owner;
    private final OperationAttendant attendant;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final ArrayDeque<SocketWaitPoint> followers = new ArrayDeque<>();
    private final Set<Operations> adopted = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Waits are such that this cannot drive. Written under lock. */
    private volatile boolean barred;
    // Written under lock.
    private volatile @Nullable SocketWaitPoint leader;
    /** Changes with each wait, so that it shows whether threads come. Written under lock. */
    private volatile int visits;

    /** As the attendant has seen it last. The attendant's own. */
    private int seenVisits;

    private int looks;

    OperationDriver(Session session, Poller poller, Thread owner, OperationAttendant attendant) {
        super(session, poller);
        this.owner = owner;
        this.attendant = attendant;
    }

    @Override
    public TransportServiceProvider provider() {
        return session.provider();
    }

    @Override
    public boolean ended() {
        return barred || closed();
    }

    // ---------------------------------------------------------------- sockets

    /** With the socket's lock held. @return false when this cannot drive it */
    boolean adopt(Operations operations) {
        lock.lock();
        try {
            if (ended()) {
                return false;
            }
            adopted.add(operations);
            if (leader == null) {
                attendant.unattended();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** With the socket's lock held. */
    void disown(Operations operations) {
        lock.lock();
        try {
            adopted.remove(operations);
        } finally {
            lock.unlock();
        }
    }

    /** What pends goes on by the I/O thread; each that does is disowned. Without any lock. */
    private void retire() {
        List<Operations> leaving;
        lock.lock();
        try {
            leaving = List.copyOf(adopted);
        } finally {
            lock.unlock();
        }
        leaving.forEach(each -> each.unwatch(this));
    }

    /** A thread waits for its operations in a way in which it cannot drive them: the I/O thread does, from now on. */
    void bar() {
        lock.lock();
        try {
            barred = true;
        } finally {
            lock.unlock();
        }
        retire();
    }

    @Override
    void abandon() {
        bar();
    }

    // ---------------------------------------------------------------- threads that wait

    /**
     * Carries out what is possible, and when that is nothing, blocks until something is, until the point is woken or until
     * the time is over. The point keeps the lead, if it gets it, until {@link #leave}.
     *
     * @param nanos negative: no limit; 0: only look
     */
    void await(SocketWaitPoint point, long nanos) {
        if (leader == point || visit(point, nanos)) {
            point.lead(this, nanos);
        } else if (nanos != 0) {
            point.park(nanos);
            unfollow(point);
        }
    }

    /** @return whether the point leads now; otherwise it follows if it blocks */
    private boolean visit(SocketWaitPoint point, long nanos) {
        lock.lock();
        try {
            visits++;
            if (leader == null) {
                leader = point;
                return true;
            }
            if (nanos != 0) {
                followers.add(point);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void unfollow(SocketWaitPoint point) {
        lock.lock();
        try {
            followers.remove(point);
        } finally {
            lock.unlock();
        }
    }

    /** Whether another thread leads. */
    boolean isLedBeside(SocketWaitPoint point) {
        SocketWaitPoint leading = leader;
        return leading != null && leading != point;
    }

    /** The thread's wait is over, and its place is another's. */
    void leave(SocketWaitPoint point) {
        lock.lock();
        try {
            if (leader == point) {
                leader = null;
            }
            SocketWaitPoint next = leader == null ? followers.peek() : null;
            if (next != null) {
                next.wake();
            } else if (leader == null) {
                attendant.unattended();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- nobody waits

    /**
     * The attendant looks after it.
     *
     * @return whether it has to be looked after again soon
     */
    boolean attend(SocketWaitPoint attending) {
        boolean visited = visits != seenVisits;
        if (leader != null) {
            seenVisits = visits;
            looks = 0;
            return visited;
        }
        if (isEmpty()) {
            if (!owner.isAlive()) {
                close();
            }
            return visited;
        }
        await(attending, 0);
        leave(attending);
        looks = visited ? 0 : looks + 1;
        if (looks >= PATIENCE) {
            retire();
        }
        seenVisits = visits;
        return true;
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return adopted.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The connections that wait to be accepted: those in the listening socket's kernel queue, and before them those put off. */
final class AcceptQueue {
    // What a condition function says
    private static final int ACCEPTED = 0;
    private static final int DEFERRED = 2;

    /** Accepts after one that found nothing. */
    private static final int WAIT_FIRST = 16;

    private final StreamSocket listener;
    /** Guarded by the listener's lock. */
    private final Deque<Accepted> putOff = new ArrayDeque<>(1);
    /** Whether some are put off. Written under the listener's lock. */
    private volatile boolean anyPutOff;
    /** How many more of the next accepts may wait at once. A hint: threads may count each other's away. */
    private int likelyEmpty;

    AcceptQueue(StreamSocket listener) {
        this.listener = listener;
    }

    /** Whether there is a connection that the kernel does not know of. */
    boolean anyPutOff() {
        return anyPutOff;
    }

    /**
     * Whether an accept that can wait had better begin with that: the queue was empty lately, as it is for a server that
     * serves its connections one by one. Where that has changed this costs a few accepts a system call that had no need to
     * wait; while it holds it saves each of them one that finds nothing.
     */
    boolean isLikelyEmpty() {
        if (likelyEmpty <= 0 || anyPutOff || Threads.currentIsVirtual()) {
            return false;
        }
        likelyEmpty--;
        return true;
    }

    /** Takes the next connection that Windows would have. @return OK, WOULD_BLOCK or a failure */
    int take(Accepted accepted) {
        if (takePutOff(accepted)) {
            return Status.OK;
        }
        if (listener.isPaused()) {
            refuseAll();
            return Status.WOULD_BLOCK;
        }
        while (true) {
            accepted.socket = null;
            int status = listener.kernel.accept(accepted);
            TransportSocket child = accepted.socket;
            if (status == Status.OK && child != null) {
                if (listener.takes(accepted.peer)) {
                    return Status.OK;
                }
                abort(child);
            } else if (status != Status.CONNECTION_ABORTED) { // gone before it was accepted
                if (status == Status.WOULD_BLOCK) {
                    likelyEmpty = WAIT_FIRST;
                }
                return status;
            }
        }
    }

    private boolean takePutOff(Accepted out) {
        if (!anyPutOff) {
            return false;
        }
        listener.lock.lock();
        try {
            Accepted first = putOff.poll();
            anyPutOff = !putOff.isEmpty();
            if (first == null) {
                return false;
            }
            out.socket = first.socket;
            out.peer.copyFrom(first.peer);
            return true;
        } finally {
            listener.lock.unlock();
        }
    }

    /** @return OK, CONNECTION_REFUSED for a connection that is gone, or TRY_AGAIN for one that waits on */
    int judge(AcceptResult.@Nullable Condition condition, Accepted accepted, TransportSocket child) {
        if (condition == null) {
            return Status.OK;
        }
        int verdict = DEFERRED;
        try {
            verdict = condition.judge(child, accepted.peer);
        } finally {
            if (verdict == DEFERRED) { // also when the program's function has thrown
                putOff(child, accepted);
            }
        }
        if (verdict == ACCEPTED) {
            return Status.OK;
        }
        if (verdict == DEFERRED) {
            return Status.TRY_AGAIN;
        }
        abort(child);
        return Status.CONNECTION_REFUSED; // A152
    }

    private void putOff(TransportSocket child, Accepted accepted) {
        listener.lock.lock();
        try {
            if (listener.kernelClosed || listener.closed()) {
                abort(child);
            } else {
                putOff.addFirst(copy(child, accepted));
                anyPutOff = true;
            }
        } finally {
            listener.lock.unlock();
        }
    }

    private static Accepted copy(TransportSocket child, Accepted accepted) {
        Accepted kept = new Accepted();
        kept.socket = child;
        kept.peer.copyFrom(accepted.peer);
        return kept;
    }

    /** With the lock held: SO_PAUSE_ACCEPT begins; connections that were there before are still to be accepted. */
    void pausing() {
        Accepted accepted = new Accepted();
        while (listener.kernel.accept(accepted) == Status.OK) {
            TransportSocket child = accepted.socket;
            if (child != null) {
                putOff.addLast(copy(child, accepted));
                anyPutOff = true;
            }
        }
    }

    /** While SO_PAUSE_ACCEPT is on. */
    void refuseAll() {
        Accepted accepted = new Accepted();
        while (listener.kernel.accept(accepted) == Status.OK) {
            TransportSocket child = accepted.socket;
            if (child != null) {
                abort(child);
            }
        }
    }

    /** With the lock held: the listening socket is closed. */
    void close() {
        for (Accepted each : putOff) {
            TransportSocket child = each.socket;
            if (child != null) {
                abort(child);
            }
        }
        putOff.clear();
        anyPutOff = false;
    }

    static void abort(TransportSocket connection) {
        connection.setOption(TransportOption.LINGER, 0);
        connection.close();
    }
}

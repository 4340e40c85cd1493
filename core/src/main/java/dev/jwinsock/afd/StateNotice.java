package dev.jwinsock.afd;

import dev.jwinsock.spi.CompletionPort;
import dev.jwinsock.spi.Notice;
import dev.jwinsock.transport.Interest;
import org.jspecify.annotations.Nullable;

/**
 * A socket's registration for state notifications at a completion port:
 *
 * <pre>
 *   armed ──ready──▶ queued ──taken──▶ one-shot: disabled; edge: armed; level: queued again, or armed
 *     ▲                 │
 *     └──level, and nothing holds when it is taken
 * </pre>
 *
 * There is never more than one notification of a socket in the queue, and a level-triggered one is judged when it is taken.
 * Fields are guarded by the socket's lock.
 */
final class StateNotice implements Notice {
    static final int IN = 0x01;
    static final int OUT = 0x02;
    static final int HANGUP = 0x04;
    static final int ERR = 0x40;
    static final int REMOVED = 0x80;

    private final Operations operations;
    private final CompletionPort port;
    private final @Nullable Object key;

    private int filter;
    private boolean oneShot;
    private boolean edge;
    private boolean enabled;
    private boolean queued;
    private boolean removing;
    /** Of an edge-triggered one: what has happened and was not told. */
    private int happened;

    /** On a transport that tells levels: {@link Interest} bits told, and not looked at again before a call would block. */
    private int spent;

    private final boolean kernelTellsEdges;

    StateNotice(Operations operations, SocketPortWatch watch, CompletionPort port, @Nullable Object key) {
        this.operations = operations;
        this.kernelTellsEdges = watch.edgeTriggered();
        this.port = port;
        this.key = key;
    }

    @Override
    public @Nullable Object key() {
        return key;
    }

    boolean isAt(CompletionPort other) {
        return port == other;
    }

    boolean isRemoving() {
        return removing;
    }

    // ---------------------------------------------------------------- with the socket's lock held

    /** @return whether it must be posted */
    boolean enable(int events, boolean once, boolean onEdge) {
        filter = events;
        oneShot = once;
        edge = onEdge;
        enabled = true;
        happened = 0;
        spent = 0;
        return ready(now());
    }

    void disable() {
        enabled = false;
        happened = 0;
    }

    /** @return whether it must be posted */
    boolean remove() {
        enabled = false;
        removing = true;
        return queue();
    }

    private boolean queue() {
        boolean must = !queued;
        queued = true;
        return must;
    }

    /** What it waits for, 0 when for nothing. */
    int interest() {
        return !enabled || queued && !edge ? 0 : operations.socket.pollInterest(wanted()) & ~spent;
    }

    private int wanted() {
        return ((filter & IN) != 0 ? Condition.READABLE : 0)
                | ((filter & OUT) != 0 ? Condition.WRITABLE : 0)
                | Condition.ENDED;
    }

    /** The kernel has told something. @return whether it must be posted */
    boolean told(int ready) {
        if (enabled && !edge && (ready & interest()) != 0) {
            return queue(); // what holds is seen when it is taken
        }
        return enabled && ready(events(ready));
    }

    /** A call of the program's would have blocked. @return whether this waits for something more now */
    boolean wouldBlock(int interest) {
        boolean more = (spent & interest) != 0;
        spent &= ~interest;
        return more;
    }

    private boolean ready(int events) {
        if (events == 0) {
            return false;
        }
        if (edge && !kernelTellsEdges) {
            spent |= ((events & IN) != 0 ? Interest.READ : 0) | ((events & OUT) != 0 ? Interest.WRITE : 0);
        }
        happened |= events;
        return queue();
    }

    private int now() {
        return map(operations.socket.conditionsNow(wanted()));
    }

    private int events(int ready) {
        return ready == 0 ? 0 : map(operations.socket.conditions(ready));
    }

    private int map(int conditions) {
        int events = 0;
        if ((conditions & Condition.READABLE) != 0) {
            events |= IN & filter;
        }
        if ((conditions & Condition.WRITABLE) != 0) {
            events |= OUT & filter;
        }
        if ((conditions & Condition.ENDED) != 0) {
            // Who asks for input only learns of the end by it
            events |= (filter & HANGUP) != 0 ? HANGUP : IN & filter;
        }
        if ((conditions & (Condition.BROKEN | Condition.CONNECT_FAILED)) != 0) {
            events |= ERR | HANGUP & filter;
        }
        return events;
    }

    // ---------------------------------------------------------------- taken out of the queue

    @Override
    public int take() {
        AfdSocket socket = operations.socket;
        boolean again = false;
        int events;
        socket.lock.lock();
        try {
            queued = false;
            if (socket.closed() || socket.kernelClosed) {
                return 0; // closesocket ends it without a word
            }
            if (removing) {
                operations.noticeRemoved(this);
                return REMOVED;
            }
            if (!enabled) {
                return 0;
            }
            events = edge ? happened : now();
            happened = 0;
            if (events != 0 && oneShot) {
                enabled = false;
            } else if (events != 0 && !edge && (kernelTellsEdges || socket.standing(wanted()) != 0)) {
                again = queue();
            } else {
                operations.armNotice(); // a transport that tells levels tells at once what still holds
            }
        } finally {
            socket.lock.unlock();
        }
        if (again) {
            port.post(this);
        }
        return events;
    }

    /** Without the socket's lock. */
    void post() {
        port.post(this);
    }

    /** What readiness means to the poller: the end and failures come by themselves. */
    static int polled(int interest) {
        return interest & (Interest.READ | Interest.WRITE)
                | ((interest & Interest.PEER_CLOSED) != 0 ? Interest.READ : 0);
    }
}

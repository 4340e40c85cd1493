package dev.jwinsock.afd;

import dev.jwinsock.transport.ArmingWaiter;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.Waiter;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread's wait for several sockets, whose descriptors must not be closed, and their numbers used again, under it.
 * Entering and leaving each of them would be two atomic operations a socket (1 to 2 % of a wait for a thousand), so
 * the wait says only once that it is about to use them: it lists them, makes that visible to all ({@link
 * VarHandle#fullFence}), and then looks whether one is closed. Who closes a socket first marks it closed and then
 * looks whether a wait lists it; one of the two sees the other. The closer lets the wait in, then ({@link #keep}),
 * and the wait leaves when it is over.
 */
final class MultiWait {
    private final Session session;
    private final PollList list = new PollList();
    private @Nullable AfdSocket[] sockets = new AfdSocket[64];
    /** Closed meanwhile, and kept from being released. Guarded by this. */
    private final List<AfdSocket> kept = new ArrayList<>();

    private volatile @Nullable Waiter waiter;
    /** Kept until {@link #clear}: a wake before {@link #await} has found its waiter must not be lost. */
    private volatile boolean woken;
    /** {@link Session#urgentTaken()} counted before the sockets were looked at. */
    private int urgentSeen;
    /** Whether the session knows of this wait: from before the first socket is added, so that no close is missed. */
    private boolean known;

    MultiWait(Session session) {
        this.session = session;
        this.urgentSeen = session.urgentCount();
    }

    /** @return the index of the entry */
    int add(AfdSocket socket, int interest) {
        if (!known) {
            known = true;
            session.waiting(this);
        }
        int index = list.add(socket.kernel, interest);
        if (index == sockets.length) {
            sockets = Arrays.copyOf(sockets, 2 * index);
        }
        sockets[index] = socket;
        return index;
    }

    int size() {
        return list.size();
    }

    AfdSocket socket(int index) {
        AfdSocket socket = sockets[index];
        if (socket == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return socket;
    }

    int ready(int index) {
        return list.ready(index);
    }

    /**
     * Blocks until one of the sockets is ready or being closed, until {@link #wake}, or until the time is over.
     *
     * @return OK, INTERRUPTED when a socket is being closed, or why the thread cannot wait
     */
    int await(long nanos) {
        VarHandle.fullFence();
        if (anyClosed()) {
            return Status.INTERRUPTED;
        }
        Waiter current;
        try {
            current = session.transport().waiter();
        } catch (TransportException e) {
            return e.status();
        }
        ArmingWaiter parked = nanos != 0 && current instanceof ArmingWaiter arming ? arming : null;
        waiter = current;
        try {
            if (parked != null) {
                listen(parked, true);
            }
            // An urgent byte that was taken since is not in the kernel any more: the sockets must be looked at again
            int status = current.await(list, woken || session.urgentCount() != urgentSeen ? 0 : nanos);
            if (status < 0) {
                return status;
            }
            return woken && anyClosed() ? Status.INTERRUPTED : Status.OK; // who closes one of them wakes the wait
        } finally {
            if (parked != null) {
                listen(parked, false);
            }
            waiter = null;
        }
    }

    private void listen(ArmingWaiter parked, boolean on) {
        for (int i = 0; i < list.size(); i++) {
            socket(i).listen(parked, on);
        }
    }

    private boolean anyClosed() {
        for (int i = 0; i < list.size(); i++) {
            if (socket(i).closed()) {
                return true;
            }
        }
        return false;
    }

    void wake() {
        woken = true;
        Waiter current = waiter;
        if (current != null) {
            current.wake();
        }
    }

    /**
     * By who closes the socket, and is inside it: as often as the socket is listed does not matter.
     *
     * @return whether the wait has it, and is inside it now
     */
    synchronized boolean keep(AfdSocket closing) {
        // Read while the owner may be writing: what it wrote before its fence is seen, and more does no harm.
        for (AfdSocket each : sockets) {
            if (each == closing) {
                closing.hold();
                kept.add(closing);
                return true;
            }
        }
        return false;
    }

    /** Lets go of the sockets. */
    void clear() {
        release();
        if (known) {
            known = false;
            session.notWaiting(this);
        }
        woken = false;
        urgentSeen = session.urgentCount();
    }

    private void release() {
        List<AfdSocket> leaving;
        synchronized (this) {
            Arrays.fill(sockets, 0, list.size(), null);
            list.clear();
            if (kept.isEmpty()) {
                return;
            }
            leaving = List.copyOf(kept);
            kept.clear();
        }
        leaving.forEach(AfdSocket::exit);
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ParkingWaiter;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.TransportSocket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A virtual thread that parks until the {@link Edges} of its sockets wake it. */
final class EdgeWaiter extends ParkingWaiter {
    /** How soon to look again when the system has no means left to watch a socket. */
    private static final long UNWATCHED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final VirtualPollers pollers;

    EdgeWaiter(VirtualPollers pollers) {
        this.pollers = pollers;
    }

    @Override
    public int await(TransportSocket socket, int interest, long nanos) {
        KernelSocket kernelSocket = (KernelSocket) socket;
        Edges edges = pollers.edges(kernelSocket, interest);
        if (edges == null) {
            park(shorter(nanos));
            return kernelSocket.readiness(interest);
        }
        EdgeWait wait = new EdgeWait(this, interest);
        try {
            int ready = edges.add(wait) ? edges.look(interest) : Interest.FAILED;
            if (ready == 0) {
                park(nanos);
            }
            return ready; // 0: the caller looks at the socket itself
        } finally {
            edges.remove(wait);
        }
    }

    private static long shorter(long nanos) {
        return nanos < 0 ? UNWATCHED_NANOS : Math.min(nanos, UNWATCHED_NANOS);
    }

    @Override
    public int await(PollList list, long nanos) {
        if (nanos == 0 || woken()) {
            return look(list, null);
        }
        int size = list.size();
        @Nullable Edges[] edges = new Edges[size];
        EdgeWait[] waits = new EdgeWait[size];
        long limit = nanos;
        for (int i = 0; i < size; i++) {
            waits[i] = new EdgeWait(this, list.interest(i));
            Edges each = list.interest(i) == 0 ? null : pollers.edges((KernelSocket) list.socket(i), list.interest(i));
            edges[i] = each;
            if (list.interest(i) != 0 && (each == null || !each.add(waits[i]))) {
                limit = shorter(limit);
            }
        }
        try {
            int ready = look(list, edges);
            if (ready == 0) {
                park(limit);
                ready = look(list, edges);
            }
            return ready;
        } finally {
            for (int i = 0; i < size; i++) {
                Edges each = edges[i];
                if (each != null) {
                    each.remove(waits[i]);
                }
            }
        }
    }

    /** @param edges of those that are watched */
    private static int look(PollList list, @Nullable Edges @Nullable [] edges) {
        int count = 0;
        for (int i = 0; i < list.size(); i++) {
            int interest = list.interest(i);
            Edges known = edges == null ? null : edges[i];
            int ready = 0;
            if (interest != 0) {
                ready = known != null ? known.look(interest) : ((KernelSocket) list.socket(i)).readiness(interest);
            }
            list.ready(i, ready);
            count += ready == 0 ? 0 : 1;
        }
        return count;
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.ParkingWaiter;
import org.jspecify.annotations.Nullable;

/** One virtual thread in the list of one socket's {@link Edges}. */
final class EdgeWait {
    final ParkingWaiter waiter;
    final int interest;

    /** It was woken, and is not in the list any more. Written under the lock of the {@link Edges}. */
    volatile boolean told;

    /** Guarded by the lock of the {@link Edges}, or the waker's. */
    @Nullable
    EdgeWait next;

    EdgeWait(ParkingWaiter waiter, int interest) {
        this.waiter = waiter;
        this.interest = interest;
    }
}

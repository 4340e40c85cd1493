package dev.jwinsock.afd;

import dev.jwinsock.transport.ArmingWaiter;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Waiter;
import java.util.ArrayList;
import java.util.List;

/** The threads blocked on one socket. Guarded by the socket's lock. */
final class WaitList {
    private final List<Waiter> waiters = new ArrayList<>(1);

    void add(Waiter waiter) {
        waiters.add(waiter);
    }

    void remove(Waiter waiter) {
        // By identity and from the end: usually the only one.
        for (int i = waiters.size() - 1; i >= 0; i--) {
            if (waiters.get(i) == waiter) {
                waiters.remove(i);
                return;
            }
        }
    }

    void wakeAll() {
        for (Waiter waiter : waiters) {
            waiter.wake();
        }
    }

    /**
     * Wakes the parked threads that wait for any of these.
     *
     * @return what the others still wait for: to be armed again
     */
    int wakeParked(int ready) {
        boolean all = (ready & Interest.FAILED) != 0;
        int left = 0;
        for (Waiter waiter : waiters) {
            if (waiter instanceof ArmingWaiter parked) {
                if (all || (parked.interest() & ready) != 0) {
                    parked.wake();
                } else {
                    left |= parked.interest();
                }
            }
        }
        return left;
    }
}

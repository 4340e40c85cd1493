package dev.jwinsock.afd;

import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.util.concurrent.locks.LockSupport;

/**
 * How a virtual thread waits: it parks and the transport's I/O thread wakes it, so that no carrier is held in native
 * code. Made for one wait.
 */
final class ParkedThread implements Waiter {
    private final Thread thread = Thread.currentThread();
    private final int interest;
    private volatile boolean woken;

    ParkedThread(int interest) {
        this.interest = interest;
    }

    int interest() {
        return interest;
    }

    @Override
    public int await(TransportSocket socket, int wanted, long nanos) {
        socket.arm(wanted);
        park(nanos);
        return 0; // the caller looks at the socket itself
    }

    @Override
    public int await(PollList list, long nanos) {
        int ready = look(list);
        if (ready == 0 && nanos != 0) {
            for (int i = 0; i < list.size(); i++) {
                list.socket(i).arm(list.interest(i));
            }
            park(nanos);
            ready = look(list);
        }
        return ready;
    }

    private static int look(PollList list) {
        int ready = 0;
        for (int i = 0; i < list.size(); i++) {
            int bits = list.socket(i).readiness(list.interest(i));
            list.ready(i, bits);
            ready += bits == 0 ? 0 : 1;
        }
        return ready;
    }

    private void park(long nanos) {
        long deadline = nanos < 0 ? Deadline.NONE : Deadline.afterNanos(nanos);
        boolean interrupted = false;
        while (!woken && !Deadline.over(deadline)) {
            if (deadline == Deadline.NONE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Deadline.left(deadline));
            }
            // park returns at once while the status is set; Winsock knows no interruption
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }
}

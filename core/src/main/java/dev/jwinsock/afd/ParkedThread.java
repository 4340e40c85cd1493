package dev.jwinsock.afd;

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
        long deadline = nanos < 0 ? Deadline.NONE : Deadline.afterNanos(nanos);
        socket.arm(wanted);
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
        return 0; // the caller looks at the socket itself
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }
}

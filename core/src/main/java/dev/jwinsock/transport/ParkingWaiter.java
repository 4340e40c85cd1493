package dev.jwinsock.transport;

import java.util.concurrent.locks.LockSupport;

/** How a virtual thread waits: it parks, so that no carrier is held in native code. Made by it, for one wait. */
public abstract class ParkingWaiter implements Waiter {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    protected ParkingWaiter() {}

    /** Whether {@link #wake} has been called. */
    protected final boolean woken() {
        return woken;
    }

    /** Until {@link #wake} or for so long; negative: no limit. */
    protected final void park(long nanos) {
        long deadline = nanos < 0 ? 0 : System.nanoTime() + nanos;
        long left = nanos;
        boolean interrupted = false;
        while (!woken && left != 0) {
            if (nanos < 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, left);
                left = Math.max(0, deadline - System.nanoTime());
            }
            // park returns at once while the status is set; Winsock knows no interruption
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    @Override
    public final void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }
}

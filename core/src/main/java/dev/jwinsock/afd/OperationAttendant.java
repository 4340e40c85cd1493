package dev.jwinsock.afd;

import dev.jwinsock.transport.TransportException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the {@link OperationDriver}s of a session that no thread waits at: operations complete all the same, and who
 * polls their status, or waits for something else, sees it. It sleeps while there are none.
 */
final class OperationAttendant implements Runnable {
    private static final long SHORTEST_LOOK_NANOS = 2_000_000;
    private static final long LONGEST_LOOK_NANOS = 8_000_000;

    private final Session session;
    private final Set<OperationDriver> drivers = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this, "jwinsock-overlapped");
    private volatile boolean asleep;
    private volatile boolean ended;

    OperationAttendant(Session session) {
        this.session = session;
        thread.setDaemon(true);
        thread.start();
    }

    /** A driver for the calling thread, a platform one. @return null when there is no means left: the I/O thread drives */
    @Nullable
    OperationDriver open() {
        try {
            OperationDriver made =
                    new OperationDriver(session, session.transport().poller(), Thread.currentThread(), this);
            drivers.add(made);
            if (ended) {
                made.close();
            }
            return made;
        } catch (TransportException e) {
            return null;
        }
    }

    /** Nobody waits at one of the drivers. */
    void unattended() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        SocketWaitPoint point = session.provider().waitPoint();
        long look = SHORTEST_LOOK_NANOS;
        while (!ended) {
            LockSupport.parkNanos(this, look);
            if (attend(point)) {
                look = Math.min(2 * look, LONGEST_LOOK_NANOS);
                continue;
            }
            asleep = true;
            // Looked at after that is said, as who leaves a driver looks at it after that is said
            boolean busy = attend(point);
            while (asleep && !busy && !ended) {
                LockSupport.park(this);
            }
            asleep = false;
            look = SHORTEST_LOOK_NANOS;
        }
    }

    /** @return whether one of them has to be looked after again soon */
    private boolean attend(SocketWaitPoint point) {
        boolean soon = false;
        for (OperationDriver driver : drivers) {
            soon |= driver.attend(point);
            if (driver.closed()) {
                drivers.remove(driver);
            }
        }
        return soon;
    }

    void end() {
        ended = true;
        LockSupport.unpark(thread);
        drivers.forEach(OperationDriver::close);
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.WaitPoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread's place to wait for the network events of sockets and for asynchronous operations. The thread itself asks the
 * kernel, records the events and carries the operations out.
 */
final class SocketWaitPoint implements WaitPoint {
    private static final long RETRY_NANOS = 10_000_000;

    private final BaseProvider provider;
    private final Thread owner = Thread.currentThread();
    // The thread's own.
    private final List<NetworkEvents> polled = new ArrayList<>();
    private @Nullable MultiWait wait;
    private @Nullable Session waitSession;

    /** The wait that {@link #wake} has to end. */
    private volatile @Nullable MultiWait current;

    private final AtomicBoolean woken = new AtomicBoolean();

    /** Drives the operations that the thread has begun. The thread's own, as what follows. */
    private @Nullable OperationDriver own;

    /** Where the thread leads or follows until its wait is over. */
    private @Nullable OperationDriver joined;

    /** It leads right now, and a wait is one of the program's {@code completed()}. */
    private boolean driving;

    /** What it waits in as the leader. */
    private volatile @Nullable SocketPortWatch leading;

    SocketWaitPoint(BaseProvider provider) {
        this.provider = provider;
    }

    @Override
    public void await(List<? extends EventSource> sources, long nanos) {
        OperationDriver driver = null;
        boolean events = false;
        for (int i = 0; i < sources.size(); i++) {
            if (!(sources.get(i) instanceof OperationDriver each)) {
                events = true;
            } else if (!each.ended() && (driver == null || each == own)) {
                driver = each;
            }
        }
        if (driving) {
            awaitInside(sources, events, nanos);
            return;
        }
        if (nanos != 0) {
            barOthers(sources, events || Threads.currentIsVirtual() ? null : driver);
        }
        if (joined != driver) {
            leave();
            joined = driver;
        }
        if (driver != null && !driver.ended()) {
            driver.await(this, events ? 0 : nanos);
        } else if (!events && nanos != 0) {
            park(nanos);
        }
        if (events) {
            awaitEvents(sources, nanos);
        }
    }

    /** The driver is busy with this thread: it cannot drive what the thread waits for now. */
    private void awaitInside(List<? extends EventSource> sources, boolean events, long nanos) {
        barOthers(sources, null);
        SocketPortWatch outer = leading;
        leading = null;
        try {
            if (events) {
                awaitEvents(sources, nanos);
            } else if (nanos != 0) {
                park(nanos);
            }
        } finally {
            leading = outer;
        }
    }

    /** A thread can wait in one place only. */
    private void barOthers(List<? extends EventSource> sources, @Nullable OperationDriver driver) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i) instanceof OperationDriver each
                    && each != driver
                    && !each.ended()
                    && !each.isLedBeside(this)) {
                each.bar();
            }
        }
    }

    /** Drives the operations that the thread begins; null: the I/O thread does. */
    @Nullable
    OperationDriver own(Session session) {
        OperationDriver made = own;
        if (made == null || made.closed()) {
            OperationAttendant attendant = session.operationAttendant();
            made = attendant == null ? null : attendant.open();
            own = made;
        }
        return made;
    }

    private void awaitEvents(List<? extends EventSource> sources, long nanos) {
        Session session = provider.session();
        if (session == null) {
            return;
        }
        MultiWait multi = waitFor(session);
        boolean news = false;
        try {
            for (int i = 0; i < sources.size(); i++) {
                if (!(sources.get(i) instanceof NetworkEvents events)) {
                    continue;
                }
                int prepared = events.prepare();
                news |= (prepared & NetworkEvents.NEWS) != 0;
                int interest = prepared & ~NetworkEvents.NEWS;
                if (interest != 0) {
                    multi.add(events.socket(), interest);
                    polled.add(events);
                }
            }
            int status = block(multi, news ? 0 : nanos);
            if (status < 0 && status != Status.INTERRUPTED && nanos != 0) {
                // Out of descriptors: the wait goes on, looking now and then, until there are some again
                LockSupport.parkNanos(this, RETRY_NANOS);
            }
            for (int i = 0; i < multi.size(); i++) {
                if (multi.ready(i) != 0) {
                    polled.get(i).kernelReady(multi.ready(i));
                }
            }
        } finally {
            polled.clear();
            multi.clear();
        }
    }

    @Override
    public void leave() {
        OperationDriver driver = joined;
        if (driver != null && !driving) {
            joined = null;
            driver.leave(this);
        }
    }

    /** As the leader: waits in the watch until something has been carried out, until {@link #wake} or until the time is over. */
    void lead(SocketPortWatch watch, long nanos) {
        leading = watch;
        driving = true;
        try {
            watch.await(woken.getAndSet(false) ? 0 : nanos);
        } finally {
            driving = false;
            leading = null;
            woken.set(false); // whoever woke this wait did what it has to say before
        }
    }

    /** Until {@link #wake} or until the time is over, interrupted or not. */
    void park(long nanos) {
        long deadline = nanos < 0 ? Deadline.NONE : Deadline.afterNanos(nanos);
        boolean interrupted = false;
        while (!woken.getAndSet(false) && !Deadline.over(deadline)) {
            Deadline.park(this, Deadline.left(deadline));
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            owner.interrupt();
        }
    }

    /**
     * A wait that {@link #wake} can end.
     *
     * @return as {@link MultiWait#await}
     */
    int block(MultiWait multi, long nanos) {
        current = multi;
        try {
            return multi.await(woken.getAndSet(false) ? 0 : nanos);
        } finally {
            current = null;
            woken.set(false); // whoever woke this wait did what it has to say before
        }
    }

    /** The thread's wait for several sockets, empty; for select and WSAPoll as well. */
    MultiWait waitFor(Session session) {
        MultiWait own = wait;
        if (own == null || waitSession != session) {
            own = new MultiWait(session);
            wait = own;
            waitSession = session;
        }
        return own;
    }

    @Override
    public void wake() {
        woken.set(true);
        MultiWait running = current;
        SocketPortWatch watch = leading;
        if (running != null) {
            running.wake();
        } else if (watch != null) {
            watch.wake();
        } else {
            LockSupport.unpark(owner);
        }
    }
}

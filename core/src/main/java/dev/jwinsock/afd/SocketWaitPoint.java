package dev.jwinsock.afd;

import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.WaitPoint;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread's place to wait for the network events of sockets. The thread itself asks the kernel and records them. */
final class SocketWaitPoint implements WaitPoint {
    private static final long RETRY_NANOS = 10_000_000;

    private final BaseProvider provider;
    // The thread's own.
    private final List<NetworkEvents> polled = new ArrayList<>();
    private @Nullable MultiWait wait;
    private @Nullable Session waitSession;

    /** The wait that {@link #wake} has to end. */
    private volatile @Nullable MultiWait current;

    private final AtomicBoolean woken = new AtomicBoolean();

    SocketWaitPoint(BaseProvider provider) {
        this.provider = provider;
    }

    @Override
    public void await(List<? extends EventSource> sources, long nanos) {
        Session session = provider.session();
        if (session == null) {
            return;
        }
        MultiWait multi = waitFor(session);
        boolean news = false;
        try {
            for (int i = 0; i < sources.size(); i++) {
                NetworkEvents events = (NetworkEvents) sources.get(i);
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
        if (running != null) {
            running.wake();
        }
    }
}

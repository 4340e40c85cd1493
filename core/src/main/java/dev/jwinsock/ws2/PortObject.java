package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.spi.CompletionPort;
import dev.jwinsock.spi.PortWatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A completion port. The threads that ask it for packets do the I/O of its sockets: one of them, the leader, waits in the
 * sockets' watch; the others, the followers, are parked. A thread that gets a packet goes away with it, and a follower
 * takes the lead, so packets need no hand-over between threads as long as one keeps up.
 *
 * <p>As on Windows the follower that came last is woken first, and not more threads work on packets than the
 * concurrency value says, unless some of them are blocked.
 */
class PortObject extends HANDLE implements CompletionPort {
    static final int TIMEOUT = -258;
    static final int IO_COMPLETION = -192;
    static final int ABANDONED = -735;

    // Windows hands out multiples of four; apart from those of Waitable, so that no two handles print alike.
    private static final AtomicLong NEXT = new AtomicLong(0x10001000L);
    private static final int INFINITE = -1;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    /** How often a thread that the concurrency value holds back looks whether a working one has blocked. */
    private static final long RECHECK_NANOS = 5 * NANOS_PER_MILLI;

    private static final ThreadLocal<PortThread> THREAD = ThreadLocal.withInitial(PortThread::new);

    private final int concurrency;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final PacketQueue packets = new PacketQueue();
    private final ArrayDeque<PortThread> followers = new ArrayDeque<>();
    private final List<PortThread> working = new ArrayList<>();
    private boolean rechecking;

    /** Written under lock. */
    private volatile boolean closed;

    private volatile @Nullable PortWatch watch;
    private volatile @Nullable Thread leader;
    /** Counts up with each thread that leads. */
    private volatile int leaderships;

    private volatile @Nullable PortAttendant attendant;

    /** @param concurrency how many threads may work on packets; 0: as many as there are processors */
    PortObject(int concurrency) {
        super(NEXT.getAndAdd(4));
        this.concurrency =
                concurrency > 0 ? concurrency : Runtime.getRuntime().availableProcessors();
    }

    final boolean closed() {
        return closed;
    }

    // ---------------------------------------------------------------- packets in

    @Override
    public final void post(@Nullable Object key, OVERLAPPED overlapped, int status, int transferred) {
        add(key, overlapped, status, transferred);
    }

    /** @return false when the port is closed */
    final boolean add(@Nullable Object key, @Nullable OVERLAPPED overlapped, int status, int transferred) {
        PortWatch toWake = null;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            packets.add(key, overlapped, status, transferred);
            Thread leading = leader;
            boolean leads = leading == Thread.currentThread();
            if (leads && packets.size() == 1) {
                return true; // the leader will take it itself
            }
            PortThread follower = followers.peekFirst();
            if (follower != null) {
                wakeForPacket(follower);
            } else if (leading != null && !leads) {
                toWake = watch;
            } else {
                nobodyWaits();
            }
        } finally {
            lock.unlock();
        }
        if (toWake != null) {
            toWake.wake();
        }
        return true;
    }

    /** With the lock held: a packet has come, and no thread waits for one. */
    void nobodyWaits() {}

    private void wakeForPacket(PortThread follower) {
        if (mayWork()) {
            followers.removeFirst();
            follower.wake();
        } else if (!rechecking) {
            rechecking = true;
            follower.wake();
        }
    }

    /** Whether one more thread may work. A look at the threads' states only when the limit is reached. */
    private boolean mayWork() {
        if (working.size() < concurrency) {
            return true;
        }
        int running = 0;
        for (Iterator<PortThread> all = working.iterator(); all.hasNext(); ) {
            PortThread each = all.next();
            if (each.thread.getState() == Thread.State.TERMINATED) {
                all.remove();
            } else if (each.runs()) {
                running++;
            }
        }
        return running < concurrency;
    }

    // ---------------------------------------------------------------- packets out

    /**
     * @param millis an unsigned DWORD; INFINITE (-1): no limit
     * @return the number of packets stored, {@code > 0}; TIMEOUT, IO_COMPLETION or ABANDONED
     */
    final int take(PortThread self, OVERLAPPED_ENTRY[] to, int count, int millis, @Nullable ApcQueue apcs) {
        PortObject before = self.working;
        if (before != null && before != this) {
            before.leaves(self);
        }
        long end = System.nanoTime() + Integer.toUnsignedLong(millis) * NANOS_PER_MILLI;
        lock.lock();
        try {
            if (before == this) {
                working.remove(self);
            }
            self.working = null;
            boolean looked = false;
            while (true) {
                if (closed) {
                    return ABANDONED;
                }
                if (packets.size() > 0 && mayWork()) {
                    return takeNow(self, to, count);
                }
                if (apcs != null && apcs.pending()) {
                    return IO_COMPLETION;
                }
                long left = millis == INFINITE ? -1 : millis == 0 ? 0 : Math.max(0, end - System.nanoTime());
                PortWatch driven = watch;
                boolean canLead = driven != null && leader == null && packets.size() == 0;
                if (canLead && (left == 0 ? !looked : !Wakers.virtual())) {
                    lead(self.thread, driven, left);
                    looked = true;
                } else if (left == 0) {
                    return TIMEOUT;
                } else {
                    follow(self, left, apcs);
                }
            }
        } finally {
            passOn();
            lock.unlock();
        }
    }

    private int takeNow(PortThread self, OVERLAPPED_ENTRY[] to, int count) {
        int taken = 0;
        while (taken < count && packets.size() > 0) {
            OVERLAPPED_ENTRY entry = to[taken];
            if (entry == null) {
                entry = new OVERLAPPED_ENTRY();
                to[taken] = entry;
            }
            packets.remove(entry);
            taken++;
        }
        working.add(self);
        self.working = this;
        return taken;
    }
}

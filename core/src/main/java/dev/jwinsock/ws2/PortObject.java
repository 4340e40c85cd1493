package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.spi.CompletionPort;
import dev.jwinsock.spi.Notice;
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

    private final int concurrency;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private final PacketQueue packets = new PacketQueue();
    private final ArrayDeque<PortThread> followers = new ArrayDeque<>();
    private final List<PortThread> working = new ArrayList<>();
    /** A thread looks again and again whether the limit still holds. */
    private boolean rechecking;

    // Written under lock.
    private volatile boolean closed;
    private volatile @Nullable PortWatch watch;
    private volatile @Nullable PortThread leader;
    /** Counts up with each call that asks for packets, so that it shows whether threads come. */
    private volatile int visits;

    private volatile @Nullable PortAttendant attendant;

    /** @param concurrency how many threads may work on packets; 0: as many as there are processors */
    PortObject(int concurrency) {
        super(NEXT.getAndAdd(4));
        this.concurrency = concurrency > 0 ? concurrency : Runtime.getRuntime().availableProcessors();
    }

    // ---------------------------------------------------------------- packets in

    @Override
    public final void post(@Nullable Object key, OVERLAPPED overlapped, int status, int transferred) {
        add(key, overlapped, status, transferred);
    }

    @Override
    public final void post(Notice notice) {
        add(notice, null, 0, 0); // who takes it asks it what it tells
    }

    /** @return false when the port is closed */
    final boolean add(@Nullable Object key, @Nullable OVERLAPPED overlapped, int status, int transferred) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            packets.add(key, overlapped, status, transferred);
            PortThread leading = leader;
            if (leading != null && attends(leading)) {
                leading = null;
            }
            boolean byLeader = leading != null && leading.thread == Thread.currentThread();
            if (byLeader && packets.size() == 1) {
                return true; // it takes the packet itself
            }
            PortThread follower = followers.peekFirst();
            if (follower != null) {
                wakeForPacket(follower);
            } else if (leading == null) {
                nobodyWaits();
            } else if (!byLeader) {
                leading.wake();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: a packet has come, and no thread waits for one. */
    void nobodyWaits() {}

    private boolean attends(PortThread thread) {
        PortAttendant one = attendant;
        return one != null && one.is(thread);
    }

    private void wakeForPacket(PortThread follower) {
        if (mayWork()) {
            unfollow(follower);
            follower.wake();
        } else if (!rechecking) {
            follower.wake();
        }
    }

    private void unfollow(PortThread follower) {
        if (follower.follows) {
            follower.follows = false;
            followers.remove(follower);
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
            if (each.ended()) {
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
     * @param apcs those that may end the wait; the caller runs them
     * @return the number of packets stored, {@code > 0}; TIMEOUT, IO_COMPLETION or ABANDONED
     */
    final int take(PortThread self, OVERLAPPED_ENTRY[] to, int count, int millis, @Nullable ApcQueue apcs) {
        PortObject before = self.working;
        if (before != null && before != this) {
            before.leaves(self);
        }
        long end = millis == INFINITE || millis == 0
                ? 0
                : System.nanoTime() + Integer.toUnsignedLong(millis) * NANOS_PER_MILLI;
        if (apcs != null) {
            apcs.ends(self.waker);
        }
        lock.lock();
        try {
            visits++;
            if (before == this) {
                working.remove(self);
            }
            self.working = null;
            return takeInTurn(self, to, count, millis, end, apcs);
        } finally {
            passOn();
            lock.unlock();
            if (apcs != null) {
                apcs.ends(null);
            }
        }
    }

    private int takeInTurn(
            PortThread self, OVERLAPPED_ENTRY[] to, int count, int millis, long end, @Nullable ApcQueue apcs) {
        boolean looked = false;
        while (true) {
            self.prepare();
            if (closed) {
                return ABANDONED;
            }
            if (packets.size() > 0 && mayWork()) {
                return takeNow(self, to, count);
            }
            boolean called = apcs != null && apcs.pending();
            long left = called || millis == 0 ? 0 : millis == INFINITE ? -1 : Math.max(0, end - System.nanoTime());
            PortWatch driven = watch;
            if (left == 0 && (looked || driven == null || leader != null)) {
                return called ? IO_COMPLETION : TIMEOUT;
            }
            boolean mayLead = driven != null && driven.mayBlock();
            if (driven != null && leader == null && (left == 0 || mayLead)) {
                lead(self, driven, left);
                looked = true;
            } else {
                follow(self, left, mayLead);
            }
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

    /** The thread asks another port for packets: it does not work for this one any more. */
    private void leaves(PortThread self) {
        lock.lock();
        try {
            working.remove(self);
            passOn();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- leading and following, with the lock held

    private void lead(PortThread self, PortWatch driven, long nanos) {
        boolean rechecks = startRecheck();
        leader = self;
        lock.unlock();
        try {
            self.lead(driven, rechecks ? soonest(nanos) : nanos);
        } finally {
            lock.lock();
            leader = null;
            rechecking &= !rechecks;
            if (driven.closed() && watch == driven) {
                watch = null;
            }
            PortAttendant one = attendant;
            if (one != null) {
                one.leaderLeft();
            }
        }
    }

    private void follow(PortThread self, long nanos, boolean mayLead) {
        boolean rechecks = startRecheck();
        self.follows = true;
        self.mayLead = mayLead;
        followers.addFirst(self);
        PortThread leading = leader;
        if (mayLead && leading != null && attends(leading)) {
            leading.wake(); // its place is wanted
        }
        lock.unlock();
        try {
            self.park(rechecks ? soonest(nanos) : nanos);
        } finally {
            lock.lock();
            unfollow(self);
            rechecking &= !rechecks;
        }
    }

    /** One of the threads that the concurrency value holds back looks whether a working one has blocked. */
    private boolean startRecheck() {
        boolean starts = packets.size() > 0 && !rechecking;
        rechecking |= starts;
        return starts;
    }

    private static long soonest(long nanos) {
        return nanos < 0 ? RECHECK_NANOS : Math.min(nanos, RECHECK_NANOS);
    }

    /** The calling thread leaves: another one takes the next packet, or the lead. */
    private void passOn() {
        if (followers.isEmpty()) {
            return;
        }
        if (packets.size() > 0) {
            wakeForPacket(followers.getFirst());
        } else if (watch != null && leader == null) {
            PortThread next = nextLeader();
            if (next != null) {
                next.wake();
            }
        }
    }

    private @Nullable PortThread nextLeader() {
        for (PortThread follower : followers) {
            if (follower.mayLead) {
                return follower;
            }
        }
        return null;
    }

    // ---------------------------------------------------------------- the attendant

    final int visits() {
        return visits;
    }

    final boolean led() {
        return leader != null;
    }

    final boolean watchedBy(PortWatch driver) {
        return !closed && watch == driver && !driver.closed();
    }

    /** Leads until another thread can. */
    final void attend(PortThread self, PortWatch driver) {
        lock.lock();
        try {
            self.prepare();
            while (watchedBy(driver) && leader == null && nextLeader() == null) {
                lead(self, driver, -1);
                self.prepare();
            }
        } finally {
            passOn();
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- its sockets, its end

    /** A socket has been associated, which this drives. */
    final void drivenBy(PortWatch driver) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            if (!late && watch != driver) {
                watch = driver;
                PortAttendant one = new PortAttendant(this, driver);
                attendant = one;
                one.start();
                for (PortThread follower : followers) {
                    follower.wake(); // some of them may lead now
                }
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            driver.close();
        }
    }

    /** CloseHandle: who waits gets ABANDONED (A099). @return false when it is closed already */
    final boolean close() {
        PortWatch driven;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            driven = watch;
            for (PortThread follower : followers) {
                follower.wake();
            }
            PortThread leading = leader;
            if (leading != null) {
                leading.wake();
            }
            PortAttendant one = attendant;
            if (one != null) {
                one.wake();
            }
        } finally {
            lock.unlock();
        }
        if (driven != null) {
            driven.close();
        }
        return true;
    }

    final boolean closed() {
        return closed;
    }
}

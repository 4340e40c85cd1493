package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who of this process is bound where, and who may join: the same-user table of "Enhanced Socket Security". The kernel
 * decides about other processes and about ports nobody here knows; this table decides between our own sockets, and lets
 * two of them share where Windows would though the kernel by itself would not.
 */
final class BindTable {
    private static final int OK = Status.OK;
    private static final int INUSE = Status.ADDRESS_IN_USE;
    private static final int ACCESS = Status.ACCESS;

    /**
     * Rows: first bind (option, address); columns: second bind. Order of both: default, reuse, exclusive, each wildcard
     * then specific. A specific address conflicts only with itself, so "specific, specific" means the same one.
     */
    private static final int[][] SAME_USER = {
        {INUSE, OK, ACCESS, OK, INUSE, OK},
        {OK, INUSE, OK, ACCESS, INUSE, INUSE},
        {INUSE, OK, OK, OK, INUSE, OK},
        {OK, INUSE, OK, OK, INUSE, INUSE},
        {INUSE, ACCESS, ACCESS, ACCESS, INUSE, ACCESS},
        {OK, INUSE, OK, ACCESS, INUSE, INUSE},
    };

    /** How a socket was bound; the options count as they were then (S070). */
    enum Sharing {
        DEFAULT,
        REUSE,
        EXCLUSIVE
    }

    /** One bound socket. */
    static final class Entry {
        final AfdSocket socket;
        final Endpoint address;
        final Sharing sharing;
        /** Bound to :: with V6ONLY off: holds the port on both stacks. */
        final boolean dual;
        /** In the kernel it is bound to all addresses, and filters ({@link DatagramSocket#hearGroups}). */
        volatile boolean everywhere;
        /** Its port was chosen by connect or listen, and goes when the connect fails. Guarded by the table's lock. */
        boolean lentByConnect;
        /** SIO_CPU_AFFINITY: sockets of several processors share what comes. */
        final boolean parallel;

        Entry(AfdSocket socket, Endpoint address, Sharing sharing, boolean dual) {
            this.socket = socket;
            // A mapped address is an IPv4 address bound through an IPv6 socket (S068).
            this.address = new Endpoint().copyFrom(address);
            this.address.unmap();
            this.sharing = sharing;
            this.dual = dual;
            ControlSettings settings = socket.settingsIfAny();
            this.parallel = settings != null && settings.processor >= 0;
        }

        private int index() {
            return 2 * sharing.ordinal() + (address.isWildcard() ? 0 : 1);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock; by protocol and port.
    private final Map<Integer, List<Entry>> ports = new HashMap<>();

    /** Held from the check until the kernel has bound and the entry is added. */
    ReentrantLock lock() {
        return lock;
    }

    private static int key(AfdSocket socket, int port) {
        return (socket.isStream() ? 1 << 16 : 0) | port;
    }

    /** @return 0, or why Windows would refuse the second bind */
    int check(Entry second) {
        for (Entry first : neighbours(second)) {
            int status = verdict(first, second);
            if (status != OK) {
                return status;
            }
        }
        return OK;
    }

    /** The sockets of this process on the same port that the kernel may think in conflict with this one. */
    List<Entry> neighbours(Entry entry) {
        List<Entry> others = new ArrayList<>();
        for (Entry other : ports.getOrDefault(key(entry.socket, entry.address.port()), List.of())) {
            if (other != entry && (other.everywhere || entry.everywhere || touches(other, entry))) {
                others.add(other);
            }
        }
        return others;
    }

    void add(Entry entry) {
        ports.computeIfAbsent(key(entry.socket, entry.address.port()), k -> new ArrayList<>(1))
                .add(entry);
    }

    /** Adds an entry whose port was chosen after the bind. */
    void addLate(Entry entry, int port) {
        lock.lock();
        try {
            entry.address.port(port);
            entry.lentByConnect = true;
            add(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Takes an entry that was added late out again; its port is 0 as before. With the lock held. */
    void takeBack(Entry entry) {
        drop(entry);
        entry.lentByConnect = false;
        entry.address.port(0);
    }

    private void drop(Entry entry) {
        ports.computeIfPresent(key(entry.socket, entry.address.port()), (k, entries) -> {
            entries.remove(entry);
            return entries.isEmpty() ? null : entries;
        });
    }

    /** Takes an entry out, and closes its kernel socket meanwhile, so that nobody takes the port as free too early. */
    void remove(Entry entry, Runnable close) {
        lock.lock();
        try {
            close.run();
            drop(entry);
            entry.socket.session.reservations().portLeft(entry.socket, entry.address.port());
        } finally {
            lock.unlock();
        }
    }

    static int verdict(Entry first, Entry second) {
        if (!touches(first, second) || first.parallel && second.parallel) {
            return OK;
        }
        int status = SAME_USER[first.index()][second.index()];
        // S062, S071 and "a dual-stack exclusive bind … would fail with WSAEACCES": an exclusive dual-stack wildcard
        // answers ACCESS for what happens on its IPv4 side, from either end.
        boolean acrossStacks = first.address.length() != second.address.length();
        boolean exclusiveDual =
                first.dual && first.sharing == Sharing.EXCLUSIVE || second.dual && second.sharing == Sharing.EXCLUSIVE;
        return status != OK && acrossStacks && exclusiveDual ? ACCESS : status;
    }

    /** Whether the two have any address in common. */
    private static boolean touches(Entry a, Entry b) {
        if (a.address.length() != b.address.length()) {
            // S066, S071: the stacks are separate unless one of the two is on both
            return a.dual || b.dual;
        }
        return a.address.isWildcard()
                || b.address.isWildcard()
                || a.address.sameAddress(b.address) && a.address.scopeId() == b.address.scopeId();
    }
}

package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A thread's selector for lists of sockets. It keeps the keys of the last list, so that waiting for the same sockets
 * again changes only what differs.
 */
final class NioListWait extends SelectorGuard {
    /** One socket of the list; it may stand there several times, with different interests. */
    private static final class Entry {
        final SelectionKey key;
        long turn;
        int ops;
        int readyOps;

        Entry(SelectionKey key) {
            this.key = key;
        }
    }

    private final Consumer<SelectionKey> collect = this::collect;

    // guarded by lock
    private final Map<NioSocket, Entry> entries = new IdentityHashMap<>();
    // guarded by lock
    private boolean woken;
    // owner only
    private long turn;

    NioListWait() throws IOException {}

    int await(PollList list, long nanos) {
        boolean interrupted = Thread.interrupted();
        try {
            long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
            long left = nanos;
            while (true) {
                boolean closed = prepare(list);
                select(closed ? 0 : left, collect);
                boolean wasWoken = takeWoken();
                int count = answers(list);
                interrupted |= Thread.interrupted();
                if (count > 0 || wasWoken || nanos == 0 || !selector.isOpen()) {
                    return count;
                }
                // an interrupt or a socket that was closed elsewhere ended the select
                if (nanos > 0) {
                    left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return 0;
                    }
                }
            }
        } finally {
            NioSocket.restore(interrupted);
        }
    }

    /** Registers the list's sockets and lets go of all others. @return whether one of them is closed */
    private boolean prepare(PollList list) {
        lock.lock();
        try {
            turn++;
            boolean closed = false;
            for (int i = 0; i < list.size(); i++) {
                NioSocket socket = (NioSocket) list.socket(i);
                Entry entry = entries.get(socket);
                if (entry == null) {
                    SelectionKey key = socket.register(this, 0);
                    if (key == null) {
                        closed = true;
                        continue;
                    }
                    entry = new Entry(key);
                    entries.put(socket, entry);
                }
                if (entry.turn != turn) {
                    entry.turn = turn;
                    entry.ops = 0;
                    entry.readyOps = 0;
                }
                entry.ops |= socket.ops(list.interest(i));
            }
            dropOthers();
            for (Entry entry : entries.values()) {
                closed |= !interestOps(entry.key, entry.ops);
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void dropOthers() {
        boolean dropped = false;
        for (Iterator<Map.Entry<NioSocket, Entry>> all = entries.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<NioSocket, Entry> each = all.next();
            if (each.getValue().turn != turn) {
                SelectionKey key = each.getValue().key;
                key.cancel();
                each.getKey().unregistered(key);
                all.remove();
                dropped = true;
            }
        }
        if (dropped) {
            dropCancelled();
        }
    }

    // within select, with no lock held: the entries change only before it, or by forget, whose caller waits for it
    private void collect(SelectionKey key) {
        int ops = readyOps(key);
        lock.lock();
        try {
            Entry entry = entries.get((NioSocket) key.attachment());
            if (entry != null) {
                entry.readyOps |= ops;
            }
        } finally {
            lock.unlock();
        }
    }

    private int answers(PollList list) {
        lock.lock();
        try {
            int count = 0;
            for (int i = 0; i < list.size(); i++) {
                Entry entry = entries.get((NioSocket) list.socket(i));
                int interest = list.interest(i);
                int ready = entry == null || !entry.key.isValid()
                        ? interest | Interest.FAILED
                        : NioSocket.ready(entry.readyOps, interest);
                list.ready(i, ready);
                count += ready == 0 ? 0 : 1;
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            woken = true;
            wakeSelect();
        } finally {
            lock.unlock();
        }
    }

    private boolean takeWoken() {
        lock.lock();
        try {
            boolean was = woken;
            woken = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean mayBlock() {
        return !woken;
    }

    @Override
    void forget(SelectionKey key) {
        entries.remove((NioSocket) key.attachment());
    }
}

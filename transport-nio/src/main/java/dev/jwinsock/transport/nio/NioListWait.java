package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread's selector for lists of sockets. Waiting for the same list again looks at no socket of it, and for another
 * list registers only what differs: a program that waits for all its sockets and then looks at some of them, part by
 * part, would register thousands each time otherwise. So keys stay as they are for the next lists; one that is in the way
 * of a wait, ready while nobody waits for it, is switched off, and one that was in none of the last lists is dropped.
 */
final class NioListWait extends SelectorGuard {
    private static final int NONE = -1;

    /** So many lists later a socket is taken for one that does not come back: more than one thread can wait for events. */
    private static final int KEPT_TURNS = 128;

    /** Passing a ready socket this often costs about as much as switching its key off and on again. */
    private static final int MOST_PASSED = 4;

    /** No selector tells fewer at once when more are ready. */
    private static final int LEAST_FULL = 256;

    /**
     * What a key may be set to while its socket is in no list. A connect that somebody else has finished would end every
     * select without a word, as Java does not tell it any more.
     */
    private static final int LASTING = SelectionKey.OP_READ | SelectionKey.OP_WRITE | SelectionKey.OP_ACCEPT;

    /** One socket of this list, where it may stand several times with different interests, or of one before. */
    private static final class Entry {
        final NioSocket socket;
        final SelectionKey key;
        /** When it was in the list last. */
        long turn;

        int ops;
        /** What the last select has told; 0 otherwise. */
        int readyOps;
        /** How often it was ready since, for nobody. */
        int passed;
        /** Where it stands in the list last; before that {@link NioListWait#samePlace}. */
        int place;

        Entry(NioSocket socket, SelectionKey key) {
            this.socket = socket;
            this.key = key;
        }
    }

    private final Consumer<SelectionKey> collect = this::collect;

    // guarded by lock
    private final Map<NioSocket, Entry> entries = new IdentityHashMap<>();
    // guarded by lock
    private boolean woken;
    /** A socket of the list was closed. Written under lock. */
    private volatile boolean forgotten;

    // The rest is the owner's only.
    private long turn;
    private long sweptTurn;
    /** What the last select has found. */
    private final List<Entry> answering = new ArrayList<>();
    /** How many sockets the last select has found that are not in the list. */
    private int others;
    /** Whether they keep it from waiting. */
    private boolean waits;

    // The list that came last, by place.
    private @Nullable NioSocket[] sockets = {};
    private int[] interests = {};
    /** The place before with the same socket, or NONE. */
    private int[] samePlace = {};

    private @Nullable Entry[] inPlace = {};

    private int size = NONE;
    /** Some of its keys are set to more than {@link #LASTING}. */
    private boolean passing;
    /** {@link NioTransport#changes} before it was looked at. */
    private int changesSeen;

    private final NioTransport transport;

    NioListWait(NioTransport transport) throws IOException {
        this.transport = transport;
    }

    int await(PollList list, long nanos) {
        boolean interrupted = Thread.interrupted();
        try {
            long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
            long left = nanos;
            while (true) {
                boolean closed = !isLast(list) && prepare(list);
                others = 0;
                waits = nanos != 0;
                select(closed ? 0 : left, collect);
                boolean wasWoken = takeWoken();
                int count = closed || !isUnchanged() ? allAnswers(list) : answers(list);
                interrupted |= Thread.interrupted();
                if (count > 0 || wasWoken || nanos == 0 && !mayHaveMissed() || !selector.isOpen()) {
                    return count;
                }
                // an interrupt, a socket of another list or one that was closed elsewhere ended the select
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

    /** One select tells only so many: others may have been in the way, or a key be switched off by {@link #passedBy}. */
    private boolean mayHaveMissed() {
        return others >= LEAST_FULL || forgotten;
    }

    /** Whether all keys are still as the last list has made them. */
    private boolean isUnchanged() {
        return !forgotten && changesSeen == transport.changes();
    }

    private boolean isLast(PollList list) {
        if (size != list.size() || !isUnchanged()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (sockets[i] != list.socket(i) || interests[i] != list.interest(i)) {
                return false;
            }
        }
        return true;
    }

    /** Registers the list's sockets. @return whether one of them is closed */
    private boolean prepare(PollList list) {
        changesSeen = transport.changes();
        lock.lock();
        try {
            forgotten = false;
            turn++;
            switchOffPassing();
            makeRoom(list.size());
            if (turn - sweptTurn >= KEPT_TURNS) {
                sweptTurn = turn;
                dropOld();
            }
            boolean closed = false;
            for (int i = 0; i < size; i++) {
                NioSocket socket = (NioSocket) list.socket(i);
                sockets[i] = socket;
                interests[i] = list.interest(i);
                closed |= !enter(socket, i);
            }
            for (int i = 0; i < size; i++) {
                Entry entry = inPlace[i];
                closed |= entry != null && !interestOps(entry.key, entry.ops);
            }
            if (closed) {
                size = NONE; // to be looked at again
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Sockets that stay get their operations back before the next select, which has nothing to change then. */
    private void switchOffPassing() {
        if (passing) {
            passing = false;
            for (Entry entry : entries.values()) {
                if ((entry.ops & ~LASTING) != 0) {
                    interestOps(entry.key, 0);
                    entry.ops = 0;
                }
            }
        }
    }

    private void makeRoom(int places) {
        if (places > sockets.length) {
            sockets = new NioSocket[2 * places];
            interests = new int[2 * places];
            samePlace = new int[2 * places];
            inPlace = new Entry[2 * places];
        } else if (places < size) {
            Arrays.fill(sockets, places, size, null);
            Arrays.fill(inPlace, places, size, null);
        }
        size = places;
    }

    /** With the lock held. @return false when the socket is closed */
    private boolean enter(NioSocket socket, int place) {
        Entry entry = entries.get(socket);
        if (entry == null) {
            SelectionKey key = socket.register(this, 0);
            if (key == null) {
                inPlace[place] = null;
                return false;
            }
            entry = new Entry(socket, key);
            key.attach(entry);
            entries.put(socket, entry);
        }
        boolean first = entry.turn != turn;
        samePlace[place] = first ? NONE : entry.place;
        int ops = socket.ops(interests[place]);
        entry.ops = first ? ops : entry.ops | ops;
        entry.turn = turn;
        entry.passed = 0;
        entry.place = place;
        inPlace[place] = entry;
        passing |= (ops & ~LASTING) != 0;
        return true;
    }

    private void dropOld() {
        boolean dropped = false;
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry each = all.next();
            if (turn - each.turn > KEPT_TURNS) {
                each.key.cancel();
                each.socket.unregistered(each.key);
                all.remove();
                dropped = true;
            }
        }
        if (dropped) {
            dropCancelled();
        }
    }

    private void collect(SelectionKey key) {
        Entry entry = (Entry) key.attachment();
        if (entry.turn == turn) {
            entry.readyOps = readyOps(key);
            answering.add(entry);
        } else {
            others++;
            if (waits || ++entry.passed > MOST_PASSED) {
                interestOps(key, 0);
            }
        }
    }

    /** Tells what the select has found, when it has found all there is to tell. */
    private int answers(PollList list) {
        list.clearReady();
        int count = 0;
        for (int i = 0; i < answering.size(); i++) {
            Entry entry = answering.get(i);
            for (int place = entry.place; place != NONE; place = samePlace[place]) {
                int ready = NioSocket.ready(entry.readyOps, interests[place]);
                list.ready(place, ready);
                count += ready == 0 ? 0 : 1;
            }
            entry.readyOps = 0;
        }
        answering.clear();
        return count;
    }

    /** Looks at every socket: some are closed. */
    private int allAnswers(PollList list) {
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
            answering.forEach(entry -> entry.readyOps = 0);
            answering.clear();
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
        return !woken && !forgotten;
    }

    /** Else each of thousands that are closed one after the other would pass all the rest that are ready, too. */
    @Override
    void passedBy(SelectionKey key) {
        interestOps(key, 0); // the next list is prepared anew: this one has lost a socket
    }

    @Override
    void forget(SelectionKey key) {
        forgotten = true;
        entries.remove(((Entry) key.attachment()).socket);
    }
}

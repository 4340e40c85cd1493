package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.spi.EventSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One wait of one thread for any or all of some objects. While the thread is blocked, whoever signals an object decides
 * the wait then and there, as the Windows dispatcher does: a ResetEvent right after the SetEvent takes nothing back, and
 * two SetEvents of an auto-reset event end the waits of two threads.
 */
final class Wait extends WaitBlock {
    static final int FAILED = -1;
    static final int TIMEOUT = 258;
    static final int IO_COMPLETION = 192;

    static final int NOT_YET = -2;

    private static final int INFINITE = -1;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final VarHandle RESULT;

    static {
        try {
            RESULT = MethodHandles.lookup().findVarHandle(Wait.class, "result", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Waitable[] objects;
    private final boolean all;
    private final ThreadObject owner = ThreadObject.current();
    private final ApcQueue apcs = owner.apcs();
    private final boolean alertable;
    private final List<EventSource> sources = new ArrayList<>();
    // Leaves NOT_YET once, by whoever is first: a signal, a close, an APC or the end of the time.
    private volatile int result = NOT_YET;

    Wait(Waitable[] objects, boolean all, boolean alertable) {
        this.objects = objects;
        this.all = all;
        this.alertable = alertable && !apcs.running();
    }

    /** @return the lowest signalled index (0 for all), TIMEOUT, IO_COMPLETION, or FAILED when an object is closed */
    int await(int millis) {
        try {
            awaitResult(millis);
        } finally {
            leave();
        }
        if (result == IO_COMPLETION) {
            apcs.run();
        }
        return result;
    }

    private void awaitResult(int millis) {
        look();
        // S188: what is there already comes before an APC, so an alertable wait always looks
        if (result == NOT_YET && (millis == 0 || alertable || owner.firstLook().worthwhile())) {
            collectSources();
            if (!sources.isEmpty()) {
                await(sources, 0);
                look();
                if (millis != 0) {
                    owner.firstLook().found(result != NOT_YET);
                }
            }
        }
        // S188: only a wait that has to block runs APCs
        if (result == NOT_YET && alertable && apcs.pending()) {
            decide(IO_COMPLETION);
        }
        if (result == NOT_YET && millis == 0) {
            decide(TIMEOUT);
        } else if (result == NOT_YET) {
            blockFor(millis);
        }
    }

    private void blockFor(int millis) {
        long end = System.nanoTime() + Integer.toUnsignedLong(millis) * NANOS_PER_MILLI;
        int entered = 0;
        if (alertable) {
            apcs.ends(() -> end(IO_COMPLETION));
        }
        try {
            while (entered < objects.length && result == NOT_YET) {
                objects[entered].enter(this, entered);
                entered++;
            }
            if (all && result == NOT_YET) {
                takeAll();
            }
            if (alertable && apcs.pending()) {
                decide(IO_COMPLETION);
            }
            while (true) {
                prepare();
                if (result != NOT_YET) {
                    return;
                }
                long left = millis == INFINITE ? -1 : Math.max(0, end - System.nanoTime());
                if (left == 0) {
                    decide(TIMEOUT);
                    return;
                }
                collectSources();
                await(sources, left);
            }
        } finally {
            for (int i = 0; i < entered; i++) {
                objects[i].leave(this);
            }
            if (alertable) {
                apcs.ends(null);
            }
        }
    }

    private void collectSources() {
        sources.clear();
        for (Waitable object : objects) {
            object.addSources(sources);
        }
        if (alertable) {
            apcs.addSources(sources);
        }
    }

    private void look() {
        if (all) {
            takeAll();
            return;
        }
        for (int i = 0; i < objects.length && result == NOT_YET; i++) {
            objects[i].take(this, i);
        }
    }

    /** Takes all objects at the same moment: with all their locks held, taken in the order of their numbers. */
    void takeAll() {
        Waitable[] inOrder = objects.clone();
        Arrays.sort(inOrder, Comparator.comparingLong(HANDLE::value));
        for (Waitable object : inOrder) {
            object.lock.lock();
        }
        try {
            for (Waitable object : inOrder) {
                if (object.closed()) {
                    end(FAILED);
                    return;
                }
            }
            for (Waitable object : inOrder) {
                if (!object.signalled()) {
                    return;
                }
            }
            if (end(0)) {
                for (Waitable object : inOrder) {
                    object.consume();
                }
            }
        } finally {
            for (Waitable object : inOrder) {
                object.lock.unlock();
            }
        }
    }

    boolean forAll() {
        return all;
    }

    /** The lowest index of an object that may be there more than once. */
    int indexOf(Waitable object) {
        int i = 0;
        while (objects[i] != object) {
            i++;
        }
        return i;
    }

    boolean decided() {
        return result != NOT_YET;
    }

    /** @return false when the wait has its result already */
    boolean decide(int with) {
        return RESULT.compareAndSet(this, NOT_YET, with);
    }

    /** Decides the wait and wakes its thread. @return false when the wait has its result already */
    boolean end(int with) {
        boolean first = decide(with);
        if (first) {
            wake();
        }
        return first;
    }
}

package dev.jwinsock.ws2;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** A thread as an object: signalled once it has ended; owner of its APCs and of its message queue. */
final class ThreadObject extends Waitable {
    private static final Map<Thread, ThreadObject> ALL = Collections.synchronizedMap(new WeakHashMap<>());
    private static final ThreadLocal<ThreadObject> OWN = ThreadLocal.withInitial(() -> of(Thread.currentThread()));

    // Weak, so that the map forgets threads that have ended; one that runs is never collected.
    private final WeakReference<Thread> thread;
    private final ApcQueue apcs = new ApcQueue();
    private final FirstLook firstLook = new FirstLook();
    // Made by the owner, read by who posts to the thread.
    private volatile @Nullable MessageQueue messages;
    // Guarded by lock.
    private boolean watched;

    private ThreadObject(Thread thread) {
        this.thread = new WeakReference<>(thread);
    }

    static ThreadObject of(Thread thread) {
        return ALL.computeIfAbsent(thread, ThreadObject::new);
    }

    static ThreadObject current() {
        return OWN.get();
    }

    ApcQueue apcs() {
        return apcs;
    }

    /** The owner's. */
    FirstLook firstLook() {
        return firstLook;
    }

    /** Null until the thread has asked for messages or made a window. */
    @Nullable
    MessageQueue messages() {
        return messages;
    }

    /** By the owner. */
    MessageQueue ownMessages() {
        MessageQueue own = messages;
        if (own == null) {
            own = new MessageQueue(this);
            messages = own;
        }
        return own;
    }

    boolean ended() {
        Thread still = thread.get();
        return still == null || still.getState() == Thread.State.TERMINATED;
    }

    @Override
    boolean signalled() {
        return ended();
    }

    @Override
    void consume() {
        // Stays signalled
    }

    /** The handle is shared by all who ask for it, like the pseudo handle of C, for which CloseHandle does nothing. */
    @Override
    boolean close() {
        return true;
    }

    /** Java tells the end of a thread only to a thread that joins it: one daemon, from the first blocked wait on. */
    @Override
    void entered() {
        Thread target = thread.get();
        if (watched || target == null) {
            return;
        }
        watched = true;
        Thread watcher = new Thread(() -> watch(target), "jwinsock-join-" + target.getName());
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch(Thread target) {
        while (!ended()) {
            try {
                target.join(0);
                if (target.getState() == Thread.State.NEW) {
                    Thread.sleep(1); // join does not wait for a thread that has not been started
                }
            } catch (InterruptedException e) {
                // Nobody asks this thread to stop: it goes with the one it watches
            }
        }
        changed();
    }
}

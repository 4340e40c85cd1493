package dev.jwinsock.transport.nio;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A selector that one thread, its owner, selects on, and that any thread can take a key out of <em>now</em>.
 *
 * <p>A channel's descriptor lives on after close for as long as a selector has a key for it, and a selector drops a
 * cancelled key only while it selects. A listener would keep its port and a peer would wait for its FIN until the owner
 * happens to wait again. So whoever closes a socket makes the selector drop its key first: by waking the owner and
 * waiting until it has left the select, or by selecting in the owner's place when it is elsewhere.
 */
abstract class SelectorGuard {
    private static final Logger LOG = LoggerFactory.getLogger(SelectorGuard.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    final Selector selector;

    private final Consumer<SelectionKey> passed = this::passedBy;

    /** Taken by threads that close sockets, too; never held while selecting with a time. */
    final ReentrantLock lock = new ReentrantLock();

    private final Condition left = lock.newCondition();
    // guarded by lock: the owner is in select (or just before or after it), which drops all cancelled keys
    private boolean selecting;
    // guarded by lock: counts the owner's selects
    private long turns;

    SelectorGuard() throws IOException {
        selector = Selector.open();
    }

    /** Asked with the lock held just before the owner selects; false makes it return without waiting. */
    abstract boolean mayBlock();

    /** The key will be gone: drop every reference to it. Called with the lock held. */
    abstract void forget(SelectionKey key);

    /** The key is ready, which was seen while cancelled ones were dropped; the next select tells. With the lock held. */
    void passedBy(SelectionKey key) {}

    /** Owner only, lock not held. The action must not call back here. */
    final void select(long nanos, Consumer<SelectionKey> action) {
        boolean block;
        lock.lock();
        try {
            block = nanos != 0 && mayBlock();
            selecting = true;
        } finally {
            lock.unlock();
        }
        try {
            if (!block) {
                selector.selectNow(action);
            } else if (nanos < 0) {
                selector.select(action);
            } else {
                // rounded up: a wait never ends early
                selector.select(action, Math.max(1, (nanos - 1) / NANOS_PER_MILLI + 1));
            }
        } catch (ClosedSelectorException e) {
            LOG.trace("selector closed under its owner", e);
        } catch (IOException e) {
            LOG.warn("select failed", e);
        } finally {
            lock.lock();
            try {
                selecting = false;
                turns++;
                left.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Ends the owner's select, if it is in one. Lock held. */
    final void wakeSelect() {
        if (selecting) {
            selector.wakeup();
        }
    }

    /** False when the key is cancelled: Java cancels the keys of a channel whose connect failed, at any time. */
    static boolean interestOps(SelectionKey key, int ops) {
        try {
            if (key.interestOps() != ops) {
                key.interestOps(ops);
            }
            return true;
        } catch (CancelledKeyException e) {
            return false;
        }
    }

    /** 0 when the key is cancelled. */
    static int readyOps(SelectionKey key) {
        try {
            return key.readyOps();
        } catch (CancelledKeyException e) {
            return 0;
        }
    }

    /** Takes a key out of the selector before it returns. From any thread. */
    final void release(SelectionKey key) {
        lock.lock();
        try {
            forget(key);
            key.cancel();
            if (selecting) {
                long turn = turns;
                selector.wakeup();
                while (selecting && turn == turns) {
                    left.awaitUninterruptibly();
                }
            } else {
                dropCancelled();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the selector drop cancelled keys. Lock held, owner not selecting. */
    final void dropCancelled() {
        try {
            selector.selectNow(passed);
        } catch (ClosedSelectorException e) {
            LOG.trace("a closed selector has no keys", e);
        } catch (IOException e) {
            LOG.warn("select failed", e);
        }
    }

    /** For tests: how often the owner has selected. */
    final long selects() {
        lock.lock();
        try {
            return turns;
        } finally {
            lock.unlock();
        }
    }

    final void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("selector not closed", e);
        }
    }
}

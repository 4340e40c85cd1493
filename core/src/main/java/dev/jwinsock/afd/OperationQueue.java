package dev.jwinsock.afd;

import dev.jwinsock.OVERLAPPED;
import org.jspecify.annotations.Nullable;

/**
 * Operations, first in first out; linked through themselves, the last one to the first, so that one reference is enough.
 * Written under the socket's lock.
 */
class OperationQueue {
    /** An empty one to begin with, to which nothing may be added. */
    static final OperationQueue NONE = new OperationQueue();

    private volatile @Nullable Operation last;

    /** Without the lock a glance, for calls that must not overtake. */
    final boolean isEmpty() {
        return last == null;
    }

    @Nullable
    final Operation peek() {
        Operation end = last;
        return end == null ? null : end.next;
    }

    /** The one behind it; null: it is the last one. */
    @Nullable
    final Operation after(Operation operation) {
        return operation == last ? null : operation.next;
    }

    final void add(Operation operation) {
        assert this != NONE;
        Operation before = last;
        if (before == null) {
            operation.next = operation;
        } else {
            operation.next = before.next;
            before.next = operation;
        }
        last = operation;
    }

    @Nullable
    final Operation poll() {
        Operation end = last;
        Operation first = peek();
        if (end != null && first != null) {
            unlink(end, first);
        }
        return first;
    }

    /**
     * Takes the operations that match into another queue, in order.
     *
     * @param owner whose operations; null: anybody's
     * @param overlapped null: all
     * @param issuer null: all
     * @return whether there were any
     */
    final boolean move(
            @Nullable Operations owner,
            @Nullable OVERLAPPED overlapped,
            @Nullable Thread issuer,
            int result,
            OperationQueue to) {
        boolean moved = false;
        Operation before = last;
        Operation each = peek();
        while (each != null && before != null) {
            Operation next = after(each);
            boolean matches = (owner == null || each.owner == owner)
                    && (overlapped == null || each.overlapped == overlapped)
                    && (issuer == null || each.issuer == issuer);
            if (!matches) {
                before = each;
            } else {
                unlink(before, each);
                each.result = result;
                each.transferred = 0;
                each.aborted();
                to.add(each);
                moved = true;
            }
            each = next;
        }
        return moved;
    }

    final int size() {
        int count = 0;
        for (Operation each = peek(); each != null; each = after(each)) {
            count++;
        }
        return count;
    }

    /** @return false when it is not there */
    final boolean remove(Operation operation) {
        Operation before = last;
        for (Operation each = peek(); each != null && before != null; each = after(each)) {
            if (each == operation) {
                unlink(before, each);
                return true;
            }
            before = each;
        }
        return false;
    }

    /** @param before the last one for the first */
    private void unlink(Operation before, Operation operation) {
        if (before == operation) {
            last = null; // it was alone
        } else {
            before.next = operation.next;
            if (operation == last) {
                last = before;
            }
        }
        operation.next = null;
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.OVERLAPPED;
import org.jspecify.annotations.Nullable;

/** Operations, first in first out; linked through themselves. Written under the socket's lock. */
final class OperationQueue {
    private volatile @Nullable Operation head;
    private @Nullable Operation tail;

    /** Without the lock a glance, for calls that must not overtake. */
    boolean isEmpty() {
        return head == null;
    }

    @Nullable
    Operation peek() {
        return head;
    }

    void add(Operation operation) {
        operation.next = null;
        Operation last = tail;
        tail = operation;
        if (last == null) {
            head = operation;
        } else {
            last.next = operation;
        }
    }

    @Nullable
    Operation poll() {
        Operation first = head;
        if (first != null) {
            head = first.next;
            first.next = null;
            if (head == null) {
                tail = null;
            }
        }
        return first;
    }

    /**
     * Takes the operations that match into another queue, in order.
     *
     * @param owner whose operations; null: anybody's
     * @param overlapped null: all
     * @param issuer null: all
     * @return how many
     */
    int move(
            @Nullable Operations owner,
            @Nullable OVERLAPPED overlapped,
            @Nullable Thread issuer,
            int result,
            OperationQueue to) {
        int moved = 0;
        Operation kept = null;
        Operation each = head;
        while (each != null) {
            Operation after = each.next;
            boolean matches = (owner == null || each.owner == owner)
                    && (overlapped == null || each.overlapped == overlapped)
                    && (issuer == null || each.issuer == issuer);
            if (!matches) {
                kept = each;
            } else {
                unlink(kept, each);
                each.result = result;
                each.transferred = 0;
                each.aborted();
                to.add(each);
                moved++;
            }
            each = after;
        }
        return moved;
    }

    /** @return false when it is not there */
    boolean remove(Operation operation) {
        Operation before = null;
        for (Operation each = head; each != null; each = each.next) {
            if (each == operation) {
                unlink(before, each);
                each.next = null;
                return true;
            }
            before = each;
        }
        return false;
    }

    private void unlink(@Nullable Operation before, Operation operation) {
        if (before == null) {
            head = operation.next;
        } else {
            before.next = operation.next;
        }
        if (tail == operation) {
            tail = before;
        }
    }
}

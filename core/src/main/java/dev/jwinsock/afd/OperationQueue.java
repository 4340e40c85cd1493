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
     * @param overlapped null: all
     * @param issuer null: all
     * @return whether there were any
     */
    boolean move(@Nullable OVERLAPPED overlapped, @Nullable Thread issuer, int result, OperationQueue to) {
        boolean moved = false;
        Operation all = head;
        head = null;
        tail = null;
        while (all != null) {
            Operation after = all.next;
            boolean matches =
                    (overlapped == null || all.overlapped == overlapped) && (issuer == null || all.issuer == issuer);
            if (matches) {
                all.result = result;
                all.transferred = 0;
                to.add(all);
                moved = true;
            } else {
                add(all);
            }
            all = after;
        }
        return moved;
    }
}

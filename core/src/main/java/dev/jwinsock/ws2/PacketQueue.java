package dev.jwinsock.ws2;

import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Completion packets, first in first out, in arrays that grow and are used again. Guarded by the port's lock. */
final class PacketQueue {
    private static final int FIRST_CAPACITY = 64; // a power of two

    private @Nullable Object[] keys = new Object[FIRST_CAPACITY];
    private @Nullable OVERLAPPED[] overlappeds = new OVERLAPPED[FIRST_CAPACITY];
    private int[] statuses = new int[FIRST_CAPACITY];
    private int[] counts = new int[FIRST_CAPACITY];
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(@Nullable Object key, @Nullable OVERLAPPED overlapped, int status, int transferred) {
        if (size == keys.length) {
            grow();
        }
        int at = head + size & keys.length - 1;
        keys[at] = key;
        overlappeds[at] = overlapped;
        statuses[at] = status;
        counts[at] = transferred;
        size++;
    }

    void remove(OVERLAPPED_ENTRY to) {
        to.lpCompletionKey = keys[head];
        to.lpOverlapped = overlappeds[head];
        to.Internal = Integer.toUnsignedLong(statuses[head]);
        to.dwNumberOfBytesTransferred = counts[head];
        keys[head] = null;
        overlappeds[head] = null;
        head = head + 1 & keys.length - 1;
        size--;
    }

    private void grow() {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = head + i & size - 1;
        }
        @Nullable Object[] allKeys = new Object[2 * size];
        @Nullable OVERLAPPED[] allOverlappeds = new OVERLAPPED[2 * size];
        int[] allStatuses = Arrays.copyOf(statuses, 2 * size);
        int[] allCounts = Arrays.copyOf(counts, 2 * size);
        for (int i = 0; i < size; i++) {
            allKeys[i] = keys[order[i]];
            allOverlappeds[i] = overlappeds[order[i]];
            allStatuses[i] = statuses[order[i]];
            allCounts[i] = counts[order[i]];
        }
        keys = allKeys;
        overlappeds = allOverlappeds;
        statuses = allStatuses;
        counts = allCounts;
        head = 0;
    }
}

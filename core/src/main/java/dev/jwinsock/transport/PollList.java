package dev.jwinsock.transport;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sockets to wait for together, and what each turned out to be ready for. Belongs to one thread and is used again. */
public final class PollList {
    private static final int FIRST_CAPACITY = 64;

    private @Nullable TransportSocket[] sockets = new TransportSocket[FIRST_CAPACITY];
    private int[] interests = new int[FIRST_CAPACITY];
    private int[] ready = new int[FIRST_CAPACITY];
    private int size;

    /** Forgets all sockets. */
    public void clear() {
        Arrays.fill(sockets, 0, size, null);
        size = 0;
    }

    /** @return the socket's index */
    public int add(TransportSocket socket, int interest) {
        if (size == interests.length) {
            sockets = Arrays.copyOf(sockets, 2 * size);
            interests = Arrays.copyOf(interests, 2 * size);
            ready = Arrays.copyOf(ready, 2 * size);
        }
        sockets[size] = socket;
        interests[size] = interest;
        ready[size] = 0;
        return size++;
    }

    public int size() {
        return size;
    }

    public TransportSocket socket(int index) {
        TransportSocket socket = sockets[index];
        if (socket == null || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return socket;
    }

    /** What was asked for: READ, WRITE, URGENT, PEER_CLOSED; with 0 the socket is left out of the wait. */
    public int interest(int index) {
        return interests[index];
    }

    /** {@link Interest} bits. */
    public int ready(int index) {
        return ready[index];
    }

    /** For the transport: none of them is ready. */
    public void clearReady() {
        Arrays.fill(ready, 0, size, 0);
    }

    /** For the transport. */
    public void ready(int index, int bits) {
        ready[index] = bits;
    }
}

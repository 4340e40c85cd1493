package dev.jwinsock.multipoint;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the root has got and the program has not received yet: pieces of one leaf each, in the order they came. When there
 * is no room, leaves that have more wait, each with the bytes in its own connection.
 *
 * <p>Guarded by the session's lock.
 */
final class Inbox {
    private static final int SCRATCH_SIZE = 16 << 10;

    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_SIZE);
    private final ArrayDeque<Received> pieces = new ArrayDeque<>();
    private final ArrayDeque<Branch> waiting = new ArrayDeque<>();
    private int bytes;
    private int limit = 1;
    private boolean shut;

    /** @param size SO_RCVBUF */
    void limit(int size) {
        limit = Math.max(1, size);
    }

    /** Negative when there is more than the limit. */
    int room() {
        return limit - bytes;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    @Nullable
    Received first() {
        return pieces.peek();
    }

    /** Where a leaf's connection is read into. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    /** The leaf has data for which there is no room. */
    void later(Branch branch) {
        waiting.add(branch);
    }

    /** @return false when it is dropped */
    boolean add(Received piece) {
        if (shut || !piece.data().hasRemaining()) {
            return false;
        }
        pieces.add(piece);
        bytes += piece.data().remaining();
        return true;
    }

    /** Moves bytes of the first piece into {@code one}, or when that is null into the {@code many}. @return how many */
    int take(Received first, @Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        ByteBuffer data = peek ? first.data().duplicate() : first.data();
        int before = data.remaining();
        if (one != null) {
            move(data, one);
        } else {
            for (ByteBuffer each : many) {
                move(data, each);
            }
        }
        int n = before - data.remaining();
        if (!peek) {
            bytes -= n;
            if (!data.hasRemaining()) {
                pieces.remove();
            }
            while (room() > 0 && !waiting.isEmpty()) {
                waiting.remove().carryOnReading();
            }
        }
        return n;
    }

    private static void move(ByteBuffer data, ByteBuffer to) {
        int n = Math.min(data.remaining(), to.remaining());
        int end = data.limit();
        to.put(data.limit(data.position() + n));
        data.limit(end);
    }

    void left(Branch branch) {
        waiting.remove(branch);
    }

    boolean isShut() {
        return shut;
    }

    /** Drops what is there and what comes. */
    void shut() {
        shut = true;
        pieces.clear();
        bytes = 0;
        while (!waiting.isEmpty()) {
            waiting.remove().carryOnReading();
        }
    }
}

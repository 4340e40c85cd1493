package dev.jwinsock.multipoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leaves, and what was sent to them. Each is offered the bytes at once, from the caller's memory; for those that do
 * not take them all one copy is kept. The one that is furthest behind decides how much more may be sent.
 *
 * <p>Guarded by the session's lock.
 */
final class Outbox {
    /** With less, as with an SO_SNDBUF of 0, bytes would go out one by one. */
    private static final int LEAST = 4096;

    private final List<Branch> branches = new ArrayList<>();
    private @Nullable Chunk last;
    private int limit = LEAST;

    /** @param size SO_SNDBUF */
    void limit(int size) {
        limit = Math.max(LEAST, size);
    }

    void add(Branch branch) {
        branches.add(branch);
    }

    void remove(Branch branch) {
        branches.remove(branch);
    }

    boolean isEmpty() {
        return branches.isEmpty();
    }

    /** As they are now. */
    List<Branch> branches() {
        return List.copyOf(branches);
    }

    void clear() {
        branches.clear();
    }

    /** How many bytes may be sent now. */
    int room() {
        int furthest = 0;
        for (int i = 0; i < branches.size(); i++) {
            furthest = Math.max(furthest, branches.get(i).behind());
        }
        return limit - furthest;
    }

    /** Sends as many bytes, whose position advances. */
    void send(ByteBuffer from, int count) {
        int start = from.position();
        int end = from.limit();
        from.limit(start + count);
        Chunk kept = null;
        for (int i = branches.size() - 1; i >= 0; i--) { // from the end: a lost one leaves the list
            Branch branch = branches.get(i);
            if (!branch.hears()) {
                continue;
            }
            from.position(start);
            int taken = branch.offer(from);
            if (taken < 0) {
                branch.lost(taken);
            } else if (taken < count) {
                if (kept == null) {
                    from.position(start);
                    kept = keep(from);
                }
                branch.fallBehind(kept, taken);
            }
        }
        from.limit(end).position(start + count);
    }

    private Chunk keep(ByteBuffer data) {
        Chunk chunk = new Chunk(data);
        Chunk before = last;
        if (before != null) {
            before.next = chunk;
        }
        last = chunk;
        return chunk;
    }
}

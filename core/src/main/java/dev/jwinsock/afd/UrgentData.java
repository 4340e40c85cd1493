package dev.jwinsock.afd;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The urgent bytes of one connection, in a queue as Windows has it: they wait for MSG_OOB however much of the stream is
 * read meanwhile, none of them shows up in the stream, and no receive goes past the place of one (S139).
 *
 * <p>A kernel with {@link Capability#OOB_QUEUE} has room for one. When another arrives first, the older one turns into
 * an ordinary byte of the stream where it stands, even if it was taken out before. So each is taken out as soon as it is
 * seen, and its place kept:
 *
 * <pre>
 *   stream    a b c X d e Y f g        X, Y: taken out
 *                   │     └ newest: the kernel stops a receive here and leaves Y out
 *                   └ given up: a receive is stopped here, and X thrown away
 * </pre>
 *
 * <p>What this cannot know: an urgent byte that was replaced before anybody looked. That is so for all but the last of
 * those which came before the program's first interest in urgent data, and of those which come within the time that
 * the I/O thread needs to be told (tens of microseconds). The newest is found then and the others are ordinary bytes
 * of the stream, as on the kernel itself; where the replacement is noticed, the older byte is lost and not in the
 * stream, as the specification allows ("can be lost … It is never replaced in the data stream"). A byte that a receive
 * went past before the first interest is lost, too, also by a receive that had blocked in the kernel by then. A place
 * is learnt too early when the network reorders and the urgent byte overtakes data; then it is not left out of the
 * stream.
 *
 * <p>All is guarded by the socket's lock, which receives hold as soon as there is such an object.
 */
final class UrgentData {
    /** More unread ones than any protocol has: from here on the oldest is lost for the newest (D107). */
    private static final int MOST_UNREAD = 4096;

    /** A byte that nobody saw before a newer one came. */
    private static final int REPLACED = -1;

    /** As many bytes behind an urgent one are counted at most. */
    private static final int COUNTED = 64 * 1024;

    /** The place of an urgent byte in the stream. */
    private static final class Mark {
        final long place;
        /** What stands there, or {@link #REPLACED}. */
        final int value;

        boolean read;

        Mark(long place, int value) {
            this.place = place;
            this.value = value;
            this.read = value < 0;
        }
    }

    private final TransportSocket kernel;
    private final ByteBuffer single = ByteBuffer.allocate(1);

    /** To be received with MSG_OOB, the oldest first. */
    private final ArrayDeque<Mark> unread = new ArrayDeque<>();
    /** What a receive still has to stop at, in the order of the stream, read or not. */
    private final ArrayDeque<Mark> ahead = new ArrayDeque<>();
    /** How much of the stream is behind, counted from anywhere. */
    private long position;
    /** The one that the kernel saw last. */
    private @Nullable Mark newest;

    UrgentData(TransportSocket kernel) {
        this.kernel = kernel;
    }

    /** Whether MSG_OOB has something to receive. */
    boolean waiting() {
        return !unread.isEmpty();
    }

    /** MSG_OOB. @return 1, or WOULD_BLOCK */
    int receiveUrgent(ByteBuffer to, boolean peek) {
        Mark oldest = peek ? unread.peekFirst() : unread.pollFirst();
        if (oldest == null) {
            return Status.WOULD_BLOCK;
        }
        to.put((byte) oldest.value);
        if (!peek) {
            oldest.read = true;
        }
        return 1;
    }

    // ---------------------------------------------------------------- from the kernel

    /** Takes out what the kernel has, unless urgent data are received in line. @return whether there was something */
    boolean take() {
        boolean found = false;
        while (isUrgent()) {
            found = true;
            // What can be received ends at the urgent byte; as long as that does not change no newer one has come
            int distance = kernel.available();
            int value = receiveUrgent(true);
            if (value < 0) {
                return true;
            }
            if (kernel.available() != distance) {
                add(distance, REPLACED);
                continue;
            }
            add(distance, value);
            int taken = receiveUrgent(false);
            int distanceAfter = kernel.available();
            if (taken >= 0 && (taken != value || distanceAfter != distance) && !isUrgent()) {
                add(distanceAfter, taken); // a newer one came first and was taken in its place
            }
        }
        return found;
    }

    private boolean isUrgent() {
        return (kernel.readiness(Interest.URGENT) & Interest.URGENT) != 0;
    }

    /** @return the byte, or negative when there is none any more */
    private int receiveUrgent(boolean peek) {
        single.clear();
        return kernel.receiveUrgent(single, peek) == 1 ? single.get(0) & 0xff : Status.WOULD_BLOCK;
    }

    private void add(int distance, int value) {
        if (distance < 0) {
            return; // the connection broke
        }
        Mark mark = new Mark(position + distance, value);
        // Nothing can stand behind the newest: places learnt too early
        while (!ahead.isEmpty() && ahead.getLast().place >= mark.place) {
            ahead.removeLast();
        }
        newest = mark;
        if (value >= 0) {
            if (unread.size() == MOST_UNREAD) {
                unread.removeFirst().read = true;
            }
            unread.addLast(mark);
        }
        if (distance > 0) {
            ahead.addLast(mark);
        } else {
            // The next byte: whatever happens, be it a receive or a newer urgent byte, the kernel leaves this one out.
            position++;
        }
    }

    // ---------------------------------------------------------------- the stream

    /** Whether a receive must know of places ahead. */
    boolean hasMarksAhead() {
        return !ahead.isEmpty();
    }

    /** What one receive would get, not in line. */
    int available() {
        int count = kernel.available();
        Mark next = ahead.peekFirst();
        if (next != null) {
            return (int) Math.min(count, next.place - position);
        }
        // Before an urgent byte that it leaves out the kernel counts nothing, whatever is behind
        return count == 0 && kernel.atMark() == 1 ? kernel.receive(ByteBuffer.allocate(COUNTED), true) : count;
    }

    /** One receive of stream data, after {@link #take}. @param inline urgent bytes are received in line */
    int receive(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, boolean inline) {
        while (true) {
            Mark next = ahead.peekFirst();
            if (next == null) {
                return one != null ? kernel.receive(one, peek) : kernel.receive(many, 0, many.length, peek);
            }
            int distance = (int) (next.place - position);
            if (distance == 0) {
                if (!inline) {
                    pass();
                } else if (next.read) {
                    takeOutInline(next);
                } else {
                    return receiveInline(next, one, many, peek);
                }
                continue;
            }
            int n = receiveAtMost(distance, one, many, peek);
            if (n > 0 && !peek) {
                position += n;
                if (n == distance && !inline) {
                    pass();
                }
            }
            return n;
        }
    }

    /** A byte that had come out of line, by itself ("never mixed with normal data"). */
    private int receiveInline(Mark next, @Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        int n = receiveAtMost(1, one, many, peek);
        if (n == 1 && !peek) {
            ahead.removeFirst();
            position++;
            next.read = true;
            unread.remove(next);
        }
        return n;
    }

    /**
     * Everything before an urgent byte has been received: makes sure that neither it nor those right behind it are the
     * next bytes of the stream. At once, because a newer one that arrives now would change what the kernel leaves out.
     */
    private void pass() {
        for (Mark next = ahead.peekFirst(); next != null && next.place == position; next = ahead.peekFirst()) {
            ahead.removeFirst();
            position++;
            // The newest is the kernel's to leave out, also when a newer one arrives after this question.
            if (!ahead.isEmpty() || kernel.atMark() != 1) {
                throwAway(next);
            }
        }
    }

    /** In line the kernel gives the byte as data, and here it goes. */
    private void takeOutInline(Mark next) {
        ahead.removeFirst();
        position++;
        throwAway(next);
    }

    private void throwAway(Mark mark) {
        single.clear();
        if (kernel.receive(single, true) == 1 && (mark.value < 0 || (single.get(0) & 0xff) == mark.value)) {
            single.clear();
            kernel.receive(single, false);
        }
    }

    private int receiveAtMost(int most, @Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        ByteBuffer[] buffers = one != null ? new ByteBuffer[] {one} : many;
        int left = most;
        for (int i = 0; i < buffers.length; i++) {
            ByteBuffer last = buffers[i];
            if (last.remaining() < left) {
                left -= last.remaining();
                continue;
            }
            int limit = last.limit();
            last.limit(last.position() + left);
            try {
                return kernel.receive(buffers, 0, i + 1, peek);
            } finally {
                last.limit(limit);
            }
        }
        return kernel.receive(buffers, 0, buffers.length, peek);
    }

    /**
     * A receive that began before this object existed has ended: nobody knows how far it had come when a place was
     * learnt. The bytes taken out stay.
     */
    void forgetPlaces() {
        ahead.clear();
        newest = null;
    }

    /**
     * SO_OOBINLINE is about to be switched on. What the stream has not passed comes in line from now on, also a byte
     * that is taken out already: the kernel still has it. What it has passed waits until the option is off again.
     */
    void inlineFromNow() {
        Mark last = newest;
        if (last != null && ahead.isEmpty() && kernel.atMark() == 1) {
            position = last.place;
            ahead.addLast(last);
        }
    }

    /** SO_OOBINLINE is about to be switched off: what is next waits out of line again. */
    void outOfLineFromNow() {
        for (Mark next = ahead.peekFirst(); next != null && next.place == position; next = ahead.peekFirst()) {
            takeOutInline(next);
        }
    }

    /** In line: whether a byte that had come before is still to be received. */
    boolean unreadAhead() {
        for (Mark mark : ahead) {
            if (!mark.read) {
                return true;
            }
        }
        return false;
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Status;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a thread polls again and again, in an epoll instance of the thread's own. Level-triggered it answers what
 * poll(2) would, without a look at each descriptor, which is what poll(2) over a thousand costs. To register a
 * socket costs several polls of it, so a list is left to poll(2) until it has come back almost unchanged.
 *
 * <p>Belongs to its thread, but for {@link #close}.
 */
final class EpollSet {
    /** Shorter lists are for poll(2). */
    static final int LEAST = 32;
    /** So many times in a row a list must have come back before it is registered. */
    static final int STEADY = 3;
    /** "Almost unchanged": at most one entry in so many. */
    private static final int FEW = 8;

    private static final int NONE = -1;
    private static final long WAKE_TOKEN = -1;
    /** What poll(2) tells of a socket whether it was asked or not. */
    private static final int UNASKED = Platform.POLLERR | Platform.POLLHUP | Platform.POLLNVAL;

    private final Platform platform;
    private final int wakeFd;
    private volatile int epoll = NONE;
    /** The kernel would not; it is not asked again. */
    private boolean refused;
    /** How often in a row the list has come back. */
    private int steady;

    private ByteBuffer events = ByteBuffer.allocateDirect(0);
    private long eventsAddress;
    private boolean signalled;
    private final ByteBuffer event = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    private final long eventAddress = Buffer.memoryAddress(event);

    // The list that came last, by entry.
    private @Nullable KernelSocket[] sockets = new KernelSocket[LEAST];
    private int[] interests = new int[LEAST];
    /** The entry before it with the same descriptor, or NONE: a list may have a socket twice. */
    private int[] sameFd = new int[LEAST];

    private int size;
    /** The number of the list. */
    private int turn;

    // The descriptors of the list that came last, and of the one before.
    private int[] fds = new int[LEAST];
    private int fdCount;
    private int[] formerFds = new int[LEAST];
    private int formerCount;

    // By descriptor.
    private @Nullable KernelSocket[] owners = new KernelSocket[LEAST];
    /** In which list it was last. */
    private int[] turns = new int[LEAST];
    /** What the list asks, in poll(2)'s bits. */
    private int[] asked = new int[LEAST];
    /** What the list before has asked, and what is registered. */
    private int[] known = new int[LEAST];
    /** In which turn it was registered: tells its events from those of another socket with the same number. */
    private int[] registeredIn = new int[LEAST];
    /** The last entry that it is in. */
    private int[] entries = new int[LEAST];

    EpollSet(Platform platform, int wakeFd) {
        this.platform = platform;
        this.wakeFd = wakeFd;
    }

    /** @return whether {@link #await} can wait for the list; poll(2) has to when not */
    boolean takes(PollList list) {
        if (list.size() < LEAST || refused) {
            return false;
        }
        int changes = isLast(list) ? 0 : note(list);
        if (epoll != NONE && 2 * changes > list.size()) {
            close();
        }
        if (epoll == NONE) {
            steady = FEW * changes > list.size() ? 0 : steady + 1;
            adopt();
            return steady >= STEADY && open();
        }
        return changes == 0 || register();
    }

    private boolean isLast(PollList list) {
        if (size != list.size()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (sockets[i] != list.socket(i) || interests[i] != list.interest(i)) {
                return false;
            }
        }
        return true;
    }

    /** @return in how many descriptors it differs from the list before */
    private int note(PollList list) {
        int[] swapped = formerFds;
        formerFds = fds;
        formerCount = fdCount;
        fds = swapped;
        fdCount = 0;
        turn++;
        int before = size;
        size = list.size();
        ensureEntries();
        for (int i = 0; i < size; i++) {
            note(i, (KernelSocket) list.socket(i), list.interest(i));
        }
        if (before > size) {
            Arrays.fill(sockets, size, before, null);
        }
        int changes = 0;
        for (int i = 0; i < fdCount; i++) {
            changes += known[fds[i]] == asked[fds[i]] ? 0 : 1;
        }
        for (int i = 0; i < formerCount; i++) {
            changes += turns[formerFds[i]] == turn ? 0 : 1;
        }
        return changes;
    }

    private void note(int entry, KernelSocket socket, int interest) {
        sockets[entry] = socket;
        interests[entry] = interest;
        sameFd[entry] = NONE;
        if (interest == 0) {
            return; // left out of the wait: epoll would tell of a hang-up that nobody asked for
        }
        int fd = socket.fd();
        ensureFd(fd);
        int mask = platform.pollEvents(interest);
        if (turns[fd] == turn) {
            asked[fd] |= mask;
            sameFd[entry] = entries[fd];
        } else {
            turns[fd] = turn;
            asked[fd] = mask;
            fds[fdCount++] = fd;
            if (owners[fd] != socket) {
                owners[fd] = socket;
                known[fd] = 0; // with the descriptor that had the number before its registration went, too
            }
        }
        entries[fd] = entry;
    }

    private void ensureEntries() {
        if (size > interests.length) {
            int length = 2 * size;
            sockets = Arrays.copyOf(sockets, length);
            interests = Arrays.copyOf(interests, length);
            sameFd = Arrays.copyOf(sameFd, length);
        }
        if (size > fds.length) {
            fds = new int[interests.length];
        }
    }

    private void ensureFd(int fd) {
        if (fd >= turns.length) {
            int length = Math.max(fd + 1, 2 * turns.length);
            owners = Arrays.copyOf(owners, length);
            turns = Arrays.copyOf(turns, length);
            asked = Arrays.copyOf(asked, length);
            known = Arrays.copyOf(known, length);
            registeredIn = Arrays.copyOf(registeredIn, length);
            entries = Arrays.copyOf(entries, length);
        }
    }

    /** The list is the one that the next is compared with. */
    private void adopt() {
        for (int i = 0; i < formerCount; i++) {
            int fd = formerFds[i];
            if (turns[fd] != turn) {
                owners[fd] = null;
                known[fd] = 0;
            }
        }
        formerCount = 0;
        for (int i = 0; i < fdCount; i++) {
            known[fds[i]] = asked[fds[i]];
        }
    }

    private boolean open() {
        int made = EpollCalls.epoll_create1(EpollCalls.CLOSE_ON_EXEC);
        refused = made < 0;
        if (refused) {
            return false;
        }
        epoll = made;
        if (!control(EpollCalls.EPOLL_CTL_ADD, wakeFd, Platform.POLLIN, WAKE_TOKEN)) {
            return giveUp();
        }
        for (int i = 0; i < fdCount; i++) {
            known[fds[i]] = 0;
        }
        return register();
    }

    /** Registers what has changed. */
    private boolean register() {
        for (int i = 0; i < formerCount; i++) {
            int fd = formerFds[i];
            if (turns[fd] != turn && known[fd] != 0) {
                control(EpollCalls.EPOLL_CTL_DEL, fd, 0, 0); // fails when it is closed
            }
        }
        for (int i = 0; i < fdCount; i++) {
            int fd = fds[i];
            if (known[fd] != asked[fd]) {
                boolean isNew = known[fd] == 0;
                registeredIn[fd] = isNew ? turn : registeredIn[fd];
                if (!control(isNew ? EpollCalls.EPOLL_CTL_ADD : EpollCalls.EPOLL_CTL_MOD, fd, asked[fd], token(fd))) {
                    return giveUp();
                }
            }
        }
        adopt();
        if (events.capacity() < (fdCount + 1) * EpollCalls.EVENT_SIZE) {
            events = ByteBuffer.allocateDirect(2 * (fdCount + 1) * EpollCalls.EVENT_SIZE)
                    .order(ByteOrder.nativeOrder());
            eventsAddress = Buffer.memoryAddress(events);
        }
        return true;
    }

    private long token(int fd) {
        return (long) registeredIn[fd] << Integer.SIZE | fd;
    }

    private boolean control(int operation, int fd, int mask, long token) {
        event.putInt(0, mask);
        event.putLong(EpollCalls.EVENT_DATA, token);
        return EpollCalls.epoll_ctl(epoll, operation, fd, eventAddress) == 0;
    }

    /** The system has no room for it. */
    private boolean giveUp() {
        refused = true;
        close();
        return false;
    }

    /** epoll_wait for the list that it {@link #takes}. @return how many events, for {@link #answers}, or -1 with errno */
    int await(int millis) {
        return EpollCalls.epoll_wait(epoll, eventsAddress, fdCount + 1, millis);
    }

    /** Whether the wake-up descriptor was among the last {@link #answers}. */
    boolean signalled() {
        return signalled;
    }

    /**
     * Tells the list of the events.
     *
     * @return how many entries are ready, or INVALID when there was an event of a descriptor that is closed here and
     *     lives on in another process: nothing but a new epoll instance gets rid of it, and poll(2) must answer this time
     */
    int answers(PollList list, int count) {
        signalled = false;
        list.clearReady();
        int ready = 0;
        for (int i = 0; i < count; i++) {
            long token = events.getLong(i * EpollCalls.EVENT_SIZE + EpollCalls.EVENT_DATA);
            if (token == WAKE_TOKEN) {
                signalled = true;
                continue;
            }
            int fd = (int) token;
            if (turns[fd] != turn || token != token(fd)) {
                close();
                return Status.INVALID;
            }
            ready += answer(list, fd, events.getInt(i * EpollCalls.EVENT_SIZE));
        }
        return ready;
    }

    private int answer(PollList list, int fd, int answer) {
        int ready = 0;
        for (int entry = entries[fd]; entry != NONE; entry = sameFd[entry]) {
            int interest = interests[entry];
            int its = answer & (platform.pollEvents(interest) | UNASKED);
            int bits = its == 0 ? 0 : ((KernelSocket) list.socket(entry)).ready(interest, its);
            list.ready(entry, bits);
            ready += bits == 0 ? 0 : 1;
        }
        return ready;
    }

    /** Everything is for poll(2) again. */
    void close() {
        int closing = epoll;
        epoll = NONE;
        steady = 0;
        if (closing != NONE) {
            Posix.close(closing);
        }
    }
}

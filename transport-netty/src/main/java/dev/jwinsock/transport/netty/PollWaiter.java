package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.PollList;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import io.netty.channel.unix.Buffer;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits with poll(2) on the socket and on a descriptor of its own by which it can be woken. */
final class PollWaiter implements Waiter {
    /*
     * IDLE -> WAITING -> IDLE       an await that ended by itself
     * IDLE -> WOKEN -> IDLE         a wake with nobody waiting: the next await returns at once
     * WAITING -> WOKEN -> IDLE      a wake in time; the waker writes to the descriptor
     */
    private static final int IDLE = 0;
    private static final int WAITING = 1;
    private static final int WOKEN = 2;

    private static final int POLLFD = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;
    private static final int ONE = 16;
    private static final int DRAIN = 24;
    private static final int DRAIN_SIZE = 40;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final WakeDescriptor descriptor;
    private final Platform platform;
    private final WeakReference<Thread> owner = new WeakReference<>(Thread.currentThread());
    private final ByteBuffer memory = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
    private final long address = Buffer.memoryAddress(memory);
    private final AtomicInteger state = new AtomicInteger();

    /** For lists that come back; null where the system has no such thing. */
    private final @Nullable EpollSet set;

    // For lists; grows, and is the owner's alone.
    private ByteBuffer pollFds = ByteBuffer.allocateDirect(0);
    private long pollFdsAddress;

    private boolean closed; // guarded by "descriptor"
    private volatile boolean closing;

    PollWaiter(Platform platform, WakeDescriptor descriptor, @Nullable EpollSet set) {
        this.platform = platform;
        this.descriptor = descriptor;
        this.set = set;
        memory.putInt(POLLFD, descriptor.readFd());
        memory.putShort(POLLFD + EVENTS, (short) Platform.POLLIN);
        memory.putLong(ONE, 1L); // eventfd adds an eight-byte number; a pipe does not care
    }

    @Override
    public int await(TransportSocket socket, int interest, long nanos) {
        if (!state.compareAndSet(IDLE, WAITING)) {
            state.set(IDLE);
            return 0;
        }
        int ready;
        try {
            ready = poll((KernelSocket) socket, interest, nanos);
        } finally {
            state.set(IDLE);
        }
        if (closing) {
            closeDescriptor();
        }
        return ready;
    }

    private int poll(KernelSocket socket, int interest, long nanos) {
        memory.putInt(0, socket.fd());
        memory.putShort(EVENTS, (short) platform.pollEvents(interest));
        long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
        long left = nanos;
        for (; ; ) {
            memory.putShort(REVENTS, (short) 0);
            memory.putShort(POLLFD + REVENTS, (short) 0);
            int n = Posix.poll(address, 2, millis(left));
            if (n > 0) {
                boolean signalled = memory.getShort(POLLFD + REVENTS) != 0;
                if (signalled) {
                    drain();
                }
                int ready = socket.ready(interest, memory.getShort(REVENTS));
                if (ready != 0 || signalled) {
                    return ready;
                }
            } else if (n < 0 && platform.status(Posix.errno()) != Status.INTERRUPTED) {
                return interest | Interest.FAILED;
            }
            if (nanos >= 0) {
                left = nanos == 0 ? 0 : deadline - System.nanoTime();
                if (left <= 0) {
                    return 0;
                }
            }
        }
    }

    private void drain() {
        Posix.read(descriptor.readFd(), address + DRAIN, DRAIN_SIZE);
    }

    @Override
    public int await(PollList list, long nanos) {
        if (!state.compareAndSet(IDLE, WAITING)) {
            state.set(IDLE);
            // Woken before: still tell what is ready already.
            return pollAll(list, 0);
        }
        int ready;
        try {
            ready = pollAll(list, nanos);
        } finally {
            state.set(IDLE);
        }
        if (closing) {
            closeDescriptor();
        }
        return ready;
    }

    private int pollAll(PollList list, long nanos) {
        EpollSet registered = set != null && set.takes(list) ? set : null;
        if (registered == null) {
            fillPollFds(list);
        }
        long deadline = nanos > 0 ? System.nanoTime() + nanos : 0;
        long left = nanos;
        for (; ; ) {
            int n = registered != null
                    ? registered.await(millis(left))
                    : Posix.poll(pollFdsAddress, list.size() + 1, millis(left));
            if (n > 0) {
                int count = registered != null ? registered.answers(list, n) : answers(list, n);
                boolean signalled = registered != null ? registered.signalled() : pollFds.getShort(REVENTS) != 0;
                if (signalled) {
                    drain();
                }
                if (count > 0 || signalled) {
                    return Math.max(count, 0);
                }
                if (count < 0) {
                    registered = null;
                    fillPollFds(list);
                    continue;
                }
            } else if (n < 0 && platform.status(Posix.errno()) != Status.INTERRUPTED) {
                return failed(list);
            }
            if (nanos >= 0) {
                left = nanos == 0 ? 0 : deadline - System.nanoTime();
                if (left <= 0) {
                    list.clearReady(); // also what an interrupted poll(2) leaves: earlier answers must not stand
                    return 0;
                }
            }
        }
    }

    /** The wake descriptor and the sockets. */
    private void fillPollFds(PollList list) {
        int size = list.size();
        ByteBuffer fds = pollFds(size + 1);
        fds.putLong(0, pollFd(descriptor.readFd(), Platform.POLLIN));
        int interest = 0; // most sockets of a list are asked the same
        int events = platform.pollEvents(interest);
        for (int i = 0; i < size; i++) {
            if (list.interest(i) != interest) {
                interest = list.interest(i);
                events = platform.pollEvents(interest);
            }
            // A negative descriptor is skipped: poll would tell of a hang-up that nobody asked for.
            int fd = interest == 0 ? -1 : ((KernelSocket) list.socket(i)).fd();
            fds.putLong(POLLFD * (i + 1), pollFd(fd, events));
        }
    }

    /** A struct pollfd without an answer, as the little-endian number that it is on every system of ours. */
    private static long pollFd(int fd, int events) {
        return fd & 0xffff_ffffL | (long) events << Integer.SIZE;
    }

    /** @param answered how many descriptors have an answer: few among many, as a rule */
    private int answers(PollList list, int answered) {
        int count = 0;
        int left = pollFds.getShort(REVENTS) != 0 ? answered - 1 : answered;
        for (int i = 0; i < list.size(); i++) {
            int events = left == 0 ? 0 : pollFds.getShort(POLLFD * (i + 1) + REVENTS);
            int ready = 0;
            if (events != 0) {
                left--;
                ready = ((KernelSocket) list.socket(i)).ready(list.interest(i), events);
                count += ready == 0 ? 0 : 1;
            }
            list.ready(i, ready);
        }
        return count;
    }

    /** poll(2) itself failed: each socket's own call finds out more, as in the form for one. */
    private static int failed(PollList list) {
        for (int i = 0; i < list.size(); i++) {
            list.ready(i, list.interest(i) & (Interest.READ | Interest.WRITE) | Interest.FAILED);
        }
        return list.size();
    }

    private ByteBuffer pollFds(int count) {
        if (pollFds.capacity() < count * POLLFD) {
            pollFds = ByteBuffer.allocateDirect(2 * count * POLLFD).order(ByteOrder.nativeOrder());
            pollFdsAddress = Buffer.memoryAddress(pollFds);
        }
        return pollFds;
    }

    /** poll's timeout: rounded up, so that no wait is too short; a longer one is waited for in several turns. */
    static int millis(long nanos) {
        if (nanos < 0) {
            return -1;
        }
        long millis = nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1);
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    @Override
    public void wake() {
        if (state.getAndSet(WOKEN) == WAITING) {
            signal();
        }
    }

    /** A late signal (its await has just ended by itself) makes the next await end for no reason, which it may. */
    private void signal() {
        // Under the lock, so that this never writes to a closed descriptor whose number has found another use.
        synchronized (descriptor) {
            if (!closed) {
                Posix.write(descriptor.writeFd(), address + ONE, 8);
            }
        }
    }

    boolean isOwnerDead() {
        Thread thread = owner.get();
        return thread == null || !thread.isAlive();
    }

    /** Frees the descriptor: at once, or when the await that is going on has ended. */
    void close() {
        closing = true;
        if (state.getAndSet(WOKEN) == WAITING) {
            signal();
        } else {
            closeDescriptor();
        }
    }

    private void closeDescriptor() {
        synchronized (descriptor) {
            if (!closed) {
                closed = true;
                if (set != null) {
                    set.close();
                }
                descriptor.close();
            }
        }
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/** {@link KernelPoller} with kqueue: a filter for each direction, EV_CLEAR, and a user event for the wake-up. */
final class KQueuePoller extends KernelPoller {
    private static final short EVFILT_USER = -10;
    private static final short EV_DELETE = 2;
    private static final short EV_CLEAR = 0x20;
    private static final int NOTE_TRIGGER = 0x0100_0000;
    private static final short WATCH = KQueueArming.EV_ADD | KQueueArming.EV_ENABLE | EV_CLEAR;

    // struct kevent of a 64-bit system: ident, filter, flags, fflags, data, udata
    private static final int SIZE = 32;
    private static final int FILTER = 8;
    private static final int FLAGS = 10;
    private static final int FFLAGS = 12;
    private static final int DATA = 16;
    private static final int UDATA = 24;

    private final int kqueue;
    private final ByteBuffer events =
            ByteBuffer.allocateDirect(MAX_EVENTS * SIZE).order(ByteOrder.nativeOrder());
    private final long eventsAddress = Buffer.memoryAddress(events);
    /** A struct timespec. The polling thread's. */
    private final ByteBuffer timeout = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());

    private final long timeoutAddress = Buffer.memoryAddress(timeout);
    /** A change. Guarded by the lock. */
    private final ByteBuffer change = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

    private final long changeAddress = Buffer.memoryAddress(change);

    private KQueuePoller(Platform platform, int kqueue) {
        super(platform);
        this.kqueue = kqueue;
    }

    static KQueuePoller open(Platform platform) throws TransportException {
        int kqueue = KQueueCalls.kqueue();
        if (kqueue < 0) {
            throw new TransportException(platform.status(Posix.errno()), "kqueue");
        }
        KQueuePoller poller = new KQueuePoller(platform, kqueue);
        int status = poller.change(0, EVFILT_USER, WATCH, 0, WAKE_TOKEN);
        if (status != Status.OK) {
            poller.close();
            throw new TransportException(status, "kevent");
        }
        return poller;
    }

    @Override
    int fd() {
        return kqueue;
    }

    private int change(int ident, short filter, short flags, int fflags, long token) {
        change.putLong(0, ident);
        change.putShort(FILTER, filter);
        change.putShort(FLAGS, flags);
        change.putInt(FFLAGS, fflags);
        change.putLong(DATA, 0);
        change.putLong(UDATA, token);
        return KQueueCalls.kevent(kqueue, changeAddress, 1, 0, 0, 0) == 0 ? Status.OK : platform.status(Posix.errno());
    }

    @Override
    int register(int fd, long token, int before, int after) {
        int added = after & ~before;
        int status = Status.OK;
        if ((added & Interest.READ) != 0) {
            status = change(fd, KQueueArming.EVFILT_READ, WATCH, 0, token);
        }
        if (status == Status.OK && (added & Interest.WRITE) != 0) {
            status = change(fd, KQueueArming.EVFILT_WRITE, WATCH, 0, token);
        }
        if (status != Status.OK) {
            unregister(fd, added);
        }
        return status;
    }

    @Override
    void unregister(int fd, int interest) {
        if ((interest & Interest.READ) != 0) {
            change(fd, KQueueArming.EVFILT_READ, EV_DELETE, 0, 0);
        }
        if ((interest & Interest.WRITE) != 0) {
            change(fd, KQueueArming.EVFILT_WRITE, EV_DELETE, 0, 0);
        }
    }

    @Override
    void signal() {
        change(0, EVFILT_USER, (short) 0, NOTE_TRIGGER, WAKE_TOKEN);
    }

    @Override
    void closeDescriptors() {
        Posix.close(kqueue);
    }

    @Override
    int awaitEvents(long nanos) {
        long limit = 0;
        if (nanos >= 0) {
            timeout.putLong(0, TimeUnit.NANOSECONDS.toSeconds(nanos));
            timeout.putLong(8, nanos % TimeUnit.SECONDS.toNanos(1));
            limit = timeoutAddress;
        }
        int count = KQueueCalls.kevent(kqueue, 0, 0, eventsAddress, MAX_EVENTS, limit);
        return count >= 0 ? count : platform.status(Posix.errno());
    }

    @Override
    long token(int index) {
        return events.getLong(index * SIZE + UDATA);
    }

    @Override
    int ready(int index) {
        int at = index * SIZE;
        return ready(events.getShort(at + FILTER), events.getShort(at + FLAGS), events.getInt(at + FFLAGS));
    }

    static int ready(short filter, short flags, int fflags) {
        int ready = KQueueArming.interest(filter, flags, fflags);
        if (filter == KQueueArming.EVFILT_READ && (flags & KQueueArming.EV_EOF) != 0) {
            // Or a receiver that got the data and less than it asked for would wait for an end already told.
            ready |= Interest.PEER_CLOSED;
        }
        return (ready & Interest.FAILED) != 0 ? ready | Interest.READ | Interest.WRITE : ready;
    }
}

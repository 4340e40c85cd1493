package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_NOTIFICATION_COMPLETION;
import dev.jwinsock.spi.CompletionPort;
import dev.jwinsock.spi.Notice;
import dev.jwinsock.spi.PortWatch;
import dev.jwinsock.spi.SocketHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A completion queue of registered I/O. Who asks an empty one for results looks at its sockets itself; only while a
 * notification is outstanding a thread of its own waits for them.
 */
final class RioCompletionQueue extends RIO_CQ implements CompletionPort {
    /** So many sockets are asked one by one; more through their watch. */
    private static final int FEW = 8;

    private final @Nullable RIO_NOTIFICATION_COMPLETION notification;
    private final ReentrantLock lock = new ReentrantLock();
    /** Held by who looks at the sockets. */
    private final ReentrantLock turn = new ReentrantLock();

    // Guarded by lock.
    private @Nullable RioRequest[] requests;
    private int[] errors;
    private int[] counts;
    private int head;
    private int size;
    private int reserved;
    private boolean outstanding;
    private @Nullable Thread waiter;
    private boolean closed;

    // Replaced under lock.
    private volatile List<SocketHandle> sockets = List.of();
    private volatile @Nullable PortWatch watch;
    private volatile boolean notifies;

    RioCompletionQueue(int capacity, @Nullable RIO_NOTIFICATION_COMPLETION notification) {
        this.notification = notification;
        requests = new RioRequest[capacity];
        errors = new int[capacity];
        counts = new int[capacity];
    }

    // ---------------------------------------------------------------- room

    /** @param more may be negative. @return false when there is not so much room */
    boolean reserve(int more) {
        lock.lock();
        try {
            if (closed || (long) reserved + more > requests.length) {
                return false;
            }
            reserved += more;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @return false when more is reserved */
    boolean resize(int capacity) {
        lock.lock();
        try {
            if (closed || capacity < reserved || capacity < size) {
                return false;
            }
            @Nullable RioRequest[] newRequests = new RioRequest[capacity];
            int[] newErrors = new int[capacity];
            int[] newCounts = new int[capacity];
            for (int i = 0; i < size; i++) {
                int from = (head + i) % requests.length;
                newRequests[i] = requests[from];
                newErrors[i] = errors[from];
                newCounts[i] = counts[from];
            }
            requests = newRequests;
            errors = newErrors;
            counts = newCounts;
            head = 0;
            return true;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- sockets

    void drives(SocketHandle socket) {
        lock.lock();
        try {
            List<SocketHandle> more = new ArrayList<>(sockets);
            more.removeIf(s -> !s.provider().isOpen(s));
            more.add(socket);
            sockets = List.copyOf(more);
            watch = socket.provider().watch(this);
        } finally {
            lock.unlock();
        }
    }

    /** A receive must be tried when it begins: whoever looks later sees only what is new. */
    boolean attemptsAtOnce() {
        return notifies || sockets.size() > FEW;
    }

    private void look() {
        List<SocketHandle> all = sockets;
        if (all.size() <= FEW) {
            for (int i = 0; i < all.size(); i++) {
                SocketHandle socket = all.get(i);
                socket.provider().look(socket);
            }
            return;
        }
        PortWatch driven = watch;
        if (driven != null && turn.tryLock()) {
            try {
                driven.await(0);
            } finally {
                turn.unlock();
            }
        }
    }

    // ---------------------------------------------------------------- results

    @Override
    public void post(@Nullable Object key, OVERLAPPED overlapped, int status, int transferred) {
        throw new UnsupportedOperationException("registered requests have no OVERLAPPED");
    }

    @Override
    public void post(Notice notice) {
        throw new UnsupportedOperationException("registered requests are no notifications");
    }

    void add(RioRequest request, int error, int transferred) {
        boolean tell;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            int at = (head + size) % requests.length;
            requests[at] = request;
            errors[at] = error;
            counts[at] = transferred;
            size++;
            tell = outstanding && !request.quiet;
            outstanding &= !tell;
        } finally {
            lock.unlock();
        }
        if (tell) {
            tell();
        }
    }

    /** @return how many results were stored */
    int take(RIORESULT[] to, int count) {
        int taken = drain(to, count);
        if (taken == 0) {
            look();
            taken = drain(to, count);
        }
        return taken;
    }

    private int drain(RIORESULT[] to, int count) {
        int taken = 0;
        lock.lock();
        try {
            while (taken < count && size > 0) {
                RioRequest request = requests[head];
                RIORESULT result = to[taken];
                if (result == null) {
                    result = new RIORESULT();
                    to[taken] = result;
                }
                result.Status = errors[head];
                result.BytesTransferred = counts[head];
                requests[head] = null;
                head = (head + 1) % requests.length;
                size--;
                if (request != null) {
                    result.SocketContext = request.queue.context;
                    result.RequestContext = request.context;
                    request.context = null;
                    request.queue.give(request);
                }
                taken++;
            }
        } finally {
            lock.unlock();
        }
        return taken;
    }

    // ---------------------------------------------------------------- notification

    /** @return 0, WSAEALREADY or WSAEINVAL */
    int requestNotification() {
        RIO_NOTIFICATION_COMPLETION how = notification;
        if (how == null) {
            return RegisteredIo.INVALID;
        }
        boolean first = !notifies;
        notifies = true;
        boolean now;
        lock.lock();
        try {
            if (closed) {
                return RegisteredIo.INVALID;
            }
            if (outstanding) {
                return RegisteredIo.ALREADY;
            }
            if (how.Type == RIO_NOTIFICATION_COMPLETION.RIO_EVENT_COMPLETION && how.NotifyReset) {
                EventObject.reset(how.EventHandle);
            }
            now = size > 0;
            outstanding = !now;
        } finally {
            lock.unlock();
        }
        if (now) {
            tell();
            return 0;
        }
        if (first) {
            // What came while nothing was tried at once
            for (SocketHandle socket : sockets) {
                socket.provider().look(socket);
            }
        }
        startWaiting();
        return 0;
    }

    private void tell() {
        RIO_NOTIFICATION_COMPLETION how = notification;
        if (how == null) {
            return;
        }
        if (how.Type == RIO_NOTIFICATION_COMPLETION.RIO_EVENT_COMPLETION) {
            EventObject.set(how.EventHandle);
            return;
        }
        HANDLE port = how.IocpHandle;
        if (port instanceof PortObject object) {
            object.add(how.CompletionKey, how.Overlapped, 0, 0);
        }
    }

    private void startWaiting() {
        lock.lock();
        try {
            if (!outstanding || closed) {
                return;
            }
            Thread running = waiter;
            if (running == null) {
                running = new Thread(this::waitForSockets, "jwinsock-rio");
                running.setDaemon(true);
                waiter = running;
                running.start();
            } else {
                LockSupport.unpark(running);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean mustWait() {
        lock.lock();
        try {
            return outstanding && !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void waitForSockets() {
        while (!isClosed()) {
            PortWatch driven = watch;
            if (driven == null || driven.closed() || !mustWait()) {
                LockSupport.parkNanos(this, driven == null || driven.closed() ? 10_000_000 : Long.MAX_VALUE);
                continue;
            }
            turn.lock();
            try {
                if (mustWait()) {
                    driven.await(-1);
                }
            } finally {
                turn.unlock();
            }
        }
    }

    // ---------------------------------------------------------------- the end

    void close() {
        PortWatch driven;
        Thread running;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            driven = watch;
            running = waiter;
        } finally {
            lock.unlock();
        }
        if (driven != null) {
            driven.close();
        }
        if (running != null) {
            LockSupport.unpark(running);
        }
    }
}

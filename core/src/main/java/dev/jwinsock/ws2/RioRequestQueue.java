package dev.jwinsock.ws2;

import dev.jwinsock.RIO_RQ;
import dev.jwinsock.spi.SocketHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A socket's registered requests. What may be outstanding has room in the completion queues from the start. */
final class RioRequestQueue extends RIO_RQ {
    final SocketHandle socket;
    final @Nullable Object context;
    final RioCompletionQueue receiveQueue;
    final RioCompletionQueue sendQueue;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private @Nullable RioRequest freeReceives;
    private @Nullable RioRequest freeSends;
    private int mostReceives;
    private int mostSends;
    private int receives;
    private int sends;
    private final List<RioRequest> deferredReceives = new ArrayList<>();
    private final List<RioRequest> deferredSends = new ArrayList<>();

    RioRequestQueue(
            SocketHandle socket,
            @Nullable Object context,
            RioCompletionQueue receiveQueue,
            int mostReceives,
            RioCompletionQueue sendQueue,
            int mostSends) {
        this.socket = socket;
        this.context = context;
        this.receiveQueue = receiveQueue;
        this.mostReceives = mostReceives;
        this.sendQueue = sendQueue;
        this.mostSends = mostSends;
    }

    /** @return null when as many as may be are outstanding */
    @Nullable
    RioRequest take(boolean forReceive) {
        lock.lock();
        try {
            if (forReceive ? receives >= mostReceives : sends >= mostSends) {
                return null;
            }
            RioRequest free = forReceive ? freeReceives : freeSends;
            if (free == null) {
                free = new RioRequest(this, forReceive);
            } else if (forReceive) {
                freeReceives = free.next;
            } else {
                freeSends = free.next;
            }
            free.next = null;
            if (forReceive) {
                receives++;
            } else {
                sends++;
            }
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Its result has been taken, or it could not begin. */
    void give(RioRequest free) {
        lock.lock();
        try {
            if (free.receives) {
                receives--;
                free.next = freeReceives;
                freeReceives = free;
            } else {
                sends--;
                free.next = freeSends;
                freeSends = free;
            }
        } finally {
            lock.unlock();
        }
    }

    /** RIO_MSG_DEFER. */
    void defer(RioRequest request) {
        lock.lock();
        try {
            (request.receives ? deferredReceives : deferredSends).add(request);
        } finally {
            lock.unlock();
        }
    }

    /** Begins what was deferred. */
    void commit(boolean forReceive) {
        List<RioRequest> all = forReceive ? deferredReceives : deferredSends;
        while (true) {
            RioRequest first;
            lock.lock();
            try {
                if (all.isEmpty()) {
                    return;
                }
                first = all.remove(0);
            } finally {
                lock.unlock();
            }
            start(first);
        }
    }

    void start(RioRequest request) {
        boolean attempts = receiveQueue.attemptsAtOnce();
        int status = socket.provider().startRegistered(socket, request, request.receives, attempts);
        if (status < 0) {
            queueOf(request).add(request, -status, 0);
        }
    }

    private RioCompletionQueue queueOf(RioRequest request) {
        return request.receives ? receiveQueue : sendQueue;
    }

    void completed(RioRequest request, int ntStatus, int transferred) {
        int error = -dev.jwinsock.spi.NtStatus.toStatus(ntStatus);
        queueOf(request).add(request, error, transferred);
    }

    /** @return false when more is outstanding, or the completion queues have no room */
    boolean resize(int newReceives, int newSends) {
        lock.lock();
        try {
            if (newReceives < receives || newSends < sends) {
                return false;
            }
            if (!receiveQueue.reserve(newReceives - mostReceives)) {
                return false;
            }
            if (!sendQueue.reserve(newSends - mostSends)) {
                receiveQueue.reserve(mostReceives - newReceives);
                return false;
            }
            mostReceives = newReceives;
            mostSends = newSends;
            return true;
        } finally {
            lock.unlock();
        }
    }
}

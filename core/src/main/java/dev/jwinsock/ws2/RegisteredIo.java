package dev.jwinsock.ws2;

import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_NOTIFICATION_COMPLETION;
import dev.jwinsock.RIO_RQ;
import dev.jwinsock.SOCKET;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The functions of registered I/O in the C contract. */
public final class RegisteredIo {
    static final int INVALID = 10022;
    static final int ALREADY = 10037;

    private static final int DONT_NOTIFY = 1;
    private static final int DEFER = 2;
    private static final int WAIT_ALL = 4;
    private static final int COMMIT_ONLY = 8;
    private static final int MOST_RESULTS = 0x8000000;
    private static final int ADDRESS_BYTES = 28;

    private RegisteredIo() {}

    /** RIORegisterBuffer. */
    public static RIO_BUFFERID register(@Nullable ByteBuffer memory, int length) {
        if (memory == null || !memory.isDirect() || memory.isReadOnly() || length > memory.remaining()) {
            LastError.result(Status.FAULT);
            return RIO_BUFFERID.INVALID;
        }
        if (length <= 0) {
            LastError.result(Status.INVALID);
            return RIO_BUFFERID.INVALID;
        }
        return new RioBuffer(memory.slice(memory.position(), length));
    }

    /** RIODeregisterBuffer. */
    public static void deregister(@Nullable RIO_BUFFERID id) {
        if (id instanceof RioBuffer buffer) {
            buffer.deregister();
        }
    }

    /** RIOCreateCompletionQueue. */
    public static RIO_CQ createQueue(int size, @Nullable RIO_NOTIFICATION_COMPLETION notification) {
        if (size <= 0 || size > MOST_RESULTS || notification != null && !isValid(notification)) {
            LastError.result(Status.INVALID);
            return RIO_CQ.INVALID;
        }
        return new RioCompletionQueue(size, notification);
    }

    private static boolean isValid(RIO_NOTIFICATION_COMPLETION how) {
        return switch (how.Type) {
            case RIO_NOTIFICATION_COMPLETION.RIO_EVENT_COMPLETION ->
                how.EventHandle != null && EventObject.isOpen(how.EventHandle);
            case RIO_NOTIFICATION_COMPLETION.RIO_IOCP_COMPLETION ->
                how.IocpHandle instanceof PortObject port && !port.closed() && how.Overlapped != null;
            default -> false;
        };
    }

    /** RIOResizeCompletionQueue. */
    public static boolean resize(@Nullable RIO_CQ queue, int size) {
        if (!(queue instanceof RioCompletionQueue own) || size <= 0 || size > MOST_RESULTS) {
            return failed(Status.INVALID);
        }
        return own.resize(size) || failed(Status.INVALID);
    }

    /** RIOCloseCompletionQueue. */
    public static void close(@Nullable RIO_CQ queue) {
        if (queue instanceof RioCompletionQueue own) {
            own.close();
        }
    }

    /** RIOCreateRequestQueue. */
    public static RIO_RQ createRequests(
            @Nullable SOCKET s,
            int receives,
            int receiveBuffers,
            int sends,
            int sendBuffers,
            @Nullable RIO_CQ receiveQueue,
            @Nullable RIO_CQ sendQueue,
            @Nullable Object context) {
        int status = Status.OK;
        if (!Startup.started()) {
            status = Status.NOT_INITIALISED;
        } else if (!(s instanceof SocketHandle h) || !h.provider().isOpen(h)) {
            status = Status.NOT_SOCKET;
        } else if (!(receiveQueue instanceof RioCompletionQueue forReceives)
                || !(sendQueue instanceof RioCompletionQueue forSends)
                || receives < 0
                || sends < 0
                || receives + sends <= 0
                || receiveBuffers != 1
                || sendBuffers != 1) {
            status = Status.INVALID;
        } else if (!forReceives.reserve(receives)) {
            status = Status.NO_BUFFERS;
        } else if (!forSends.reserve(sends)) {
            forReceives.reserve(-receives);
            status = Status.NO_BUFFERS;
        } else {
            status = h.provider().register(h, forReceives);
            if (status == Status.OK) {
                forReceives.drives(h);
                if (forSends != forReceives) {
                    forSends.drives(h);
                }
                return new RioRequestQueue(h, context, forReceives, receives, forSends, sends);
            }
            forReceives.reserve(-receives);
            forSends.reserve(-sends);
        }
        LastError.result(status);
        return RIO_RQ.INVALID;
    }

    /** RIOResizeRequestQueue. */
    public static boolean resize(@Nullable RIO_RQ queue, int receives, int sends) {
        if (!(queue instanceof RioRequestQueue own) || receives < 0 || sends < 0) {
            return failed(Status.INVALID);
        }
        return own.resize(receives, sends) || failed(Status.NO_BUFFERS);
    }

    /** RIOReceive, RIOReceiveEx, RIOSend and RIOSendEx. */
    public static boolean request(
            @Nullable RIO_RQ queue,
            @Nullable RIO_BUF data,
            int count,
            @Nullable RIO_BUF remote,
            @Nullable RIO_BUF control,
            int flags,
            @Nullable Object context,
            boolean receives) {
        if (!(queue instanceof RioRequestQueue own)) {
            return failed(Status.INVALID);
        }
        if ((flags & COMMIT_ONLY) != 0) {
            if (flags != COMMIT_ONLY || data != null) {
                return failed(Status.INVALID);
            }
            own.commit(receives);
            return true;
        }
        if ((flags & ~(DONT_NOTIFY | DEFER | WAIT_ALL)) != 0 || count < 0 || count > 1 || control != null) {
            return failed(Status.INVALID);
        }
        RioBuffer memory = RioBuffer.of(data, 0);
        RioBuffer addressMemory = remote == null ? null : RioBuffer.of(remote, ADDRESS_BYTES);
        if (memory == null || data == null || count == 0 || remote != null && addressMemory == null) {
            return failed(Status.INVALID);
        }
        RioRequest request = own.take(receives);
        if (request == null) {
            return failed(Status.NO_BUFFERS);
        }
        request.data(memory, data);
        request.address(addressMemory, remote);
        request.context = context;
        request.quiet = (flags & DONT_NOTIFY) != 0;
        request.waitForAll = (flags & WAIT_ALL) != 0;
        if ((flags & DEFER) != 0) {
            own.defer(request);
        } else {
            own.commit(receives); // deferred ones come first
            own.start(request);
        }
        return true;
    }

    /** RIODequeueCompletion: the number of results, or RIO_CORRUPT_CQ. */
    public static int dequeue(
            @Nullable RIO_CQ queue, @Nullable RIORESULT @Nullable [] results, int count, int corrupt) {
        if (!(queue instanceof RioCompletionQueue own) || results == null || count <= 0 || count > results.length) {
            return corrupt;
        }
        return own.take(results, count);
    }

    /** RIONotify: 0, or the error. */
    public static int notify(@Nullable RIO_CQ queue) {
        return queue instanceof RioCompletionQueue own ? own.requestNotification() : INVALID;
    }

    private static boolean failed(int status) {
        LastError.result(status);
        return false;
    }
}

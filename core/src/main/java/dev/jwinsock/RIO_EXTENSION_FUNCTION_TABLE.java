package dev.jwinsock;

import dev.jwinsock.ws2.RegisteredIo;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * C: {@code typedef struct _RIO_EXTENSION_FUNCTION_TABLE}. The functions of registered I/O, which {@link Winsock2#WSAIoctl}
 * gives for SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER and WSAID_MULTIPLE_RIO.
 *
 * <p>Sockets need WSA_FLAG_REGISTERED_IO. Requests make no objects in steady state. A thread that polls an empty
 * completion queue asks the kernel itself; a thread of the queue's own does while a notification is outstanding.
 * Specification: "Winsock Registered I/O", "RIO_CQ", "RIO_RQ", "RIO_BUFFERID".
 */
public final class RIO_EXTENSION_FUNCTION_TABLE {
    public static final int RIO_MSG_DONT_NOTIFY = 1;
    public static final int RIO_MSG_DEFER = 2;
    public static final int RIO_MSG_WAITALL = 4;
    public static final int RIO_MSG_COMMIT_ONLY = 8;
    public static final int RIO_CORRUPT_CQ = 0xFFFFFFFF;
    public static final int RIO_MAX_CQ_SIZE = 0x8000000;
    public static final RIO_BUFFERID RIO_INVALID_BUFFERID = RIO_BUFFERID.INVALID;
    public static final RIO_CQ RIO_INVALID_CQ = RIO_CQ.INVALID;
    public static final RIO_RQ RIO_INVALID_RQ = RIO_RQ.INVALID;

    /** C: {@code sizeof(RIO_EXTENSION_FUNCTION_TABLE)}. */
    public final int cbSize = 112;

    RIO_EXTENSION_FUNCTION_TABLE() {}

    /**
     * C: {@code RIO_BUFFERID RIORegisterBuffer(PCHAR DataBuffer, DWORD DataLength)}. Errors: RIO_INVALID_BUFFERID with
     * WSAEFAULT for memory that is not direct or too short, WSAEINVAL for length 0.
     *
     * @param DataBuffer direct; from its position on
     */
    public RIO_BUFFERID RIORegisterBuffer(@Nullable ByteBuffer DataBuffer, int DataLength) {
        return RegisteredIo.register(DataBuffer, DataLength);
    }

    /** C: {@code void RIODeregisterBuffer(RIO_BUFFERID BufferId)}. Requests that are outstanding keep the memory. */
    public void RIODeregisterBuffer(@Nullable RIO_BUFFERID BufferId) {
        RegisteredIo.deregister(BufferId);
    }

    /**
     * C: {@code RIO_CQ RIOCreateCompletionQueue(DWORD QueueSize, PRIO_NOTIFICATION_COMPLETION NotificationCompletion)}. Error:
     * RIO_INVALID_CQ with WSAEINVAL.
     *
     * @param NotificationCompletion null: results are polled for
     */
    public RIO_CQ RIOCreateCompletionQueue(
            int QueueSize, @Nullable RIO_NOTIFICATION_COMPLETION NotificationCompletion) {
        return RegisteredIo.createQueue(QueueSize, NotificationCompletion);
    }

    /** C: {@code BOOL RIOResizeCompletionQueue(RIO_CQ CQ, DWORD QueueSize)}. Error: WSAEINVAL when more is reserved. */
    public boolean RIOResizeCompletionQueue(@Nullable RIO_CQ CQ, int QueueSize) {
        return RegisteredIo.resize(CQ, QueueSize);
    }

    /** C: {@code void RIOCloseCompletionQueue(RIO_CQ CQ)}. */
    public void RIOCloseCompletionQueue(@Nullable RIO_CQ CQ) {
        RegisteredIo.close(CQ);
    }

    /**
     * C: {@code RIO_RQ RIOCreateRequestQueue(SOCKET Socket, ULONG MaxOutstandingReceive, ULONG MaxReceiveDataBuffers, ULONG
     * MaxOutstandingSend, ULONG MaxSendDataBuffers, RIO_CQ ReceiveCQ, RIO_CQ SendCQ, PVOID SocketContext)}. What may be
     * outstanding takes room in the completion queues. Errors: RIO_INVALID_RQ with WSAENOBUFS when they have none, WSAEINVAL,
     * WSAENOTSOCK, WSAEOPNOTSUPP without WSA_FLAG_REGISTERED_IO.
     *
     * @param MaxReceiveDataBuffers 1
     * @param MaxSendDataBuffers 1
     */
    public RIO_RQ RIOCreateRequestQueue(
            @Nullable SOCKET Socket,
            int MaxOutstandingReceive,
            int MaxReceiveDataBuffers,
            int MaxOutstandingSend,
            int MaxSendDataBuffers,
            @Nullable RIO_CQ ReceiveCQ,
            @Nullable RIO_CQ SendCQ,
            @Nullable Object SocketContext) {
        return RegisteredIo.createRequests(
                Socket,
                MaxOutstandingReceive,
                MaxReceiveDataBuffers,
                MaxOutstandingSend,
                MaxSendDataBuffers,
                ReceiveCQ,
                SendCQ,
                SocketContext);
    }

    /**
     * C: {@code BOOL RIOResizeRequestQueue(RIO_RQ RQ, DWORD MaxOutstandingReceive, DWORD MaxOutstandingSend)}. Errors:
     * WSAENOBUFS when more is outstanding or the completion queues have no room, WSAEINVAL.
     */
    public boolean RIOResizeRequestQueue(@Nullable RIO_RQ RQ, int MaxOutstandingReceive, int MaxOutstandingSend) {
        return RegisteredIo.resize(RQ, MaxOutstandingReceive, MaxOutstandingSend);
    }

    /**
     * C: {@code BOOL RIOReceive(RIO_RQ SocketQueue, PRIO_BUF pData, ULONG DataBufferCount, DWORD Flags, PVOID
     * RequestContext)}. Errors: WSAEINVAL, WSAENOBUFS when as many as may be are outstanding; what befalls the request
     * itself is in its result.
     *
     * @param DataBufferCount 1
     * @param Flags RIO_MSG_DEFER, RIO_MSG_DONT_NOTIFY, RIO_MSG_WAITALL; or RIO_MSG_COMMIT_ONLY with null data
     */
    public boolean RIOReceive(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            int Flags,
            @Nullable Object RequestContext) {
        return RegisteredIo.request(SocketQueue, pData, DataBufferCount, null, null, Flags, RequestContext, true);
    }

    /**
     * C: {@code int RIOReceiveEx(RIO_RQ SocketQueue, PRIO_BUF pData, ULONG DataBufferCount, PRIO_BUF pLocalAddress, PRIO_BUF
     * pRemoteAddress, PRIO_BUF pControlContext, PRIO_BUF pFlags, DWORD Flags, PVOID RequestContext)}. As {@link #RIOReceive},
     * with the sender's address.
     *
     * @param pLocalAddress null: not told
     * @param pRemoteAddress receives a SOCKADDR_INET (28 bytes); or null
     * @param pControlContext null: there are no control data
     * @param pFlags null
     * @return 1, or 0 with the last error set
     */
    public int RIOReceiveEx(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            @Nullable RIO_BUF pLocalAddress,
            @Nullable RIO_BUF pRemoteAddress,
            @Nullable RIO_BUF pControlContext,
            @Nullable RIO_BUF pFlags,
            int Flags,
            @Nullable Object RequestContext) {
        RIO_BUF refused = pControlContext != null ? pControlContext : pLocalAddress != null ? pLocalAddress : pFlags;
        return RegisteredIo.request(
                        SocketQueue, pData, DataBufferCount, pRemoteAddress, refused, Flags, RequestContext, true)
                ? 1
                : 0;
    }

    /**
     * C: {@code BOOL RIOSend(RIO_RQ SocketQueue, PRIO_BUF pData, ULONG DataBufferCount, DWORD Flags, PVOID RequestContext)}.
     * Errors: as {@link #RIOReceive}.
     *
     * @param DataBufferCount 1
     * @param Flags RIO_MSG_DEFER, RIO_MSG_DONT_NOTIFY; or RIO_MSG_COMMIT_ONLY with null data
     */
    public boolean RIOSend(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            int Flags,
            @Nullable Object RequestContext) {
        return RegisteredIo.request(SocketQueue, pData, DataBufferCount, null, null, Flags, RequestContext, false);
    }

    /**
     * C: {@code BOOL RIOSendEx(RIO_RQ SocketQueue, PRIO_BUF pData, ULONG DataBufferCount, PRIO_BUF pLocalAddress, PRIO_BUF
     * pRemoteAddress, PRIO_BUF pControlContext, PRIO_BUF pFlags, DWORD Flags, PVOID RequestContext)}. As {@link #RIOSend}, to
     * an address.
     *
     * @param pLocalAddress null
     * @param pRemoteAddress holds a SOCKADDR_INET (28 bytes); null: the connected peer
     * @param pControlContext null: there are no control data
     * @param pFlags null
     */
    public boolean RIOSendEx(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            @Nullable RIO_BUF pLocalAddress,
            @Nullable RIO_BUF pRemoteAddress,
            @Nullable RIO_BUF pControlContext,
            @Nullable RIO_BUF pFlags,
            int Flags,
            @Nullable Object RequestContext) {
        RIO_BUF refused = pControlContext != null ? pControlContext : pLocalAddress != null ? pLocalAddress : pFlags;
        return RegisteredIo.request(
                SocketQueue, pData, DataBufferCount, pRemoteAddress, refused, Flags, RequestContext, false);
    }

    /**
     * C: {@code ULONG RIODequeueCompletion(RIO_CQ CQ, PRIORESULT Array, ULONG ArraySize)}. Takes results, without waiting.
     *
     * @return how many, or RIO_CORRUPT_CQ for what is no completion queue
     */
    public int RIODequeueCompletion(@Nullable RIO_CQ CQ, @Nullable RIORESULT @Nullable [] Array, int ArraySize) {
        return RegisteredIo.dequeue(CQ, Array, ArraySize, RIO_CORRUPT_CQ);
    }

    /**
     * C: {@code INT RIONotify(RIO_CQ CQ)}. Asks for one notification, when there are results: at once, if there are some.
     *
     * @return 0, WSAEALREADY when one is outstanding, or WSAEINVAL for a queue without notification
     */
    public int RIONotify(@Nullable RIO_CQ CQ) {
        return RegisteredIo.notify(CQ);
    }
}

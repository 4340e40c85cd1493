package dev.jwinsock;

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
public interface RIO_EXTENSION_FUNCTION_TABLE {
    int RIO_MSG_DONT_NOTIFY = 1;
    int RIO_MSG_DEFER = 2;
    int RIO_MSG_WAITALL = 4;
    int RIO_MSG_COMMIT_ONLY = 8;
    int RIO_CORRUPT_CQ = 0xFFFFFFFF;
    int RIO_MAX_CQ_SIZE = 0x8000000;
    RIO_BUFFERID RIO_INVALID_BUFFERID = RIO_BUFFERID.INVALID;
    RIO_CQ RIO_INVALID_CQ = RIO_CQ.INVALID;
    RIO_RQ RIO_INVALID_RQ = RIO_RQ.INVALID;

    /** C: {@code cbSize}: {@code sizeof(RIO_EXTENSION_FUNCTION_TABLE)}. */
    int CB_SIZE = 112;

    /**
     * C: {@code RIO_BUFFERID RIORegisterBuffer(PCHAR DataBuffer, DWORD DataLength)}. Errors: RIO_INVALID_BUFFERID with
     * WSAEFAULT for memory that is not direct or too short, WSAEINVAL for length 0.
     *
     * @param DataBuffer direct; from its position on
     */
    RIO_BUFFERID RIORegisterBuffer(@Nullable ByteBuffer DataBuffer, int DataLength);

    /** C: {@code void RIODeregisterBuffer(RIO_BUFFERID BufferId)}. Requests that are outstanding keep the memory. */
    void RIODeregisterBuffer(@Nullable RIO_BUFFERID BufferId);

    /**
     * C: {@code RIO_CQ RIOCreateCompletionQueue(DWORD QueueSize, PRIO_NOTIFICATION_COMPLETION NotificationCompletion)}. Error:
     * RIO_INVALID_CQ with WSAEINVAL.
     *
     * @param NotificationCompletion null: results are polled for
     */
    RIO_CQ RIOCreateCompletionQueue(int QueueSize, @Nullable RIO_NOTIFICATION_COMPLETION NotificationCompletion);

    /** C: {@code BOOL RIOResizeCompletionQueue(RIO_CQ CQ, DWORD QueueSize)}. Error: WSAEINVAL when more is reserved. */
    boolean RIOResizeCompletionQueue(@Nullable RIO_CQ CQ, int QueueSize);

    /** C: {@code void RIOCloseCompletionQueue(RIO_CQ CQ)}. */
    void RIOCloseCompletionQueue(@Nullable RIO_CQ CQ);

    /**
     * C: {@code RIO_RQ RIOCreateRequestQueue(SOCKET Socket, ULONG MaxOutstandingReceive, ULONG MaxReceiveDataBuffers, ULONG
     * MaxOutstandingSend, ULONG MaxSendDataBuffers, RIO_CQ ReceiveCQ, RIO_CQ SendCQ, PVOID SocketContext)}. What may be
     * outstanding takes room in the completion queues. Errors: RIO_INVALID_RQ with WSAENOBUFS when they have none, WSAEINVAL,
     * WSAENOTSOCK, WSAEOPNOTSUPP without WSA_FLAG_REGISTERED_IO.
     *
     * @param MaxReceiveDataBuffers 1
     * @param MaxSendDataBuffers 1
     */
    RIO_RQ RIOCreateRequestQueue(
            @Nullable SOCKET Socket,
            int MaxOutstandingReceive,
            int MaxReceiveDataBuffers,
            int MaxOutstandingSend,
            int MaxSendDataBuffers,
            @Nullable RIO_CQ ReceiveCQ,
            @Nullable RIO_CQ SendCQ,
            @Nullable Object SocketContext);

    /**
     * C: {@code BOOL RIOResizeRequestQueue(RIO_RQ RQ, DWORD MaxOutstandingReceive, DWORD MaxOutstandingSend)}. Errors:
     * WSAENOBUFS when more is outstanding or the completion queues have no room, WSAEINVAL.
     */
    boolean RIOResizeRequestQueue(@Nullable RIO_RQ RQ, int MaxOutstandingReceive, int MaxOutstandingSend);

    /**
     * C: {@code BOOL RIOReceive(RIO_RQ SocketQueue, PRIO_BUF pData, ULONG DataBufferCount, DWORD Flags, PVOID
     * RequestContext)}. Errors: WSAEINVAL, WSAENOBUFS when as many as may be are outstanding; what befalls the request
     * itself is in its result.
     *
     * @param DataBufferCount 1
     * @param Flags RIO_MSG_DEFER, RIO_MSG_DONT_NOTIFY, RIO_MSG_WAITALL; or RIO_MSG_COMMIT_ONLY with null data
     */
    boolean RIOReceive(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            int Flags,
            @Nullable Object RequestContext);

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
    int RIOReceiveEx(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            @Nullable RIO_BUF pLocalAddress,
            @Nullable RIO_BUF pRemoteAddress,
            @Nullable RIO_BUF pControlContext,
            @Nullable RIO_BUF pFlags,
            int Flags,
            @Nullable Object RequestContext);

    /**
     * C: {@code BOOL RIOSend(RIO_RQ SocketQueue, PRIO_BUF pData, ULONG DataBufferCount, DWORD Flags, PVOID RequestContext)}.
     * Errors: as {@link #RIOReceive}.
     *
     * @param DataBufferCount 1
     * @param Flags RIO_MSG_DEFER, RIO_MSG_DONT_NOTIFY; or RIO_MSG_COMMIT_ONLY with null data
     */
    boolean RIOSend(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            int Flags,
            @Nullable Object RequestContext);

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
    boolean RIOSendEx(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            @Nullable RIO_BUF pLocalAddress,
            @Nullable RIO_BUF pRemoteAddress,
            @Nullable RIO_BUF pControlContext,
            @Nullable RIO_BUF pFlags,
            int Flags,
            @Nullable Object RequestContext);

    /**
     * C: {@code ULONG RIODequeueCompletion(RIO_CQ CQ, PRIORESULT Array, ULONG ArraySize)}. Takes results, without waiting.
     *
     * @return how many, or RIO_CORRUPT_CQ for what is no completion queue
     */
    int RIODequeueCompletion(@Nullable RIO_CQ CQ, @Nullable RIORESULT @Nullable [] Array, int ArraySize);

    /**
     * C: {@code INT RIONotify(RIO_CQ CQ)}. Asks for one notification, when there are results: at once, if there are some.
     *
     * @return 0, WSAEALREADY when one is outstanding, or WSAEINVAL for a queue without notification
     */
    int RIONotify(@Nullable RIO_CQ CQ);
}

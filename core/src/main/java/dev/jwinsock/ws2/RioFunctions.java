package dev.jwinsock.ws2;

import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE;
import dev.jwinsock.RIO_NOTIFICATION_COMPLETION;
import dev.jwinsock.RIO_RQ;
import dev.jwinsock.SOCKET;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The table that SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER gives. */
public final class RioFunctions implements RIO_EXTENSION_FUNCTION_TABLE {
    @Override
    public RIO_BUFFERID RIORegisterBuffer(@Nullable ByteBuffer DataBuffer, int DataLength) {
        return RegisteredIo.register(DataBuffer, DataLength);
    }

    @Override
    public void RIODeregisterBuffer(@Nullable RIO_BUFFERID BufferId) {
        RegisteredIo.deregister(BufferId);
    }

    @Override
    public RIO_CQ RIOCreateCompletionQueue(
            int QueueSize, @Nullable RIO_NOTIFICATION_COMPLETION NotificationCompletion) {
        return RegisteredIo.createQueue(QueueSize, NotificationCompletion);
    }

    @Override
    public boolean RIOResizeCompletionQueue(@Nullable RIO_CQ CQ, int QueueSize) {
        return RegisteredIo.resize(CQ, QueueSize);
    }

    @Override
    public void RIOCloseCompletionQueue(@Nullable RIO_CQ CQ) {
        RegisteredIo.close(CQ);
    }

    @Override
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

    @Override
    public boolean RIOResizeRequestQueue(@Nullable RIO_RQ RQ, int MaxOutstandingReceive, int MaxOutstandingSend) {
        return RegisteredIo.resize(RQ, MaxOutstandingReceive, MaxOutstandingSend);
    }

    @Override
    public boolean RIOReceive(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            int Flags,
            @Nullable Object RequestContext) {
        return RegisteredIo.request(SocketQueue, pData, DataBufferCount, null, null, Flags, RequestContext, true);
    }

    @Override
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

    @Override
    public boolean RIOSend(
            @Nullable RIO_RQ SocketQueue,
            @Nullable RIO_BUF pData,
            int DataBufferCount,
            int Flags,
            @Nullable Object RequestContext) {
        return RegisteredIo.request(SocketQueue, pData, DataBufferCount, null, null, Flags, RequestContext, false);
    }

    @Override
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

    @Override
    public int RIODequeueCompletion(@Nullable RIO_CQ CQ, @Nullable RIORESULT @Nullable [] Array, int ArraySize) {
        return RegisteredIo.dequeue(CQ, Array, ArraySize, RIO_CORRUPT_CQ);
    }

    @Override
    public int RIONotify(@Nullable RIO_CQ CQ) {
        return RegisteredIo.notify(CQ);
    }
}

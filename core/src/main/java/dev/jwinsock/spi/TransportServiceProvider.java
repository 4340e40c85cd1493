package dev.jwinsock.spi;

import dev.jwinsock.HANDLE;
import dev.jwinsock.INTERFACE_HARDWARE_CROSSTIMESTAMP;
import dev.jwinsock.INTERFACE_TIMESTAMP_CAPABILITIES;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPCONDITIONPROC;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.fd_set;
import dev.jwinsock.sockaddr;
import dev.jwinsock.timeval;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Winsock transport service provider: the functions of WSPPROC_TABLE in Java shape. ws2 reaches every socket through
 * it, the base provider's too, so that a layered provider can stand between.
 *
 * <p>Differences from C: the result and {@code lpErrno} are one int, {@code >= 0} or a Winsock error number with the
 * sign turned ({@link dev.jwinsock.transport.Status}). Beside the WSABUF forms there are single-buffer forms, so that
 * plain {@code send} and {@code recv} build no array; a null buffer is a bad pointer. A provider checks its own
 * arguments; ws2 only knows that the handle is this provider's.
 */
public interface TransportServiceProvider {
    /** The catalog entries this provider serves, in WSAEnumProtocols order. */
    List<WSAPROTOCOL_INFO> protocols();

    /**
     * Called for the first WSAStartup.
     *
     * @return 0 or a status; SYSTEM_NOT_READY when there is no transport
     */
    int WSPStartup(Upcalls upcalls);

    /** Called for the last WSACleanup: closes all sockets, ends every blocked call, sends what is queued in background. */
    int WSPCleanup();

    /** @param info the chosen catalog entry; af, type and protocol are resolved already */
    int WSPSocket(int af, int type, int protocol, WSAPROTOCOL_INFO info, int group, int flags, Ref<SOCKET> made);

    int WSPBind(SOCKET s, @Nullable sockaddr name, int namelen);

    int WSPListen(SOCKET s, int backlog);

    int WSPAccept(
            SOCKET s,
            @Nullable sockaddr addr,
            @Nullable IntRef addrlen,
            @Nullable LPCONDITIONPROC condition,
            @Nullable Object callbackData,
            Ref<SOCKET> accepted);

    int WSPConnect(SOCKET s, @Nullable sockaddr name, int namelen);

    /**
     * Joins a multipoint session.
     *
     * @param flags JL_SENDER_ONLY, JL_RECEIVER_ONLY or JL_BOTH
     * @param joined set to the leaf: {@code s} itself when that is one
     */
    int WSPJoinLeaf(SOCKET s, @Nullable sockaddr name, int namelen, int flags, Ref<SOCKET> joined);

    /** The single-buffer form; the position advances by the result. */
    int WSPSend(SOCKET s, @Nullable ByteBuffer buffer, int flags);

    int WSPSend(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags);

    /** The single-buffer form; the position advances by the result. */
    int WSPSendTo(SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr to, int tolen);

    int WSPSendTo(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags, @Nullable sockaddr to, int tolen);

    /** The single-buffer form; the position advances by what was stored, even when the result is MESSAGE_SIZE. */
    int WSPRecv(SOCKET s, @Nullable ByteBuffer buffer, int flags);

    /** @param flags in and out */
    int WSPRecv(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, IntRef flags);

    /** The single-buffer form; the position advances by what was stored, even when the result is MESSAGE_SIZE. */
    int WSPRecvFrom(
            SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr from, @Nullable IntRef fromlen);

    /** @param flags in and out */
    int WSPRecvFrom(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen);

    /**
     * The overlapped form of WSPSend (no receiver) and WSPSendTo. Captures the array, not the memory.
     *
     * @param routine runs in the calling thread; null: event and port are told
     * @return the bytes sent (the completion is told nevertheless), IO_PENDING, or why it failed (nothing is told then)
     */
    int WSPSendTo(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            int flags,
            @Nullable sockaddr to,
            int tolen,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

    /**
     * The overlapped form of WSPRecv (no sender) and WSPRecvFrom.
     *
     * @param flags in; out only when the operation completes at once
     * @param from is written when the operation completes, as {@code fromlen}
     * @return as for WSPSendTo; MESSAGE_SIZE is told, too
     */
    int WSPRecvFrom(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

    /**
     * WSASendMsg with control data; without them it is {@link #WSPSendTo}.
     *
     * @param overlapped null: the call waits, as WSPSendTo
     * @return as for WSPSendTo; INVALID for malformed or unknown control data, FAULT for what is no valid memory
     */
    int sendMessage(
            SOCKET s,
            WSAMSG message,
            int flags,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

    /**
     * WSARecvMsg. The members of the message are written when the operation completes.
     *
     * @param received the count, written for MESSAGE_SIZE too; null only with {@code overlapped}
     * @return as for WSPRecvFrom
     */
    int receiveMessage(
            SOCKET s,
            WSAMSG message,
            @Nullable IntRef received,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

    /**
     * AcceptEx; {@code acceptor} is a socket of this provider, too.
     *
     * @return IO_PENDING, or why it cannot begin
     */
    int acceptEx(
            SOCKET listener,
            SOCKET acceptor,
            ByteBuffer buffer,
            int dataLength,
            int localLength,
            int remoteLength,
            OVERLAPPED overlapped);

    /** ConnectEx. @return IO_PENDING, or why it cannot begin */
    int connectEx(SOCKET s, @Nullable sockaddr name, int namelen, ByteBuffer first, OVERLAPPED overlapped);

    /** DisconnectEx. @return IO_PENDING, or why it cannot begin; without {@code overlapped} the result */
    int disconnectEx(SOCKET s, boolean reuse, @Nullable OVERLAPPED overlapped);

    /**
     * TransmitFile and TransmitPackets.
     *
     * @param parts the provider may move the positions of their memory
     * @return IO_PENDING, or why it cannot begin; without {@code overlapped} the bytes sent
     */
    int transmit(
            SOCKET s, List<TransmitPart> parts, boolean disconnect, boolean reuse, @Nullable OVERLAPPED overlapped);

    /**
     * Describes the socket so that {@link #openDuplicate} makes another handle of it, once.
     *
     * @param processId whose WSASocket will do that
     * @param info receives the description; {@code dwProviderReserved} is not 0
     * @return INVALID for a process that this provider cannot share sockets with
     */
    int WSPDuplicateSocket(SOCKET s, long processId, @Nullable WSAPROTOCOL_INFO info);

    /** WSPSocket with a description by {@link #WSPDuplicateSocket}. @return INVALID when it is none, or not any more */
    int openDuplicate(WSAPROTOCOL_INFO info, Ref<SOCKET> made);

    /** ProcessSocketNotifications, one registration. @return OK; NOT_FOUND, INVALID_PARAMETER, NOT_SOCKET */
    int notify(SOCKET s, CompletionPort port, @Nullable Object key, Registration asked);

    /**
     * RIOCreateRequestQueue: what drives the socket from now on, for who waits for the completion queue.
     *
     * @return OPERATION_NOT_SUPPORTED without WSA_FLAG_REGISTERED_IO
     */
    int register(SOCKET s, CompletionPort queue);

    /**
     * Begins a registered request.
     *
     * @param attempts a receive is tried at once, and not by {@link #look}
     * @return OK: its end, also a failure, is told to the request; or why it is none
     */
    int startRegistered(SOCKET s, RegisteredRequest request, boolean receives, boolean attempts);

    /** Tries the socket's registered requests, on the calling thread. */
    void look(SOCKET s);

    /** SO_UPDATE_ACCEPT_CONTEXT, or SO_UPDATE_CONNECT_CONTEXT without a listening socket. */
    int updateContext(SOCKET s, @Nullable SOCKET listener);

    /** An ioctl that ws2 has carried out itself is told as done (A163). */
    int finish(SOCKET s, OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

    /** The overlapped form of WSPIoctl. */
    int WSPIoctl(
            SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            IntRef returned,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

    /**
     * CancelIoEx and CancelIo.
     *
     * @param overlapped the operation to cancel; null: all
     * @param issuer only operations that this thread has issued; null: all threads'
     * @return NOT_FOUND when there is nothing to cancel
     */
    int cancel(SOCKET s, @Nullable OVERLAPPED overlapped, @Nullable Thread issuer);

    /**
     * Completions of the socket's operations go to the port from now on, for the socket's life.
     *
     * @return INVALID_PARAMETER when it has a port already
     */
    int associate(SOCKET s, CompletionPort port, @Nullable Object key);

    /** What drives the provider's sockets of this port, the same each time; null when there is nothing to drive. */
    @Nullable
    PortWatch watch(CompletionPort port);

    /** SetFileCompletionNotificationModes. */
    int notificationModes(SOCKET s, int flags);

    /** Whether the socket is one and not closed. */
    boolean isOpen(SOCKET s);

    /** The event object that is signalled when an operation without an event of its own completes (A023); null: closed. */
    @Nullable
    HANDLE waitObject(SOCKET s);

    int WSPShutdown(SOCKET s, int how);

    int WSPSendDisconnect(SOCKET s);

    int WSPRecvDisconnect(SOCKET s);

    int WSPCloseSocket(SOCKET s);

    int WSPGetSockName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen);

    int WSPGetPeerName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen);

    /**
     * @param in the input bytes or null
     * @param out room for the output or null
     * @param returned the number of output bytes stored
     */
    int WSPIoctl(
            SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            @Nullable IntRef returned);

    /** All sockets of the sets are this provider's. @return the number of ready members, as select counts them */
    int WSPSelect(
            int nfds,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout);

    /** WSAPoll; all sockets are this provider's or INVALID_SOCKET. @param timeout milliseconds, negative: no limit */
    int WSPPoll(@Nullable WSAPOLLFD[] fdArray, int fds, int timeout);

    /** @param hEventObject null only with no events, to cancel */
    int WSPEventSelect(SOCKET s, @Nullable HANDLE hEventObject, int lNetworkEvents);

    /** @param hEventObject is reset together with the record, unless null */
    int WSPEnumNetworkEvents(SOCKET s, @Nullable HANDLE hEventObject, @Nullable WSANETWORKEVENTS lpNetworkEvents);

    int WSPAsyncSelect(SOCKET s, @Nullable HANDLE hWnd, int wMsg, int lEvent);

    /** The calling thread's place to wait for this provider's event sources. */
    WaitPoint waitPoint();

    /** @param optval little-endian bytes as in C memory */
    int WSPGetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, @Nullable IntRef optlen);

    /** @param optval little-endian bytes as in C memory */
    int WSPSetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, int optlen);

    /**
     * CreatePersistentTcpPortReservation and its twin for UDP. Also before WSPStartup.
     *
     * @param token is set when it succeeds
     * @return OK; INVALID_PARAMETER; ADDRESS_IN_USE when a part of the block is reserved or in use; ACCESS
     */
    int createPortReservation(boolean stream, int startPort, int ports, Ref<Long> token);

    /** LookupPersistentTcpPortReservation and its twin. @return OK; INVALID_PARAMETER; NOT_FOUND */
    int lookupPortReservation(boolean stream, int startPort, int ports, Ref<Long> token);

    /** DeletePersistentTcpPortReservation and its twin. @return OK; INVALID_PARAMETER; NOT_FOUND; ACCESS */
    int deletePortReservation(boolean stream, int startPort, int ports);

    /**
     * GetInterfaceActiveTimestampCapabilities and GetInterfaceSupportedTimestampCapabilities. Also before WSPStartup.
     *
     * @return OK; NOT_FOUND when there is no such interface; OPERATION_NOT_SUPPORTED
     */
    int timestampCapabilities(int interfaceIndex, boolean active, INTERFACE_TIMESTAMP_CAPABILITIES capabilities);

    /** CaptureInterfaceHardwareCrossTimestamp. @return OK; NOT_FOUND; OPERATION_NOT_SUPPORTED; ACCESS */
    int crossTimestamp(int interfaceIndex, INTERFACE_HARDWARE_CROSSTIMESTAMP crossTimestamp);
}

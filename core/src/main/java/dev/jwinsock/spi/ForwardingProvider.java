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
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider above another one, such as a layered provider: passes the calls on a socket on, with the same handle
 * ({@link SocketHandle#layer}). What it does differently it overrides.
 */
public abstract class ForwardingProvider implements TransportServiceProvider {
    /** The provider underneath. */
    protected abstract TransportServiceProvider below();

    /**
     * Whether calls on the socket that are not overridden go to the provider underneath.
     *
     * @return OK, or the status that they end with
     */
    protected abstract int passes(SOCKET s);

    @Override
    public int openDuplicate(WSAPROTOCOL_INFO info, Ref<SOCKET> made) {
        return below().openDuplicate(info, made);
    }

    @Override
    public @Nullable PortWatch watch(CompletionPort port) {
        return below().watch(port);
    }

    @Override
    public WaitPoint waitPoint() {
        return below().waitPoint();
    }

    @Override
    public int WSPSelect(
            int nfds,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout) {
        return below().WSPSelect(nfds, readfds, writefds, exceptfds, timeout);
    }

    @Override
    public int WSPPoll(@Nullable WSAPOLLFD[] fdArray, int fds, int timeout) {
        return below().WSPPoll(fdArray, fds, timeout);
    }

    @Override
    public int WSPBind(SOCKET s, @Nullable sockaddr name, int namelen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPBind(s, name, namelen) : why;
    }

    @Override
    public int WSPListen(SOCKET s, int backlog) {
        int why = passes(s);
        return why == Status.OK ? below().WSPListen(s, backlog) : why;
    }

    @Override
    public int WSPAccept(
            SOCKET s,
            @Nullable sockaddr addr,
            @Nullable IntRef addrlen,
            @Nullable LPCONDITIONPROC condition,
            @Nullable Object callbackData,
            Ref<SOCKET> accepted) {
        int why = passes(s);
        return why == Status.OK ? below().WSPAccept(s, addr, addrlen, condition, callbackData, accepted) : why;
    }

    @Override
    public int WSPConnect(SOCKET s, @Nullable sockaddr name, int namelen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPConnect(s, name, namelen) : why;
    }

    @Override
    public int WSPJoinLeaf(SOCKET s, @Nullable sockaddr name, int namelen, int flags, Ref<SOCKET> joined) {
        int why = passes(s);
        return why == Status.OK ? below().WSPJoinLeaf(s, name, namelen, flags, joined) : why;
    }

    @Override
    public int WSPSend(SOCKET s, @Nullable ByteBuffer buffer, int flags) {
        int why = passes(s);
        return why == Status.OK ? below().WSPSend(s, buffer, flags) : why;
    }

    @Override
    public int WSPSend(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags) {
        int why = passes(s);
        return why == Status.OK ? below().WSPSend(s, buffers, bufferCount, flags) : why;
    }

    @Override
    public int WSPSendTo(SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr to, int tolen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPSendTo(s, buffer, flags, to, tolen) : why;
    }

    @Override
    public int WSPSendTo(
            SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags, @Nullable sockaddr to, int tolen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPSendTo(s, buffers, bufferCount, flags, to, tolen) : why;
    }

    @Override
    public int WSPRecv(SOCKET s, @Nullable ByteBuffer buffer, int flags) {
        int why = passes(s);
        return why == Status.OK ? below().WSPRecv(s, buffer, flags) : why;
    }

    @Override
    public int WSPRecv(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, IntRef flags) {
        int why = passes(s);
        return why == Status.OK ? below().WSPRecv(s, buffers, bufferCount, flags) : why;
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr from, @Nullable IntRef fromlen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPRecvFrom(s, buffer, flags, from, fromlen) : why;
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPRecvFrom(s, buffers, bufferCount, flags, from, fromlen) : why;
    }

    @Override
    public int WSPSendTo(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            int flags,
            @Nullable sockaddr to,
            int tolen,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int why = passes(s);
        return why == Status.OK
                ? below().WSPSendTo(s, buffers, bufferCount, flags, to, tolen, overlapped, routine)
                : why;
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int why = passes(s);
        return why == Status.OK
                ? below().WSPRecvFrom(s, buffers, bufferCount, flags, from, fromlen, overlapped, routine)
                : why;
    }

    @Override
    public int sendMessage(
            SOCKET s,
            WSAMSG message,
            int flags,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int why = passes(s);
        return why == Status.OK ? below().sendMessage(s, message, flags, overlapped, routine) : why;
    }

    @Override
    public int receiveMessage(
            SOCKET s,
            WSAMSG message,
            @Nullable IntRef received,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int why = passes(s);
        return why == Status.OK ? below().receiveMessage(s, message, received, overlapped, routine) : why;
    }

    @Override
    public int acceptEx(
            SOCKET listener,
            SOCKET acceptor,
            ByteBuffer buffer,
            int dataLength,
            int localLength,
            int remoteLength,
            OVERLAPPED overlapped) {
        int why = passes(listener);
        return why == Status.OK
                ? below().acceptEx(listener, acceptor, buffer, dataLength, localLength, remoteLength, overlapped)
                : why;
    }

    @Override
    public int connectEx(SOCKET s, @Nullable sockaddr name, int namelen, ByteBuffer first, OVERLAPPED overlapped) {
        int why = passes(s);
        return why == Status.OK ? below().connectEx(s, name, namelen, first, overlapped) : why;
    }

    @Override
    public int disconnectEx(SOCKET s, boolean reuse, @Nullable OVERLAPPED overlapped) {
        int why = passes(s);
        return why == Status.OK ? below().disconnectEx(s, reuse, overlapped) : why;
    }

    @Override
    public int transmit(
            SOCKET s, List<TransmitPart> parts, boolean disconnect, boolean reuse, @Nullable OVERLAPPED overlapped) {
        int why = passes(s);
        return why == Status.OK ? below().transmit(s, parts, disconnect, reuse, overlapped) : why;
    }

    @Override
    public int WSPDuplicateSocket(SOCKET s, long processId, @Nullable WSAPROTOCOL_INFO info) {
        int why = passes(s);
        return why == Status.OK ? below().WSPDuplicateSocket(s, processId, info) : why;
    }

    @Override
    public int notify(SOCKET s, CompletionPort port, @Nullable Object key, Registration asked) {
        int why = passes(s);
        return why == Status.OK ? below().notify(s, port, key, asked) : why;
    }

    @Override
    public int register(SOCKET s, CompletionPort queue) {
        int why = passes(s);
        return why == Status.OK ? below().register(s, queue) : why;
    }

    @Override
    public int startRegistered(SOCKET s, RegisteredRequest request, boolean receives, boolean attempts) {
        int why = passes(s);
        return why == Status.OK ? below().startRegistered(s, request, receives, attempts) : why;
    }

    @Override
    public void look(SOCKET s) {
        if (passes(s) == Status.OK) {
            below().look(s);
        }
    }

    @Override
    public int updateContext(SOCKET s, @Nullable SOCKET listener) {
        int why = passes(s);
        return why == Status.OK ? below().updateContext(s, listener) : why;
    }

    @Override
    public int finish(SOCKET s, OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int why = passes(s);
        return why == Status.OK ? below().finish(s, overlapped, routine) : why;
    }

    @Override
    public int WSPIoctl(
            SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            IntRef returned,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int why = passes(s);
        return why == Status.OK
                ? below().WSPIoctl(s, code, in, inLength, out, outLength, returned, overlapped, routine)
                : why;
    }

    @Override
    public int cancel(SOCKET s, @Nullable OVERLAPPED overlapped, @Nullable Thread issuer) {
        int why = passes(s);
        return why == Status.OK ? below().cancel(s, overlapped, issuer) : why;
    }

    @Override
    public int associate(SOCKET s, CompletionPort port, @Nullable Object key) {
        int why = passes(s);
        return why == Status.OK ? below().associate(s, port, key) : why;
    }

    @Override
    public int notificationModes(SOCKET s, int flags) {
        int why = passes(s);
        return why == Status.OK ? below().notificationModes(s, flags) : why;
    }

    @Override
    public boolean isOpen(SOCKET s) {
        return passes(s) == Status.OK && below().isOpen(s);
    }

    @Override
    public @Nullable HANDLE waitObject(SOCKET s) {
        return passes(s) == Status.OK ? below().waitObject(s) : null;
    }

    @Override
    public int WSPShutdown(SOCKET s, int how) {
        int why = passes(s);
        return why == Status.OK ? below().WSPShutdown(s, how) : why;
    }

    @Override
    public int WSPSendDisconnect(SOCKET s) {
        int why = passes(s);
        return why == Status.OK ? below().WSPSendDisconnect(s) : why;
    }

    @Override
    public int WSPRecvDisconnect(SOCKET s) {
        int why = passes(s);
        return why == Status.OK ? below().WSPRecvDisconnect(s) : why;
    }

    @Override
    public int WSPCloseSocket(SOCKET s) {
        int why = passes(s);
        return why == Status.OK ? below().WSPCloseSocket(s) : why;
    }

    @Override
    public int WSPGetSockName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPGetSockName(s, name, namelen) : why;
    }

    @Override
    public int WSPGetPeerName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPGetPeerName(s, name, namelen) : why;
    }

    @Override
    public int WSPIoctl(
            SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            @Nullable IntRef returned) {
        int why = passes(s);
        return why == Status.OK ? below().WSPIoctl(s, code, in, inLength, out, outLength, returned) : why;
    }

    @Override
    public int WSPEventSelect(SOCKET s, @Nullable HANDLE hEventObject, int lNetworkEvents) {
        int why = passes(s);
        return why == Status.OK ? below().WSPEventSelect(s, hEventObject, lNetworkEvents) : why;
    }

    @Override
    public int WSPEnumNetworkEvents(
            SOCKET s, @Nullable HANDLE hEventObject, @Nullable WSANETWORKEVENTS lpNetworkEvents) {
        int why = passes(s);
        return why == Status.OK ? below().WSPEnumNetworkEvents(s, hEventObject, lpNetworkEvents) : why;
    }

    @Override
    public int WSPAsyncSelect(SOCKET s, @Nullable HANDLE hWnd, int wMsg, int lEvent) {
        int why = passes(s);
        return why == Status.OK ? below().WSPAsyncSelect(s, hWnd, wMsg, lEvent) : why;
    }

    @Override
    public int WSPGetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, @Nullable IntRef optlen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPGetSockOpt(s, level, optname, optval, optlen) : why;
    }

    @Override
    public int WSPSetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, int optlen) {
        int why = passes(s);
        return why == Status.OK ? below().WSPSetSockOpt(s, level, optname, optval, optlen) : why;
    }

    @Override
    public int createPortReservation(boolean stream, int startPort, int ports, Ref<Long> token) {
        return below().createPortReservation(stream, startPort, ports, token);
    }

    @Override
    public int lookupPortReservation(boolean stream, int startPort, int ports, Ref<Long> token) {
        return below().lookupPortReservation(stream, startPort, ports, token);
    }

    @Override
    public int deletePortReservation(boolean stream, int startPort, int ports) {
        return below().deletePortReservation(stream, startPort, ports);
    }

    @Override
    public int timestampCapabilities(
            int interfaceIndex, boolean active, INTERFACE_TIMESTAMP_CAPABILITIES capabilities) {
        return below().timestampCapabilities(interfaceIndex, active, capabilities);
    }

    @Override
    public int crossTimestamp(int interfaceIndex, INTERFACE_HARDWARE_CROSSTIMESTAMP crossTimestamp) {
        return below().crossTimestamp(interfaceIndex, crossTimestamp);
    }
}

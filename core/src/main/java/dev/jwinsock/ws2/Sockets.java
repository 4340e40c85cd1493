package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPCONDITIONPROC;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.QOS;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.fd_set;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The socket functions of ws2_32: find the provider behind a handle, call it, and turn its status into the C contract
 * (SOCKET_ERROR or INVALID_SOCKET and the thread's last error; success stores 0).
 */
public final class Sockets {
    static final int SOL_SOCKET = 0xffff;
    private static final int UPDATE_ACCEPT_CONTEXT = 0x700B;
    private static final int UPDATE_CONNECT_CONTEXT = 0x7010;
    private static final int HANDLE_SIZE = 8;
    private static final int FROM_PROTOCOL_INFO = -1;
    private static final int BEST_EFFORT = 1; // SERVICETYPE_BESTEFFORT; 0 is no traffic
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private Sockets() {}

    /** The handle, or null with the last error set: NOT_INITIALISED comes before everything else (S001). */
    private static @Nullable SocketHandle handle(@Nullable SOCKET s) {
        if (!Startup.started()) {
            LastError.result(Status.NOT_INITIALISED);
            return null;
        }
        if (s instanceof SocketHandle handle) {
            return handle;
        }
        LastError.result(Status.NOT_SOCKET);
        return null;
    }

    /**
     * A buffer as C passes one. A null pointer with no length is an empty buffer; null with a length, a negative length
     * and a length beyond the array are bad pointers, for which the provider gets null (S110).
     */
    private static @Nullable ByteBuffer memory(byte @Nullable [] buf, int offset, int len) {
        if (buf == null) {
            return len == 0 ? EMPTY : null;
        }
        return offset < 0 || len < 0 || len > buf.length - offset ? null : ByteBuffer.wrap(buf, offset, len);
    }

    public static SOCKET socket(int af, int type, int protocol) {
        return socket(af, type, protocol, null, 0, OpenType.overlapped() ? 1 : 0); // S028: with WSA_FLAG_OVERLAPPED
    }

    /** WSASocket: with a protocol structure nothing is matched, its values fill in for zeros (S026). */
    public static SOCKET socket(int af, int type, int protocol, @Nullable WSAPROTOCOL_INFO info, int group, int flags) {
        if (!Startup.started()) {
            return failed(Status.NOT_INITIALISED);
        }
        if (info != null && info.dwProviderReserved != 0) {
            return duplicate(info);
        }
        int family = af;
        int kind = type;
        int proto = protocol;
        if (info != null) {
            family = given(af, info.iAddressFamily);
            kind = given(type, info.iSocketType);
            proto = given(protocol, info.iProtocol);
        }
        // "Bound to the provider associated with the indicated WSAPROTOCOL_INFO structure", unless the arguments ask
        // for
        // something else (S026)
        Catalog.Entry asked = info == null ? null : Catalog.find(info, family, kind, proto);
        Catalog.Entry entry = asked == null ? Catalog.find(family, kind, proto) : asked;
        if (entry == null) {
            return failed(Catalog.whyNot(family, kind, proto));
        }
        WSAPROTOCOL_INFO chosen = entry.info();
        Ref<SOCKET> made = new Ref<>();
        int status = entry.provider()
                .WSPSocket(
                        chosen.iAddressFamily,
                        chosen.iSocketType,
                        proto == 0 ? chosen.iProtocol : proto,
                        chosen,
                        group,
                        flags,
                        made);
        return made(status, made);
    }

    /** WSASocket with what WSADuplicateSocket has described. */
    private static SOCKET duplicate(WSAPROTOCOL_INFO info) {
        Catalog.Entry described = Catalog.find(info, info.iAddressFamily, info.iSocketType, info.iProtocol);
        Catalog.Entry entry =
                described == null ? Catalog.find(info.iAddressFamily, info.iSocketType, info.iProtocol) : described;
        if (entry == null) {
            return failed(Status.INVALID);
        }
        Ref<SOCKET> made = new Ref<>();
        return made(entry.provider().openDuplicate(info, made), made);
    }

    /** WSADuplicateSocket. */
    public static int duplicate(@Nullable SOCKET s, long processId, @Nullable WSAPROTOCOL_INFO info) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        return LastError.result(h.provider().WSPDuplicateSocket(h, processId, info));
    }

    private static int given(int argument, int fromInfo) {
        return argument == 0 || argument == FROM_PROTOCOL_INFO ? fromInfo : argument;
    }

    private static SOCKET made(int status, Ref<SOCKET> made) {
        SOCKET s = made.value;
        if (status < 0 || s == null) {
            return failed(status);
        }
        LastError.set(0);
        return s;
    }

    private static SOCKET failed(int status) {
        LastError.result(status);
        return SOCKET.INVALID;
    }

    public static int bind(@Nullable SOCKET s, @Nullable sockaddr name, int namelen) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPBind(h, name, namelen));
    }

    public static int listen(@Nullable SOCKET s, int backlog) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPListen(h, backlog));
    }

    /** accept and WSAAccept. */
    public static SOCKET accept(
            @Nullable SOCKET s,
            @Nullable sockaddr addr,
            @Nullable IntRef addrlen,
            @Nullable LPCONDITIONPROC condition,
            @Nullable Object callbackData) {
        SocketHandle h = handle(s);
        if (h == null) {
            return SOCKET.INVALID;
        }
        Ref<SOCKET> accepted = new Ref<>();
        return made(h.provider().WSPAccept(h, addr, addrlen, condition, callbackData, accepted), accepted);
    }

    public static int connect(@Nullable SOCKET s, @Nullable sockaddr name, int namelen) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPConnect(h, name, namelen));
    }

    /** WSAConnect. */
    public static int connect(
            @Nullable SOCKET s,
            @Nullable sockaddr name,
            int namelen,
            @Nullable WSABUF callerData,
            @Nullable WSABUF calleeData,
            @Nullable QOS socketQos,
            @Nullable QOS groupQos) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        // No provider here has XP1_CONNECT_DATA or XP1_QOS_SUPPORTED: what they promise is refused, not dropped
        if (callerData != null && callerData.len != 0 || beyondBestEffort(socketQos) || beyondBestEffort(groupQos)) {
            return LastError.result(Status.OPERATION_NOT_SUPPORTED);
        }
        int status = h.provider().WSPConnect(h, name, namelen);
        if (status >= 0 && calleeData != null) {
            calleeData.len = 0;
        }
        return LastError.result(status);
    }

    /** WSAJoinLeaf. */
    public static SOCKET joinLeaf(
            @Nullable SOCKET s,
            @Nullable sockaddr name,
            int namelen,
            @Nullable WSABUF callerData,
            @Nullable WSABUF calleeData,
            @Nullable QOS socketQos,
            @Nullable QOS groupQos,
            int flags) {
        SocketHandle h = handle(s);
        if (h == null) {
            return SOCKET.INVALID;
        }
        if (callerData != null && callerData.len != 0 || beyondBestEffort(socketQos) || beyondBestEffort(groupQos)) {
            return failed(Status.OPERATION_NOT_SUPPORTED);
        }
        Ref<SOCKET> joined = new Ref<>();
        SOCKET leaf = made(h.provider().WSPJoinLeaf(h, name, namelen, flags, joined), joined);
        if (calleeData != null && leaf != SOCKET.INVALID) {
            calleeData.len = 0;
        }
        return leaf;
    }

    private static boolean beyondBestEffort(@Nullable QOS qos) {
        return qos != null
                && (qos.SendingFlowspec.ServiceType > BEST_EFFORT || qos.ReceivingFlowspec.ServiceType > BEST_EFFORT);
    }

    public static int send(@Nullable SOCKET s, byte @Nullable [] buf, int offset, int len, int flags) {
        return send(s, memory(buf, offset, len), flags);
    }

    public static int send(@Nullable SOCKET s, @Nullable ByteBuffer buf, int flags) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPSend(h, buf, flags));
    }

    public static int sendto(
            @Nullable SOCKET s,
            byte @Nullable [] buf,
            int offset,
            int len,
            int flags,
            @Nullable sockaddr to,
            int tolen) {
        return sendto(s, memory(buf, offset, len), flags, to, tolen);
    }

    public static int sendto(
            @Nullable SOCKET s, @Nullable ByteBuffer buf, int flags, @Nullable sockaddr to, int tolen) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPSendTo(h, buf, flags, to, tolen));
    }

    public static int recv(@Nullable SOCKET s, byte @Nullable [] buf, int offset, int len, int flags) {
        return recv(s, memory(buf, offset, len), flags);
    }

    public static int recv(@Nullable SOCKET s, @Nullable ByteBuffer buf, int flags) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPRecv(h, buf, flags));
    }

    public static int recvfrom(
            @Nullable SOCKET s,
            byte @Nullable [] buf,
            int offset,
            int len,
            int flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        return recvfrom(s, memory(buf, offset, len), flags, from, fromlen);
    }

    public static int recvfrom(
            @Nullable SOCKET s,
            @Nullable ByteBuffer buf,
            int flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPRecvFrom(h, buf, flags, from, fromlen));
    }

    /** WSASend without OVERLAPPED: 0, with the count in {@code sent}. */
    public static int send(
            @Nullable SOCKET s, WSABUF @Nullable [] buffers, int count, @Nullable IntRef sent, int flags) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        if (sent == null) {
            return LastError.result(Status.FAULT); // S118
        }
        return counted(h.provider().WSPSend(h, buffers, count, flags), sent);
    }

    /** WSASendTo without OVERLAPPED. */
    public static int sendto(
            @Nullable SOCKET s,
            WSABUF @Nullable [] buffers,
            int count,
            @Nullable IntRef sent,
            int flags,
            @Nullable sockaddr to,
            int tolen) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        if (sent == null) {
            return LastError.result(Status.FAULT); // S118
        }
        return counted(h.provider().WSPSendTo(h, buffers, count, flags, to, tolen), sent);
    }

    /** WSARecv without OVERLAPPED. */
    public static int recv(
            @Nullable SOCKET s,
            WSABUF @Nullable [] buffers,
            int count,
            @Nullable IntRef received,
            @Nullable IntRef flags) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        if (received == null || flags == null) {
            return LastError.result(Status.FAULT);
        }
        return counted(h.provider().WSPRecv(h, buffers, count, flags), received);
    }

    /** WSARecvFrom without OVERLAPPED. */
    public static int recvfrom(
            @Nullable SOCKET s,
            WSABUF @Nullable [] buffers,
            int count,
            @Nullable IntRef received,
            @Nullable IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        if (received == null || flags == null) {
            return LastError.result(Status.FAULT);
        }
        return counted(h.provider().WSPRecvFrom(h, buffers, count, flags, from, fromlen), received);
    }

    /** WSASend and WSASendTo with OVERLAPPED; {@code sent} may be null. */
    public static int send(
            @Nullable SOCKET s,
            WSABUF @Nullable [] buffers,
            int count,
            @Nullable IntRef sent,
            int flags,
            @Nullable sockaddr to,
            int tolen,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        if (overlapped == null) {
            return to == null
                    ? send(s, buffers, count, sent, flags)
                    : sendto(s, buffers, count, sent, flags, to, tolen);
        }
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        return begun(h.provider().WSPSendTo(h, buffers, count, flags, to, tolen, overlapped, routine), sent);
    }

    /** WSARecv and WSARecvFrom with OVERLAPPED; {@code received} may be null. */
    public static int recv(
            @Nullable SOCKET s,
            WSABUF @Nullable [] buffers,
            int count,
            @Nullable IntRef received,
            @Nullable IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        if (overlapped == null) {
            return recvfrom(s, buffers, count, received, flags, from, fromlen);
        }
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        if (flags == null) {
            return LastError.result(Status.FAULT);
        }
        return begun(h.provider().WSPRecvFrom(h, buffers, count, flags, from, fromlen, overlapped, routine), received);
    }

    static int begun(int status, @Nullable IntRef count) {
        if (status >= 0) {
            if (count != null) {
                count.value = status;
            }
            return LastError.result(Status.OK);
        }
        return LastError.result(status);
    }

    // S121: the count is left alone when the call fails
    private static int counted(int status, IntRef count) {
        if (status >= 0) {
            count.value = status;
            return LastError.result(Status.OK);
        }
        return LastError.result(status);
    }

    public static int shutdown(@Nullable SOCKET s, int how) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPShutdown(h, how));
    }

    /** @param data disconnect data, which no provider here has (XP1_DISCONNECT_DATA): refused, not dropped */
    public static int sendDisconnect(@Nullable SOCKET s, @Nullable WSABUF data) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        return LastError.result(
                data != null && data.len != 0
                        ? Status.NO_PROTOCOL_OPTION
                        : h.provider().WSPSendDisconnect(h));
    }

    /** @param data disconnect data, which no provider here has (XP1_DISCONNECT_DATA): refused, not dropped */
    public static int recvDisconnect(@Nullable SOCKET s, @Nullable WSABUF data) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        return LastError.result(
                data != null && data.len != 0
                        ? Status.NO_PROTOCOL_OPTION
                        : h.provider().WSPRecvDisconnect(h));
    }

    public static int closesocket(@Nullable SOCKET s) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPCloseSocket(h));
    }

    public static int getsockname(@Nullable SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPGetSockName(h, name, namelen));
    }

    public static int getpeername(@Nullable SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPGetPeerName(h, name, namelen));
    }

    /** The argument is both the input and the output, 4 bytes. */
    public static int ioctlsocket(@Nullable SOCKET s, int command, @Nullable IntRef argument) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        byte[] bytes = argument == null ? null : LittleEndian.bytes(argument.value);
        int length = bytes == null ? 0 : bytes.length;
        int status = h.provider().WSPIoctl(h, command, bytes, length, bytes, length, new IntRef());
        if (status >= 0 && argument != null && bytes != null) {
            argument.value = LittleEndian.intOf(bytes);
        }
        return LastError.result(status);
    }

    public static int getsockopt(
            @Nullable SOCKET s, int level, int optname, byte @Nullable [] optval, @Nullable IntRef optlen) {
        if (OpenType.isMeant(level, optname)) {
            return LastError.result(Startup.started() ? OpenType.get(optval, optlen) : Status.NOT_INITIALISED);
        }
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPGetSockOpt(h, level, optname, optval, optlen));
    }

    public static int setsockopt(@Nullable SOCKET s, int level, int optname, byte @Nullable [] optval, int optlen) {
        if (OpenType.isMeant(level, optname)) {
            return LastError.result(Startup.started() ? OpenType.set(optval, optlen) : Status.NOT_INITIALISED);
        }
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        // A132: the value does not count
        return LastError.result(
                level == SOL_SOCKET && optname == UPDATE_CONNECT_CONTEXT
                        ? h.provider().updateContext(h, null)
                        : h.provider().WSPSetSockOpt(h, level, optname, optval, optlen));
    }

    /** setsockopt of SO_UPDATE_ACCEPT_CONTEXT, whose value is a socket. */
    public static int setsockopt(@Nullable SOCKET s, int level, int optname, @Nullable SOCKET optval, int optlen) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        if (level != SOL_SOCKET || optname != UPDATE_ACCEPT_CONTEXT) {
            return LastError.result(Status.NO_PROTOCOL_OPTION);
        }
        if (optval == null || optlen < HANDLE_SIZE) {
            return LastError.result(Status.FAULT);
        }
        if (!(optval instanceof SocketHandle listener) || listener.provider() != h.provider()) {
            return LastError.result(Status.NOT_SOCKET);
        }
        return LastError.result(h.provider().updateContext(h, listener));
    }

    /** WSAIoctl with buffers of bytes. */
    public static int ioctl(
            @Nullable SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            @Nullable IntRef returned,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        SocketHandle h = handle(s);
        if (h == null) {
            return -1;
        }
        if (inLength < 0
                || outLength < 0
                || in != null && inLength > in.length
                || out != null && outLength > out.length) {
            return LastError.result(Status.FAULT);
        }
        if (overlapped == null) {
            return LastError.result(
                    Math.min(0, h.provider().WSPIoctl(h, code, in, inLength, out, outLength, returned)));
        }
        if (returned == null) {
            return LastError.result(Status.FAULT); // S250
        }
        int status = h.provider().WSPIoctl(h, code, in, inLength, out, outLength, returned, overlapped, routine);
        return LastError.result(Math.min(0, status));
    }

    /** select: the sets hold sockets of one provider only ("Multiple Provider Restrictions on Select"). */
    public static int select(
            int nfds,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout) {
        if (!Startup.started()) {
            return LastError.result(Status.NOT_INITIALISED);
        }
        TransportServiceProvider provider = null;
        for (fd_set set : new fd_set[] {readfds, writefds, exceptfds}) {
            if (set == null) {
                continue;
            }
            if (set.fd_array == null || set.fd_count < 0 || set.fd_count > set.fd_array.length) {
                return LastError.result(Status.FAULT);
            }
            for (int i = 0; i < set.fd_count; i++) {
                if (!(set.fd_array[i] instanceof SocketHandle handle)) {
                    return LastError.result(Status.NOT_SOCKET); // S172
                }
                if (provider != null && provider != handle.provider()) {
                    return LastError.result(Status.INVALID);
                }
                provider = handle.provider();
            }
        }
        // S171: nothing to wait for is an error, whatever the time
        return LastError.result(
                provider == null ? Status.INVALID : provider.WSPSelect(nfds, readfds, writefds, exceptfds, timeout));
    }

    /** WSAPoll. */
    public static int poll(@Nullable WSAPOLLFD @Nullable [] fds, int count, int timeout) {
        if (!Startup.started()) {
            return LastError.result(Status.NOT_INITIALISED);
        }
        if (count <= 0) {
            return LastError.result(Status.INVALID); // S190
        }
        if (fds == null || count > fds.length) {
            return LastError.result(Status.FAULT); // S190
        }
        TransportServiceProvider provider = null;
        for (int i = 0; i < count; i++) {
            WSAPOLLFD fd = fds[i];
            if (fd == null) {
                return LastError.result(Status.FAULT);
            }
            if (fd.fd instanceof SocketHandle handle) {
                if (provider != null && provider != handle.provider()) {
                    return LastError.result(Status.INVALID);
                }
                provider = handle.provider();
            }
        }
        // Without any socket the flags are judged and the rest is the base provider's answer, too.
        TransportServiceProvider judge =
                provider != null ? provider : Catalog.providers().get(0);
        return LastError.result(judge.WSPPoll(fds, count, timeout));
    }

    public static int eventSelect(@Nullable SOCKET s, @Nullable HANDLE event, int events) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPEventSelect(h, event, events));
    }

    public static int asyncSelect(@Nullable SOCKET s, @Nullable HANDLE window, int message, int events) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPAsyncSelect(h, window, message, events));
    }

    public static int enumNetworkEvents(@Nullable SOCKET s, @Nullable HANDLE event, @Nullable WSANETWORKEVENTS events) {
        SocketHandle h = handle(s);
        return h == null ? -1 : LastError.result(h.provider().WSPEnumNetworkEvents(h, event, events));
    }
}

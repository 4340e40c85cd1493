package dev.jwinsock.multipoint;

import dev.jwinsock.HANDLE;
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
import dev.jwinsock.spi.ForwardingProvider;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The provider of {@link RootedMultipoint}. A leaf's socket is the base provider's, so that everything works on it that
 * works on a stream; a root's, and the c_leaf sockets that the root gets, are this provider's own ({@link Virtual}).
 *
 * <p>Completion ports, registered I/O and the Microsoft extensions are not for them, and overlapped calls end with
 * WSAEOPNOTSUPP: the entry has no XP1_IFS_HANDLES.
 */
public final class RootedProvider extends ForwardingProvider {
    static final int OVERLAPPED = 0x01;

    private static final int NO_HANDLE_INHERIT = 0x80;
    private static final int REGISTERED_IO = 0x100;
    private static final int CONTROL_ROOT = 0x02;
    private static final int CONTROL_LEAF = 0x04;
    private static final int DATA_ROOT = 0x08;
    private static final int DATA_LEAF = 0x10;
    private static final int ROOT = CONTROL_ROOT | DATA_ROOT;
    private static final int LEAF = CONTROL_LEAF | DATA_LEAF;

    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int IPPROTO_TCP = 6;
    private static final int OUT_OF_BAND = 1;
    private static final int SHUT_RECEIVE = 0;
    private static final int SHUT_SEND = 1;

    private final Set<Root> roots = ConcurrentHashMap.newKeySet();
    private final Readiness readiness = new Readiness(this);
    private volatile @Nullable Upcalls upcalls;
    private volatile @Nullable TransportServiceProvider base;

    /** For WSCInstallProvider. */
    public RootedProvider() {}

    @Override
    protected TransportServiceProvider below() {
        TransportServiceProvider provider = base;
        if (provider == null) {
            throw new IllegalStateException("not started");
        }
        return provider;
    }

    Upcalls upcalls() {
        Upcalls ws2 = upcalls;
        if (ws2 == null) {
            throw new IllegalStateException("not started");
        }
        return ws2;
    }

    /** What is not overridden is not for a root, and a leaf's is the base provider's. */
    @Override
    protected int passes(SOCKET s) {
        Virtual virtual = of(s);
        return virtual == null ? Status.OK : virtual.isClosed() ? Status.NOT_SOCKET : Status.OPERATION_NOT_SUPPORTED;
    }

    /** Null for a leaf. */
    static @Nullable Virtual of(SOCKET s) {
        return ((SocketHandle) s).layer() instanceof Virtual virtual ? virtual : null;
    }

    private static int on(Virtual virtual, ToIntFunction<Virtual> call) {
        return virtual.isClosed() ? Status.NOT_SOCKET : call.applyAsInt(virtual);
    }

    // ---------------------------------------------------------------- the provider

    /** The catalog has what the installation has given. */
    @Override
    public List<WSAPROTOCOL_INFO> protocols() {
        return List.of();
    }

    @Override
    public int WSPStartup(Upcalls ws2) {
        upcalls = ws2;
        TransportServiceProvider found = ws2.providerOf(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        base = found;
        return found == null ? Status.SYSTEM_NOT_READY : Status.OK;
    }

    @Override
    public int WSPCleanup() {
        roots.forEach(Root::cleanup);
        roots.clear();
        readiness.close();
        return Status.OK;
    }

    void closed(Root root) {
        roots.remove(root);
    }

    // ---------------------------------------------------------------- sockets

    /**
     * The connections of a session end at its c_root, so that one is the d_root, too: of the four combinations of roles
     * these are two, and the others end with WSAEINVAL as flags do that a protocol does not support.
     */
    @Override
    public int WSPSocket(
            int af, int type, int protocol, WSAPROTOCOL_INFO info, int group, int flags, Ref<SOCKET> made) {
        int roles = flags & (ROOT | LEAF);
        if (roles != ROOT && roles != LEAF
                || (flags & ~(roles | OVERLAPPED | NO_HANDLE_INHERIT | REGISTERED_IO)) != 0) {
            return Status.INVALID;
        }
        int status = below().WSPSocket(af, type, protocol, info, group, flags & ~roles, made);
        if (status == Status.OK && made.value instanceof SocketHandle handle) {
            if (roles == LEAF) {
                handle.layer(this, new Leaf());
            } else {
                Root root = new Root(this, handle, info, (flags & OVERLAPPED) != 0);
                handle.layer(this, root);
                roots.add(root);
            }
        }
        return status;
    }

    @Override
    public int WSPDuplicateSocket(SOCKET s, long processId, @Nullable WSAPROTOCOL_INFO info) {
        // Another process may not have the provider
        return processId != ProcessHandle.current().pid()
                ? Status.INVALID
                : super.WSPDuplicateSocket(s, processId, info);
    }

    @Override
    public int openDuplicate(WSAPROTOCOL_INFO info, Ref<SOCKET> made) {
        return layered(super.openDuplicate(info, made), made, Direction.BOTH);
    }

    private int layered(int status, Ref<SOCKET> made, int direction) {
        if (status == Status.OK && made.value instanceof SocketHandle handle) {
            Leaf leaf = new Leaf();
            leaf.direction = direction;
            handle.layer(this, leaf);
        }
        return status;
    }

    @Override
    public int WSPBind(SOCKET s, @Nullable sockaddr name, int namelen) {
        return of(s) instanceof Branch branch ? on(branch, b -> Status.INVALID) : below().WSPBind(s, name, namelen);
    }

    @Override
    public int WSPListen(SOCKET s, int backlog) {
        Virtual virtual = of(s);
        return virtual == null ? super.WSPListen(s, backlog) : on(virtual, v -> v.listen(backlog));
    }

    @Override
    public int WSPAccept(
            SOCKET s,
            @Nullable sockaddr addr,
            @Nullable IntRef addrlen,
            @Nullable LPCONDITIONPROC condition,
            @Nullable Object callbackData,
            Ref<SOCKET> accepted) {
        if (of(s) instanceof Root root) {
            return on(root, v -> root.accept(addr, addrlen, condition, callbackData, accepted));
        }
        int status = super.WSPAccept(s, addr, addrlen, condition, callbackData, accepted);
        return layered(status, accepted, Direction.BOTH);
    }

    @Override
    public int WSPJoinLeaf(SOCKET s, @Nullable sockaddr name, int namelen, int flags, Ref<SOCKET> joined) {
        Virtual virtual = of(s);
        if (virtual != null) {
            return on(virtual, v -> v.joinLeaf(name, namelen, flags, joined));
        }
        if (!Direction.isOne(flags) || !(((SocketHandle) s).layer() instanceof Leaf leaf)) {
            return Status.INVALID;
        }
        int status = below().WSPConnect(s, name, namelen);
        // "Successful initiation of a join" is the socket itself; FD_CONNECT follows
        if (status == Status.OK || status == Status.WOULD_BLOCK) {
            leaf.direction = flags;
            joined.value = s;
            return Status.OK;
        }
        return status;
    }

    @Override
    public int WSPShutdown(SOCKET s, int how) {
        Virtual virtual = of(s);
        return virtual == null ? super.WSPShutdown(s, how) : on(virtual, v -> v.shutdown(how));
    }

    @Override
    public int WSPSendDisconnect(SOCKET s) {
        return WSPShutdown(s, SHUT_SEND);
    }

    @Override
    public int WSPRecvDisconnect(SOCKET s) {
        return WSPShutdown(s, SHUT_RECEIVE);
    }

    @Override
    public int WSPCloseSocket(SOCKET s) {
        Virtual virtual = of(s);
        return virtual == null ? super.WSPCloseSocket(s) : virtual.close();
    }

    @Override
    public int WSPGetSockName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        Virtual virtual = of(s);
        return virtual == null
                ? super.WSPGetSockName(s, name, namelen)
                : on(virtual, v -> below().WSPGetSockName(v.link(), name, namelen));
    }

    @Override
    public int WSPGetPeerName(SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        Virtual virtual = of(s);
        return virtual == null
                ? super.WSPGetPeerName(s, name, namelen)
                : on(virtual, v -> below().WSPGetPeerName(v.link(), name, namelen));
    }

    @Override
    public boolean isOpen(SOCKET s) {
        Virtual virtual = of(s);
        return virtual == null ? super.isOpen(s) : !virtual.isClosed();
    }

    // ---------------------------------------------------------------- data

    /** Whether a leaf may: not against the direction it was joined for ("the socket is unidirectional"). */
    private static int may(SOCKET s, int notWhen, int flags) {
        boolean against = ((SocketHandle) s).layer() instanceof Leaf leaf && leaf.direction == notWhen;
        // The entry has no XP1_EXPEDITED_DATA
        return against || (flags & OUT_OF_BAND) != 0 ? Status.OPERATION_NOT_SUPPORTED : Status.OK;
    }

    private static int maySend(SOCKET s, int flags) {
        return may(s, Direction.RECEIVER_ONLY, flags);
    }

    private static int mayReceive(SOCKET s, int flags) {
        return may(s, Direction.SENDER_ONLY, flags);
    }

    private static int sent(Virtual virtual, @Nullable ByteBuffer one, ByteBuffer[] many, int flags) {
        return virtual.isClosed() ? Status.NOT_SOCKET : virtual.send(one, many, flags);
    }

    private static int sent(Virtual virtual, WSABUF @Nullable [] buffers, int count, int flags) {
        if (virtual.isClosed() || count <= 0) {
            return virtual.isClosed() ? Status.NOT_SOCKET : Status.INVALID; // S114
        }
        ByteBuffer[] memory = Bytes.views(buffers, count);
        return memory == null ? Status.FAULT : virtual.send(null, memory, flags);
    }

    @Override
    public int WSPSend(SOCKET s, @Nullable ByteBuffer buffer, int flags) {
        return WSPSendTo(s, buffer, flags, null, 0);
    }

    @Override
    public int WSPSend(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags) {
        return WSPSendTo(s, buffers, bufferCount, flags, null, 0);
    }

    @Override
    public int WSPSendTo(SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr to, int tolen) {
        Virtual virtual = of(s);
        if (virtual != null) {
            return buffer == null ? Status.FAULT : sent(virtual, buffer, Bytes.NONE, flags);
        }
        int status = maySend(s, flags);
        return status == Status.OK ? below().WSPSendTo(s, buffer, flags, to, tolen) : status;
    }

    @Override
    public int WSPSendTo(
            SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, int flags, @Nullable sockaddr to, int tolen) {
        Virtual virtual = of(s);
        if (virtual != null) {
            return sent(virtual, buffers, bufferCount, flags);
        }
        int status = maySend(s, flags);
        return status == Status.OK ? below().WSPSendTo(s, buffers, bufferCount, flags, to, tolen) : status;
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
        int status = maySend(s, flags);
        return status == Status.OK
                ? super.WSPSendTo(s, buffers, bufferCount, flags, to, tolen, overlapped, routine)
                : status;
    }

    @Override
    public int sendMessage(
            SOCKET s,
            WSAMSG message,
            int flags,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int status = maySend(s, flags);
        return status == Status.OK ? super.sendMessage(s, message, flags, overlapped, routine) : status;
    }

    @Override
    public int WSPRecv(SOCKET s, @Nullable ByteBuffer buffer, int flags) {
        return WSPRecvFrom(s, buffer, flags, null, null);
    }

    @Override
    public int WSPRecv(SOCKET s, WSABUF @Nullable [] buffers, int bufferCount, IntRef flags) {
        return WSPRecvFrom(s, buffers, bufferCount, flags, null, null);
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s, @Nullable ByteBuffer buffer, int flags, @Nullable sockaddr from, @Nullable IntRef fromlen) {
        Virtual virtual = of(s);
        if (virtual != null) {
            return virtual.isClosed()
                    ? Status.NOT_SOCKET
                    : buffer == null ? Status.FAULT : virtual.receive(buffer, Bytes.NONE, flags, from, fromlen);
        }
        int status = mayReceive(s, flags);
        return status == Status.OK ? below().WSPRecvFrom(s, buffer, flags, from, fromlen) : status;
    }

    @Override
    public int WSPRecvFrom(
            SOCKET s,
            WSABUF @Nullable [] buffers,
            int bufferCount,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        Virtual virtual = of(s);
        if (virtual == null) {
            int status = mayReceive(s, flags.value);
            return status == Status.OK ? below().WSPRecvFrom(s, buffers, bufferCount, flags, from, fromlen) : status;
        }
        if (virtual.isClosed() || bufferCount <= 0) {
            return virtual.isClosed() ? Status.NOT_SOCKET : Status.INVALID; // S114
        }
        ByteBuffer[] memory = Bytes.views(buffers, bufferCount);
        int n = memory == null ? Status.FAULT : virtual.receive(null, memory, flags.value, from, fromlen);
        if (n >= 0) {
            flags.value = 0;
        }
        return n;
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
        int status = mayReceive(s, flags.value);
        return status == Status.OK
                ? super.WSPRecvFrom(s, buffers, bufferCount, flags, from, fromlen, overlapped, routine)
                : status;
    }

    @Override
    public int receiveMessage(
            SOCKET s,
            WSAMSG message,
            @Nullable IntRef received,
            @Nullable OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int status = mayReceive(s, message.dwFlags.value);
        return status == Status.OK ? super.receiveMessage(s, message, received, overlapped, routine) : status;
    }

    // ---------------------------------------------------------------- readiness

    @Override
    public int WSPSelect(
            int nfds,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout) {
        return readiness.select(nfds, readfds, writefds, exceptfds, timeout);
    }

    @Override
    public int WSPPoll(@Nullable WSAPOLLFD[] fdArray, int fds, int timeout) {
        return readiness.poll(fdArray, fds, timeout);
    }

    @Override
    public int WSPEventSelect(SOCKET s, @Nullable HANDLE hEventObject, int lNetworkEvents) {
        Virtual virtual = of(s);
        return virtual == null
                ? super.WSPEventSelect(s, hEventObject, lNetworkEvents)
                : on(virtual, v -> v.selectEvent(hEventObject, lNetworkEvents));
    }

    @Override
    public int WSPAsyncSelect(SOCKET s, @Nullable HANDLE hWnd, int wMsg, int lEvent) {
        Virtual virtual = of(s);
        return virtual == null
                ? super.WSPAsyncSelect(s, hWnd, wMsg, lEvent)
                : on(virtual, v -> v.selectMessages(hWnd, wMsg, lEvent));
    }

    @Override
    public int WSPEnumNetworkEvents(
            SOCKET s, @Nullable HANDLE hEventObject, @Nullable WSANETWORKEVENTS lpNetworkEvents) {
        Virtual virtual = of(s);
        if (virtual == null) {
            return super.WSPEnumNetworkEvents(s, hEventObject, lpNetworkEvents);
        }
        return lpNetworkEvents == null ? Status.FAULT : on(virtual, v -> v.enumerate(hEventObject, lpNetworkEvents));
    }

    // ---------------------------------------------------------------- controls

    @Override
    public int WSPIoctl(
            SOCKET s,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            @Nullable IntRef returned) {
        Virtual virtual = of(s);
        if (virtual == null) {
            return super.WSPIoctl(s, code, in, inLength, out, outLength, returned);
        }
        return returned == null
                ? Status.FAULT
                : on(virtual, v -> v.ioctl(code, in, inLength, out, outLength, returned));
    }

    @Override
    public int WSPGetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, @Nullable IntRef optlen) {
        Virtual virtual = of(s);
        return virtual == null
                ? super.WSPGetSockOpt(s, level, optname, optval, optlen)
                : on(virtual, v -> below().WSPGetSockOpt(v.link(), level, optname, optval, optlen));
    }

    @Override
    public int WSPSetSockOpt(SOCKET s, int level, int optname, byte @Nullable [] optval, int optlen) {
        Virtual virtual = of(s);
        return virtual == null
                ? super.WSPSetSockOpt(s, level, optname, optval, optlen)
                : on(virtual, v -> v.setOption(level, optname, optval, optlen));
    }
}

package dev.jwinsock.multipoint;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPCONDITIONPROC;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The c_root/d_root of a session: sends to all leaves and receives from any. Underneath is a stream socket of the base
 * provider's for its address, for listening and for its options; the connections are the {@link Branch}es'.
 *
 * <p>Guarded by the session's lock, unless final.
 */
final class Root extends Virtual {
    private static final int SOL_SOCKET = 0xffff;
    private static final int SO_SNDBUF = 0x1001;
    private static final int SO_RCVBUF = 0x1002;
    private static final int SO_SNDTIMEO = 0x1005;
    private static final int SO_RCVTIMEO = 0x1006;
    private static final int MULTIPOINT_LOOPBACK = 0x88000009;
    private static final int MULTICAST_SCOPE = 0x8800000A;

    private static final int PEEK = 2;
    private static final int DONT_ROUTE = 4;
    private static final int PARTIAL = 0x8000;

    private static final int SHUT_RECEIVE = 0;
    private static final int SHUT_SEND = 1;
    private static final int SHUT_BOTH = 2;

    /** Of the network events those that the base provider's socket knows of. */
    private static final int EVENTS_BELOW = 0x340 | Events.ACCEPT;
    /** FD_GROUP_QOS, which never happens: the base provider's socket is to be selected in any case. */
    private static final int NEVER = 0x80;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final SocketHandle handle;
    private final WSAPROTOCOL_INFO info;
    private final boolean overlapped;
    final Events events;
    private final Scope scope = new Scope();
    private final Names names;
    private final Outbox outbox = new Outbox();
    private final Inbox inbox = new Inbox();

    /** Of WSAJoinLeaf: at most one. */
    private @Nullable Branch joining;

    /** A thread is in a send that must not be mixed with others. */
    private boolean sending;
    /** A send would have blocked: FD_WRITE is to be told. */
    private boolean wantsToSend;

    private boolean nonBlocking;
    private boolean listening;
    private boolean loopback;
    private boolean sendShut;
    private volatile boolean closed;

    Root(RootedProvider provider, SocketHandle handle, WSAPROTOCOL_INFO info, boolean overlapped) {
        super(provider, new Session());
        this.handle = handle;
        this.info = info;
        this.overlapped = overlapped;
        names = new Names(base, info);
        events = new Events(provider.upcalls(), handle);
        takeLimits();
    }

    @Override
    SocketHandle link() {
        return handle;
    }

    // ---------------------------------------------------------------- joining

    @Override
    int listen(int backlog) {
        int status = super.listen(backlog);
        if (status == Status.OK) {
            session.enter();
            listening = true;
            session.exit();
        }
        return status;
    }

    /** accept and WSAAccept: admits a leaf that has asked. */
    int accept(
            @Nullable sockaddr addr,
            @Nullable IntRef addrlen,
            @Nullable LPCONDITIONPROC condition,
            @Nullable Object callbackData,
            Ref<SOCKET> accepted) {
        while (true) {
            int status = base.WSPAccept(handle, addr, addrlen, condition, callbackData, accepted);
            if (status != Status.OK || !(accepted.value instanceof SocketHandle link)) {
                return status;
            }
            accepted.value = null;
            base.WSPEventSelect(link, null, 0); // the selection it has inherited is not for the connection
            sockaddr peer = names.peer(link);
            session.enter();
            try {
                if (!closed && scope.admits(peer) == Status.OK) {
                    Branch branch = new Branch(this, link, peer, Direction.BOTH);
                    admit(branch);
                    accepted.value = branch.handle;
                    return Status.OK;
                }
                base.WSPCloseSocket(link); // and the next one, if the root is still there
            } finally {
                session.exit();
            }
        }
    }

    /** WSAJoinLeaf: invites a leaf. */
    @Override
    int joinLeaf(@Nullable sockaddr name, int namelen, int flags, Ref<SOCKET> joined) {
        if (!Direction.isOne(flags)) {
            return Status.INVALID;
        }
        session.enter();
        try {
            int status = mayJoin(name);
            if (status != Status.OK) {
                return status;
            }
            Ref<SOCKET> made = new Ref<>();
            status = base.WSPSocket(
                    info.iAddressFamily, info.iSocketType, info.iProtocol, info, 0, RootedProvider.OVERLAPPED, made);
            if (status != Status.OK || !(made.value instanceof SocketHandle link)) {
                return status;
            }
            sockaddr peer = names.fresh();
            if (name != null && name.sizeof() == peer.sizeof()) {
                peer.copyFrom(name);
            }
            Branch branch = new Branch(this, link, peer, flags);
            status = connect(branch, name, namelen);
            if (status != Status.IO_PENDING) {
                base.WSPCloseSocket(link);
                return status;
            }
            joining = branch;
            events.enable(Events.CONNECT);
            if (!nonBlocking) {
                status = awaitJoined(branch);
                if (status != Status.OK) {
                    return status;
                }
            }
            joined.value = branch.handle;
            return Status.OK;
        } finally {
            session.exit();
        }
    }

    private int mayJoin(@Nullable sockaddr name) {
        if (closed) {
            return Status.NOT_SOCKET;
        }
        if (joining != null) {
            return Status.ALREADY; // "at most one multipoint connection request may be outstanding at a time"
        }
        return sendShut ? Status.SHUT_DOWN : name == null ? Status.FAULT : scope.admits(name);
    }

    private int connect(Branch branch, @Nullable sockaddr name, int namelen) {
        int status = scope.apply(base, branch.link(), info.iAddressFamily);
        // From the address that the root is bound to, if any, so that its leaves know it
        sockaddr local = names.localHost(handle);
        if (status == Status.OK) {
            status = base.WSPBind(branch.link(), local, local.sizeof());
        }
        return status == Status.OK
                ? base.connectEx(branch.link(), name, namelen, EMPTY.duplicate(), branch.connected)
                : status;
    }

    private int awaitJoined(Branch branch) {
        while (branch.isJoining()) {
            session.await(Limit.NONE);
        }
        if (branch.failure() != Status.OK) {
            base.WSPCloseSocket(branch.link());
        }
        return branch.failure();
    }

    /** The connection of a WSAJoinLeaf is there, or has failed. */
    void joined(Branch branch, int status) {
        if (joining != branch) {
            return; // closed meanwhile
        }
        joining = null;
        if (status == Status.OK) {
            base.updateContext(branch.link(), null);
            admit(branch);
        } else {
            branch.notJoined(status);
        }
        events.happened(Events.CONNECT, -status);
        session.changed();
    }

    void joinCancelled(Branch branch) {
        if (joining == branch) {
            joining = null;
        }
    }

    private void admit(Branch branch) {
        outbox.add(branch);
        scope.apply(base, branch.link(), info.iAddressFamily);
        branch.joined();
        if (sendShut) {
            branch.lastData(false);
        }
        events.happened(Events.WRITE, 0);
        session.changed();
    }

    /** It is no member any more. */
    void left(Branch branch) {
        outbox.remove(branch);
        inbox.left(branch);
        progressed(); // it may have been the slowest
    }

    // ---------------------------------------------------------------- sending

    @Override
    int send(@Nullable ByteBuffer one, ByteBuffer[] many, int flags) {
        if ((flags & ~(DONT_ROUTE | PARTIAL)) != 0) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        session.enter();
        try {
            Limit limit = null;
            while (sending) {
                if (nonBlocking) {
                    return wouldBlock();
                }
                limit = limit == null ? timeout(SO_SNDTIMEO) : limit;
                if (!session.await(limit)) {
                    return Status.TIMED_OUT;
                }
            }
            sending = true;
            try {
                if (one != null) {
                    return sendAll(one, 0);
                }
                int total = 0;
                for (ByteBuffer each : many) {
                    int n = sendAll(each, total);
                    if (n < 0 || each.hasRemaining()) {
                        return n;
                    }
                    total = n;
                }
                return total;
            } finally {
                sending = false;
                session.changed();
            }
        } finally {
            session.exit();
        }
    }

    /** @param before sent by the same call already @return the count with that, or a status when it is 0 */
    private int sendAll(ByteBuffer from, int before) {
        int total = before;
        Limit limit = null;
        do {
            int status = maySend();
            int room = status == Status.OK ? room() : 0;
            if (status == Status.OK && room <= 0) {
                status = Status.WOULD_BLOCK;
                if (!nonBlocking) {
                    limit = limit == null ? timeout(SO_SNDTIMEO) : limit;
                    if (session.await(limit)) {
                        continue;
                    }
                    status = Status.TIMED_OUT;
                }
            }
            if (status != Status.OK) {
                return total > 0 ? total : status == Status.WOULD_BLOCK ? wouldBlock() : status;
            }
            int n = Math.min(room, from.remaining());
            if (loopback) {
                received(Received.copyOf(from.duplicate().limit(from.position() + n), names.local(handle)));
            }
            outbox.send(from, n);
            total += n;
        } while (from.hasRemaining());
        return total;
    }

    private int maySend() {
        if (closed) {
            return Status.INTERRUPTED;
        }
        return sendShut ? Status.SHUT_DOWN : outbox.isEmpty() ? Status.NOT_CONNECTED : Status.OK;
    }

    private int wouldBlock() {
        events.enable(Events.WRITE);
        wantsToSend = true;
        return Status.WOULD_BLOCK;
    }

    /** How many bytes may be sent now: to the leaves, and to itself. */
    private int room() {
        int room = outbox.room();
        return loopback ? Math.min(room, inbox.room()) : room;
    }

    /** A leaf is less far behind than before. */
    void progressed() {
        if (wantsToSend && room() > 0) {
            wantsToSend = false;
            events.happened(Events.WRITE, 0);
        }
        session.changed();
    }

    // ---------------------------------------------------------------- receiving

    Inbox inbox() {
        return inbox;
    }

    void received(Received data) {
        if (inbox.add(data)) {
            events.happened(Events.READ, 0);
            session.changed();
        }
    }

    @Override
    int receive(
            @Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable sockaddr from, @Nullable IntRef fromlen) {
        if ((flags & ~(PEEK | PARTIAL)) != 0) {
            return Status.OPERATION_NOT_SUPPORTED; // MSG_WAITALL: the next bytes may be another leaf's
        }
        if (from != null
                && (fromlen == null || fromlen.value < info.iMaxSockAddr || from.sizeof() < info.iMaxSockAddr)) {
            return Status.FAULT;
        }
        session.enter();
        try {
            Limit limit = null;
            while (true) {
                Received first = inbox.first();
                int status = mayReceive(first);
                if (status == Status.OK && first != null) {
                    int n = take(first, one, many, (flags & PEEK) != 0);
                    if (from != null && fromlen != null) {
                        from.copyFrom(first.from());
                        fromlen.value = first.from().sizeof();
                    }
                    return n;
                }
                if (status == Status.OK) {
                    status = Status.WOULD_BLOCK;
                    if (!nonBlocking) {
                        limit = limit == null ? timeout(SO_RCVTIMEO) : limit;
                        if (session.await(limit)) {
                            continue;
                        }
                        status = Status.TIMED_OUT;
                    }
                }
                return status;
            }
        } finally {
            session.exit();
        }
    }

    private int mayReceive(@Nullable Received first) {
        if (closed) {
            return Status.INTERRUPTED;
        }
        if (inbox.isShut()) {
            return Status.SHUT_DOWN;
        }
        // Without a leaf, and without any that could come, there is nothing to wait for
        return first != null
                        || listening
                        || joining != null
                        || outbox.branches().stream().anyMatch(Branch::mayTell)
                ? Status.OK
                : Status.NOT_CONNECTED;
    }

    private int take(Received first, @Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        int n = inbox.take(first, one, many, peek);
        if (loopback) {
            progressed();
        }
        events.enable(Events.READ);
        if (!inbox.isEmpty()) {
            events.happened(Events.READ, 0);
        }
        return n;
    }

    // ---------------------------------------------------------------- the end

    @Override
    int shutdown(int how) {
        if (how < SHUT_RECEIVE || how > SHUT_BOTH) {
            return Status.INVALID;
        }
        session.enter();
        try {
            if (closed) {
                return Status.NOT_SOCKET;
            }
            if (outbox.isEmpty()) {
                return Status.NOT_CONNECTED;
            }
            if (how != SHUT_SEND) {
                inbox.shut();
            }
            if (how != SHUT_RECEIVE) {
                sendShut = true;
                endAll(how == SHUT_BOTH);
            }
            session.changed();
            return Status.OK;
        } finally {
            session.exit();
        }
    }

    /** "The session is broken up in the absence of the c_root." */
    @Override
    int close() {
        session.enter();
        try {
            if (closed) {
                return Status.NOT_SOCKET;
            }
            Linger linger = Linger.of(base, handle);
            if (linger.isHard()) {
                closed = true;
                for (Branch branch : outbox.branches()) {
                    branch.abort();
                }
            } else {
                List<Branch> ending = outbox.branches();
                closed = true;
                endAll(true);
                if (linger.on()) {
                    await(ending, Limit.after(TimeUnit.SECONDS.toNanos(linger.seconds())));
                }
            }
            end();
        } finally {
            session.exit();
        }
        provider.closed(this);
        return base.WSPCloseSocket(handle);
    }

    private void await(List<Branch> ending, Limit limit) {
        while (!nonBlocking && ending.stream().anyMatch(b -> b.behind() > 0)) {
            if (!session.await(limit)) {
                return;
            }
        }
    }

    private void endAll(boolean forGood) {
        for (Branch branch : outbox.branches()) {
            branch.lastData(forGood);
        }
    }

    /** WSACleanup, or the provider is taken out of the catalog. */
    void cleanup() {
        session.enter();
        try {
            if (!closed) {
                closed = true;
                endAll(true);
                end();
            }
        } finally {
            session.exit();
        }
    }

    private void end() {
        events.cancel();
        inbox.shut();
        outbox.clear();
        Branch unfinished = joining;
        if (unfinished != null) {
            joining = null;
            base.cancel(unfinished.link(), unfinished.connected, null);
            unfinished.notJoined(Status.INTERRUPTED);
        }
        session.changed();
    }

    // ---------------------------------------------------------------- readiness

    @Override
    boolean isClosed() {
        return closed;
    }

    @Override
    boolean isReadable() {
        return !inbox.isEmpty() || inbox.isShut();
    }

    @Override
    boolean isWritable() {
        return sendShut || !outbox.isEmpty() && room() > 0;
    }

    @Override
    boolean isEnded() {
        return false;
    }

    @Override
    boolean listens() {
        return listening;
    }

    private static int below(int mask) {
        return mask == 0 ? 0 : mask & EVENTS_BELOW | NEVER;
    }

    @Override
    int selectEvent(@Nullable HANDLE event, int mask) {
        int status = base.WSPEventSelect(handle, event, below(mask));
        return status == Status.OK ? selected(mask, () -> events.selectEvent(event, mask & ~EVENTS_BELOW)) : status;
    }

    @Override
    int selectMessages(@Nullable HANDLE window, int message, int mask) {
        int status = base.WSPAsyncSelect(handle, window, message, below(mask));
        return status == Status.OK
                ? selected(mask, () -> events.selectMessages(window, message, mask & ~EVENTS_BELOW))
                : status;
    }

    private int selected(int mask, IntSupplier select) {
        session.enter();
        try {
            nonBlocking |= mask != 0; // S207
            int status = select.getAsInt();
            if (!inbox.isEmpty()) {
                events.happened(Events.READ, 0);
            }
            return status;
        } finally {
            session.exit();
        }
    }

    @Override
    int enumerate(@Nullable HANDLE toReset, WSANETWORKEVENTS out) {
        int status = base.WSPEnumNetworkEvents(handle, toReset, out);
        if (status == Status.OK) {
            session.enter();
            events.enumerate(out);
            session.exit();
        }
        return status;
    }

    // ---------------------------------------------------------------- options

    @Override
    int setOption(int level, int name, byte @Nullable [] value, int length) {
        int status = super.setOption(level, name, value, length);
        if (status == Status.OK && level == SOL_SOCKET && (name == SO_SNDBUF || name == SO_RCVBUF)) {
            session.enter();
            takeLimits();
            progressed();
            session.exit();
        }
        return status;
    }

    private void takeLimits() {
        outbox.limit(option(SO_SNDBUF));
        inbox.limit(option(SO_RCVBUF));
    }

    private int option(int name) {
        byte[] value = new byte[Integer.BYTES];
        return base.WSPGetSockOpt(handle, SOL_SOCKET, name, value, new IntRef(value.length)) == Status.OK
                ? Bytes.at(value)
                : 0;
    }

    /** S122: without WSA_FLAG_OVERLAPPED the timeouts never take effect. */
    private Limit timeout(int name) {
        int millis = overlapped ? option(name) : 0;
        return millis == 0 ? Limit.NONE : Limit.after(TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(millis)));
    }

    @Override
    int ioctl(int code, byte @Nullable [] in, int inLength, byte @Nullable [] out, int outLength, IntRef returned) {
        switch (code) {
            case FIONREAD:
                session.enter();
                try {
                    Received first = inbox.first();
                    return give(first == null ? 0 : first.data().remaining(), out, outLength, returned);
                } finally {
                    session.exit();
                }
            case MULTIPOINT_LOOPBACK:
            case MULTICAST_SCOPE:
                if (in == null || inLength < Integer.BYTES) {
                    return Status.FAULT;
                }
                return code == MULTICAST_SCOPE ? scope(Bytes.at(in)) : loopback(Bytes.at(in) != 0);
            default:
                int status = base.WSPIoctl(handle, code, in, inLength, out, outLength, returned);
                if (code == FIONBIO && status == Status.OK && in != null) {
                    session.enter();
                    nonBlocking = Bytes.at(in) != 0;
                    session.exit();
                }
                return status;
        }
    }

    private int loopback(boolean on) {
        session.enter();
        try {
            loopback = on;
            progressed();
            return Status.OK;
        } finally {
            session.exit();
        }
    }

    private int scope(int routers) {
        session.enter();
        try {
            int status = scope.set(routers);
            if (status == Status.OK) {
                status = scope.apply(base, handle, info.iAddressFamily);
            }
            for (Branch branch : outbox.branches()) {
                status = status == Status.OK ? scope.apply(base, branch.link(), info.iAddressFamily) : status;
            }
            return status;
        } finally {
            session.exit();
        }
    }
}

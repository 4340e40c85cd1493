package dev.jwinsock.multipoint;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPCONDITIONPROC;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The c_root/d_root of a session: sends to all leaves and receives from any. Underneath is a stream socket of the base
 * provider's for its address, for listening and for its options; the connections are the {@link Branch}es'.
 *
 * <p>Sending: each leaf is offered the bytes at once, from the caller's memory. For those that do not take them all, one
 * copy is kept for all. The leaf that is furthest behind decides how much more may be sent: SO_SNDBUF.
 *
 * <p>Receiving: the leaves are read in turn as they have data, until SO_RCVBUF bytes wait; then their own connections hold
 * them back.
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

    private static final int SCRATCH_SIZE = 16 << 10;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final SocketHandle handle;
    private final WSAPROTOCOL_INFO info;
    private final boolean overlapped;
    final Events events;
    private final Scope scope = new Scope();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_SIZE);

    private final List<Branch> branches = new ArrayList<>();
    /** Of WSAJoinLeaf: at most one. */
    private @Nullable Branch joining;

    private final ArrayDeque<Received> received = new ArrayDeque<>();
    private int receivedBytes;
    private int receiveLimit;
    /** They have data, for which there was no room. */
    private final ArrayDeque<Branch> waiting = new ArrayDeque<>();

    private @Nullable Chunk last;
    private int sendLimit;
    /** A thread is in a send that must not be mixed with others. */
    private boolean sending;
    /** A send would have blocked: FD_WRITE is to be told. */
    private boolean wantsToSend;

    private boolean nonBlocking;
    private boolean listening;
    private boolean loopback;
    private boolean sendShut;
    private boolean receiveShut;
    private volatile boolean closed;

    Root(RootedProvider provider, SocketHandle handle, WSAPROTOCOL_INFO info, boolean overlapped) {
        super(provider, new Session());
        this.handle = handle;
        this.info = info;
        this.overlapped = overlapped;
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
            sockaddr peer = newAddress();
            base.WSPGetPeerName(link, peer, new IntRef(peer.sizeof()));
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
            sockaddr peer = newAddress();
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
        sockaddr local = newAddress();
        // From the address that the root is bound to, if any, so that its leaves know it
        if (base.WSPGetSockName(handle, local, new IntRef(local.sizeof())) == Status.OK) {
            setPort(local, (short) 0);
        } else {
            local = anyAddress();
        }
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
        branches.add(branch);
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
        branches.remove(branch);
        waiting.remove(branch);
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
            distribute(from, n);
            total += n;
        } while (from.hasRemaining());
        return total;
    }

    private int maySend() {
        if (closed) {
            return Status.INTERRUPTED;
        }
        return sendShut ? Status.SHUT_DOWN : branches.isEmpty() ? Status.NOT_CONNECTED : Status.OK;
    }

    private int wouldBlock() {
        events.enable(Events.WRITE);
        wantsToSend = true;
        return Status.WOULD_BLOCK;
    }

    /** How many bytes may be sent now. */
    private int room() {
        int furthest = 0;
        for (int i = 0; i < branches.size(); i++) {
            furthest = Math.max(furthest, branches.get(i).behind());
        }
        int room = furthest == 0 ? Math.max(sendLimit, 1) : sendLimit - furthest;
        return loopback ? Math.min(room, receiveLimit - receivedBytes) : room;
    }

    private void distribute(ByteBuffer from, int count) {
        int start = from.position();
        int end = from.limit();
        from.limit(start + count);
        Chunk kept = null;
        for (int i = branches.size() - 1; i >= 0; i--) { // from the end: a lost one leaves the list
            Branch branch = branches.get(i);
            if (!branch.hears()) {
                continue;
            }
            from.position(start);
            int taken = branch.offer(from);
            if (taken < 0) {
                branch.lost(taken);
            } else if (taken < count) {
                if (kept == null) {
                    from.position(start);
                    kept = keep(from);
                }
                branch.fallBehind(kept, taken);
            }
        }
        if (loopback) {
            from.position(start);
            received(Received.copyOf(from, localAddress()));
        }
        from.limit(end).position(start + count);
    }

    private Chunk keep(ByteBuffer data) {
        Chunk chunk = new Chunk(data);
        Chunk before = last;
        if (before != null) {
            before.next = chunk;
        }
        last = chunk;
        return chunk;
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

    ByteBuffer scratch() {
        return scratch.clear();
    }

    boolean hasRoom() {
        return receivedBytes < receiveLimit;
    }

    /** It has data for which there is no room now. */
    void later(Branch branch) {
        waiting.add(branch);
    }

    void received(Received data) {
        if (receiveShut || closed || !data.data().hasRemaining()) {
            return;
        }
        received.add(data);
        receivedBytes += data.data().remaining();
        events.happened(Events.READ, 0);
        session.changed();
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
                Received first = received.peek();
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
        if (receiveShut) {
            return Status.SHUT_DOWN;
        }
        // Without a leaf, and without any that could come, there is nothing to wait for
        return first != null
                        || listening
                        || joining != null
                        || branches.stream().anyMatch(Branch::mayTell)
                ? Status.OK
                : Status.NOT_CONNECTED;
    }

    private int take(Received first, @Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        ByteBuffer data = peek ? first.data().duplicate() : first.data();
        int before = data.remaining();
        if (one != null) {
            move(data, one);
        } else {
            for (ByteBuffer each : many) {
                move(data, each);
            }
        }
        int n = before - data.remaining();
        if (!peek) {
            receivedBytes -= n;
            if (!first.data().hasRemaining()) {
                received.remove();
            }
            while (hasRoom() && !waiting.isEmpty()) {
                waiting.remove().carryOnReading();
            }
            if (loopback) {
                progressed();
            }
        }
        events.enable(Events.READ);
        if (!received.isEmpty()) {
            events.happened(Events.READ, 0);
        }
        return n;
    }

    private static void move(ByteBuffer data, ByteBuffer to) {
        int n = Math.min(data.remaining(), to.remaining());
        int limit = data.limit();
        to.put(data.limit(data.position() + n));
        data.limit(limit);
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
            if (branches.isEmpty()) {
                return Status.NOT_CONNECTED;
            }
            if (how != SHUT_SEND) {
                receiveShut = true;
                received.clear();
                receivedBytes = 0;
                while (!waiting.isEmpty()) {
                    waiting.remove().carryOnReading(); // what they send is dropped from now on
                }
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
                for (Branch branch : List.copyOf(branches)) {
                    branch.abort();
                }
            } else {
                List<Branch> ending = List.copyOf(branches);
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
        for (Branch branch : List.copyOf(branches)) {
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
        branches.clear();
        received.clear();
        waiting.clear();
        receivedBytes = 0;
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
        return !received.isEmpty() || receiveShut;
    }

    @Override
    boolean isWritable() {
        return sendShut || !branches.isEmpty() && room() > 0;
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
            if (!received.isEmpty()) {
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
        sendLimit = option(SO_SNDBUF);
        receiveLimit = Math.max(1, option(SO_RCVBUF));
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
                    Received first = received.peek();
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
            for (int i = 0; i < branches.size() && status == Status.OK; i++) {
                status = scope.apply(base, branches.get(i).link(), info.iAddressFamily);
            }
            return status;
        } finally {
            session.exit();
        }
    }

    // ---------------------------------------------------------------- addresses

    private sockaddr newAddress() {
        return info.iMaxSockAddr == new sockaddr_in().sizeof() ? new sockaddr_in() : new sockaddr_in6();
    }

    private sockaddr anyAddress() {
        sockaddr any = newAddress();
        if (any instanceof sockaddr_in ipv4) {
            ipv4.sin_family = (short) info.iAddressFamily;
        } else if (any instanceof sockaddr_in6 ipv6) {
            ipv6.sin6_family = (short) info.iAddressFamily;
        }
        return any;
    }

    private static void setPort(sockaddr address, short port) {
        if (address instanceof sockaddr_in ipv4) {
            ipv4.sin_port = port;
        } else if (address instanceof sockaddr_in6 ipv6) {
            ipv6.sin6_port = port;
        }
    }

    private sockaddr localAddress() {
        sockaddr local = newAddress();
        return base.WSPGetSockName(handle, local, new IntRef(local.sizeof())) == Status.OK ? local : anyAddress();
    }
}

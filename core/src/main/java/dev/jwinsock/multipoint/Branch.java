package dev.jwinsock.multipoint;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A leaf as the root has it: the connection, and the c_leaf socket that accept or WSAJoinLeaf gave the program for it.
 *
 * <pre>
 *   JOINING ──connected──▶ IN ──leaf or program closes, reset, root closes──▶ OUT
 *      └──────────────failed, closed───────────────────────────────────────────▲
 * </pre>
 *
 * <p>"It is not intended to be used for the exchange of multipoint data": the root's own calls send and receive, and side
 * chats are not offered. What it is for is FD_CLOSE, and closesocket, which drops the leaf.
 *
 * <p>Guarded by the session's lock, unless final.
 */
final class Branch extends Virtual {
    private enum State {
        JOINING,
        IN,
        OUT
    }

    private static final WSABUF[] NOTHING = {new WSABUF(ByteBuffer.allocate(0))};
    private static final int SHUT_SEND = 1;

    final SocketHandle handle;
    final sockaddr peer;

    private final Root root;
    private final SocketHandle link;
    private final Events events;
    private final boolean hears;
    private final boolean tells;

    private final Signal readable;
    private final Signal pushed;
    final Signal connected;

    private State state = State.JOINING;
    /** Why the join or the connection has ended. */
    private int failure = Status.OK;

    private volatile boolean handleClosed;
    /** The connection is to be closed, or else shut down, when the rest has gone out. */
    private boolean lastData;

    private boolean linkClosed;

    /** The leaf sends no more. */
    private boolean silent;

    /** What it has not taken yet, from the byte {@link #offset} on; null when it is not behind. */
    private @Nullable Chunk at;

    private int offset;
    private int behind;

    /** @param direction of WSAJoinLeaf, as the root sees it */
    Branch(Root root, SocketHandle link, sockaddr peer, int direction) {
        super(root.provider, root.session);
        this.root = root;
        this.link = link;
        this.peer = peer;
        this.hears = direction != Direction.RECEIVER_ONLY;
        this.tells = direction != Direction.SENDER_ONLY;
        handle = new SocketHandle(provider, this);
        handle.layer(provider, this);
        events = new Events(provider.upcalls(), handle);
        events.inherit(root.events);
        readable = new Signal(session) {
            @Override
            void happened() {
                read();
            }
        };
        pushed = new Signal(session) {
            @Override
            void happened() {
                pushed(status());
            }
        };
        connected = new Signal(session) {
            @Override
            void happened() {
                root.joined(Branch.this, status());
            }
        };
    }

    @Override
    SocketHandle link() {
        return link;
    }

    // ---------------------------------------------------------------- joining

    boolean isJoining() {
        return state == State.JOINING;
    }

    int failure() {
        return failure;
    }

    /** It is a member from now on. */
    void joined() {
        state = State.IN;
        base.WSPIoctl(link, FIONBIO, Bytes.of(1), Integer.BYTES, null, 0, new IntRef());
        watch();
    }

    /** WSAJoinLeaf has not succeeded. */
    void notJoined(int why) {
        state = State.OUT;
        failure = why;
    }

    // ---------------------------------------------------------------- receiving

    /** Until there is something to be received: with no memory, so that nothing is taken that nobody has room for. */
    private void watch() {
        int status = base.WSPRecvFrom(link, NOTHING, 1, new IntRef(), null, null, readable, null);
        if (status < 0 && status != Status.IO_PENDING) {
            lost(status);
        }
    }

    private void read() {
        if (linkClosed || lastData && handleClosed) {
            return;
        }
        if (state == State.IN && tells && root.inbox().room() <= 0) {
            root.inbox().later(this);
            return;
        }
        carryOnReading();
    }

    /** Receives what there is, up to the size of the root's scratch memory. */
    void carryOnReading() {
        ByteBuffer into = root.inbox().scratch();
        int n = base.WSPRecv(link, into, 0);
        if (n > 0) {
            if (state == State.IN && tells) {
                root.received(Received.copyOf(into.flip(), peer));
            }
            watch();
        } else if (n == Status.WOULD_BLOCK) {
            watch();
        } else if (n == 0 && state == State.IN) {
            // It has left, or only sends no more: then it is still to be sent to, which a reset ends otherwise
            silent = true;
            events.happened(Events.CLOSE, 0);
            session.changed();
        } else {
            lost(n);
        }
    }

    /** Whether there can be something to be received from it. */
    boolean mayTell() {
        return state == State.IN && tells && !silent;
    }

    // ---------------------------------------------------------------- sending

    boolean hears() {
        return hears;
    }

    /** How many bytes it is behind. */
    int behind() {
        return behind;
    }

    /**
     * Offers it what was sent on the root.
     *
     * @return how many bytes it has taken; the rest it must be given with {@link #fallBehind}; or why it is lost
     */
    int offer(ByteBuffer data) {
        if (at != null) {
            return 0;
        }
        int n = base.WSPSend(link, data, 0);
        return n == Status.WOULD_BLOCK ? 0 : n;
    }

    /** @param taken of the chunk's bytes, before it was behind */
    void fallBehind(Chunk chunk, int taken) {
        behind += chunk.data.limit() - taken;
        if (at == null) {
            at = chunk;
            offset = taken;
            push();
        }
    }

    private void push() {
        Chunk chunk = at;
        if (chunk == null) {
            return;
        }
        ByteBuffer rest = chunk.data.duplicate().position(offset);
        int status = base.WSPSendTo(link, new WSABUF[] {new WSABUF(rest)}, 1, 0, null, 0, pushed, null);
        if (status < 0 && status != Status.IO_PENDING) {
            pushed(status);
        }
    }

    private void pushed(int status) {
        Chunk chunk = at;
        if (chunk == null) {
            return;
        }
        if (status != Status.OK) {
            lost(status);
            return;
        }
        behind -= chunk.data.limit() - offset;
        offset = 0;
        at = behind == 0 ? null : chunk.next; // later chunks are not for one that has left
        push();
        root.progressed();
        if (at == null && lastData) {
            end();
        }
    }

    // ---------------------------------------------------------------- the end

    /** The connection has ended: by the leaf, or broken. */
    void lost(int status) {
        boolean wasIn = state == State.IN;
        state = State.OUT;
        at = null;
        behind = 0;
        if (wasIn) {
            failure = status;
            root.left(this);
            events.happened(Events.CLOSE, -status);
        }
        if (lastData) {
            end();
        }
        session.changed();
    }

    /**
     * The root has ended the session, or only its own sending. What it has sent before still goes out.
     *
     * @param forGood this socket, too, hears of it
     */
    void lastData(boolean forGood) {
        lastData = true;
        if (forGood && state == State.IN) {
            state = State.OUT;
            failure = Status.CONNECTION_ABORTED;
            events.happened(Events.CLOSE, 0);
        }
        if (at == null) {
            end();
        }
    }

    /** Resets the connection. */
    void abort() {
        state = State.OUT;
        failure = Status.CONNECTION_ABORTED;
        at = null;
        behind = 0;
        events.happened(Events.CLOSE, -Status.CONNECTION_ABORTED);
        Linger.HARD.set(base, link);
        closeLink();
    }

    private void end() {
        if (handleClosed) {
            closeLink();
        } else if (!linkClosed) {
            base.WSPShutdown(link, SHUT_SEND);
        }
    }

    private void closeLink() {
        if (!linkClosed) {
            linkClosed = true;
            base.WSPCloseSocket(link);
        }
    }

    @Override
    int close() {
        session.enter();
        try {
            if (handleClosed) {
                return Status.NOT_SOCKET;
            }
            handleClosed = true;
            events.cancel();
            State before = state;
            state = State.OUT;
            if (before == State.JOINING) {
                failure = Status.OPERATION_ABORTED;
                root.joinCancelled(this);
                closeLink();
            } else {
                if (before == State.IN) {
                    root.left(this);
                }
                if (Linger.of(base, link).isHard()) {
                    at = null;
                    behind = 0;
                }
                // As closesocket of a connection: what was sent before goes out in the background
                lastData = true;
                if (at == null) {
                    end();
                }
            }
            session.changed();
            return Status.OK;
        } finally {
            session.exit();
        }
    }

    // ---------------------------------------------------------------- calls on the socket

    @Override
    boolean isClosed() {
        return handleClosed;
    }

    @Override
    boolean isReadable() {
        return isEnded();
    }

    @Override
    boolean isWritable() {
        return state == State.OUT;
    }

    @Override
    boolean isEnded() {
        return state == State.OUT || silent;
    }

    @Override
    boolean listens() {
        return false;
    }

    @Override
    int joinLeaf(@Nullable sockaddr name, int namelen, int flags, Ref<SOCKET> joined) {
        return Status.INVALID;
    }

    @Override
    int send(@Nullable ByteBuffer one, ByteBuffer[] many, int flags) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    int receive(
            @Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable sockaddr from, @Nullable IntRef fromlen) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    @Override
    int shutdown(int how) {
        return Status.OPERATION_NOT_SUPPORTED; // one leaf leaves by closesocket
    }

    @Override
    int selectEvent(@Nullable HANDLE event, int mask) {
        session.enter();
        try {
            return events.selectEvent(event, mask);
        } finally {
            session.exit();
        }
    }

    @Override
    int selectMessages(@Nullable HANDLE window, int message, int mask) {
        session.enter();
        try {
            return events.selectMessages(window, message, mask);
        } finally {
            session.exit();
        }
    }

    @Override
    int enumerate(@Nullable HANDLE toReset, WSANETWORKEVENTS out) {
        session.enter();
        try {
            if (toReset != null) {
                provider.upcalls().WPUResetEvent(toReset);
            }
            out.lNetworkEvents = 0;
            Arrays.fill(out.iErrorCode, 0);
            events.enumerate(out);
            return Status.OK;
        } finally {
            session.exit();
        }
    }

    @Override
    int ioctl(int code, byte @Nullable [] in, int inLength, byte @Nullable [] out, int outLength, IntRef returned) {
        return switch (code) {
            case FIONBIO -> given(in, inLength) ? Status.OK : Status.FAULT; // none of its calls can block
            case FIONREAD -> give(0, out, outLength, returned);
            default -> base.WSPIoctl(link, code, in, inLength, out, outLength, returned);
        };
    }
}

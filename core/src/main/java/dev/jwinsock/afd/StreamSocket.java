package dev.jwinsock.afd;

import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.transport.Accepted;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.IcmpError;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A TCP socket, or a local one, which is the same but for its addresses and urgent data. */
final class StreamSocket extends AfdSocket {
    private static final int RECEIVE_FLAGS = FLAG_PEEK | FLAG_WAIT_ALL | FLAG_OOB;
    private static final int SEND_FLAGS = FLAG_DONT_ROUTE | FLAG_OOB;
    private static final byte[] NOBODY = new Endpoint().pack();
    /** Taken for the whole of a send, so that what two threads send does not mix. */
    private static final Turn<StreamSocket> SEND_TURN =
            new Turn<>(AtomicIntegerFieldUpdater.newUpdater(StreamSocket.class, "sendTurn"));

    private static final long LINGER_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LINGER_POLL_MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Written under lock. */
    private volatile StreamState state;
    /** Why the connection is over, once it broke: every later call tells it again. */
    private volatile int broken = Status.OK;
    /** Guarded by lock; as given to connect, or the accepted one, packed. */
    private byte[] peer = NOBODY;
    /** Guarded by lock. */
    private long connectedAt;
    /** By connect, not by accept. Guarded by lock. */
    private boolean connectedByUs;

    /** Of {@link #SEND_TURN} only. */
    @SuppressWarnings("unused")
    private volatile int sendTurn;
    /** What a non-blocking send accepted and the kernel did not yet (S109). Written under lock. */
    private volatile @Nullable ByteBuffer unsent;
    /** SD_SEND was called while data were on their way: FIN follows them. Written under lock. */
    private volatile boolean finPending;
    /** Closed with data unsent: goes on in the background. Guarded by lock. */
    private boolean draining;
    /** An urgent byte was waiting when SO_OOBINLINE was switched on, and the transport has no OOB_QUEUE (S141). */
    private volatile boolean urgentBeforeInline;
    /** Made when the program first shows interest in urgent data; what is in it is guarded by lock. Written under lock. */
    private volatile @Nullable UrgentData urgent;
    /** Cleared once the transport has said that it cannot. */
    private volatile boolean kernelBlocks = true;
    /** When another process got the kernel socket, a call may have been blocked in it. Guarded by lock. */
    private boolean stuckElsewhere;
    /** From listen on. Written under lock. */
    private volatile @Nullable AcceptQueue accepts;
    /**
     * The listening socket in whose AcceptEx it is to become a connection; then, until SO_UPDATE_ACCEPT_CONTEXT (A121), the
     * one that it was accepted from. See {@link #accepting} and {@link #acceptedFrom}. Written under lock.
     */
    private volatile @Nullable StreamSocket acceptEx;
    /** Until SO_UPDATE_CONNECT_CONTEXT (A132). Written under lock. */
    private volatile boolean connectedEx;
    /** A ConnectEx is under way; with the lock held. */
    private boolean connectingEx;
    /** DisconnectEx has ended the connection. Written under lock. */
    private volatile boolean disconnected;
    /** Bound to a path. Guarded by lock. */
    private boolean named;
    /** closesocket waits for the data to arrive and closes the kernel socket itself. */
    private volatile boolean lingering;

    StreamSocket(Session session, WSAPROTOCOL_INFO protocol, boolean overlapped, TransportSocket kernel) {
        super(session, protocol, overlapped, kernel, OptionTable.initialValues(true));
        this.state = StreamState.OPEN;
    }

    /** An accepted socket: options and blocking mode come from the listener (S087, S089). */
    private StreamSocket(StreamSocket listener, TransportSocket kernel, Endpoint peer) {
        super(listener.session, listener.protocol, listener.overlapped, kernel, OptionTable.initialValues(true));
        takeOptions(listener);
        nonBlocking(listener.nonBlocking);
        this.registered = listener.registered;
        this.state = StreamState.CONNECTED;
        this.peer = peer.pack();
        this.connectedAt = System.nanoTime();
    }

    @Override
    void shareWithOthers() {
        super.shareWithOthers();
        stuckElsewhere |= kernelBlocks && !single();
        kernelBlocks = false;
    }

    @Override
    void describe(DataOutput out) throws IOException {
        super.describe(out);
        pollConnect();
        out.writeByte(state.ordinal());
        out.writeInt(broken);
        out.writeInt(connectError());
        out.writeInt(connectedSeconds());
        out.writeBoolean(connectedByUs);
        SharedState.write(peer, out);
    }

    @Override
    void become(DataInput in) throws IOException {
        super.become(in);
        state = StreamState.values()[in.readByte()];
        accepts = state == StreamState.LISTENING ? new AcceptQueue(this) : null;
        broken = in.readInt();
        connectError(in.readInt());
        connectedAt = System.nanoTime() - TimeUnit.SECONDS.toNanos(in.readInt());
        connectedByUs = in.readBoolean();
        peer = SharedState.readAddress(in);
    }

    @Override
    boolean isStream() {
        return true;
    }

    @Override
    boolean isBound() {
        return state != StreamState.OPEN;
    }

    @Override
    boolean listens() {
        return state == StreamState.LISTENING;
    }

    /** With the lock held. */
    private void become(StreamState next) {
        assert state.mayBecome(next) : state + " to " + next;
        state = next;
    }

    @Override
    void boundTo(BindTable.Entry entry) {
        super.boundTo(entry);
        become(StreamState.BOUND);
    }

    // ---------------------------------------------------------------- connections

    @Override
    int listen(int backlog) {
        lock.lock();
        try {
            pollConnect();
            return switch (state) {
                case OPEN, CONNECTING -> Status.INVALID;
                case CONNECTED -> Status.IS_CONNECTED;
                case LISTENING -> listenKernel(backlog); // S074
                case BOUND -> {
                    Binder.allowRestart(this);
                    int status = listenKernel(backlog);
                    if (status == Status.OK) {
                        Binder.portChosen(this);
                        accepts = new AcceptQueue(this);
                        become(StreamState.LISTENING);
                        if (isPaused()) {
                            kernel.arm(Interest.READ);
                        }
                    }
                    yield status;
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: by connect, not by accept. */
    boolean isConnectedByUs() {
        return connectedByUs;
    }

    /** The bind table is about ports; the file system sees to paths. */
    @Override
    int bindKernel(Endpoint address) {
        if (!isLocal()) {
            return super.bindKernel(address);
        }
        int status = kernel.bind(address);
        if (status == Status.OK) {
            named = true;
            become(StreamState.BOUND);
        }
        return status;
    }

    private StreamState unconnected() {
        return bound != null || named ? StreamState.BOUND : StreamState.OPEN;
    }

    private int listenKernel(int backlog) {
        // SOMAXCONN_HINT(n) is -n; 0 is fine (S074) but a kernel queue needs room for one.
        int length = Math.max(1, backlog == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(backlog));
        int status = kernel.listen(length);
        BindTable.Entry entry = bound;
        return status == Status.ADDRESS_IN_USE && entry != null
                ? Binder.whileSharing(entry, () -> kernel.listen(length))
                : status;
    }

    @Override
    int accept(AcceptResult made) {
        AcceptQueue waiting = accepts;
        if (waiting == null) {
            return Status.INVALID; // S085
        }
        Accepted accepted = new Accepted();
        long deadline = receiveDeadline();
        boolean waitFirst = !nonBlocking && waiting.isLikelyEmpty();
        while (true) {
            int status = waitFirst ? Status.WOULD_BLOCK : waiting.take(accepted);
            waitFirst = false;
            TransportSocket child = accepted.socket;
            if (status == Status.OK && child != null) {
                int judged = waiting.judge(made.condition, accepted, child);
                if (judged != Status.OK) {
                    return judged;
                }
                StreamSocket socket = new StreamSocket(this, child, accepted.peer);
                made.socket = socket;
                made.peer.copyFrom(accepted.peer);
                return session.opened(socket) ? Status.OK : Status.INTERRUPTED;
            }
            if (status != Status.WOULD_BLOCK || nonBlocking) {
                return status;
            }
            status = await(Interest.READ, deadline);
            if (status != Status.OK) {
                return status;
            }
        }
    }

    /** Takes the next connection that Windows would have. @return OK, WOULD_BLOCK or a failure */
    int acceptKernel(Accepted accepted) {
        AcceptQueue waiting = accepts;
        return waiting == null ? Status.INVALID : waiting.take(accepted); // S085
    }

    /** SO_PAUSE_ACCEPT. */
    boolean isPaused() {
        return value(SocketOptions.PAUSE_ACCEPT) != 0;
    }

    /** With the lock held. */
    @Override
    void pausing(boolean on) {
        AcceptQueue waiting = accepts;
        if (on && !isPaused() && waiting != null) {
            waiting.pausing();
            kernel.arm(Interest.READ);
        }
    }

    private boolean hasPutOff() {
        AcceptQueue waiting = accepts;
        return waiting != null && waiting.anyPutOff();
    }

    // ---------------------------------------------------------------- AcceptEx

    /** The listening socket in whose AcceptEx it waits to become a connection. */
    private @Nullable StreamSocket accepting() {
        return state == StreamState.CONNECTED ? null : acceptEx;
    }

    /** The listening socket of the AcceptEx that has made it a connection, until SO_UPDATE_ACCEPT_CONTEXT (A121). */
    private @Nullable StreamSocket acceptedFrom() {
        return state == StreamState.CONNECTED ? acceptEx : null;
    }

    /** Whether it can become a connection that the listening socket accepts; then it waits for that (A107, A108). */
    int beginAccepting(StreamSocket listener) {
        lock.lock();
        try {
            if (closed()) {
                return Status.NOT_SOCKET;
            }
            if (state != StreamState.OPEN || accepting() != null || family() != listener.family()) {
                return Status.INVALID;
            }
            acceptEx = listener;
            return Status.OK;
        } finally {
            lock.unlock();
        }
    }

    void notAccepting() {
        lock.lock();
        try {
            if (state != StreamState.CONNECTED) {
                acceptEx = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Becomes the connection. @return false when it is closed, and the connection with it */
    boolean adopt(TransportSocket connection, Endpoint from, StreamSocket listener) {
        lock.lock();
        try {
            if (closed() || kernelClosed) {
                acceptEx = null;
                AcceptQueue.abort(connection);
                return false;
            }
            takeKernel(connection).close();
            applyOptions();
            peer = from.pack();
            connectedAt = System.nanoTime();
            acceptEx = listener;
            become(StreamState.CONNECTED);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    int closedReceives() {
        return state == StreamState.CONNECTED ? Status.CONNECTION_ABORTED : Status.OPERATION_ABORTED;
    }

    @Override
    void stopAccepting() {
        StreamSocket listener = accepting();
        Operations there = listener == null ? null : listener.operations;
        if (there != null) {
            there.abortAccept(this);
        }
    }

    @Override
    int updateAcceptContext(AfdSocket listener) {
        lock.lock();
        try {
            StreamSocket from = acceptedFrom();
            if (from != listener) {
                return from == null ? Status.NOT_CONNECTED : Status.INVALID;
            }
            takeOptions(listener);
            applyOptions();
            acceptEx = null;
            return Status.OK;
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- ConnectEx and DisconnectEx

    /** With the lock held: A123. */
    int mayConnectEx() {
        pollConnect();
        if (accepting() != null) {
            return Status.INVALID; // A108
        }
        return state == StreamState.CONNECTED
                ? Status.IS_CONNECTED
                : state == StreamState.BOUND ? Status.OK : Status.INVALID;
    }

    /** With the lock held. */
    int startConnectEx(Endpoint to) {
        connectingEx = true;
        return startConnect(to);
    }

    /** With the lock held: the ConnectEx has been cancelled. */
    void connectAborted() {
        if (state == StreamState.CONNECTING && !kernelClosed) {
            connectingEx = false;
            replaceKernel();
            become(unconnected());
        }
    }

    @Override
    int updateConnectContext() {
        if (connected() != Status.OK) {
            return Status.NOT_CONNECTED;
        }
        connectedEx = false;
        return Status.OK;
    }

    /** A136, A137: it may be repeated. */
    int mayDisconnect() {
        return disconnected ? Status.OK : connected();
    }

    /** With the lock held, when all that was sent before has left. */
    int disconnect(boolean reuse) {
        if (reuse && isLocal()) {
            return Status.OPERATION_NOT_SUPPORTED; // its path is taken, by itself
        }
        if (sendTurnTaken() || unsent != null) {
            return Status.WOULD_BLOCK;
        }
        if (!disconnected && !kernelClosed) {
            disconnected = true;
            if (!sendShut || finPending) {
                sendShut = true;
                finPending = false;
                kernel.shutdownSend();
            }
        }
        return reuse && !kernelClosed ? renew() : Status.OK;
    }

    /** A140: the socket is as if it were new, but for its port and its options; the kernel socket is. */
    private int renew() {
        TransportSocket old = kernel;
        replaceKernel();
        if (kernel == old) {
            return Status.NO_BUFFERS;
        }
        broken = Status.OK;
        connectError(Status.OK);
        receiveShut = false;
        sendShut = false;
        disconnected = false;
        connectedEx = false;
        acceptEx = null;
        connectedByUs = false;
        urgent = null;
        kernelBlocks = true;
        become(unconnected());
        return Status.OK;
    }

    @Override
    int localName(Endpoint out) {
        return acceptedFrom() != null ? Status.INVALID : super.localName(out); // A121
    }

    @Override
    int connect(@Nullable Endpoint to) {
        int status;
        lock.lock();
        try {
            status = startConnect(to);
        } finally {
            lock.unlock();
        }
        if (status != Status.WOULD_BLOCK || nonBlocking) {
            return status;
        }
        while (true) {
            status = connectStatus(); // on the way through the loopback it is there already
            if (status != Status.WOULD_BLOCK) {
                return status;
            }
            int waited = await(Interest.WRITE, Deadline.NONE);
            if (waited != Status.OK) {
                return waited;
            }
        }
    }

    /** Another thread may have seen the end of the connect first. */
    int connectStatus() {
        lock.lock();
        try {
            pollConnect();
            return switch (state) {
                case CONNECTING -> Status.WOULD_BLOCK;
                case CONNECTED -> Status.OK;
                default -> connectError();
            };
        } finally {
            lock.unlock();
        }
    }

    /** What SO_ERROR reads. */
    private int connectError() {
        Seldom has = seldom;
        return has == null ? Status.OK : has.connectError;
    }

    /** With the lock held. */
    private void connectError(int status) {
        if (status != connectError()) {
            seldom().connectError = status;
        }
    }

    private int startConnect(@Nullable Endpoint to) {
        pollConnect();
        if (accepting() != null) {
            return Status.INVALID; // A108
        }
        switch (state) {
            case LISTENING:
                return Status.INVALID; // S077
            case CONNECTING:
                return connectingEx ? Status.INVALID : Status.ALREADY; // A128, S094
            case CONNECTED:
                return connectedEx ? Status.INVALID : Status.IS_CONNECTED; // S097, S096
            default:
        }
        // S102; S295: a mapped address on an IPv6-only socket
        if (to == null || !isLocal() && (to.port() == 0 || to.isWildcard() || to.isMapped() && v6Only())) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
        connectError(Status.OK);
        if (blob(TcpOptions.ICMP_ERROR) != null) {
            store(TcpOptions.ICMP_ERROR, new byte[0]); // available "until connect is called again"
        }
        NetworkEvents selection = events;
        if (selection != null) {
            selection.enable(NetworkEvents.CONNECT | NetworkEvents.WRITE);
        }
        peer = to.pack();
        if (bound == null && value(SocketOptions.RANDOMIZE_PORT) != 0 && !isLocal()) {
            int status = Binder.bind(this, new Endpoint().setWildcard(ipv6(), 0));
            if (status != Status.OK) {
                return status;
            }
        }
        Binder.allowRestart(this);
        int status = kernel.connect(to);
        Binder.portChosen(this);
        become(StreamState.CONNECTING);
        return connectEnded(status);
    }

    /** With the lock held: looks whether a connect under way has ended. */
    private void pollConnect() {
        if (state == StreamState.CONNECTING) {
            connectEnded(kernel.finishConnect());
        }
    }

    private int connectEnded(int ended) {
        int status = ended < 0 && ended != Status.WOULD_BLOCK && icmpError() ? Status.HOST_UNREACHABLE : ended;
        if (status == Status.OK) {
            connectedAt = System.nanoTime();
            connectedByUs = true;
            connectedEx = connectingEx;
            connectingEx = false;
            become(StreamState.CONNECTED);
            tellConnect(0);
        } else if (status != Status.WOULD_BLOCK) {
            connectError(status);
            connectingEx = false;
            if (!isLocal()) {
                replaceKernel();
            }
            become(unconnected());
            tellConnect(-status);
        }
        return status;
    }

    /** TCP_FAIL_CONNECT_ON_ICMP_ERROR: whether an ICMP error has ended the connect, and keeps what it says. */
    private boolean icmpError() {
        IcmpError error = value(TcpOptions.FAIL_ON_ICMP) != 0 ? new IcmpError() : null;
        if (error == null || kernel.icmpError(error) != Status.OK) {
            return false;
        }
        store(TcpOptions.ICMP_ERROR, Addresses.icmpError(error));
        return true;
    }

    /** S217, S220: FD_CONNECT; with FD_WRITE when it succeeded. */
    private void tellConnect(int error) {
        NetworkEvents selection = events;
        if (selection != null) {
            selection.happened(NetworkEvents.CONNECT, error);
            if (error == 0) {
                selection.happened(NetworkEvents.WRITE, 0);
            }
        }
    }

    /**
     * A kernel socket whose connect failed can do no more (S080): a new one takes its place, with the same options and
     * local address.
     */
    private void replaceKernel() {
        TransportSocket old = kernel;
        TransportSocket fresh;
        try {
            fresh = openKernel(session, ipv6(), true);
        } catch (TransportException e) {
            return; // out of descriptors: the old one stays, and the next call tells what is wrong with it
        }
        takeKernel(fresh);
        applyOptions();
        BindTable.Entry entry = bound;
        if (entry == null) {
            old.close();
        } else {
            Binder.rebind(entry, old, fresh);
        }
    }

    @Override
    int peerName(Endpoint out) {
        lock.lock();
        try {
            pollConnect();
            if (state != StreamState.CONNECTED || acceptedFrom() != null || connectedEx) { // A121, A132
                return Status.NOT_CONNECTED;
            }
            out.unpack(peer);
            return Status.OK;
        } finally {
            lock.unlock();
        }
    }

    @Override
    int error() {
        lock.lock();
        try {
            pollConnect();
            return -connectError(); // A035: a reset is not told here
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean isConnected() {
        lock.lock();
        try {
            return connected() == Status.OK && broken == Status.OK;
        } finally {
            lock.unlock();
        }
    }

    @Override
    long connectedMillis() {
        lock.lock();
        try {
            return state == StreamState.CONNECTED ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - connectedAt) : -1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    int connectedSeconds() {
        lock.lock();
        try {
            pollConnect();
            return state == StreamState.CONNECTED
                    ? (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - connectedAt)
                    : -1;
        } finally {
            lock.unlock();
        }
    }

    /** @return OK when connected, else NOT_CONNECTED */
    private int connected() {
        if (state == StreamState.CONNECTING) {
            lock.lock();
            try {
                pollConnect();
            } finally {
                lock.unlock();
            }
        }
        return state == StreamState.CONNECTED ? Status.OK : Status.NOT_CONNECTED; // S079, S119
    }

    @Override
    boolean connecting() {
        return state == StreamState.CONNECTING;
    }

    /** Keeps what broke the connection. */
    private int broke(int status) {
        if (status != Status.NO_BUFFERS && status != Status.OPERATION_NOT_SUPPORTED && broken == Status.OK) {
            broken = status;
        }
        return status;
    }

    // ---------------------------------------------------------------- readiness

    @Override
    int standing(int wanted) {
        if (broken != Status.OK) {
            return Condition.BROKEN;
        }
        if (connectError() != Status.OK) {
            return Condition.CONNECT_FAILED; // S080, S098: it stays in exceptfds until the next connect
        }
        if (state == StreamState.LISTENING) {
            return (wanted & Condition.READABLE) != 0 && hasPutOff() ? Condition.READABLE : 0;
        }
        return (wanted & Condition.URGENT) != 0 && state == StreamState.CONNECTED && urgentWaits(false)
                ? Condition.URGENT
                : 0;
    }

    @Override
    int pollInterest(int wanted) {
        return switch (state) {
            case OPEN, BOUND -> 0; // S174, S205: Linux would call them writable and hung up
            case LISTENING -> (wanted & Condition.READABLE) != 0 ? Interest.READ : 0; // S176
            case CONNECTING -> (wanted & (Condition.WRITABLE | Condition.CONNECT_FAILED)) != 0 ? Interest.WRITE : 0;
            case CONNECTED ->
                ((wanted & Condition.READABLE) != 0 && !mustQueueReceive() ? Interest.READ : 0)
                        | ((wanted & Condition.WRITABLE) != 0 ? Interest.WRITE : 0)
                        | ((wanted & Condition.URGENT) != 0 ? urgentInterest() : 0)
                        | ((wanted & Condition.ENDED) != 0 ? endInterest() : 0);
        };
    }

    private int urgentInterest() {
        return !isLocal() && session.can(Capability.OOB_RECEIVE) && value(SocketOptions.OOB_INLINE) == 0
                ? Interest.URGENT
                : 0;
    }

    private int endInterest() {
        return session.can(Capability.PEER_CLOSED) ? Interest.PEER_CLOSED : 0;
    }

    @Override
    int conditions(int ready) {
        lock.lock();
        try {
            int found = conditionsLocked(ready);
            NetworkEvents selection = events;
            if (selection != null && (found & Condition.ENDED) != 0) {
                selection.happened(NetworkEvents.CLOSE, 0); // what select and WSAPoll have told is an event, too
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Data or their end: when both will do it need not be found out which. */
    @Override
    boolean meets(int ready, int wanted) {
        int either = Condition.READABLE | Condition.ENDED;
        return ready == Interest.READ && (wanted & either) == either && state == StreamState.CONNECTED && events == null
                || super.meets(ready, wanted);
    }

    @Override
    int conditionsNow(int wanted) {
        boolean data = pollInterest(wanted) == Interest.READ
                && state == StreamState.CONNECTED
                && broken == Status.OK
                && kernel.available() > 0;
        return data ? Condition.READABLE : super.conditionsNow(wanted);
    }

    private int conditionsLocked(int ready) {
        pollConnect();
        AcceptQueue waiting = accepts;
        if (waiting != null) {
            if (isPaused()) {
                waiting.refuseAll();
                return 0;
            }
            return (ready & Interest.READ) != 0 ? Condition.READABLE : 0;
        }
        if (state != StreamState.CONNECTED) {
            return standing(0);
        }
        boolean failed = (ready & Interest.FAILED) != 0;
        if (failed) {
            findReset();
        }
        if (broken != Status.OK) {
            return Condition.BROKEN;
        }
        int found = 0;
        if ((ready & (Interest.READ | Interest.PEER_CLOSED)) != 0) {
            found |= readOrEnded(ready);
        }
        if ((ready & Interest.WRITE) != 0) {
            boolean mustAskAgain = unsent != null;
            flush();
            boolean writable =
                    unsent == null && (!mustAskAgain || (kernel.readiness(Interest.WRITE) & Interest.WRITE) != 0);
            found |= writable ? Condition.WRITABLE : 0;
        }
        if ((ready & Interest.URGENT) != 0 && !failed) {
            UrgentData queue = urgent;
            if (queue != null) {
                takeUrgent(queue);
            }
            found |= queue == null || queue.waiting() ? Condition.URGENT : 0;
        }
        return found;
    }

    private int readOrEnded(int ready) {
        boolean told = (ready & Interest.PEER_CLOSED) != 0;
        if (!told && session.can(Capability.PEER_CLOSED)) {
            return Condition.READABLE;
        }
        boolean data = kernel.available() > 0;
        return (data ? Condition.READABLE : 0) | (told || !data ? Condition.ENDED : 0);
    }

    /**
     * A kernel that says "failed" means a reset, or just the end of both directions. A reset counts at once, even with
     * data unread (S165), which a receive would still find.
     */
    private void findReset() {
        int status = kernel.failure();
        if (status < 0) {
            broke(status);
        }
    }

    @Override
    int eventInterest(int wanted, int known) {
        switch (state) {
            case LISTENING:
                return (wanted & NetworkEvents.ACCEPT) != 0 ? Interest.READ : 0;
            case CONNECTING:
                return (wanted & (NetworkEvents.CONNECT | NetworkEvents.WRITE)) != 0 ? Interest.WRITE : 0;
            case CONNECTED:
                break;
            default:
                return 0; // S221
        }
        if (broken != Status.OK) {
            return 0;
        }
        if ((known & NetworkEvents.CLOSE) != 0) {
            return NetworkEvents.dataInterest(wanted & NetworkEvents.WRITE);
        }
        // A051: what pending receives will take is no news
        int asked = wanted & (mustQueueReceive() ? NetworkEvents.WRITE : NetworkEvents.READ | NetworkEvents.WRITE);
        int interest = NetworkEvents.dataInterest(asked);
        // S238: one more byte is told although one was told already
        if ((wanted & NetworkEvents.OOB) != 0 || (known & NetworkEvents.OOB) != 0 && urgent != null) {
            interest |= urgentInterest();
        }
        if ((wanted & NetworkEvents.CLOSE) != 0) {
            // Without a way to ask for the end alone it shows when the data before it have been read.
            boolean readAsked = (known & NetworkEvents.READ) == 0;
            interest |= session.can(Capability.PEER_CLOSED) ? Interest.PEER_CLOSED : readAsked ? Interest.READ : 0;
        }
        return interest;
    }

    @Override
    void recordWithoutKernel(NetworkEvents to, int wanted, int known) {
        if ((wanted & NetworkEvents.ACCEPT) != 0 && hasPutOff()) {
            to.happened(NetworkEvents.ACCEPT, 0);
        }
        if (state != StreamState.CONNECTED) {
            return;
        }
        if (broken != Status.OK) {
            to.happened(NetworkEvents.CLOSE, -broken);
        } else if ((known & NetworkEvents.CLOSE) != 0 && (wanted & NetworkEvents.READ) != 0 && kernel.available() > 0) {
            to.happened(NetworkEvents.READ, 0);
        }
        if ((wanted & NetworkEvents.OOB) != 0 && broken == Status.OK && value(SocketOptions.OOB_INLINE) == 0) {
            UrgentData queue = urgentQueue();
            if (queue != null && queue.waiting()) {
                to.happened(NetworkEvents.OOB, 0);
            }
        }
    }

    @Override
    void record(NetworkEvents to, int ready) {
        int found = conditionsLocked(ready);
        if (state == StreamState.LISTENING) {
            if ((found & Condition.READABLE) != 0) {
                to.happened(NetworkEvents.ACCEPT, 0);
            }
            return;
        }
        if ((found & Condition.BROKEN) != 0) {
            to.happened(NetworkEvents.CLOSE, -broken);
        }
        if (state != StreamState.CONNECTED || broken != Status.OK) {
            return;
        }
        if ((found & Condition.READABLE) != 0) {
            to.happened(NetworkEvents.READ, 0);
        }
        if ((found & Condition.WRITABLE) != 0) {
            to.happened(NetworkEvents.WRITE, 0);
        }
        if ((found & Condition.URGENT) != 0) {
            to.happened(NetworkEvents.OOB, 0);
        }
        if ((found & Condition.ENDED) != 0) {
            to.happened(NetworkEvents.CLOSE, 0);
        }
    }

    @Override
    void recordPast(NetworkEvents to) {
        if (connectError() != Status.OK) {
            to.happened(NetworkEvents.CONNECT, -connectError()); // S220
        } else if (state == StreamState.CONNECTED && connectedByUs) {
            to.happened(NetworkEvents.CONNECT, 0); // S245
        }
    }

    // ---------------------------------------------------------------- receiving

    @Override
    int receive(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from) {
        int status = mayReceive(flags);
        if (status != Status.OK) {
            return status;
        }
        boolean peek = (flags & FLAG_PEEK) != 0;
        if ((flags & FLAG_OOB) != 0) {
            return receiveUrgent(one, many, peek);
        }
        if ((flags & FLAG_WAIT_ALL) != 0) {
            return peek || nonBlocking ? Status.OPERATION_NOT_SUPPORTED : receiveAll(one, many);
        }
        if (one != null
                && !peek
                && urgent == null
                && mayBlockInKernel(SocketOptions.RECEIVE_TIMEOUT)
                && one.hasRemaining()) {
            return receiveInKernel(one);
        }
        return waitsFirst(one, many) ? receiveWaiting(one, many, peek, null) : receiveOrWait(one, many, peek, null);
    }

    /** Whether a receive is to wait for the kernel before it tries: there must be room, and no data but the kernel's. */
    private boolean waitsFirst(@Nullable ByteBuffer one, ByteBuffer[] many) {
        return !nonBlocking
                && urgent == null
                && spin().waitsFirst()
                && Buffers.hasRemaining(one, many)
                && !Threads.currentIsVirtual();
    }

    @Override
    int mayReceive(int flags) {
        if ((flags & ~RECEIVE_FLAGS) != 0 || isLocal() && (flags & FLAG_OOB) != 0) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        int status = state == StreamState.CONNECTED ? Status.OK : connected();
        if (status != Status.OK) {
            return status;
        }
        if (receiveShut) {
            return Status.SHUT_DOWN; // S127
        }
        if (broken != Status.OK) {
            return broken;
        }
        if ((flags & FLAG_OOB) != 0) {
            return value(SocketOptions.OOB_INLINE) != 0 ? Status.INVALID : Status.OK;
        }
        boolean cannotPeek = (flags & FLAG_PEEK) != 0 && !session.can(Capability.PEEK);
        return cannotPeek ? Status.OPERATION_NOT_SUPPORTED : Status.OK;
    }

    @Override
    int receiveNow(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from) {
        if (broken != Status.OK) {
            return broken;
        }
        boolean peek = (flags & FLAG_PEEK) != 0;
        if ((flags & FLAG_OOB) != 0) {
            ByteBuffer to = Buffers.firstWithRoom(one, many);
            return to == null ? 0 : tryReceiveUrgent(to, peek);
        }
        if (!Buffers.hasRemaining(one, many)) {
            return readableNow() ? 0 : Status.WOULD_BLOCK;
        }
        return tryReceive(one, many, peek, null);
    }

    /** A receive into no memory tells when there is something to receive. */
    private boolean readableNow() {
        return (kernel.readiness(Interest.READ) & (Interest.READ | Interest.FAILED)) != 0;
    }

    /**
     * Whether the calling thread may block in the system call itself: it must be a platform thread, without a time
     * limit, and nothing may be left for the I/O thread to send.
     */
    private boolean mayBlockInKernel(Option timeout) {
        return kernelBlocks
                && !nonBlocking
                && value(SocketOptions.OOB_INLINE) == 0
                && unsent == null
                && (value(timeout) == 0 || !overlapped)
                && !Threads.currentIsVirtual();
    }

    /** A blocking receive, in the kernel after a short spin. */
    private int receiveInKernel(ByteBuffer to) {
        int n = receiveSpinning(to, Buffers.NONE, false, null);
        if (n != Status.WOULD_BLOCK) {
            return n;
        }
        n = kernel.receiveBlocking(to);
        if (n > 0) {
            receivedUnlocked();
            return n;
        }
        if (closed()) {
            return Status.INTERRUPTED;
        }
        if (n == Status.WOULD_BLOCK) {
            kernelBlocks = false;
            return receiveWaiting(to, Buffers.NONE, false, null);
        }
        return n == 0 ? 0 : broke(n);
    }

    @Override
    int tryReceive(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, @Nullable Endpoint from) {
        int n;
        UrgentData queue = urgent;
        if (queue != null) {
            n = receiveBetweenMarks(queue, one, many, peek);
        } else {
            n = receiveFromKernel(one, many, peek);
            if (n > 0) {
                receivedUnlocked();
            }
        }
        return n >= 0 || n == Status.WOULD_BLOCK ? n : broke(n);
    }

    private int receiveFromKernel(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        ByteBuffer next = value(SocketOptions.OOB_INLINE) != 0 ? urgentNext(one, many) : null;
        if (next == null) {
            return one != null ? kernel.receive(one, peek) : kernel.receive(many, 0, many.length, peek);
        }
        int limit = next.limit();
        next.limit(next.position() + 1);
        try {
            return kernel.receive(next, peek);
        } finally {
            next.limit(limit);
        }
    }

    /** Looks for urgent bytes first: the receive may go past them, and the kernel forget them. */
    private int receiveBetweenMarks(UrgentData queue, @Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        lock.lock();
        try {
            takeUrgent(queue);
            boolean inline = value(SocketOptions.OOB_INLINE) != 0;
            return inline && !queue.hasMarksAhead()
                    ? receiveFromKernel(one, many, peek)
                    : queue.receive(one, many, peek, inline);
        } finally {
            lock.unlock();
        }
    }

    /** After a receive without the lock, during which another thread may have shown interest in urgent data. */
    private void receivedUnlocked() {
        UrgentData queue = urgent;
        if (queue != null) {
            lock.lock();
            try {
                queue.forgetPlaces();
            } finally {
                lock.unlock();
            }
        }
    }

    /** S134: one byte however large the buffer. */
    private int receiveUrgent(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek) {
        ByteBuffer to = Buffers.firstWithRoom(one, many);
        if (to == null) {
            return 0;
        }
        long deadline = receiveDeadline();
        while (true) {
            int n = tryReceiveUrgent(to, peek);
            if (n != Status.WOULD_BLOCK || nonBlocking) {
                return n; // S135
            }
            if ((kernel.readiness(0) & Interest.FAILED) != 0) {
                return ended();
            }
            int status = await(Interest.URGENT, deadline);
            if (status != Status.OK) {
                return status;
            }
        }
    }

    /** The connection was reset, or has ended in both directions: nothing will come. */
    private int ended() {
        lock.lock();
        try {
            findReset();
            return broken;
        } finally {
            lock.unlock();
        }
    }

    private int tryReceiveUrgent(ByteBuffer to, boolean peek) {
        lock.lock();
        try {
            UrgentData queue = urgentQueue();
            if (queue == null) {
                return kernel.receiveUrgent(to, peek);
            }
            takeUrgent(queue);
            return queue.receiveUrgent(to, peek);
        } finally {
            lock.unlock();
        }
    }

    /**
     * With the lock held: the queue, made at this first sign of interest. From now on the I/O thread is told of urgent
     * bytes, and takes each one out before the next can replace it.
     *
     * @return null when the transport does not allow one, or urgent data are received in line
     */
    private @Nullable UrgentData urgentQueue() {
        UrgentData queue = urgent;
        if (queue == null
                && state == StreamState.CONNECTED
                && session.can(Capability.OOB_QUEUE)
                && urgentInterest() != 0
                && !kernelClosed) {
            queue = new UrgentData(kernel);
            urgent = queue;
            kernel.arm(Interest.URGENT);
        }
        return queue;
    }

    /** With the lock held: what the kernel has goes into the queue, and whoever waits for it is told. */
    private void takeUrgent(UrgentData queue) {
        if (value(SocketOptions.OOB_INLINE) != 0 || kernelClosed || !queue.take()) {
            return;
        }
        NetworkEvents selection = events;
        if (selection != null) {
            selection.urgentArrived();
        }
        wakeWaiters();
        session.urgentTaken();
    }

    /** @param ask the kernel, too; who waits for many sockets asks it about all of them at once */
    private boolean urgentWaits(boolean ask) {
        if (urgentInterest() == 0 || !session.can(Capability.OOB_QUEUE)) {
            return false;
        }
        lock.lock();
        try {
            UrgentData queue = urgentQueue();
            if (queue != null && ask) {
                takeUrgent(queue);
            }
            return queue != null && queue.waiting();
        } finally {
            lock.unlock();
        }
    }

    @Override
    boolean holdsAlready(int interest) {
        UrgentData queue = urgent;
        return (interest & Interest.URGENT) != 0 && queue != null && queue.waiting();
    }

    /**
     * SIOCATMARK, whose sense Windows turns round: true means that no urgent data are left to be read (S141). In line
     * it is always true, except for a byte that had come before SO_OOBINLINE was switched on.
     */
    @Override
    int atMark() {
        if (connected() != Status.OK || broken != Status.OK) {
            return 1;
        }
        if (!session.can(Capability.OOB_RECEIVE)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        if (session.can(Capability.OOB_QUEUE)) {
            return value(SocketOptions.OOB_INLINE) != 0 ? inlineMark() : urgentWaits(true) ? 0 : 1;
        }
        if (value(SocketOptions.OOB_INLINE) != 0 && !urgentBeforeInline) {
            return 1;
        }
        return (kernel.readiness(Interest.URGENT) & Interest.URGENT) != 0 ? 0 : 1;
    }

    private int inlineMark() {
        lock.lock();
        try {
            UrgentData queue = urgent;
            return queue != null && queue.unreadAhead() ? 0 : 1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    void inlineChanging(boolean on) {
        if (session.can(Capability.OOB_QUEUE)) {
            inlineQueueChanging(on);
            return;
        }
        urgentBeforeInline = on
                && state == StreamState.CONNECTED
                && session.can(Capability.OOB_RECEIVE)
                && (kernel.readiness(Interest.URGENT) & Interest.URGENT) != 0;
    }

    private void inlineQueueChanging(boolean on) {
        boolean was = value(SocketOptions.OOB_INLINE) != 0;
        UrgentData queue = urgent;
        if (on && !was && state == StreamState.CONNECTED) {
            if (queue == null && (kernel.readiness(Interest.URGENT) & Interest.URGENT) != 0) {
                queue = urgentQueue();
            }
            if (queue != null) {
                takeUrgent(queue);
                queue.inlineFromNow();
            }
            enable(NetworkEvents.OOB); // "FD_OOB messages are not posted"
        } else if (!on && was && queue != null) {
            queue.outOfLineFromNow();
            kernel.arm(Interest.URGENT);
        }
    }

    @Override
    int available() {
        if (connected() != Status.OK || broken != Status.OK) {
            return 0;
        }
        UrgentData queue = urgent;
        if (queue == null) {
            return Math.max(0, kernel.available());
        }
        lock.lock();
        try {
            takeUrgent(queue);
            return Math.max(0, value(SocketOptions.OOB_INLINE) != 0 ? kernel.available() : queue.available());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Urgent data in line come by themselves ("never mixed with normal data"); the kernel ends a receive before them,
     * but not after them.
     *
     * @return where the urgent byte goes when it is the next one
     */
    private @Nullable ByteBuffer urgentNext(@Nullable ByteBuffer one, ByteBuffer[] many) {
        return session.can(Capability.OOB_RECEIVE) && kernel.atMark() == 1 ? Buffers.firstWithRoom(one, many) : null;
    }

    private int receiveAll(@Nullable ByteBuffer one, ByteBuffer[] many) {
        int wanted = Buffers.remaining(one, many);
        int total = 0;
        while (total < wanted) {
            int n = receiveOrWait(one, many, false, null);
            if (n <= 0) {
                return total > 0 ? total : n; // the end, or an error, shows in the next call
            }
            total += n;
        }
        return total;
    }

    // ---------------------------------------------------------------- sending

    @Override
    int send(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to) {
        int status = maySend(flags, null);
        if (status != Status.OK) {
            return status;
        }
        if (!Buffers.hasRemaining(one, many)) {
            return 0;
        }
        boolean wait = !nonBlocking;
        long deadline = wait ? sendDeadline() : Deadline.NONE;
        if (!SEND_TURN.tryTake(this)) {
            if (!wait) {
                return Status.WOULD_BLOCK;
            }
            status = SEND_TURN.take(this, deadline);
            if (status != Status.OK) {
                return status;
            }
        }
        try {
            if (closed()) {
                return Status.INTERRUPTED;
            }
            boolean urgent = (flags & FLAG_OOB) != 0;
            return urgent ? sendUrgent(Buffers.copy(one, many), wait, deadline) : sendAll(one, many, wait, deadline);
        } finally {
            leaveTurn();
        }
    }

    @Override
    int maySend(int flags, @Nullable Endpoint to) {
        if ((flags & ~SEND_FLAGS) != 0 || isLocal() && (flags & FLAG_OOB) != 0) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        int status = state == StreamState.CONNECTED ? Status.OK : connected();
        if (status != Status.OK) {
            return status;
        }
        return sendShut ? Status.SHUT_DOWN : broken;
    }

    @Override
    int sendNow(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to) {
        if (!SEND_TURN.tryTake(this)) {
            return Status.WOULD_BLOCK;
        }
        try {
            int standing = sendStanding();
            if (standing != Status.OK) {
                return standing;
            }
            if (!Buffers.hasRemaining(one, many)) {
                return 0;
            }
            int n = (flags & FLAG_OOB) != 0
                    ? sendUrgentNow(one, many)
                    : one != null ? kernel.send(one) : kernel.send(many, 0, many.length);
            return n >= 0 || n == Status.WOULD_BLOCK ? n : broke(n);
        } finally {
            SEND_TURN.leave(this);
        }
    }

    /** With the lock held, and the turn: OK when what is sent now comes next. */
    private int sendStanding() {
        if (unsent != null) {
            flush();
        }
        return broken != Status.OK ? broken : unsent != null ? Status.WOULD_BLOCK : Status.OK;
    }

    /** With the lock held: as {@link #sendNow}, from a file. @return 0 at the end of the file */
    int sendFileNow(FileChannel file, long position, long count) {
        if (!SEND_TURN.tryTake(this)) {
            return Status.WOULD_BLOCK;
        }
        try {
            int standing = sendStanding();
            if (standing != Status.OK) {
                return standing;
            }
            int n = kernel.sendFile(file, position, count);
            return n >= 0 || n == Status.WOULD_BLOCK || n == Status.INVALID_HANDLE ? n : broke(n);
        } finally {
            SEND_TURN.leave(this);
        }
    }

    /** S133: all bytes but the last are ordinary ones. */
    private int sendUrgentNow(@Nullable ByteBuffer one, ByteBuffer[] many) {
        ByteBuffer next = Buffers.firstWithRoom(one, many);
        if (next == null) {
            return 0;
        }
        if (Buffers.remaining(one, many) == 1) {
            return kernel.sendUrgent(next);
        }
        if (next.remaining() < Buffers.remaining(one, many)) {
            return kernel.send(next); // the last byte is in another buffer
        }
        int limit = next.limit();
        next.limit(limit - 1);
        int n = kernel.send(next);
        next.limit(limit);
        return n;
    }

    @Override
    boolean sendTurnTaken() {
        return SEND_TURN.isTaken(this);
    }

    @Override
    void allSent() {
        if (finPending && !SEND_TURN.isTaken(this)) {
            sendFin();
        }
    }

    private void leaveTurn() {
        do {
            if (finPending) {
                lock.lock();
                try {
                    sendFin();
                } finally {
                    lock.unlock();
                }
            }
            SEND_TURN.leave(this);
            // A shutdown may have come between: then its FIN is for us to send, unless someone else has the turn.
        } while (finPending && unsent == null && !mustQueueSend() && SEND_TURN.tryTake(this));
        Operations pending = operations;
        if (pending != null && pending.sending()) {
            pending.turnFree();
        }
    }

    /** A blocking send returns when all is sent (S108); a non-blocking one takes all or nothing (S109). */
    private int sendAll(@Nullable ByteBuffer one, ByteBuffer[] many, boolean wait, long deadline) {
        if (unsent != null) {
            int status = wait ? awaitUnsent(deadline) : Status.WOULD_BLOCK;
            if (status != Status.OK) {
                return status;
            }
        }
        int sent = 0;
        if (wait && one != null && mayBlockInKernel(SocketOptions.SEND_TIMEOUT)) {
            int length = one.remaining();
            int n = kernel.sendBlocking(one);
            if (n != Status.WOULD_BLOCK) {
                return n >= 0 ? n : closed() ? Status.INTERRUPTED : broke(n);
            }
            kernelBlocks = false;
            sent = length - one.remaining();
        }
        while (true) {
            int n = one != null ? kernel.send(one) : kernel.send(many, 0, many.length);
            if (n >= 0) {
                sent += n;
                if (!Buffers.hasRemaining(one, many)) {
                    return sent;
                }
            } else if (n != Status.WOULD_BLOCK) {
                return broke(n);
            } else if (wait) {
                int status = await(Interest.WRITE, deadline);
                if (status != Status.OK) {
                    return status;
                }
            } else {
                return sent == 0 ? Status.WOULD_BLOCK : sent + keepUnsent(one, many);
            }
        }
    }

    /** S133: all bytes but the last are ordinary ones. */
    private int sendUrgent(ByteBuffer data, boolean wait, long deadline) {
        int length = data.remaining();
        ByteBuffer ordinary = data.duplicate().limit(data.limit() - 1);
        int status = sendAll(ordinary, Buffers.NONE, true, deadline);
        ByteBuffer last = data.position(data.limit() - 1);
        while (status >= 0) {
            status = kernel.sendUrgent(last);
            if (status == Status.WOULD_BLOCK) {
                status = wait || ordinary.position() > 0 ? await(Interest.WRITE, deadline) : status;
            } else {
                return status >= 0 ? length : broke(status);
            }
        }
        return status;
    }

    private int keepUnsent(@Nullable ByteBuffer one, ByteBuffer[] many) {
        ByteBuffer rest = Buffers.copy(one, many);
        int length = rest.remaining();
        lock.lock();
        try {
            unsent = rest;
            kernel.arm(Interest.WRITE);
        } finally {
            lock.unlock();
        }
        return length;
    }

    private int awaitUnsent(long deadline) {
        while (true) {
            lock.lock();
            try {
                flush();
                if (broken != Status.OK) {
                    return broken;
                }
                if (unsent == null) {
                    return Status.OK;
                }
            } finally {
                lock.unlock();
            }
            int status = await(Interest.WRITE, deadline);
            if (status != Status.OK) {
                return status;
            }
        }
    }

    /** With the lock held: sends what a non-blocking send left, then the FIN that waits for it. */
    private void flush() {
        ByteBuffer rest = unsent;
        if (rest == null || kernelClosed) {
            return;
        }
        int n;
        do {
            n = kernel.send(rest);
        } while (n >= 0 && rest.hasRemaining());
        if (n < 0 && n != Status.WOULD_BLOCK) {
            broke(n);
            unsent = null;
        } else if (!rest.hasRemaining()) {
            unsent = null;
            if (finPending && !SEND_TURN.isTaken(this)) {
                sendFin();
            }
        }
    }

    /** With the lock held. */
    private void sendFin() {
        if (finPending && unsent == null && !mustQueueSend()) { // A043
            finPending = false;
            kernel.shutdownSend();
        }
    }

    @Override
    int onReady(int ready) {
        AcceptQueue waiting = accepts;
        if (waiting != null && isPaused() && !kernelClosed) {
            waiting.refuseAll();
            return Interest.READ;
        }
        int left = urgentReady(ready);
        flush();
        if (unsent != null) {
            return left | Interest.WRITE;
        }
        if (draining) {
            draining = false;
            closeKernel();
            session.release();
        }
        return left;
    }

    /** @return URGENT, to be told again; but not of a connection that is over, which would be told for ever */
    private int urgentReady(int ready) {
        UrgentData queue = urgent;
        if (queue == null || (ready & (Interest.URGENT | Interest.FAILED)) == 0 || kernelClosed || closed()) {
            return 0;
        }
        takeUrgent(queue);
        return (ready & Interest.FAILED) != 0 ? 0 : urgentInterest();
    }

    // ---------------------------------------------------------------- the end

    @Override
    int shutdown(int how) {
        if (how != SHUT_RECEIVE && how != SHUT_SEND && how != SHUT_BOTH) {
            return Status.INVALID;
        }
        int status = acceptedFrom() != null || connectedEx ? Status.NOT_CONNECTED : connected(); // A121, A132
        if (status != Status.OK) {
            return status; // S078, S124
        }
        if (how != SHUT_SEND) {
            receiveShut = true;
        }
        if (how != SHUT_RECEIVE && !sendShut) {
            sendShut = true;
            finPending = true;
            if (SEND_TURN.tryTake(this)) {
                leaveTurn();
            }
        }
        return Status.OK;
    }

    @Override
    int close() {
        int linger = value(SocketOptions.LINGER);
        int seconds = linger >>> 16;
        boolean timed = !elsewhere
                && (linger & 0xffff) != 0
                && seconds > 0
                && state == StreamState.CONNECTED
                && broken == Status.OK;
        if (timed && nonBlocking && !closed() && somethingUnsent()) {
            return Status.WOULD_BLOCK; // the socket stays open: the program has to try again
        }
        lingering = timed && !nonBlocking;
        if (!markClosed()) {
            return Status.NOT_SOCKET;
        }
        wakeToRelease();
        awaitRelease();
        if (lingering) {
            linger(Deadline.afterNanos(TimeUnit.SECONDS.toNanos(seconds)));
        }
        return Status.OK;
    }

    private boolean somethingUnsent() {
        return unsent != null || session.can(Capability.UNSENT) && kernel.unsent() > 0;
    }

    @Override
    void endKernelCalls() {
        // What ends a call that blocks in the kernel ends the other process's connection, too.
        if (state == StreamState.CONNECTED && (!elsewhere || stuckElsewhere)) {
            kernel.endBlocking(SEND_TURN.isTaken(this));
        }
    }

    @Override
    void release() {
        AcceptQueue waiting = accepts;
        if (waiting != null) {
            waiting.close();
        }
        int linger = value(SocketOptions.LINGER);
        boolean abortive = (linger & 0xffff) != 0 && linger >>> 16 == 0;
        if (lingering) {
            session.retain();
        } else if (abortive) {
            kernel.setOption(TransportOption.LINGER, 0);
            closeKernel();
        } else if (unsent != null) {
            session.retain();
            draining = true;
            kernel.arm(Interest.WRITE);
        } else {
            closeKernel();
        }
    }

    /** S169: waits until the peer has everything; at the deadline the connection is aborted. */
    private void linger(long deadline) {
        long pause = LINGER_POLL_NANOS;
        boolean interrupted = false;
        boolean inTime = true;
        while (inTime && stillLeaving()) {
            LockSupport.parkNanos(this, pause);
            interrupted |= Thread.interrupted();
            pause = Math.min(LINGER_POLL_MOST_NANOS, 2 * pause);
            inTime = !Deadline.over(deadline);
        }
        lock.lock();
        try {
            if (!inTime) {
                kernel.setOption(TransportOption.LINGER, 0);
            }
            closeKernel();
        } finally {
            lock.unlock();
        }
        session.release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stillLeaving() {
        lock.lock();
        try {
            flush();
            if (unsent != null) {
                return true;
            }
            if (!sendShut) {
                sendShut = true;
                kernel.shutdownSend();
            }
            return broken == Status.OK && session.can(Capability.UNSENT) && kernel.unsent() > 0;
        } finally {
            lock.unlock();
        }
    }
}

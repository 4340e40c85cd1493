package dev.jwinsock.afd;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.transport.ArmingWaiter;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import dev.jwinsock.transport.Waiter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Windows socket: what stream and datagram sockets have in common. It outlives its kernel socket, which is replaced
 * after a failed connect.
 *
 * <p>A call on the socket goes {@link #enter}, system call, and only if that would block {@link #await}, {@link #exit}.
 * All results are {@link Status} values.
 */
abstract class AfdSocket extends InUse implements ReadyListener {
    static final int FLAG_OOB = 1;
    static final int FLAG_PEEK = 2;
    static final int FLAG_DONT_ROUTE = 4;
    static final int FLAG_WAIT_ALL = 8;
    static final int FLAG_PARTIAL = 0x8000;

    /** Winsock's two ways to say which direction is meant; SD_BOTH is both. */
    static final int SHUT_RECEIVE = 0;

    static final int SHUT_SEND = 1;
    static final int SHUT_BOTH = 2;

    private static final int END_OF_OPTIONS = -1;

    final Session session;
    final WSAPROTOCOL_INFO protocol;
    /** S122: without it (WSASocket, no WSA_FLAG_OVERLAPPED) the timeouts never take effect. */
    final boolean overlapped;

    /** Handles of it, and descriptions for further ones. Guarded by lock. */
    int handles = 1;

    /** WSA_FLAG_REGISTERED_IO. Set before the program has the socket. */
    boolean registered;

    /** Made with a role in a multipoint session. Set before the program has the socket. */
    boolean multipoint;

    final SocketLock lock = new SocketLock();

    /** Its neighbours in the session's {@link OpenSockets}. */
    @Nullable
    AfdSocket olderSocket;

    @Nullable
    AfdSocket newerSocket;

    /** Guarded by lock when written; replaced after a failed connect, when no other call can be using it. */
    volatile TransportSocket kernel;

    /** Another process has the kernel socket, too: only its last descriptor ends the connection. Written under lock. */
    volatile boolean elsewhere;

    /** Guarded by lock: the kernel socket has been given back. */
    boolean kernelClosed;

    volatile boolean nonBlocking;
    /** Set by shutdown(SD_RECEIVE), which the kernel never hears of (S129). */
    volatile boolean receiveShut;

    volatile boolean sendShut;

    /** Written under lock; null until the program starts an asynchronous operation. */
    volatile @Nullable Operations operations;

    /** Written under lock; null until the program selects network events. */
    volatile @Nullable NetworkEvents events;

    /** Made by the first receive that may block. */
    private volatile @Nullable Spin spin;
    /** Guarded by lock; made by the first wait: most sockets of a server never see one. */
    private @Nullable WaitList waiters;
    // See OptionTable.initialValues. Never changed but replaced, under lock: most sockets share one with others.
    private volatile int[] options;
    /** Written under lock; null while it has nothing of that. */
    volatile @Nullable Seldom seldom;
    // Guarded by lock.
    BindTable.@Nullable Entry bound;

    AfdSocket(Session session, WSAPROTOCOL_INFO protocol, boolean overlapped, TransportSocket kernel, int[] options) {
        this.session = session;
        this.protocol = protocol;
        this.overlapped = overlapped;
        this.kernel = kernel;
        this.options = options;
        kernel.listener(this);
    }

    /** With the lock held, or before the program has the socket: the mode of its calls. */
    final void nonBlocking(boolean on) {
        nonBlocking = on;
        kernel.nonBlockingMode(on);
    }

    abstract boolean isStream();

    final int family() {
        return protocol.iAddressFamily;
    }

    final boolean ipv6() {
        return protocol.iAddressFamily == Addresses.AF_INET6;
    }

    /** AF_UNIX: the addresses are paths. */
    final boolean isLocal() {
        return protocol.iAddressFamily == Addresses.AF_UNIX;
    }

    /**
     * Receives into {@code one}, or when that is null into the {@code many}, one after the other.
     *
     * @param from is set to a datagram's sender unless null
     * @return bytes stored; MESSAGE_SIZE when a datagram was longer than the buffer, which is full then
     */
    abstract int receive(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from);

    /**
     * Sends {@code one}, or when that is null all of the {@code many}.
     *
     * @param to the receiver of a datagram, null for the peer; a stream ignores it
     */
    abstract int send(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to);

    /** One attempt of {@link #receive}: a system call, and what its result means to Winsock. */
    abstract int tryReceive(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, @Nullable Endpoint from);

    /** Whether a receive with these flags can begin; no system call. @return OK or why not */
    abstract int mayReceive(int flags);

    /** An attempt of a receive that may begin, also for urgent data. @return as {@link #receive}, or WOULD_BLOCK */
    abstract int receiveNow(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from);

    /** Whether a send can begin. @return OK or why not */
    abstract int maySend(int flags, @Nullable Endpoint to);

    /**
     * With the lock held: an attempt of a send that may begin, or of the rest of one.
     *
     * @return bytes taken, WOULD_BLOCK, also while another thread has the turn, or why it failed
     */
    abstract int sendNow(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to);

    // ---------------------------------------------------------------- messages

    /** WSARecvMsg without OVERLAPPED, when nothing is before it. @return as {@link #receive} */
    int receiveMessage(ByteBuffer[] to, int flags, @Nullable Endpoint from, MessageReceipt receipt) {
        int n = receive(null, to, flags, from);
        receipt.data.clear();
        return n >= 0 || n == Status.MESSAGE_SIZE ? receipt.received(n, 0) : n;
    }

    /** An attempt of it. @return as {@link #receiveNow} */
    int receiveMessageNow(ByteBuffer[] to, int flags, @Nullable Endpoint from, MessageReceipt receipt) {
        int n = receiveNow(null, to, flags, from);
        receipt.data.clear();
        return n >= 0 || n == Status.MESSAGE_SIZE ? receipt.received(n, 0) : n;
    }

    /** WSASendMsg with control data, when nothing is before it. @return as {@link #send} */
    int sendMessage(ByteBuffer[] from, int flags, @Nullable Endpoint to, ControlData control) {
        return Status.INVALID;
    }

    /** An attempt of it. @return as {@link #sendNow} */
    int sendMessageNow(ByteBuffer[] from, @Nullable Endpoint to, ControlData control) {
        return Status.INVALID;
    }

    /** Whether a datagram goes over IPv4. @param to null: to the peer */
    boolean goesOverIpv4(@Nullable Endpoint to) {
        return !ipv6();
    }

    /** With the lock held: WSARecvMsg is to give such control data. @return OK, or why not */
    int report(ControlMessage message, boolean on) {
        return Status.NO_PROTOCOL_OPTION;
    }

    /** UDP_SEND_MSG_SIZE, with the lock held; 0: none. */
    int segmentSize(int bytes) {
        return Status.NO_PROTOCOL_OPTION;
    }

    /** UDP_RECV_MAX_COALESCED_SIZE, with the lock held; 0: none. */
    int coalesce(int bytes) {
        return Status.NO_PROTOCOL_OPTION;
    }

    /**
     * SIO_TIMESTAMPING.
     *
     * @param room how many stamps of sent datagrams wait to be asked for
     * @return OK, or OPERATION_NOT_SUPPORTED
     */
    int stamp(boolean received, boolean sent, int room) {
        return Status.OPERATION_NOT_SUPPORTED;
    }

    /** SIO_GET_TX_TIMESTAMP. @return a value of {@link System#nanoTime}, or null: not there */
    @Nullable
    Long takeStamp(int id) {
        return null;
    }

    /** Another thread is in a send that must not be mixed with others. */
    boolean sendTurnTaken() {
        return false;
    }

    /** With the lock held: no asynchronous send is left. */
    void allSent() {}

    abstract int listen(int backlog);

    /** @param made is given the new socket and the peer's address */
    abstract int accept(AcceptResult made);

    /** @param peer null: dissolve the association of a datagram socket */
    abstract int connect(@Nullable Endpoint peer);

    abstract int shutdown(int how);

    abstract int peerName(Endpoint out);

    /** A connection, or a datagram socket with a peer. */
    abstract boolean isConnected();

    /** How long it has been a connection, -1 when it is none. */
    long connectedMillis() {
        return -1;
    }

    /** SO_ERROR. */
    abstract int error();

    abstract int connectedSeconds();

    abstract boolean listens();

    /** Whether a connect is under way. */
    abstract boolean connecting();

    /** Closes as the linger option says; waits until no call is in flight. */
    abstract int close();

    /** The last call is out: gives the kernel socket back, or keeps it to send what is left. With the lock held. */
    abstract void release();

    // ---------------------------------------------------------------- calls in flight

    /**
     * After {@link #markClosed}: wakes the calls in flight; the last of them, or this when there is none, releases the
     * socket.
     */
    final void wakeToRelease() {
        lock.lock();
        try {
            wakeWaiters();
            cancelEvents();
            Operations pending = operations;
            if (pending != null) {
                pending.abort();
            }
            if (!single() && !kernelClosed) {
                endKernelCalls();
            }
        } finally {
            lock.unlock();
        }
        Operations aborted = operations;
        if (aborted != null) {
            aborted.tellNow();
            aborted.abortElsewhere();
        }
        stopAccepting();
        session.wakeWaits(this);
        exit();
    }

    /** How pending receives end with closesocket (S166). */
    int closedReceives() {
        return Status.OPERATION_ABORTED;
    }

    /** Being closed: it waits in no AcceptEx any more. Without the lock. */
    void stopAccepting() {}

    /** S167: a closed socket tells nothing more. */
    final void cancelEvents() {
        lock.lock();
        try {
            NetworkEvents selection = events;
            if (selection != null) {
                selection.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends calls that block in the kernel itself; with the lock held. */
    void endKernelCalls() {}

    @Override
    final void lastOut() {
        lock.lock();
        try {
            BindTable.Entry entry = bound;
            if (entry == null) {
                release();
            } else {
                session.binds().remove(entry, this::release);
            }
            session.closed(this);
            NetworkChangeEvents changes = changeEventsIfAny();
            if (changes != null) {
                session.networkChanges().remove(changes);
            }
            session.reservations().ownerClosed(this);
            released();
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- waiting

    /**
     * Blocks the calling thread until the kernel socket may be ready.
     *
     * @return OK (look again), TIMED_OUT, INTERRUPTED when the socket is being closed, or why the thread cannot wait
     */
    final int await(int interest, long deadline) {
        long left = Deadline.left(deadline);
        if (left == 0) {
            return Status.TIMED_OUT;
        }
        Waiter waiter;
        try {
            waiter = session.transport().waiter();
        } catch (TransportException e) {
            return e.status();
        }
        lock.lock();
        try {
            if (closed()) {
                return Status.INTERRUPTED;
            }
            if (holdsAlready(interest)) {
                return Status.OK;
            }
            waiters().add(waiter);
        } finally {
            lock.unlock();
        }
        try {
            waiter.await(kernel, interest, left);
        } finally {
            lock.lock();
            try {
                waiters().remove(waiter);
            } finally {
                lock.unlock();
            }
        }
        return closed() ? Status.INTERRUPTED : Status.OK;
    }

    /** With the lock held: whether what the kernel would be asked for has been taken from it already. */
    boolean holdsAlready(int interest) {
        return false;
    }

    /** With the lock held. */
    private WaitList waiters() {
        WaitList made = waiters;
        if (made == null) {
            made = new WaitList();
            waiters = made;
        }
        return made;
    }

    final void wakeWaiters() {
        lock.lock();
        try {
            WaitList waiting = waiters;
            if (waiting != null) {
                waiting.wakeAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Told by the transport's I/O thread. */
    @Override
    public final void ready(int ready) {
        lock.lock();
        try {
            WaitList waiting = waiters;
            int left = (waiting == null ? 0 : waiting.wakeParked(ready)) | onReady(ready);
            Operations pending = operations;
            if (pending != null && !kernelClosed) {
                left |= pending.carryOn(ready);
            }
            if (left != 0 && !kernelClosed) {
                kernel.arm(left);
            }
        } finally {
            lock.unlock();
        }
        tellCompleted();
    }

    private void tellCompleted() {
        Operations pending = operations;
        if (pending != null) {
            pending.tellCompleted();
        }
    }

    /** The asynchronous operations, made at the first one. */
    final Operations operations() {
        Operations made = operations;
        if (made == null) {
            lock.lock();
            try {
                made = operations;
                if (made == null) {
                    made = new Operations(this);
                    operations = made;
                }
            } finally {
                lock.unlock();
            }
        }
        return made;
    }

    /** A receive has to queue behind asynchronous ones (A050). */
    final boolean mustQueueReceive() {
        Operations pending = operations;
        return pending != null && pending.receiving();
    }

    final boolean mustQueueSend() {
        Operations pending = operations;
        return pending != null && pending.sending();
    }

    private int receiveBehind(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from) {
        Operations pending = operations;
        return nonBlocking || pending == null
                ? Status.WOULD_BLOCK
                : pending.receiveBehind(one, many, flags, from, receiveDeadline());
    }

    private int sendBehind(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to) {
        Operations pending = operations;
        return nonBlocking || pending == null
                ? Status.WOULD_BLOCK
                : pending.sendBehind(one, many, flags, to, sendDeadline());
    }

    /** {@link #receive}, in its turn. */
    final int receiveInTurn(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from) {
        if (mustQueueReceive()) {
            int status = mayReceive(flags);
            return status == Status.OK ? receiveBehind(one, many, flags, from) : status;
        }
        return receive(one, many, flags, from);
    }

    /** {@link #send}, in its turn. */
    final int sendInTurn(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to) {
        if (mustQueueSend()) {
            int status = maySend(flags, to);
            return status == Status.OK ? sendBehind(one, many, flags, to) : status;
        }
        return send(one, many, flags, to);
    }

    /** WSARecvMsg without OVERLAPPED. @return as {@link #receive} */
    final int receiveMessageInTurn(ByteBuffer[] to, int flags, @Nullable Endpoint from, MessageReceipt receipt) {
        Operations pending = operations;
        if (pending == null || !pending.receiving()) {
            return receiveMessage(to, flags, from, receipt);
        }
        int status = mayReceive(flags);
        if (status == Status.OK && nonBlocking) {
            return Status.WOULD_BLOCK;
        }
        return status == Status.OK ? pending.receiveMessageBehind(to, flags, from, receipt, receiveDeadline()) : status;
    }

    /** WSASendMsg with control data and without OVERLAPPED. @return as {@link #send} */
    final int sendMessageInTurn(ByteBuffer[] from, int flags, @Nullable Endpoint to, ControlData control) {
        Operations pending = operations;
        if (pending == null || !pending.sending()) {
            return sendMessage(from, flags, to, control);
        }
        int status = maySend(flags, to);
        if (status == Status.OK && nonBlocking) {
            return Status.WOULD_BLOCK;
        }
        return status == Status.OK ? pending.sendMessageBehind(from, to, control, sendDeadline()) : status;
    }

    /** More to do on readiness, under the lock. @return what to be told of next, or 0 */
    int onReady(int ready) {
        return 0;
    }

    /** A receive that may begin: one attempt, and if that finds nothing {@link #receiveWaiting}. */
    final int receiveOrWait(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, @Nullable Endpoint from) {
        if (nonBlocking) {
            return tryReceive(one, many, peek, from);
        }
        Spin spinning = spin();
        boolean virtual = Threads.currentIsVirtual();
        boolean yields = virtual && spinning.yieldsFirst();
        if (yields) {
            session.transport().yieldCarrier();
        }
        int n = tryReceive(one, many, peek, from);
        if (virtual) {
            spinning.tried(yields, n != Status.WOULD_BLOCK);
        } else {
            spinning.tried(n != Status.WOULD_BLOCK);
        }
        return n == Status.WOULD_BLOCK ? receiveWaiting(one, many, peek, from) : n;
    }

    /**
     * A blocking receive after the first attempt failed, or is bound to: a short spin, then waits and attempts in turn.
     */
    final int receiveWaiting(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, @Nullable Endpoint from) {
        if (nonBlocking) {
            return Status.WOULD_BLOCK;
        }
        long deadline = receiveDeadline();
        while (true) {
            int n = receiveSpinning(one, many, peek, from);
            if (n != Status.WOULD_BLOCK) {
                return n;
            }
            int status = await(Interest.READ, deadline);
            if (status != Status.OK) {
                return status;
            }
            n = tryReceive(one, many, peek, from);
            if (n != Status.WOULD_BLOCK) {
                return n;
            }
        }
    }

    /** Attempts for as long as {@link Spin} says; none at all when it says not to spin. */
    final int receiveSpinning(@Nullable ByteBuffer one, ByteBuffer[] many, boolean peek, @Nullable Endpoint from) {
        Spin spinning = spin();
        long nanos = Threads.currentIsVirtual() ? 0 : spinning.nanos();
        if (nanos == 0) {
            return Status.WOULD_BLOCK;
        }
        int n = tryReceive(one, many, peek, from);
        if (n != Status.WOULD_BLOCK) {
            return n;
        }
        long end = System.nanoTime() + nanos;
        do {
            Thread.onSpinWait();
            n = tryReceive(one, many, peek, from);
            if (n != Status.WOULD_BLOCK) {
                spinning.succeeded();
                return n;
            }
        } while (System.nanoTime() - end < 0 && !closed());
        spinning.failed();
        return Status.WOULD_BLOCK;
    }

    /** Two threads may make one each at first: then a spin more or less is all that is lost. */
    final Spin spin() {
        Spin made = spin;
        if (made == null) {
            made = new Spin();
            spin = made;
        }
        return made;
    }

    final long receiveDeadline() {
        return overlapped ? Deadline.after(value(SocketOptions.RECEIVE_TIMEOUT)) : Deadline.NONE;
    }

    final long sendDeadline() {
        return overlapped ? Deadline.after(value(SocketOptions.SEND_TIMEOUT)) : Deadline.NONE;
    }

    // ---------------------------------------------------------------- readiness

    /** {@link Condition} bits that hold without a wait in the kernel; of URGENT only when it is wanted. */
    abstract int standing(int wanted);

    /** What to ask the kernel to learn of these {@link Condition}s; 0 when it has nothing to tell (S174). */
    abstract int pollInterest(int wanted);

    /** The {@link Condition}s behind a kernel's answer to {@link #pollInterest} or {@link #eventInterest}. */
    abstract int conditions(int ready);

    /** Whether one of the wanted {@link Condition}s is behind a kernel's answer to {@link #pollInterest}. */
    boolean meets(int ready, int wanted) {
        return (conditions(ready) & wanted) != 0;
    }

    /** The {@link Condition}s that hold now, of those wanted and more. */
    int conditionsNow(int wanted) {
        int interest = pollInterest(wanted);
        int ready = interest == 0 ? 0 : kernel.readiness(interest);
        return standing(wanted) | (ready == 0 ? 0 : conditions(ready));
    }

    /**
     * With the lock held: what to ask the kernel to learn of these network events.
     *
     * @param known the events that are recorded or reported already
     */
    abstract int eventInterest(int events, int known);

    /** With the lock held: records those of the events that are known without the kernel. */
    abstract void recordWithoutKernel(NetworkEvents to, int events, int known);

    /** With the lock held: records what a kernel's answer to {@link #eventInterest} means. */
    abstract void record(NetworkEvents to, int ready);

    /** With the lock held: what has happened before the first selection (S216). */
    abstract void recordPast(NetworkEvents to);

    /** The network events, made at the first selection. With the lock held. */
    final NetworkEvents events(SOCKET handle) {
        NetworkEvents made = events;
        if (made == null) {
            made = new NetworkEvents(this, handle);
            recordPast(made);
            NetworkChangeEvents changes = changeEventsIfAny();
            if (changes != null) {
                changes.recordPast(made);
            }
            events = made;
        }
        return made;
    }

    /** An accepted socket takes over the listener's selection. */
    final void inheritEvents(AfdSocket listener, SOCKET handle) {
        NetworkEvents theirs = listener.events;
        if (theirs == null) {
            return;
        }
        lock.lock();
        try {
            events(handle).inherit(theirs);
        } finally {
            lock.unlock();
        }
    }

    /** A receive was made: it enables FD_READ or FD_OOB again. */
    final int received(int flags, int status) {
        NetworkEvents selection = events;
        if (selection != null) {
            lock.lock();
            try {
                if (status == Status.FAULT) {
                    selection.receiveFailed(); // S234
                } else {
                    // An ordinary receive that leaves an urgent byte enables FD_OOB, too ("… after any call to recv")
                    selection.enable(
                            (flags & FLAG_OOB) != 0 ? NetworkEvents.OOB : NetworkEvents.READ | NetworkEvents.OOB);
                }
            } finally {
                lock.unlock();
            }
        }
        if (status == Status.WOULD_BLOCK) {
            wouldBlock(Interest.READ);
        }
        return status;
    }

    /** A call would have blocked: who is told of edges is told of the next one. */
    final void wouldBlock(int interest) {
        Operations registered = operations;
        if (registered != null) {
            registered.wouldBlock(interest);
        }
    }

    /** A send was made: one that would have blocked enables FD_WRITE again (S224). */
    final int sent(int status) {
        if (status == Status.WOULD_BLOCK) {
            enable(NetworkEvents.WRITE);
            wouldBlock(Interest.WRITE);
        }
        return status;
    }

    final void enable(int bits) {
        NetworkEvents selection = events;
        if (selection != null) {
            lock.lock();
            try {
                selection.enable(bits);
            } finally {
                lock.unlock();
            }
        }
    }

    /** A parked virtual thread waits for several sockets, this one among them. */
    final void listen(ArmingWaiter parked, boolean on) {
        lock.lock();
        try {
            if (on) {
                waiters().add(parked);
            } else {
                waiters().remove(parked);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---------------------------------------------------------------- names

    /** The program gets one more handle. */
    final void duplicatedAs(SOCKET twin) {
        lock.lock();
        try {
            if (isStream() || isBound()) {
                return;
            }
            EarlyTwins twins = earlyTwins();
            if (twins == null) {
                twins = new EarlyTwins();
                seldom().earlyTwins = twins;
            }
            twins.add(twin);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable EarlyTwins earlyTwins() {
        Seldom has = seldom;
        return has == null ? null : has.earlyTwins;
    }

    /** S032: the handle has not learned that the socket is bound. */
    final boolean isUnaware(SOCKET handle) {
        EarlyTwins twins = earlyTwins();
        return twins != null && twins.isUnaware(handle);
    }

    /** {@link #bind(Endpoint)} through one of the socket's handles. */
    final int bind(Endpoint address, SOCKET handle) {
        lock.lock();
        try {
            int status = bind(address);
            EarlyTwins twins = earlyTwins();
            if (status == Status.OK && twins != null) {
                twins.boundThrough(handle);
            }
            return status;
        } finally {
            lock.unlock();
        }
    }

    final int bind(Endpoint address) {
        lock.lock();
        try {
            if (isBound()) {
                return Status.INVALID; // S038
            }
            if (Groups.isMulticast(address)) {
                return Status.ADDRESS_NOT_AVAILABLE; // a group is no local address; Linux would take it
            }
            int status = Addresses.resolveScope(address);
            if (status == Status.OK && address.isMapped() && v6Only()) {
                status = Status.ADDRESS_NOT_AVAILABLE; // S295
            }
            return status == Status.OK ? bindKernel(address) : status;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held: the kernel's part of a bind that is allowed. */
    int bindKernel(Endpoint address) {
        return Binder.bind(this, address);
    }

    /** Bound by bind, or by the system in a connect or send. */
    abstract boolean isBound();

    /** The kernel has bound it; with the lock held. */
    void boundTo(BindTable.Entry entry) {
        bound = entry;
    }

    int localName(Endpoint out) {
        return isBound() ? kernel.localAddress(out) : Status.INVALID;
    }

    /** SIOCATMARK: 1 or 0, or a status; a datagram socket has no urgent data. */
    int atMark() {
        return Status.INVALID;
    }

    /** SO_PAUSE_ACCEPT is about to be set. */
    void pausing(boolean on) {}

    /** SO_OOBINLINE is about to be set. */
    void inlineChanging(boolean on) {}

    /** FIONREAD; 0 where there can be no data (S143). */
    abstract int available();

    final boolean v6Only() {
        return ipv6() && value(Ipv6Options.IPV6_ONLY) != 0;
    }

    /** Whether IPv4 peers must be turned away here because the kernel socket cannot be told to. */
    final boolean mustRefuseIpv4() {
        return v6Only() && !session.can(Capability.V6ONLY);
    }

    /** Whether who sends is to be heard at all. */
    final boolean takes(Endpoint sender) {
        return !ipv6()
                || (!sender.isMapped() || !mustRefuseIpv4())
                        && ProtectionLevel.takes(value(Ipv6Options.PROTECTION_LEVEL), sender);
    }

    // ---------------------------------------------------------------- options

    final int value(Option option) {
        return options[option.index];
    }

    /** With the lock held: keeps the value; the kernel does not hear of it. */
    final void store(Option option, int value) {
        options = OptionTable.with(options, option, value);
    }

    /** Whether the program has set it. */
    final boolean isSet(Option option) {
        return OptionTable.isSet(options, option);
    }

    /** The kept value of an option that is not a number; not to be changed. */
    final byte @Nullable [] blob(Option option) {
        return blobs().get(option);
    }

    private Map<Option, byte[]> blobs() {
        Seldom has = seldom;
        return has == null ? Map.of() : has.blobs;
    }

    /** With the lock held. */
    final void store(Option option, byte[] value) {
        Map<Option, byte[]> changed = new HashMap<>(blobs());
        changed.put(option, value);
        seldom().blobs = changed;
    }

    /** With the lock held: the options of another socket. */
    final void takeOptions(AfdSocket from) {
        options = from.options;
        Map<Option, byte[]> theirs = from.blobs();
        if (blobs() != theirs) { // also when there are none: what was set here is set no more
            seldom().blobs = theirs;
        }
        ControlSettings controls = from.settingsIfAny();
        if (controls != null) {
            seldom().settings = controls.inherited();
        }
    }

    /** SO_UPDATE_ACCEPT_CONTEXT. */
    int updateAcceptContext(AfdSocket listener) {
        return Status.NO_PROTOCOL_OPTION;
    }

    /** SO_UPDATE_CONNECT_CONTEXT. */
    int updateConnectContext() {
        return Status.NO_PROTOCOL_OPTION;
    }

    /** Where options go. */
    TransportSocket optionKernel() {
        return kernel;
    }

    /** Whether another process can be given it. */
    boolean isShareable() {
        return !isLocal();
    }

    /** Sets an option in the kernel; where the transport does not know it the kept value alone counts. */
    final int apply(Option option, int value) {
        Option.Applier applier = option.applier;
        TransportOption target = option.kernel;
        int status = applier != null
                ? applier.apply(this, value)
                : target == null ? Status.OK : optionKernel().setOption(target, value);
        return status == Status.NO_PROTOCOL_OPTION && option.needs == null ? Status.OK : status;
    }

    // ---------------------------------------------------------------- other processes

    /** With the lock held: from now on another process has the kernel socket, too. */
    void shareWithOthers() {
        elsewhere = true;
        kernel.stayNonBlocking();
    }

    /** With the lock held: what another process has to know. */
    void describe(DataOutput out) throws IOException {
        out.writeBoolean(nonBlocking);
        out.writeBoolean(receiveShut);
        out.writeBoolean(sendShut);
        out.writeBoolean(registered);
        for (Option option : OptionTable.rows()) {
            if (isSet(option)) {
                out.writeInt(option.level);
                out.writeInt(option.code);
                out.writeInt(value(option));
            }
        }
        for (Map.Entry<Option, byte[]> entry : blobs().entrySet()) {
            out.writeInt(entry.getKey().level);
            out.writeInt(entry.getKey().code);
            out.writeInt(entry.getValue().length);
            out.write(entry.getValue());
        }
        out.writeInt(END_OF_OPTIONS);
    }

    /** New, over another process's kernel socket: becomes what that process has described. */
    void become(DataInput in) throws IOException {
        nonBlocking(in.readBoolean());
        receiveShut = in.readBoolean();
        sendShut = in.readBoolean();
        registered = in.readBoolean();
        for (int level = in.readInt(); level != END_OF_OPTIONS; level = in.readInt()) {
            Option option = OptionTable.find(level, in.readInt());
            int value = in.readInt();
            if (option != null && option.index >= 0) {
                store(option, value);
            } else if (option != null) {
                byte[] blob = new byte[value];
                in.readFully(blob);
                store(option, blob);
            }
        }
    }

    /** With the lock held, before a group is joined. @return a status */
    int hearGroups() {
        return Status.OK;
    }

    /** With the lock held, to write something there. */
    final Seldom seldom() {
        Seldom made = seldom;
        if (made == null) {
            made = new Seldom();
            seldom = made;
        }
        return made;
    }

    /** With the lock held. */
    final boolean hasGroups() {
        Seldom has = seldom;
        Groups joined = has == null ? null : has.groups;
        return joined != null && !joined.isEmpty();
    }

    /** The multicast groups. With the lock held. */
    final Groups groups() {
        Groups made = seldom().groups;
        if (made == null) {
            made = new Groups(this);
            seldom().groups = made;
        }
        return made;
    }

    /** With the lock held. */
    final ControlSettings settings() {
        ControlSettings made = seldom().settings;
        if (made == null) {
            made = new ControlSettings();
            seldom().settings = made;
        }
        return made;
    }

    /** With the lock held: null when no control code has set anything. */
    final @Nullable ControlSettings settingsIfAny() {
        Seldom has = seldom;
        return has == null ? null : has.settings;
    }

    private @Nullable NetworkChangeEvents changeEventsIfAny() {
        Seldom has = seldom;
        return has == null ? null : has.changeEvents;
    }

    /** With the lock held. */
    final NetworkChangeEvents changeEvents() {
        NetworkChangeEvents made = seldom().changeEvents;
        if (made == null) {
            made = new NetworkChangeEvents(this);
            seldom().changeEvents = made;
        }
        return made;
    }

    // ---------------------------------------------------------------- kernel sockets

    /** With the lock held. */
    final void closeKernel() {
        if (!kernelClosed) {
            kernelClosed = true;
            kernelGoes();
            kernel.close();
        }
    }

    /** With the lock held: before the kernel socket is closed. */
    private void kernelGoes() {
        Operations pending = operations;
        if (pending != null) {
            pending.kernelGoes();
        }
    }

    /** With the lock held: the kernel socket is another one, and is to have what the program has set. */
    final void applyOptions() {
        for (Option option : OptionTable.ofTheKernel()) {
            if (isSet(option)) {
                apply(option, value(option));
            }
        }
        ControlSettings controls = settingsIfAny();
        if (controls != null) {
            controls.apply(this);
        }
    }

    /** With the lock held. @return the kernel socket that was there before */
    final TransportSocket takeKernel(TransportSocket fresh) {
        TransportSocket old = kernel;
        fresh.listener(this);
        kernelGoes();
        kernel = fresh;
        fresh.nonBlockingMode(nonBlocking);
        if (operations != null) {
            fresh.stayNonBlocking();
        }
        wakeWaiters(); // they wait on the old one
        return old;
    }

    static TransportSocket openKernel(Session session, boolean ipv6, boolean stream) throws TransportException {
        TransportSocket kernel =
                session.transport().open(ipv6, stream ? Transport.Kind.STREAM : Transport.Kind.DATAGRAM);
        if (ipv6 && session.can(Capability.V6ONLY)) {
            kernel.setOption(TransportOption.IPV6_ONLY, 1); // S292
        }
        if (session.can(Capability.HOP_LIMIT)) {
            kernel.setOption(ipv6 ? TransportOption.IPV6_HOPS : TransportOption.IPV4_TTL, IpOptions.HOPS);
        }
        return kernel;
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAMSG;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.CompletionPort;
import dev.jwinsock.spi.NtStatus;
import dev.jwinsock.spi.RegisteredRequest;
import dev.jwinsock.spi.Registration;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.transport.ControlData;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.ReadyListener;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Threads;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The asynchronous operations of one socket: a queue for each direction, strictly first in first out, and how the program
 * learns of completions.
 *
 * <p>An operation is tried by its caller first. What would block is carried on by whoever finds the socket ready: the
 * threads that wait for the socket's completion port, without a port the thread that waits for the operation (see
 * {@link OperationDriver}), or else the transport's I/O thread.
 *
 * <p>Completions are told without the lock, since they run the program's code, but by one thread at a time and in order.
 *
 * <p>It is itself the queue of the receives and accepts ({@link #incoming}), not one that has it: an object less for each
 * connection.
 */
final class Operations extends OperationQueue implements ReadyListener {
    /** What few have; apart, so that all the others are smaller. */
    private static final class Extras {
        /** Control operations that wait for something else than the socket; in no order. Guarded by the socket's lock. */
        final OperationQueue controls = new OperationQueue();

        /** Operations issued here that wait in the queues of other sockets: AcceptEx for its first data. */
        volatile @Nullable Map<Operation, Operations> elsewhere;

        /** Stands for the handle in waits (A023); made by the first one. */
        volatile @Nullable HANDLE handleEvent;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private static final long PATIENCE_NANOS = 2_000_000;
    private static final long PAUSE_NANOS = 50_000;
    /** After so many attempts in vain a receive is not tried while nothing is known to be there. */
    private static final int MISSES = 4;

    private static final int SKIP_PORT_ON_SUCCESS = 1;
    private static final int SKIP_EVENT_ON_HANDLE = 2;

    final AfdSocket socket;

    /** Sends, connects, disconnects. Made by the first of them that pends: most sends never do. */
    private volatile OperationQueue outgoing = NONE;
    /** Made by the first that completes. Guarded by the socket's lock. */
    private OperationQueue completed = NONE;
    /** The thread that is telling. Guarded by the socket's lock. */
    private @Nullable Thread teller;
    /** The teller runs {@link OVERLAPPED#completed}, which may wait for the thread that waits for the teller. */
    private volatile boolean inProgram;

    /** How many have been told. Guarded by the socket's lock. */
    private int told;

    /** Set once; the key is written before the port. */
    private volatile @Nullable CompletionPort port;

    private @Nullable Object key;
    private volatile byte modes; // bits

    // Guarded by the socket's lock from here on.
    private @Nullable SocketPortWatch watch;
    /** The watch's poller knows the kernel socket. */
    private boolean watched;
    /** Nothing is left to be received, and the watch will tell when that changes. */
    private boolean empty;
    /** So many first attempts of receives, one after the other, have found nothing, up to {@link #MISSES}. */
    private byte misses;
    /** The peer has ended, or sends urgent data: a short receive does not mean that there is no more. */
    private boolean ended;

    /** State notifications. Guarded by the socket's lock. */
    private @Nullable StateNotice notice;

    private boolean noticeToPost;

    private @Nullable ReceiveOperation freeReceives;
    private @Nullable SendOperation freeSends;

    private volatile boolean handleSignalled;

    /** Made when it is first needed. Each of these is written under the socket's lock. */
    private volatile @Nullable Extras extras;

    Operations(AfdSocket socket) {
        this.socket = socket;
        socket.kernel.stayNonBlocking();
    }

    /** Receives, accepts. */
    private OperationQueue incoming() {
        return this;
    }

    /** With the lock held. */
    private Extras extras() {
        Extras made = extras;
        if (made == null) {
            made = new Extras();
            extras = made;
        }
        return made;
    }

    /** With the lock held: those that wait for something else than the socket. */
    private OperationQueue controls() {
        Extras has = extras;
        return has == null ? NONE : has.controls;
    }

    /** A receive must wait for its turn. Without the lock. */
    boolean receiving() {
        return !isEmpty();
    }

    /** A send must wait for its turn. Without the lock. */
    boolean sending() {
        return !outgoing.isEmpty();
    }

    // ---------------------------------------------------------------- starting

    /** @param message of WSARecvMsg, which gets the flags then; else null */
    int receive(
            WSABUF @Nullable [] buffers,
            int count,
            IntRef flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen,
            @Nullable WSAMSG message,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int status = prepare(overlapped, routine);
        if (status != Status.OK) {
            return status;
        }
        if (count <= 0) {
            return Status.INVALID; // A029
        }
        boolean withSender = from != null && !socket.isStream(); // S107
        if (withSender && (fromlen == null || Addresses.checkRoom(from, fromlen, socket.family()) != Status.OK)) {
            return Status.FAULT;
        }
        socket.lock.lock();
        try {
            ReceiveOperation operation = freeReceive();
            if (!operation.capture(buffers, count) || !operation.message(message)) {
                keep(operation);
                return Status.FAULT;
            }
            operation.flags = flags.value;
            operation.sender(withSender ? from : null, fromlen);
            begin(operation, overlapped, routine);
            status = socket.mayReceive(flags.value);
            if (status == Status.OK) {
                status = start(operation, true, worthwhile(), true);
            } else {
                operation.forget();
            }
            NetworkEvents selection = socket.events;
            if (selection != null) {
                selection.enable(NetworkEvents.READ | NetworkEvents.OOB);
            }
        } finally {
            socket.lock.unlock();
        }
        tellBegun(status);
        status = awaited(status, overlapped);
        if (message != null) {
            return status;
        }
        if (status >= 0) {
            flags.value = 0;
        } else if (status == Status.MESSAGE_SIZE) {
            flags.value = AfdSocket.FLAG_PARTIAL;
        }
        return status;
    }

    /** @param control is used until the operation ends; null: none */
    int send(
            WSABUF @Nullable [] buffers,
            int count,
            int flags,
            @Nullable Endpoint to,
            @Nullable ControlData control,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int status = prepare(overlapped, routine);
        if (status != Status.OK) {
            return status;
        }
        if (count <= 0) {
            return Status.INVALID; // S114
        }
        socket.lock.lock();
        try {
            SendOperation operation = freeSend();
            if (!operation.capture(buffers, count)) {
                keep(operation);
                return Status.FAULT;
            }
            operation.flags = flags;
            operation.receiver(to);
            operation.control(control);
            begin(operation, overlapped, routine);
            status = socket.maySend(flags, to);
            if (status == Status.OK) {
                status = start(operation, false, true, true);
            } else {
                operation.forget();
            }
        } finally {
            socket.lock.unlock();
        }
        tellBegun(status);
        return awaited(status, overlapped);
    }

    /**
     * A socket without WSA_FLAG_OVERLAPPED has no asynchronous operations: the calling thread waits for this one, whatever
     * its mode (S112).
     */
    private int awaited(int status, OVERLAPPED overlapped) {
        if (status != Status.IO_PENDING || socket.overlapped) {
            return status;
        }
        leaveToOthers();
        boolean interrupted = false;
        while ((int) overlapped.Internal == NtStatus.PENDING) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        int ended = (int) overlapped.Internal;
        return NtStatus.isSuccess(ended) ? (int) overlapped.InternalHigh : NtStatus.toStatus(ended);
    }

    /** Also of a call that fails at once (A018, A019). */
    private int prepare(OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        if (routine != null && port != null) {
            return Status.INVALID; // a routine or a port, not both
        }
        HANDLE event = routine == null ? overlapped.hEvent : null; // with a routine it is the program's own
        if (event == null) {
            signalHandle(false);
        } else if (!upcalls().WPUResetEvent(event)) {
            return Status.INVALID_HANDLE;
        }
        overlapped.Internal = NtStatus.PENDING;
        return Status.OK;
    }

    private Upcalls upcalls() {
        return socket.session.upcalls();
    }

    private void begin(
            Operation operation, OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        if (routine == null) {
            operation.begin(overlapped, overlapped.hEvent, null, null);
        } else {
            operation.begin(overlapped, null, routine, upcalls().WPUOpenCurrentThread());
        }
    }

    /**
     * Starts an operation of another kind than a receive or a send; such a one always pends (A109, A125, A137).
     *
     * @param receiving whether it has its turn among the receives, or else among the sends
     * @param mayBegin asked with the lock held: OK, or why it cannot begin
     * @return IO_PENDING, or the failure, which nobody is told of (A088)
     */
    int submit(
            Operation operation,
            boolean receiving,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
            IntSupplier mayBegin) {
        int status = prepare(overlapped, routine);
        if (status != Status.OK) {
            return status;
        }
        begin(operation, overlapped, routine);
        socket.lock.lock();
        try {
            status = socket.closed() ? Status.NOT_SOCKET : mayBegin.getAsInt();
            if (status == Status.OK) {
                drive(operation);
                add(operation, receiving);
                status = Status.IO_PENDING;
            } else {
                operation.forget();
            }
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
        return status;
    }

    /** @return IO_PENDING, or the failure, which nobody is told of (A088) */
    int submit(Control operation, OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        int status = prepare(overlapped, routine);
        if (status != Status.OK) {
            return status;
        }
        begin(operation, overlapped, routine);
        return await(operation);
    }

    private int await(Control operation) {
        socket.lock.lock();
        try {
            OperationQueue controls = extras().controls;
            controls.add(operation); // before it begins, which may end it
            int status = socket.closed() ? Status.NOT_SOCKET : operation.begun();
            if (status != Status.OK && controls.remove(operation)) {
                operation.forget();
                return status;
            }
            return Status.IO_PENDING;
        } finally {
            socket.lock.unlock();
        }
    }

    /** A control operation has ended. */
    void end(Control operation, int result) {
        socket.lock.lock();
        try {
            if (!controls().remove(operation)) {
                return;
            }
            operation.over();
            operation.transferred = Math.max(0, result);
            complete(operation, result);
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
    }

    /** A control operation without OVERLAPPED: the calling thread waits for it. */
    int perform(Control operation) {
        Thread thread = Thread.currentThread();
        OVERLAPPED done = waitable(thread);
        operation.begin(done, null, null, null);
        int status = await(operation);
        return status == Status.IO_PENDING ? awaitTold(operation, done, thread, Deadline.NONE) : status;
    }

    /** @param attempts a receive is tried at once; else it is left to {@link #look} */
    int startRegistered(RegisteredRequest request, boolean receives, boolean attempts) {
        RegisteredOperation operation = request.operation instanceof RegisteredOperation kept && kept.owner == this
                ? kept
                : new RegisteredOperation(this, request, receives);
        request.operation = operation;
        int status = operation.prepare();
        if (status != Status.OK) {
            return status;
        }
        socket.lock.lock();
        try {
            status = socket.closed()
                    ? Status.OPERATION_ABORTED
                    : receives ? socket.mayReceive(0) : socket.maySend(0, null);
            if (status == Status.NOT_CONNECTED && request.address != null && !receives && !socket.isStream()) {
                status = Status.OK; // the address says where to
            }
            if (status != Status.OK) {
                complete(operation, status);
            } else if (attempts || !receives) {
                add(operation, receives);
            } else {
                incoming().add(operation);
                arm(Interest.READ);
            }
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
        return Status.OK;
    }

    /** Tries what is queued, on the calling thread. */
    void look() {
        socket.lock.lock();
        try {
            if (!socket.kernelClosed) {
                carryOn(incoming());
                carryOn(outgoing);
            }
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
    }

    /** Registered I/O: who waits for its completion queue drives the socket. */
    void watchBy(SocketPortWatch driver) {
        socket.lock.lock();
        try {
            if (watch == null || watch instanceof OperationDriver) {
                watch(driver);
            }
        } finally {
            socket.lock.unlock();
        }
    }

    /** A call that cannot begin stores STATUS_PENDING all the same (A019, A124). @return the reason */
    int refuse(OVERLAPPED overlapped, int why) {
        int status = prepare(overlapped, null);
        return status == Status.OK ? why : status;
    }

    /** An operation without OVERLAPPED: the calling thread waits for it. */
    int perform(Operation operation, IntSupplier mayBegin) {
        int status;
        socket.lock.lock();
        try {
            status = mayBegin.getAsInt();
        } finally {
            socket.lock.unlock();
        }
        return status == Status.OK ? awaitTurn(operation, false, Deadline.NONE) : status;
    }

    /**
     * Tells of something that is done already (A163): success is told at once, with 0 bytes (A102); what is not supported
     * pends and then fails.
     */
    int finish(OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, int result) {
        boolean fails = result == Status.OPERATION_NOT_SUPPORTED;
        int status = prepare(overlapped, routine);
        if (status != Status.OK) {
            return status;
        }
        if (result < 0 && !fails) {
            return result;
        }
        Operation done = new Operation(this) {
            @Override
            int attempt() {
                return result;
            }
        };
        begin(done, overlapped, routine);
        socket.lock.lock();
        try {
            done.immediate = !fails;
            complete(done, fails ? result : 0);
        } finally {
            socket.lock.unlock();
        }
        tellNow();
        return fails ? Status.IO_PENDING : result;
    }

    /** Tells of something that is done already, and succeeded, as if it had taken time (A163). @return IO_PENDING, … */
    int finishLater(OVERLAPPED overlapped, @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, int count) {
        int status = prepare(overlapped, routine);
        if (status != Status.OK) {
            return status;
        }
        Operation done = new Operation(this) {
            @Override
            int attempt() {
                return count;
            }
        };
        begin(done, overlapped, routine);
        done.transferred = count;
        socket.lock.lock();
        try {
            complete(done, count);
        } finally {
            socket.lock.unlock();
        }
        tellNow();
        return Status.IO_PENDING;
    }

    /** An operation that was issued at another socket goes on here; without the lock or with it. */
    void goOn(Operation receiving) {
        socket.lock.lock();
        try {
            if (socket.closed()) {
                receiving.result = Status.OPERATION_ABORTED;
                complete(receiving, Status.OPERATION_ABORTED);
            } else {
                add(receiving, true);
            }
        } finally {
            socket.lock.unlock();
        }
    }

    private void add(Operation operation, boolean receives) {
        OperationQueue queue = queue(receives);
        queue.add(operation);
        if (queue.peek() == operation) {
            carryOn(queue);
        }
        Operation first = queue.peek();
        if (first != null) {
            arm(first.interest());
        }
    }

    /** With the lock held, for an operation that was issued here: it waits at that other socket now. */
    void elsewhere(Operation operation, AfdSocket where) {
        Extras has = extras();
        Map<Operation, Operations> others = has.elsewhere;
        if (others == null) {
            others = new ConcurrentHashMap<>();
            has.elsewhere = others;
        }
        others.put(operation, where.operations());
    }

    /** From any thread, under any lock. */
    void notElsewhere(Operation operation) {
        Extras has = extras;
        Map<Operation, Operations> others = has == null ? null : has.elsewhere;
        if (others != null) {
            others.remove(operation);
        }
    }

    /** With the lock held: the queue to add to. */
    private OperationQueue queue(boolean receives) {
        if (!receives && outgoing == NONE) {
            outgoing = new OperationQueue();
        }
        return receives ? incoming() : outgoing;
    }

    /**
     * With the lock held.
     *
     * @param worthwhile whether a try can succeed
     * @param overlapped it is the program's, not a blocking call
     * @return the count, IO_PENDING, or the failure, which nobody is told of (A088)
     */
    private int start(Operation operation, boolean receives, boolean worthwhile, boolean overlapped) {
        if (socket.closed()) {
            operation.forget();
            return Status.NOT_SOCKET;
        }
        OperationQueue queue = receives ? incoming() : outgoing;
        if (queue.isEmpty() && worthwhile) {
            int n = operation.attempt();
            if (n >= 0 || n == Status.MESSAGE_SIZE) {
                misses = receives ? 0 : misses;
                operation.immediate = true;
                complete(operation, n);
                return n;
            }
            if (n != Status.WOULD_BLOCK) {
                operation.forget();
                return n;
            }
            misses = (byte) Math.min(misses + (receives ? 1 : 0), MISSES);
        }
        if (overlapped) {
            drive(operation);
        }
        queue = queue(receives);
        queue.add(operation);
        if (!receives && queue.peek() == operation && !socket.sendTurnTaken()) {
            carryOn(outgoing); // the thread that had the turn may have left before it could see this one
        }
        Operation first = queue.peek();
        if (first != null) {
            arm(first.interest());
        }
        return Status.IO_PENDING;
    }

    /** With the lock held: an operation of this thread's is about to pend. Without a port it is for who waits for it to drive. */
    private void drive(Operation operation) {
        // A virtual thread that drives would hold its carrier
        if (watch == null && socket.overlapped && !Threads.currentIsVirtual()) {
            Session session = socket.session;
            OperationDriver own = session.provider().waitPoint().own(session);
            watch = own != null && own.adopt(this) ? own : null;
        }
        if (watch instanceof OperationDriver driver && !operation.drivenBy(driver, upcalls())) {
            HANDLE event = handleEvent();
            if (event != null) {
                upcalls().attach(event, driver);
            }
        }
    }

    /** The calling thread is about to wait for an operation without driving it. */
    private void leaveToOthers() {
        SocketPortWatch driver;
        socket.lock.lock();
        try {
            driver = watch;
        } finally {
            socket.lock.unlock();
        }
        if (driver instanceof OperationDriver other) {
            other.bar();
        }
    }

    /**
     * A blocking call that must not overtake asynchronous ones is one itself, and its thread waits for it.
     *
     * @return as the call
     */
    int receiveBehind(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from, long deadline) {
        ReceiveBehind operation = new ReceiveBehind(this, one, many, flags, from);
        return awaitTurn(operation, true, deadline);
    }

    int sendBehind(@Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to, long deadline) {
        return awaitTurn(new SendBehind(this, one, many, flags, to), false, deadline);
    }

    int receiveMessageBehind(
            ByteBuffer[] to, int flags, @Nullable Endpoint from, MessageReceipt receipt, long deadline) {
        Operation operation = new Operation(this) {
            @Override
            int attempt() {
                return socket.receiveMessageNow(to, flags, from, receipt);
            }
        };
        return awaitTurn(operation, true, deadline);
    }

    int sendMessageBehind(ByteBuffer[] from, @Nullable Endpoint to, ControlData control, long deadline) {
        Operation operation = new Operation(this) {
            @Override
            int attempt() {
                do {
                    int n = socket.sendMessageNow(from, to, control);
                    if (n < 0) {
                        return n;
                    }
                    transferred += n;
                } while (Buffers.hasRemaining(null, from));
                return transferred;
            }

            @Override
            int interest() {
                return Interest.WRITE;
            }
        };
        return awaitTurn(operation, false, deadline);
    }

    private int awaitTurn(Operation operation, boolean receives, long deadline) {
        Thread thread = Thread.currentThread();
        OVERLAPPED done = waitable(thread);
        operation.begin(done, null, null, null);
        int status;
        socket.lock.lock();
        try {
            status = start(operation, receives, true, false);
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
        return status == Status.IO_PENDING ? awaitTold(operation, done, thread, deadline) : status;
    }

    private static OVERLAPPED waitable(Thread thread) {
        OVERLAPPED done = new OVERLAPPED() {
            @Override
            protected void completed() {
                LockSupport.unpark(thread);
            }
        };
        done.Internal = NtStatus.PENDING;
        return done;
    }

    private int awaitTold(Operation operation, OVERLAPPED done, Thread thread, long deadline) {
        leaveToOthers();
        boolean interrupted = false;
        while ((int) done.Internal == NtStatus.PENDING) {
            long left = Deadline.left(deadline);
            if (left != 0) {
                Deadline.park(this, left);
            } else if (cancel(done, null) == Status.OK) {
                operation.result = Status.TIMED_OUT;
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
        return operation.result == Status.OPERATION_ABORTED ? Status.INTERRUPTED : operation.result;
    }

    // ---------------------------------------------------------------- carrying on

    /** With the lock held: tries what is queued. @return what readiness the rest waits for */
    int carryOn(int ready) {
        if ((ready & ~Interest.WRITE) != 0) {
            carryOn(incoming());
        }
        if ((ready & (Interest.WRITE | Interest.FAILED)) != 0) {
            carryOn(outgoing);
            if (outgoing.isEmpty()) {
                socket.allSent();
            }
        }
        StateNotice registered = notice;
        if (registered != null) {
            noticeToPost |= registered.told(ready);
        }
        return interest();
    }

    private void carryOn(OperationQueue queue) {
        for (Operation first = queue.peek(); first != null; first = queue.peek()) {
            int n = first.attempt();
            if (n == Status.WOULD_BLOCK) {
                return;
            }
            queue.poll();
            if (first.movedOn()) {
                first.forget();
            } else {
                complete(first, n);
            }
        }
    }

    private int interest() {
        Operation receive = incoming().peek();
        Operation send = outgoing.peek();
        StateNotice registered = notice;
        return (receive == null ? 0 : receive.interest())
                | (send == null ? 0 : send.interest())
                | (registered == null ? 0 : registered.interest());
    }

    /** With the lock held. */
    private void arm(int interest) {
        SocketPortWatch driver = watch;
        if (driver != null && driver.arm(socket.kernel, StateNotice.polled(interest), this)) {
            watched = true;
        } else {
            empty = false;
            socket.kernel.arm(interest);
        }
    }

    /** The watch's poller tells of the socket, on the thread that waits for the port. */
    @Override
    public void ready(int ready) {
        socket.lock.lock();
        try {
            if (socket.kernelClosed) {
                return;
            }
            if ((ready & ~Interest.WRITE) != 0) {
                empty = false;
            }
            // A receive stops at an urgent byte: one that gets less than it asked for says nothing then
            ended |= (ready & (Interest.PEER_CLOSED | Interest.FAILED | Interest.URGENT)) != 0;
            int left = carryOn(ready);
            if (left != 0) {
                arm(left);
            }
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
    }

    /**
     * With the lock held: whether a receive is tried at once. What comes after a receive has taken all there was is told by
     * who waits for the port. Without a port somebody else may know before that there is something: so receives are tried
     * until that has proved vain.
     */
    private boolean worthwhile() {
        return !empty || port == null && misses < MISSES;
    }

    /** With the lock held: a receive has taken all there was. */
    void drained() {
        empty = watched && !ended;
    }

    /** A sender has left that had the turn. */
    void turnFree() {
        socket.lock.lock();
        try {
            if (!socket.kernelClosed) {
                carryOn(Interest.WRITE);
            }
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
    }

    // ---------------------------------------------------------------- telling

    private void complete(Operation operation, int result) {
        operation.result = result;
        // While its owner lets it go on here it is the owner that tells, with its own
        Operations telling = operation.owner.socket.lock.isHeldByCurrentThread() ? operation.owner : this;
        telling.completed().add(operation);
    }

    /** With the lock held: the queue to add to. */
    private OperationQueue completed() {
        if (completed == NONE) {
            completed = new OperationQueue();
        }
        return completed;
    }

    /** Tells what has completed, without the lock, unless another thread is about to. */
    void tellCompleted() {
        StateNotice toPost = null;
        socket.lock.lock();
        try {
            if (teller == null) {
                tellAll();
            }
            if (noticeToPost) {
                noticeToPost = false;
                toPost = notice;
            }
        } finally {
            socket.lock.unlock();
        }
        if (toPost != null) {
            toPost.post();
        }
    }

    // ---------------------------------------------------------------- state notifications

    /**
     * ProcessSocketNotifications, one registration.
     *
     * @return OK, or the Win32 error as a status
     */
    int notify(CompletionPort to, SocketPortWatch driver, @Nullable Object itsKey, Registration asked) {
        socket.lock.lock();
        try {
            StateNotice registered = notice;
            if (registered == null) {
                if (asked.removes()) {
                    return Status.NOT_FOUND;
                }
                if (port != null && port != to
                        || watch != null && watch != driver && !(watch instanceof OperationDriver)) {
                    return Status.INVALID_PARAMETER;
                }
                registered = new StateNotice(this, driver, to, itsKey);
                notice = registered;
                watch(driver);
            } else if (!registered.isAt(to) || registered.isRemoving() && !asked.removes()) {
                return Status.INVALID_PARAMETER;
            }
            if (asked.removes()) {
                noticeToPost |= registered.remove();
            } else if (asked.enables()) {
                noticeToPost |= registered.enable(asked.events(), asked.once(), asked.onEdge());
                armNotice();
            } else {
                registered.disable();
            }
        } finally {
            socket.lock.unlock();
        }
        tellCompleted();
        return Status.OK;
    }

    /** A call of the program's would have blocked. Without the lock. */
    void wouldBlock(int interest) {
        socket.lock.lock();
        try {
            StateNotice registered = notice;
            if (registered != null && registered.wouldBlock(interest)) {
                armNotice();
            }
        } finally {
            socket.lock.unlock();
        }
    }

    /** With the lock held. */
    void armNotice() {
        int interest = interest();
        if (interest != 0) {
            arm(interest);
        }
    }

    /** With the lock held: the last notification has been taken. */
    void noticeRemoved(StateNotice gone) {
        if (notice == gone) {
            notice = null;
        }
    }

    private void tellBegun(int status) {
        if (status == Status.IO_PENDING) {
            tellCompleted();
        } else {
            tellNow();
        }
    }

    /** What has completed is told when this returns, by whichever thread: the event is signalled, the packet queued. */
    void tellNow() {
        socket.lock.lock();
        try {
            if (teller == null) {
                tellAll();
            } else if (teller != Thread.currentThread()) {
                awaitTold(told + 1 + completed.size()); // the one that is being told, and those behind it
            }
        } finally {
            socket.lock.unlock();
        }
    }

    private void tellAll() {
        Operation operation = completed.poll();
        if (operation == null) {
            return;
        }
        teller = Thread.currentThread();
        while (operation != null) {
            socket.lock.unlock();
            try {
                operation.owner.tell(operation, this);
            } finally {
                socket.lock.lock();
            }
            told++;
            operation.forget();
            operation = completed.poll();
        }
        teller = null;
    }

    /**
     * For as long as it takes the teller to signal an event, which is long when the machine is busy; but not for a program
     * whose {@code completed()} blocks.
     */
    private void awaitTold(int all) {
        long patient = System.nanoTime() + PATIENCE_NANOS;
        while (told - all < 0) {
            boolean late = System.nanoTime() - patient > 0;
            if (late && inProgram) {
                return;
            }
            socket.lock.unlock();
            try {
                if (late) {
                    LockSupport.parkNanos(this, PAUSE_NANOS);
                } else {
                    Thread.yield();
                }
            } finally {
                socket.lock.lock();
            }
        }
    }

    /** @param telling whose turn it is; not those of the operation when it was issued at another socket */
    private void tell(Operation operation, Operations telling) {
        int status = operation.ntStatus();
        if (operation.tellsItself(status)) {
            return;
        }
        OVERLAPPED overlapped = operation.overlapped;
        operation.store();
        telling.inProgram = true;
        try {
            overlapped.complete(status, operation.transferred);
        } catch (RuntimeException | Error e) {
            LOG.error("OVERLAPPED.completed() of {} failed; the completion is told all the same", overlapped, e);
        } finally {
            telling.inProgram = false;
        }
        if (!socket.overlapped) {
            LockSupport.unpark(operation.issuer);
        }
        boolean called = operation.callRoutine(status);
        HANDLE event = operation.event;
        if (event != null) {
            upcalls().WPUSetEvent(event);
        } else if ((modes & SKIP_EVENT_ON_HANDLE) == 0) {
            signalHandle(true);
        }
        CompletionPort target = port;
        boolean skipped = operation.immediate && (modes & SKIP_PORT_ON_SUCCESS) != 0;
        if (target != null && !called && !skipped && !operation.wantsNoPacket()) {
            target.post(key, overlapped, status, operation.transferred);
        }
    }

    private void signalHandle(boolean on) {
        handleSignalled = on;
        HANDLE event = handleEvent();
        if (event != null) {
            if (on) {
                upcalls().WPUSetEvent(event);
            } else {
                upcalls().WPUResetEvent(event);
            }
        }
    }

    private @Nullable HANDLE handleEvent() {
        Extras has = extras;
        return has == null ? null : has.handleEvent;
    }

    HANDLE waitObject() {
        HANDLE event = handleEvent();
        if (event == null) {
            socket.lock.lock();
            try {
                event = handleEvent();
                if (event == null) {
                    event = upcalls().WPUCreateEvent();
                    extras().handleEvent = event;
                    if (watch instanceof OperationDriver driver) {
                        upcalls().attach(event, driver);
                    }
                    if (handleSignalled) {
                        upcalls().WPUSetEvent(event);
                    }
                }
            } finally {
                socket.lock.unlock();
            }
        }
        return event;
    }

    // ---------------------------------------------------------------- the end

    /** @return NOT_FOUND when no such operation is pending (A074) */
    int cancel(@Nullable OVERLAPPED overlapped, @Nullable Thread issuer) {
        boolean found;
        socket.lock.lock();
        try {
            // What has come already is not cancelled any more
            if (!socket.kernelClosed) {
                carryOn(incoming());
            }
            found = abort(incoming(), this, overlapped, issuer) | abort(outgoing, this, overlapped, issuer);
            found |= abort(controls(), this, overlapped, issuer);
            if (outgoing.isEmpty()) {
                socket.allSent();
            } else if (found) {
                carryOn(Interest.WRITE);
            }
        } finally {
            socket.lock.unlock();
        }
        tellNow();
        found |= cancelElsewhere(overlapped, issuer);
        return found ? Status.OK : Status.NOT_FOUND;
    }

    /** The accepting socket is closed: its AcceptEx ends. */
    void abortAccept(StreamSocket acceptor) {
        socket.lock.lock();
        try {
            for (Operation each = incoming().peek();
                    each != null;
                    each = incoming().after(each)) {
                if (each instanceof AcceptOperation accept && accept.isFor(acceptor)) {
                    abort(incoming(), this, accept.overlapped, null);
                    break;
                }
            }
        } finally {
            socket.lock.unlock();
        }
        tellNow();
    }

    /** Without the lock: those of other sockets come after this one. */
    private boolean cancelElsewhere(@Nullable OVERLAPPED overlapped, @Nullable Thread issuer) {
        Extras has = extras;
        Map<Operation, Operations> others = has == null ? null : has.elsewhere;
        boolean found = false;
        if (others != null) {
            for (Operations other : Set.copyOf(others.values())) {
                found |= other.cancelOf(this, overlapped, issuer);
            }
        }
        return found;
    }

    private boolean cancelOf(Operations owner, @Nullable OVERLAPPED overlapped, @Nullable Thread issuer) {
        boolean found;
        socket.lock.lock();
        try {
            if (!socket.kernelClosed) {
                carryOn(incoming());
            }
            found = abort(incoming(), owner, overlapped, issuer);
        } finally {
            socket.lock.unlock();
        }
        tellNow();
        return found;
    }

    private boolean abort(
            OperationQueue queue,
            @Nullable Operations owner,
            @Nullable OVERLAPPED overlapped,
            @Nullable Thread issuer) {
        return queue.move(owner, overlapped, issuer, Status.OPERATION_ABORTED, completed());
    }

    /** With the lock held: the socket is closed, and everything that is pending ends with it. */
    void abort() {
        if (!socket.kernelClosed) {
            carryOn(incoming()); // A118: what has come already is told
        }
        incoming().move(null, null, null, socket.closedReceives(), completed());
        abort(outgoing, null, null, null);
        abort(controls(), null, null, null);
        HANDLE event = handleEvent();
        if (event != null) {
            upcalls().WPUCloseEvent(event);
        }
        if (watch instanceof OperationDriver driver) {
            driver.disown(this);
        }
    }

    /** Without the lock, after {@link #abort}. */
    void abortElsewhere() {
        cancelElsewhere(null, null);
    }

    /** With the lock held: the socket's kernel socket is about to be given back. */
    void kernelGoes() {
        SocketPortWatch driver = watch;
        if (driver != null && watched) {
            driver.remove(socket.kernel);
            watched = false;
            empty = false;
            ended = false;
        }
    }

    /** With the lock held: from now on this drives the socket. */
    private void watch(@Nullable SocketPortWatch driver) {
        if (watch instanceof OperationDriver before && before != driver) {
            kernelGoes();
            before.disown(this);
        }
        watch = driver;
    }

    // ---------------------------------------------------------------- the port

    int associate(CompletionPort to, @Nullable Object itsKey, SocketPortWatch driver) {
        socket.lock.lock();
        try {
            if (port != null) {
                return Status.INVALID_PARAMETER; // A141
            }
            key = itsKey;
            port = to;
            watch(driver);
            int pending = interest();
            if (pending != 0) {
                arm(pending);
            }
            return Status.OK;
        } finally {
            socket.lock.unlock();
        }
    }

    /** The watch does not drive this any more: what is pending goes on by the I/O thread. */
    void unwatch(SocketPortWatch ending) {
        socket.lock.lock();
        try {
            if (watch == ending) {
                watch(null);
                watched = false;
                empty = false;
                int pending = interest();
                if (pending != 0 && !socket.kernelClosed) {
                    arm(pending);
                }
            }
        } finally {
            socket.lock.unlock();
        }
    }

    void modes(int flags) {
        modes |= (byte) (flags & (SKIP_PORT_ON_SUCCESS | SKIP_EVENT_ON_HANDLE));
    }

    // ---------------------------------------------------------------- used again

    private ReceiveOperation freeReceive() {
        ReceiveOperation free = freeReceives;
        if (free == null) {
            return new ReceiveOperation(this);
        }
        freeReceives = (ReceiveOperation) free.next;
        free.next = null;
        return free;
    }

    private SendOperation freeSend() {
        SendOperation free = freeSends;
        if (free == null) {
            return new SendOperation(this);
        }
        freeSends = (SendOperation) free.next;
        free.next = null;
        return free;
    }

    void keep(ReceiveOperation free) {
        free.next = freeReceives;
        freeReceives = free;
    }

    void keep(SendOperation free) {
        free.next = freeSends;
        freeSends = free;
    }

    /** A blocking receive behind asynchronous ones. */
    private static final class ReceiveBehind extends Operation {
        private final @Nullable ByteBuffer one;
        private final ByteBuffer[] many;
        private final int flags;
        private final @Nullable Endpoint from;

        ReceiveBehind(
                Operations owner, @Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint from) {
            super(owner);
            this.one = one;
            this.many = many;
            this.flags = flags;
            this.from = from;
        }

        @Override
        int attempt() {
            return owner.socket.receiveNow(one, many, flags, from);
        }

        @Override
        int interest() {
            return (flags & AfdSocket.FLAG_OOB) != 0 ? Interest.URGENT : Interest.READ;
        }
    }

    /** A blocking send behind asynchronous ones. */
    private static final class SendBehind extends Operation {
        private final @Nullable ByteBuffer one;
        private final ByteBuffer[] many;
        private final int flags;
        private final @Nullable Endpoint to;

        SendBehind(Operations owner, @Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable Endpoint to) {
            super(owner);
            this.one = one;
            this.many = many;
            this.flags = flags;
            this.to = to;
        }

        @Override
        int attempt() {
            do {
                int n = owner.socket.sendNow(one, many, flags, to);
                if (n < 0) {
                    return n;
                }
                transferred += n;
            } while (Buffers.hasRemaining(one, many));
            return transferred;
        }

        @Override
        int interest() {
            return Interest.WRITE;
        }
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.spi.CompletionPort;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.Transports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The base provider between the first WSAStartup and the last WSACleanup: its transport and its open sockets. */
final class Session {
    private final Transport transport;
    // A bit each by ordinal: asked for every socket of every wait.
    private final long capabilities;
    private final BaseProvider provider;
    private final Upcalls upcalls;
    private final Set<MultiWait> waits = ConcurrentHashMap.newKeySet();
    private final BindTable binds = new BindTable();
    private final PortReservations reservations = new PortReservations(this);
    private final NetworkChanges networkChanges = new NetworkChanges(this);
    private final BacklogWatch backlogs = new BacklogWatch();
    private final OpenSockets open = new OpenSockets();
    /** Guarded by itself. */
    private final Map<CompletionPort, SocketPortWatch> watches = new HashMap<>();

    /** Guarded by watches. */
    private @Nullable AfdSocket nothing;

    /** Written with watches locked. */
    private volatile @Nullable OperationAttendant operationAttendant;

    private final AtomicInteger urgentCount = new AtomicInteger();
    private volatile boolean ended;
    // Who still needs the transport: the session itself and each closed socket that is sending its rest.
    private final AtomicInteger needed = new AtomicInteger(1);

    Session(BaseProvider provider, Transport transport, Upcalls upcalls) {
        this.provider = provider;
        this.upcalls = upcalls;
        this.transport = transport;
        this.capabilities = Transports.enabled(transport.capabilities()).stream()
                .mapToLong(Session::bit)
                .reduce(0, (all, one) -> all | one);
    }

    Transport transport() {
        return transport;
    }

    boolean can(Capability capability) {
        return (capabilities & bit(capability)) != 0;
    }

    private static long bit(Capability capability) {
        return 1L << capability.ordinal();
    }

    BaseProvider provider() {
        return provider;
    }

    Upcalls upcalls() {
        return upcalls;
    }

    void waiting(MultiWait wait) {
        waits.add(wait);
    }

    void notWaiting(MultiWait wait) {
        waits.remove(wait);
    }

    /** The socket is being closed: ends the waits that have it, which keep its descriptor until they are over. */
    void wakeWaits(AfdSocket closing) {
        for (MultiWait wait : waits) {
            if (wait.keep(closing)) {
                wait.wake();
            }
        }
    }

    /** An urgent byte went from the kernel to its socket's queue: waits may be for it that saw neither. */
    void urgentTaken() {
        urgentCount.incrementAndGet();
        waits.forEach(MultiWait::wake);
    }

    int urgentCount() {
        return urgentCount.get();
    }

    NetworkChanges networkChanges() {
        return networkChanges;
    }

    BacklogWatch backlogs() {
        return backlogs;
    }

    PortReservations reservations() {
        return reservations;
    }

    BindTable binds() {
        return binds;
    }

    /** @return false when the session has ended meanwhile: then the socket is closed */
    boolean opened(AfdSocket socket) {
        open.add(socket);
        if (ended && socket.markClosed()) {
            socket.wakeToRelease();
            socket.awaitRelease();
        }
        return !ended;
    }

    void closed(AfdSocket socket) {
        open.remove(socket);
    }

    /** What a closed handle stands for while its twins live: a closed socket. */
    AfdSocket nothing() throws TransportException {
        synchronized (watches) {
            AfdSocket made = nothing;
            if (made == null) {
                made = new DatagramSocket(this, Protocols.all().get(0), true, AfdSocket.openKernel(this, false, false));
                made.close();
                nothing = made;
            }
            return made;
        }
    }

    /** What drives the sockets of a completion port; made for its first one. */
    SocketPortWatch watchFor(CompletionPort port) throws TransportException {
        synchronized (watches) {
            SocketPortWatch watch = watches.get(port);
            if (watch == null) {
                watch = new SocketPortWatch(this, transport.poller());
                watches.put(port, watch);
            }
            return watch;
        }
    }

    @Nullable
    SocketPortWatch watchOf(CompletionPort port) {
        synchronized (watches) {
            return watches.get(port);
        }
    }

    /** Of the operations of sockets without a port; null: the session has ended. */
    @Nullable
    OperationAttendant operationAttendant() {
        OperationAttendant made = operationAttendant;
        if (made != null) {
            return made;
        }
        synchronized (watches) {
            made = operationAttendant;
            if (made == null && !ended) {
                made = new OperationAttendant(this);
                operationAttendant = made;
            }
            return made;
        }
    }

    /** The watch is about to end: pending operations of its sockets go on by the I/O thread. */
    void unwatch(SocketPortWatch ending) {
        synchronized (watches) {
            watches.values().remove(ending);
        }
        for (AfdSocket socket : open.all()) {
            Operations operations = socket.operations;
            if (operations != null) {
                operations.unwatch(ending);
            }
        }
    }

    /** A closed socket goes on sending in the background: the transport must live on until {@link #release}. */
    void retain() {
        needed.incrementAndGet();
    }

    void release() {
        if (needed.decrementAndGet() == 0) {
            transport.close();
        }
    }

    /** Closes every socket, ends every blocked call, and the transport as soon as all queued data are sent. */
    void end() {
        // All are marked, and their selections ended, before the first is released: a call must end because its socket
        // is
        // closed, and an event object stay as it is, not change because a peer in this process was closed a moment
        // before. All are woken before the first is waited for, so that hundreds of
        // blocked threads leave together.
        ended = true;
        List<AfdSocket> closing = new ArrayList<>();
        for (AfdSocket socket : open.all()) {
            if (socket.markClosed()) {
                closing.add(socket);
            }
        }
        closing.forEach(AfdSocket::cancelEvents);
        closing.forEach(AfdSocket::wakeToRelease);
        closing.forEach(AfdSocket::awaitRelease);
        List<SocketPortWatch> ending;
        OperationAttendant attendant;
        synchronized (watches) {
            ending = new ArrayList<>(watches.values());
            attendant = operationAttendant;
        }
        ending.forEach(SocketPortWatch::close);
        if (attendant != null) {
            attendant.end();
        }
        networkChanges.end();
        backlogs.end();
        reservations.end();
        release();
    }
}

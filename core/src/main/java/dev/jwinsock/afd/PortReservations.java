package dev.jwinsock.afd;

import dev.jwinsock.INET_PORT_RESERVATION_INSTANCE;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of ports that sockets of this session have reserved. The kernels have no such thing: a kernel socket is bound
 * to each port and keeps everybody off it, and gives way when a socket takes the port out of the reservation.
 *
 * <p>Guarded by the lock of the bind table, as binding is.
 */
final class PortReservations {
    private static final int ATTEMPTS = 64;
    private static final int MOST_PORTS = 65_536;

    private static final class Reservation {
        final AfdSocket owner;
        final int start;
        final @Nullable TransportSocket[] holders;

        Reservation(AfdSocket owner, int start, int count) {
            this.owner = owner;
            this.start = start;
            this.holders = new TransportSocket[count];
        }

        boolean isFor(boolean stream) {
            return owner.isStream() == stream;
        }

        boolean has(int port) {
            return port >= start && port < start + holders.length;
        }
    }

    private final Session session;
    private final Map<Long, Reservation> byToken = new HashMap<>();
    /** Whether there is any: asked without the lock. */
    private volatile boolean any;

    PortReservations(Session session) {
        this.session = session;
    }

    // ---------------------------------------------------------------- the control codes

    /**
     * @param start 0 for any block
     * @param out is given the block and its token
     * @return OK, ADDRESS_IN_USE, or ACCESS when a part of it is reserved already
     */
    int acquire(AfdSocket owner, int start, int count, INET_PORT_RESERVATION_INSTANCE out) {
        session.binds().lock().lock();
        try {
            Reservation made = null;
            int status = Status.ADDRESS_IN_USE;
            if (start != 0) {
                Reservation wanted = new Reservation(owner, start, count);
                status = hold(wanted);
                made = status == Status.OK ? wanted : null;
            } else {
                // ACCESS: next to the free port is a block that is reserved
                for (int i = 0; i < ATTEMPTS && (status == Status.ADDRESS_IN_USE || status == Status.ACCESS); i++) {
                    made = anyBlock(owner, count);
                    status = made == null ? Status.ADDRESS_IN_USE : hold(made);
                }
            }
            if (status != Status.OK || made == null) {
                return status;
            }
            long token = newToken();
            byToken.put(token, made);
            any = true;
            out.Reservation.StartPort = Short.reverseBytes((short) made.start);
            out.Reservation.NumberOfPorts = (short) count;
            out.Token.Token = token;
            return Status.OK;
        } finally {
            session.binds().lock().unlock();
        }
    }

    private long newToken() {
        long token;
        do {
            token = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        } while (byToken.containsKey(token));
        return token;
    }

    /** A block where the system has a free port. */
    private @Nullable Reservation anyBlock(AfdSocket owner, int count) {
        try {
            TransportSocket probe = open(session.transport(), owner.isStream());
            try {
                Endpoint found = new Endpoint();
                if (bind(probe, 0) != Status.OK || probe.localAddress(found) != Status.OK) {
                    return null;
                }
                int start = found.port() + count <= MOST_PORTS ? found.port() : found.port() - count;
                return start > 0 ? new Reservation(owner, start, count) : null;
            } finally {
                probe.close();
            }
        } catch (TransportException e) {
            return null;
        }
    }

    /** Binds to all ports, or to none. */
    private int hold(Reservation wanted) {
        int status = Status.OK;
        for (int i = 0; i < wanted.holders.length && status == Status.OK; i++) {
            boolean reserved = isReserved(wanted.start + i, wanted.owner.isStream());
            status = reserved ? Status.ACCESS : hold(wanted, i, false);
        }
        if (status != Status.OK) {
            free(wanted);
        }
        return status;
    }

    private int hold(Reservation wanted, int index, boolean again) {
        try {
            TransportSocket holder = open(session.transport(), wanted.owner.isStream());
            if (again) {
                // Connections of the socket that had the port may not have ended altogether
                holder.setOption(TransportOption.REUSE_ADDRESS, 1);
            }
            int status = bind(holder, wanted.start + index);
            if (status != Status.OK) {
                holder.close();
                return status;
            }
            if (again) {
                holder.setOption(TransportOption.REUSE_ADDRESS, 0);
            }
            wanted.holders[index] = holder;
            return Status.OK;
        } catch (TransportException e) {
            return e.status() == Status.TOO_MANY_FILES ? Status.NO_BUFFERS : e.status();
        }
    }

    /** On both stacks where there are two. */
    static TransportSocket open(Transport transport, boolean stream) throws TransportException {
        Transport.Kind kind = stream ? Transport.Kind.STREAM : Transport.Kind.DATAGRAM;
        try {
            return transport.open(true, kind);
        } catch (TransportException e) {
            if (e.status() != Status.FAMILY_NOT_SUPPORTED) {
                throw e;
            }
            return transport.open(false, kind);
        }
    }

    static int bind(TransportSocket holder, int port) {
        int status = holder.bind(new Endpoint().setWildcard(true, port));
        return status == Status.FAMILY_NOT_SUPPORTED ? holder.bind(new Endpoint().setWildcard(false, port)) : status;
    }

    private static void free(Reservation ending) {
        for (int i = 0; i < ending.holders.length; i++) {
            TransportSocket holder = ending.holders[i];
            if (holder != null) {
                holder.close();
                ending.holders[i] = null;
            }
        }
    }

    /** Sockets keep the ports that they have taken out of it. @return OK, or INVALID when there is no such reservation */
    int release(long token, boolean stream) {
        session.binds().lock().lock();
        try {
            Reservation found = byToken.get(token);
            if (found == null || !found.isFor(stream)) {
                return Status.INVALID;
            }
            byToken.remove(token);
            free(found);
            any = !byToken.isEmpty();
            return Status.OK;
        } finally {
            session.binds().lock().unlock();
        }
    }

    /** Also of a persistent one. */
    boolean exists(long token, boolean stream) {
        if (PersistentPorts.find(token, stream) != null) {
            return true;
        }
        session.binds().lock().lock();
        try {
            Reservation found = byToken.get(token);
            return found != null && found.isFor(stream);
        } finally {
            session.binds().lock().unlock();
        }
    }

    // ---------------------------------------------------------------- binding, with the table's lock held

    private @Nullable Reservation find(int port, boolean stream) {
        for (Reservation each : byToken.values()) {
            if (each.isFor(stream) && each.has(port)) {
                return each;
            }
        }
        return null;
    }

    /** Whether a port may be bound to without an association. */
    boolean isReserved(int port, boolean stream) {
        return port != 0 && (any && find(port, stream) != null || PersistentPorts.find(port, stream) != null);
    }

    /**
     * Binds a socket that is associated with a reservation.
     *
     * @param address port 0 for any of the block; is given the port
     * @param call binds the socket to the address
     * @return OK; ADDRESS_IN_USE when none is left; ADDRESS_NOT_AVAILABLE for a port that is not of the block; INVALID when
     *     the reservation is gone
     */
    int bindWithin(long token, boolean stream, Endpoint address, IntSupplier call) {
        PersistentPorts.Block block = PersistentPorts.find(token, stream);
        return block == null ? bindWithin(byToken.get(token), address, call) : bindWithin(block, address, call);
    }

    private static int bindWithin(PersistentPorts.Block block, Endpoint address, IntSupplier call) {
        int wanted = address.port();
        if (wanted != 0) {
            return block.has(wanted) ? call.getAsInt() : Status.ADDRESS_NOT_AVAILABLE;
        }
        int status = Status.ADDRESS_IN_USE;
        for (int i = 0; i < block.count() && status == Status.ADDRESS_IN_USE; i++) {
            address.port(block.start() + i);
            status = call.getAsInt();
        }
        return status;
    }

    /** Binds a socket that is not associated to any port which is not reserved. */
    int bindOutside(boolean stream, Endpoint address, IntSupplier call) {
        int status = Status.ADDRESS_IN_USE;
        for (int i = 0; i < ATTEMPTS && status == Status.ADDRESS_IN_USE; i++) {
            address.port(PersistentPorts.freePort(session.transport(), stream));
            status = call.getAsInt();
        }
        return status;
    }

    private int bindWithin(@Nullable Reservation from, Endpoint address, IntSupplier call) {
        if (from == null) {
            return Status.INVALID;
        }
        int wanted = address.port();
        if (wanted != 0 && !from.has(wanted)) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
        for (int i = 0; i < from.holders.length; i++) {
            TransportSocket holder = from.holders[i];
            if (holder == null || wanted != 0 && wanted != from.start + i) {
                continue;
            }
            holder.close();
            from.holders[i] = null;
            address.port(from.start + i);
            int status = call.getAsInt();
            if (status == Status.OK) {
                return Status.OK;
            }
            hold(from, i, true);
            if (status != Status.ADDRESS_IN_USE) {
                return status;
            }
        }
        address.port(wanted);
        return wanted == 0 ? Status.ADDRESS_IN_USE : call.getAsInt();
    }

    /** A socket has left its port, which goes back to the reservation, if it came from one. */
    void portLeft(AfdSocket socket, int port) {
        if (!any) {
            return;
        }
        Reservation from = find(port, socket.isStream());
        if (from != null && from.holders[port - from.start] == null && from.owner != socket) {
            hold(from, port - from.start, true);
        }
    }

    /** "Runtime port reservations last only as long as the lifetime of the socket." */
    void ownerClosed(AfdSocket socket) {
        if (!any) {
            return;
        }
        session.binds().lock().lock();
        try {
            List<Long> ending = new ArrayList<>();
            byToken.forEach((token, each) -> {
                if (each.owner == socket) {
                    ending.add(token);
                }
            });
            for (Long token : ending) {
                release(token, socket.isStream());
            }
        } finally {
            session.binds().lock().unlock();
        }
    }

    void end() {
        session.binds().lock().lock();
        try {
            byToken.values().forEach(PortReservations::free);
            byToken.clear();
            any = false;
        } finally {
            session.binds().lock().unlock();
        }
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import dev.jwinsock.transport.TransportSocket;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Carries the bind table's verdicts out on the kernel.
 *
 * <p>The kernel socket is bound strictly, without SO_REUSEADDR or SO_REUSEPORT, so that another process is refused just
 * as on Windows. Three things need more:
 *
 * <ul>
 *   <li>two sockets of this process may share where the table says so: both allow it for the moment of the system call
 *       that needs it, then no more;
 *   <li>Windows lets a server start again while connections of its predecessor are in TIME_WAIT, Linux only with
 *       SO_REUSEADDR: it is switched on for a second try, and before listen and connect so that the connections made
 *       there do not stand in the next server's way. Exclusive sockets go without, and stay busy until their connections
 *       have ended, as documented;
 *   <li>a program that asks for SO_REUSEADDR itself shares with other processes that ask for it, too.
 * </ul>
 */
final class Binder {
    private Binder() {}

    /** Called with the socket's lock held. */
    static int bind(AfdSocket socket, Endpoint address) {
        BindTable table = socket.session.binds();
        table.lock().lock();
        try {
            BindTable.Entry entry = new BindTable.Entry(socket, address, sharing(socket), dual(socket, address));
            ControlSettings settings = socket.settingsIfAny();
            PortReservations reservations = socket.session.reservations();
            int status;
            if (settings != null && settings.reservation != 0) {
                status = reservations.bindWithin(
                        settings.reservation, socket.isStream(), address, () -> bind(socket, address, entry));
            } else if (reservations.isReserved(address.port(), socket.isStream())) {
                status = Status.ACCESS;
            } else if (address.port() == 0
                    && socket.value(SocketOptions.REUSE_UNICAST_PORT) == 0
                    && PersistentPorts.any(socket.isStream())) {
                status = reservations.bindOutside(socket.isStream(), address, () -> bind(socket, address, entry));
            } else {
                status = bind(socket, address, entry);
            }
            if (status != Status.OK) {
                return status;
            }
            if (address.port() == 0) {
                Endpoint local = new Endpoint();
                socket.kernel.localAddress(local);
                entry.address.port(local.port());
            }
            socket.boundTo(entry);
            if (entry.address.port() != 0) {
                table.add(entry);
            }
            return Status.OK;
        } finally {
            table.lock().unlock();
        }
    }

    private static int bind(AfdSocket socket, Endpoint address, BindTable.Entry entry) {
        entry.address.port(address.port());
        int status = address.port() == 0 ? Status.OK : socket.session.binds().check(entry);
        return status == Status.OK ? bindKernel(socket, address, entry) : status;
    }

    private static int bindKernel(AfdSocket socket, Endpoint address, BindTable.Entry entry) {
        if (entry.sharing == BindTable.Sharing.REUSE) {
            share(socket, true);
            socket.kernel.setOption(TransportOption.REUSE_ADDRESS, 1);
        }
        if (entry.parallel) {
            socket.kernel.setOption(TransportOption.REUSE_PORT, 1);
        }
        int status = socket.kernel.bind(address);
        if (status != Status.ADDRESS_IN_USE) {
            return status;
        }
        if (address.port() == 0) {
            return Status.NO_BUFFERS; // the dynamic range is used up: STATUS_TOO_MANY_ADDRESSES there
        }
        boolean pastConnections = socket.isStream() && entry.sharing == BindTable.Sharing.DEFAULT;
        if (pastConnections) {
            socket.kernel.setOption(TransportOption.REUSE_ADDRESS, 1);
            status = socket.kernel.bind(address);
        }
        if (status == Status.ADDRESS_IN_USE) {
            status = whileSharing(entry, () -> socket.kernel.bind(address));
        }
        if (pastConnections) {
            socket.kernel.setOption(TransportOption.REUSE_ADDRESS, 0);
        }
        return status;
    }

    /** SO_REUSE_UNICASTPORT: connect or listen may just have chosen the port. With the socket's lock held. */
    static void portChosen(AfdSocket socket) {
        BindTable.Entry entry = socket.bound;
        if (entry == null || entry.address.port() != 0) {
            return;
        }
        Endpoint local = new Endpoint();
        socket.kernel.localAddress(local);
        if (local.port() != 0) {
            socket.session.binds().addLate(entry, local.port());
        }
    }

    /**
     * Gives a bound socket's port to the kernel socket that takes the place of {@code old}: without a gap where the
     * kernel lets both hold it for a moment.
     */
    static void rebind(BindTable.Entry entry, TransportSocket old, TransportSocket fresh) {
        Endpoint address = new Endpoint().copyFrom(entry.address);
        if (entry.socket.ipv6()) {
            address.mapToIpv6();
        }
        BindTable table = entry.socket.session.binds();
        table.lock().lock();
        try {
            if (entry.lentByConnect) {
                table.takeBack(entry);
                address.port(0);
            }
            old.setOption(TransportOption.REUSE_ADDRESS, 1);
            fresh.setOption(TransportOption.REUSE_ADDRESS, 1);
            int status = fresh.bind(address);
            old.close();
            if (status != Status.OK) {
                fresh.bind(address);
            }
            if (entry.sharing != BindTable.Sharing.REUSE) {
                fresh.setOption(TransportOption.REUSE_ADDRESS, 0);
            }
        } finally {
            table.lock().unlock();
        }
    }

    /** Before listen and connect. */
    static void allowRestart(AfdSocket socket) {
        BindTable.Entry entry = socket.bound;
        if (entry != null && entry.sharing == BindTable.Sharing.DEFAULT) {
            socket.kernel.setOption(TransportOption.REUSE_ADDRESS, 1);
        }
    }

    /**
     * Runs a system call (bind, listen) that the kernel refuses because of sockets of this process that the table lets
     * share.
     */
    static int whileSharing(BindTable.Entry entry, IntSupplier call) {
        BindTable table = entry.socket.session.binds();
        table.lock().lock();
        try {
            List<BindTable.Entry> others = table.neighbours(entry);
            if (others.isEmpty() || !entry.socket.session.can(Capability.REUSE_CONTROL)) {
                return Status.ADDRESS_IN_USE;
            }
            share(entry.socket, true);
            others.forEach(other -> share(other.socket, true));
            try {
                return call.getAsInt();
            } finally {
                others.forEach(Binder::unshare);
                unshare(entry);
            }
        } finally {
            table.lock().unlock();
        }
    }

    // TCP shares a port by SO_REUSEPORT; for UDP that would spread datagrams over the sockets, SO_REUSEADDR does not.
    private static void share(AfdSocket socket, boolean on) {
        TransportOption option = socket.isStream() ? TransportOption.REUSE_PORT : TransportOption.REUSE_ADDRESS;
        socket.kernel.setOption(option, on ? 1 : 0);
    }

    private static void unshare(BindTable.Entry entry) {
        if (entry.sharing != BindTable.Sharing.REUSE) {
            share(entry.socket, false);
        }
    }

    private static BindTable.Sharing sharing(AfdSocket socket) {
        if (socket.value(SocketOptions.EXCLUSIVE_ADDRESS_USE) != 0) {
            return BindTable.Sharing.EXCLUSIVE;
        }
        boolean shares =
                socket.value(SocketOptions.REUSE_ADDRESS) != 0 || socket.value(SocketOptions.REUSE_MULTICAST_PORT) != 0;
        return shares ? BindTable.Sharing.REUSE : BindTable.Sharing.DEFAULT;
    }

    private static boolean dual(AfdSocket socket, Endpoint address) {
        return socket.ipv6() && !socket.v6Only() && address.isWildcard() && !address.isMapped();
    }
}

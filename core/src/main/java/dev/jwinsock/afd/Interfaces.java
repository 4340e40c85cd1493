package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import dev.jwinsock.transport.TransportSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Network interfaces, which multicast names by an index or by one of their addresses. */
final class Interfaces {
    /** A port to name in a question about routes; nothing is sent to it. */
    private static final int DISCARD = 9;

    private Interfaces() {}

    /** @return the index, or ADDRESS_NOT_AVAILABLE */
    static int byIndex(int index) {
        try {
            return index > 0 && NetworkInterface.getByIndex(index) != null ? index : Status.ADDRESS_NOT_AVAILABLE;
        } catch (SocketException e) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
    }

    /**
     * The interface that an IPv4 option means (A222).
     *
     * @param address in host order; in 0.0.0.0/8 it is an index
     * @return its index, 0 for 0.0.0.0, or ADDRESS_NOT_AVAILABLE
     */
    static int byIpv4(int address) {
        if (address == 0) {
            return 0;
        }
        return address >>> 24 == 0 ? byIndex(address) : owner(new Endpoint().setIpv4(address, 0));
    }

    /** @return the index of the interface that has the address, or ADDRESS_NOT_AVAILABLE */
    static int owner(Endpoint address) {
        try {
            NetworkInterface found = NetworkInterface.getByInetAddress(
                    address.toInetSocketAddress().getAddress());
            return found == null ? Status.ADDRESS_NOT_AVAILABLE : found.getIndex();
        } catch (SocketException e) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
    }

    /**
     * The interface for a group when the program names none: where the route to it leads, else the first that can carry
     * multicast, else the loopback interface.
     *
     * @return its index, or ADDRESS_NOT_AVAILABLE
     */
    static int standardFor(Endpoint group, Transport transport) {
        Endpoint source = sourceTowards(group, transport);
        int routed = source == null ? Status.ADDRESS_NOT_AVAILABLE : owner(source);
        if (routed > 0) {
            return routed;
        }
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.filter(each -> carries(each, group.isIpv6()))
                    .min(Comparator.comparing(Interfaces::isLoopback).thenComparing(NetworkInterface::getIndex))
                    .map(NetworkInterface::getIndex)
                    .orElse(Status.ADDRESS_NOT_AVAILABLE);
        } catch (SocketException e) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
    }

    private static @Nullable Endpoint sourceTowards(Endpoint address, Transport transport) {
        try {
            TransportSocket probe = transport.open(address.isIpv6(), Transport.Kind.DATAGRAM);
            try {
                Endpoint to = new Endpoint().copyFrom(address);
                to.port(DISCARD);
                Endpoint source = new Endpoint();
                boolean known = probe.connect(to) == Status.OK && probe.localAddress(source) == Status.OK;
                return known && !source.isWildcard() ? source : null;
            } finally {
                probe.close();
            }
        } catch (TransportException e) {
            return null; // no descriptor: judged by the interfaces alone
        }
    }

    private static boolean carries(NetworkInterface candidate, boolean ipv6) {
        try {
            return candidate.isUp()
                    && (candidate.supportsMulticast() || candidate.isLoopback())
                    && candidate.inetAddresses().anyMatch(address -> address instanceof Inet6Address == ipv6);
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isLoopback(NetworkInterface candidate) {
        try {
            return candidate.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    /** All addresses of this host, without scope ids. */
    static Set<Endpoint> localAddresses(boolean ipv6) {
        Set<Endpoint> found = new HashSet<>();
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            all.flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet6Address == ipv6)
                    .forEach(address -> found.add(endpoint(address)));
        } catch (SocketException e) {
            return found;
        }
        return found;
    }

    private static Endpoint endpoint(InetAddress address) {
        Endpoint made = new Endpoint().set(new InetSocketAddress(address, 0), false);
        made.scopeId(0);
        return made;
    }
}

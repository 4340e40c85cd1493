package dev.jwinsock.multipoint;

import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * SIO_MULTICAST_SCOPE: over how many routed network segments a session may go. 0: within this host, 1: not past a router.
 * It is the hop limit of the connections. Until it is set they have TCP's own, since the default of 1 is there to keep
 * datagrams from flooding other networks, which connections do not do.
 *
 * <p>Guarded by the session's lock.
 */
final class Scope {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 23;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_TTL = 4;
    private static final int IPV6_UNICAST_HOPS = 4;
    private static final int MOST = 255;
    private static final int UNSET = -1;

    private int routers = UNSET;

    int set(int value) {
        if (value < 0 || value > MOST) {
            return Status.INVALID;
        }
        routers = value;
        return Status.OK;
    }

    /** To a socket of the session. */
    int apply(TransportServiceProvider base, SocketHandle s, int family) {
        if (routers == UNSET) {
            return Status.OK;
        }
        byte[] hops = Bytes.of(Math.max(1, routers));
        return family == AF_INET
                ? base.WSPSetSockOpt(s, IPPROTO_IP, IP_TTL, hops, hops.length)
                : base.WSPSetSockOpt(s, IPPROTO_IPV6, IPV6_UNICAST_HOPS, hops, hops.length);
    }

    /** Whether a leaf at the address can be in the session. @return OK or NETWORK_UNREACHABLE */
    int admits(sockaddr leaf) {
        if (routers != 0) {
            return Status.OK;
        }
        InetAddress address = addressOf(leaf);
        return address == null || isLocal(address) ? Status.OK : Status.NETWORK_UNREACHABLE;
    }

    /** Null: it is none, which connect will find. */
    private static @Nullable InetAddress addressOf(sockaddr leaf) {
        int family = leaf.sa_family();
        return family == AF_INET || family == AF_INET6
                ? leaf.toInetSocketAddress().getAddress()
                : null;
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}

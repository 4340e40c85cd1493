package dev.jwinsock.ws2;

import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCKET_ADDRESS;
import dev.jwinsock.SOCKET_ADDRESS_LIST;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.Winsock2;
import dev.jwinsock.addrinfo;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** WSAConnectByName and WSAConnectByList: to the first address that answers. */
public final class Connector {
    private static final int FIONBIO = 0x8004667E;
    private static final int SOL_SOCKET = 0xffff;
    private static final int SO_ERROR = 0x1007;
    private static final int SO_PROTOCOL_INFO = 0x2005;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 27;
    private static final int AF_UNIX = 1;
    private static final int AF_INET6 = 23;
    /** In the structures of both internet families. */
    private static final int PORT_OFFSET = 2;

    private static final int SOCK_STREAM = 1;
    private static final int V4MAPPED = 0x800;
    private static final int ALL = 0x100;

    private final SocketHandle socket;
    private final WSAPROTOCOL_INFO info;
    /** nanoTime at which it has lasted too long, or null. */
    private final @Nullable Long end;

    private Connector(SocketHandle socket, WSAPROTOCOL_INFO info, @Nullable timeval timeout) {
        this.socket = socket;
        this.info = info;
        this.end = timeout == null
                ? null
                : System.nanoTime()
                        + TimeUnit.SECONDS.toNanos(timeout.tv_sec)
                        + TimeUnit.MICROSECONDS.toNanos(timeout.tv_usec);
    }

    /** WSAConnectByName. */
    public static boolean byName(
            @Nullable SOCKET s,
            @Nullable String node,
            @Nullable String service,
            @Nullable IntRef localLength,
            @Nullable sockaddr local,
            @Nullable IntRef remoteLength,
            @Nullable sockaddr remote,
            @Nullable timeval timeout,
            @Nullable Object reserved) {
        Connector connector = of(s, timeout);
        if (connector == null) {
            return false;
        }
        if (node == null || service == null || reserved != null) {
            return failed(Status.INVALID); // A133
        }
        if (connector.info.iSocketType != SOCK_STREAM) {
            return failed(Status.INVALID);
        }
        boolean ipv6 = connector.info.iAddressFamily == AF_INET6;
        addrinfo hints = new addrinfo();
        hints.ai_family = connector.info.iAddressFamily;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = ipv6 && connector.isDualStack() ? V4MAPPED | ALL : 0;
        Ref<addrinfo> found = new Ref<>();
        int error = HostNames.getaddrinfo(node, service, hints, found);
        if (error != 0) {
            return failed(-error);
        }
        List<SOCKET_ADDRESS> addresses = new ArrayList<>();
        for (addrinfo each = found.value; each != null; each = each.ai_next) {
            if (each.ai_addr != null) {
                addresses.add(new SOCKET_ADDRESS(each.ai_addr));
            }
        }
        return connector.connect(addresses, localLength, local, remoteLength, remote);
    }

    /** WSAConnectByList. */
    public static boolean byList(
            @Nullable SOCKET s,
            @Nullable SOCKET_ADDRESS_LIST list,
            @Nullable IntRef localLength,
            @Nullable sockaddr local,
            @Nullable IntRef remoteLength,
            @Nullable sockaddr remote,
            @Nullable timeval timeout,
            @Nullable Object reserved) {
        Connector connector = of(s, timeout);
        if (connector == null) {
            return false;
        }
        if (list == null
                || reserved != null
                || list.iAddressCount <= 0
                || list.iAddressCount > list.Address.length
                || connector.info.iSocketType != SOCK_STREAM) {
            return failed(Status.INVALID);
        }
        return connector.connect(
                List.of(list.Address).subList(0, list.iAddressCount), localLength, local, remoteLength, remote);
    }

    private static @Nullable Connector of(@Nullable SOCKET s, @Nullable timeval timeout) {
        if (!Startup.started()) {
            failed(Status.NOT_INITIALISED);
            return null;
        }
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        if (!(s instanceof SocketHandle h)
                || OptionValues.get(h, SOL_SOCKET, SO_PROTOCOL_INFO, info, new IntRef(info.sizeof())) != 0) {
            failed(Status.NOT_SOCKET);
            return null;
        }
        if (timeout != null && (timeout.tv_sec < 0 || timeout.tv_usec < 0)) {
            failed(Status.INVALID);
            return null;
        }
        return new Connector(h, info, timeout);
    }

    private boolean isDualStack() {
        IntRef only = new IntRef(1);
        return OptionValues.get(socket, IPPROTO_IPV6, IPV6_V6ONLY, only, new IntRef(4)) == 0 && only.value == 0;
    }

    private boolean connect(
            List<SOCKET_ADDRESS> addresses,
            @Nullable IntRef localLength,
            @Nullable sockaddr local,
            @Nullable IntRef remoteLength,
            @Nullable sockaddr remote) {
        int size = info.iMaxSockAddr;
        if (local != null && localLength != null && localLength.value < size
                || remote != null && remoteLength != null && remoteLength.value < size) {
            return failed(Status.FAULT); // A134
        }
        int status = Status.ADDRESS_NOT_AVAILABLE;
        SOCKET_ADDRESS reached = null;
        for (SOCKET_ADDRESS address : addresses) {
            status = connect(address);
            if (status == Status.OK) {
                reached = address;
                break;
            }
            if (status == Status.TIMED_OUT && isOver() || status == Status.INVALID || status == Status.IS_CONNECTED) {
                break; // another address changes nothing
            }
        }
        if (reached == null) {
            return failed(status);
        }
        if (remote != null && remoteLength != null && reached.lpSockaddr != null) {
            remote.copyFrom(reached.lpSockaddr);
        }
        if (remoteLength != null) {
            remoteLength.value = size;
        }
        if (local != null && localLength != null) {
            Sockets.getsockname(socket, local, localLength);
            clearPort(local);
        }
        if (localLength != null) {
            localLength.value = size;
        }
        LastError.set(0);
        return true;
    }

    /** S106: the local address is told without its port. */
    private static void clearPort(sockaddr address) {
        if (address.sa_family() != AF_UNIX) {
            byte[] bytes = address.toBytes();
            bytes[PORT_OFFSET] = 0;
            bytes[PORT_OFFSET + 1] = 0;
            address.fromBytes(bytes, 0);
        }
    }

    private boolean isOver() {
        Long limit = end;
        return limit != null && System.nanoTime() - limit >= 0;
    }

    private int connect(SOCKET_ADDRESS address) {
        Long limit = end;
        if (limit == null) {
            return socket.provider().WSPConnect(socket, address.lpSockaddr, address.iSockaddrLength);
        }
        if (Sockets.ioctlsocket(socket, FIONBIO, new IntRef(1)) != 0) {
            return -LastError.get();
        }
        try {
            int status = socket.provider().WSPConnect(socket, address.lpSockaddr, address.iSockaddrLength);
            return status == Status.WOULD_BLOCK ? await(limit) : status;
        } finally {
            Sockets.ioctlsocket(socket, FIONBIO, new IntRef(0));
        }
    }

    private int await(long limit) {
        long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime()));
        WSAPOLLFD[] fds = {new WSAPOLLFD(socket, Winsock2.POLLWRNORM)};
        int ready = Sockets.poll(fds, 1, (int) Math.min(left, Integer.MAX_VALUE));
        if (ready == 0) {
            return Status.TIMED_OUT;
        }
        IntRef error = new IntRef();
        OptionValues.get(socket, SOL_SOCKET, SO_ERROR, error, new IntRef(4));
        return -error.value;
    }

    private static boolean failed(int status) {
        LastError.set(-status);
        return false;
    }
}

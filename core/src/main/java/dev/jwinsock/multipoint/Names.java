package dev.jwinsock.multipoint;

import dev.jwinsock.IntRef;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;

/** The addresses of a protocol's sockets. */
final class Names {
    private static final int AF_INET = 2;

    private final TransportServiceProvider base;
    private final WSAPROTOCOL_INFO info;

    Names(TransportServiceProvider base, WSAPROTOCOL_INFO info) {
        this.base = base;
        this.info = info;
    }

    /** A structure to be filled. */
    sockaddr fresh() {
        return info.iAddressFamily == AF_INET ? new sockaddr_in() : new sockaddr_in6();
    }

    /** The address that the socket is bound to; any one when it is not. */
    sockaddr local(SocketHandle s) {
        sockaddr name = fresh();
        return base.WSPGetSockName(s, name, new IntRef(name.sizeof())) == Status.OK ? name : any();
    }

    /** The same with port 0. */
    sockaddr localHost(SocketHandle s) {
        sockaddr name = local(s);
        if (name instanceof sockaddr_in ipv4) {
            ipv4.sin_port = 0;
        } else if (name instanceof sockaddr_in6 ipv6) {
            ipv6.sin6_port = 0;
        }
        return name;
    }

    sockaddr peer(SocketHandle s) {
        sockaddr name = fresh();
        base.WSPGetPeerName(s, name, new IntRef(name.sizeof()));
        return name;
    }

    private sockaddr any() {
        sockaddr any = fresh();
        if (any instanceof sockaddr_in ipv4) {
            ipv4.sin_family = (short) info.iAddressFamily;
        } else if (any instanceof sockaddr_in6 ipv6) {
            ipv6.sin6_family = (short) info.iAddressFamily;
        }
        return any;
    }
}

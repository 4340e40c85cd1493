package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.expectSocket;
import static dev.jwinsock.compat.harness.Expect.expectZero;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.harness.Sockets;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.net.InetSocketAddress;

/** IPv4 and IPv6, for tests that hold for both; IPv6 is unsupported on a machine without it. */
enum Family {
    IPV4(AF_INET, "0.0.0.0", "127.0.0.1"),
    IPV6(AF_INET6, "::", "::1");

    private static final String MAPPED = "::ffff:";

    private final int af;
    private final String wildcard;
    private final String loopback;

    Family(int af, String wildcard, String loopback) {
        this.af = af;
        this.wildcard = wildcard;
        this.loopback = loopback;
    }

    static Family of(sockaddr address) {
        return address.sa_family() == AF_INET6 ? IPV6 : IPV4;
    }

    SOCKET tcp() {
        return socket(SOCK_STREAM);
    }

    SOCKET udp() {
        return socket(SOCK_DGRAM);
    }

    SOCKET socket(int type) {
        if (this == IPV6) {
            Sockets.assumeIpv6();
        }
        return expectSocket(dev.jwinsock.Winsock2.socket(af, type, 0));
    }

    sockaddr wildcard(int port) {
        return address(wildcard, port);
    }

    sockaddr loopback(int port) {
        return address(loopback, port);
    }

    InetSocketAddress javaLoopback(int port) {
        return new InetSocketAddress(loopback, port);
    }

    /** An address in its usual notation; mapped ones stay IPv6, where java.net would make IPv4 of them. */
    static sockaddr address(String literal, int port) {
        if (!literal.startsWith(MAPPED)) {
            return sockaddr.of(new InetSocketAddress(literal, port));
        }
        sockaddr_in ipv4 = new sockaddr_in(address(literal.substring(MAPPED.length()), port));
        sockaddr_in6 mapped = new sockaddr_in6();
        mapped.sin6_family = AF_INET6;
        mapped.sin6_port = ipv4.sin_port;
        mapped.sin6_addr.s6_addr[10] = -1;
        mapped.sin6_addr.s6_addr[11] = -1;
        System.arraycopy(ipv4.sin_addr.toBytes(), 0, mapped.sin6_addr.s6_addr, 12, 4);
        return mapped;
    }

    /** An empty structure of the family's kind, for getsockname and its like. */
    sockaddr empty() {
        return this == IPV4 ? new sockaddr_in() : new sockaddr_in6();
    }

    sockaddr local(SOCKET s) {
        sockaddr name = empty();
        expectZero(getsockname(s, name, new IntRef(sizeof(name))));
        return name;
    }

    int port(SOCKET s) {
        return local(s).toInetSocketAddress().getPort();
    }

    static int port(sockaddr address) {
        return address.toInetSocketAddress().getPort();
    }

    static String host(sockaddr address) {
        return address.toInetSocketAddress().getAddress().getHostAddress();
    }
}

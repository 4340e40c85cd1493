package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.expectSocket;
import static dev.jwinsock.compat.harness.Expect.expectZero;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** What a scenario starts from: sockets in a given state and loopback addresses. WSACleanup closes them all. */
public final class Sockets {
    private Sockets() {}

    /** A fresh AF_INET stream socket. */
    public static SOCKET tcp() {
        return expectSocket(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
    }

    /** A fresh AF_INET datagram socket. */
    public static SOCKET udp() {
        return expectSocket(socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP));
    }

    /** A fresh AF_INET6 stream socket; the test is unsupported without IPv6. */
    public static SOCKET tcp6() {
        assumeIpv6();
        return expectSocket(socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP));
    }

    /** A fresh AF_INET6 datagram socket; the test is unsupported without IPv6. */
    public static SOCKET udp6() {
        assumeIpv6();
        return expectSocket(socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP));
    }

    /** A stream socket bound to 127.0.0.1 and an ephemeral port. */
    public static SOCKET boundTcp() {
        return bound(tcp(), loopback(0));
    }

    /** A datagram socket bound to 127.0.0.1 and an ephemeral port. */
    public static SOCKET boundUdp() {
        return bound(udp(), loopback(0));
    }

    /** A listener on 127.0.0.1. */
    public static SOCKET listener() {
        return listening(boundTcp());
    }

    /** Binds and returns the socket. */
    public static SOCKET bound(SOCKET s, sockaddr address) {
        expectZero(bind(s, address, sizeof(address)));
        return s;
    }

    /** Makes the bound socket listen and returns it. */
    public static SOCKET listening(SOCKET s) {
        expectZero(listen(s, SOMAXCONN));
        return s;
    }

    /** Switches the socket to nonblocking mode and returns it. */
    public static SOCKET nonblocking(SOCKET s) {
        expectZero(ioctlsocket(s, FIONBIO, new IntRef(1)));
        return s;
    }

    /** Switches the socket to blocking mode and returns it. */
    public static SOCKET blocking(SOCKET s) {
        expectZero(ioctlsocket(s, FIONBIO, new IntRef(0)));
        return s;
    }

    /** 127.0.0.1 and a port in host order. */
    public static sockaddr_in loopback(int port) {
        return address(INADDR_LOOPBACK, port);
    }

    /** 0.0.0.0 and a port in host order. */
    public static sockaddr_in any(int port) {
        return address(INADDR_ANY, port);
    }

    /** An IPv4 address, both parts in host order. */
    public static sockaddr_in address(int host, int port) {
        sockaddr_in address = new sockaddr_in();
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(host);
        address.sin_port = htons((short) port);
        return address;
    }

    /** ::1 and a port in host order. */
    public static sockaddr_in6 loopback6(int port) {
        return address6("::1", port);
    }

    /** :: and a port in host order. */
    public static sockaddr_in6 any6(int port) {
        return address6("::", port);
    }

    /** ::ffff:127.0.0.1 and a port in host order. */
    public static sockaddr_in6 mappedLoopback(int port) {
        return mapped(INADDR_LOOPBACK, port);
    }

    /** The IPv4-mapped form of an address, both parts in host order. */
    public static sockaddr_in6 mapped(int host, int port) {
        sockaddr_in6 address = any6(port);
        byte[] bytes = address.sin6_addr.s6_addr;
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        for (int i = 0; i < 4; i++) {
            bytes[12 + i] = (byte) (host >>> 24 - 8 * i);
        }
        return address;
    }

    /** An IPv6 address from its text and a port in host order. */
    public static sockaddr_in6 address6(String text, int port) {
        sockaddr_in6 address = new sockaddr_in6();
        address.sin6_family = AF_INET6;
        address.sin6_port = htons((short) port);
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            System.arraycopy(bytes, 0, address.sin6_addr.s6_addr, 0, bytes.length);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
        return address;
    }

    /** The address the AF_INET socket is bound to. */
    public static sockaddr_in localAddress(SOCKET s) {
        sockaddr_in name = new sockaddr_in();
        expectZero(getsockname(s, name, new IntRef(sizeof(name))));
        return name;
    }

    /** The address the AF_INET6 socket is bound to. */
    public static sockaddr_in6 localAddress6(SOCKET s) {
        sockaddr_in6 name = new sockaddr_in6();
        expectZero(getsockname(s, name, new IntRef(sizeof(name))));
        return name;
    }

    /** The port the AF_INET socket is bound to, in host order, 1 to 65535. */
    public static int port(SOCKET s) {
        return ntohs(localAddress(s).sin_port) & 0xffff;
    }

    /** The port the AF_INET6 socket is bound to, in host order, 1 to 65535. */
    public static int port6(SOCKET s) {
        return ntohs(localAddress6(s).sin6_port) & 0xffff;
    }

    /**
     * A loopback port that was free a moment ago and that nothing listens on. No system chooses it for a socket by
     * itself (Linux begins at 32,768, macOS at 49,152), so it stays free while other tests run, and a connection to it
     * does not meet itself.
     */
    public static int closedPort() {
        return closedPort(Sockets::tcp);
    }

    /** The same for datagrams. */
    public static int closedUdpPort() {
        return closedPort(Sockets::udp);
    }

    private static int closedPort(Supplier<SOCKET> open) {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            SOCKET s = open.get();
            int bound = bind(s, loopback(port), 16);
            expectZero(closesocket(s));
            if (bound == 0) {
                return port;
            }
        }
    }

    /** Reads an int option. */
    public static int option(SOCKET s, int level, int name) {
        IntRef value = new IntRef();
        expectZero(getsockopt(s, level, name, value, new IntRef(4)));
        return value.value;
    }

    /** Sets an int option and returns the socket. */
    public static SOCKET with(SOCKET s, int level, int name, int value) {
        expectZero(setsockopt(s, level, name, new IntRef(value), 4));
        return s;
    }

    /** Ends the test as unsupported on a machine without ::1. */
    public static void assumeIpv6() {
        Transports.assumeSupported(hasIpv6Loopback(), "no IPv6 loopback address");
    }

    private static boolean hasIpv6Loopback() {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
        } catch (SocketException | UnknownHostException e) {
            return false;
        }
    }
}

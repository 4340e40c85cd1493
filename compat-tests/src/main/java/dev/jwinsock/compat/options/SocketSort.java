package dev.jwinsock.compat.options;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.expectSocket;

import dev.jwinsock.SOCKET;

/** The kinds of sockets that options are tried on. */
public enum SocketSort {
    TCP_IPV4("TCP/IPv4", AF_INET, SOCK_STREAM),
    UDP_IPV4("UDP/IPv4", AF_INET, SOCK_DGRAM),
    TCP_IPV6("TCP/IPv6", AF_INET6, SOCK_STREAM),
    UDP_IPV6("UDP/IPv6", AF_INET6, SOCK_DGRAM);

    private final String title;
    private final int family;
    private final int type;

    SocketSort(String title, int family, int type) {
        this.title = title;
        this.family = family;
        this.type = type;
    }

    public boolean isIpv6() {
        return family == AF_INET6;
    }

    public SOCKET open() {
        return expectSocket(socket(family, type, 0));
    }

    @Override
    public String toString() {
        return title;
    }
}

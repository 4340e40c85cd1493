package dev.jwinsock.benchmarks.implementation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** 127.0.0.1, whatever the JVM prefers. */
public final class Loopback {
    public static final InetAddress ADDRESS = address();

    private Loopback() {}

    public static InetSocketAddress port(int port) {
        return new InetSocketAddress(ADDRESS, port);
    }

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}

package dev.jwinsock.compat.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/** Ports for tests that bind one port on several addresses. */
final class Ports {
    private static final int TRIES = 100;

    private Ports() {}

    /**
     * A port that nobody on this machine uses on any address, family or protocol: the port that the system gives a
     * socket for one address may be taken on another.
     */
    static int unused() {
        for (int i = 0; i < TRIES; i++) {
            // Of java.net, whose wildcard is that of both families
            try (ServerSocket stream = new ServerSocket()) {
                stream.setReuseAddress(false);
                stream.bind(new InetSocketAddress(0));
                if (isUnusedByDatagrams(stream.getLocalPort())) {
                    return stream.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port is unused");
    }

    private static boolean isUnusedByDatagrams(int port) {
        try (DatagramSocket datagram = new DatagramSocket(null)) {
            datagram.bind(new InetSocketAddress(port));
            return true;
        } catch (SocketException e) {
            return false;
        }
    }
}

package dev.jwinsock.compat.harness;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSADATA;

/**
 * Uses everything once before descriptors are counted: the JDK and native libraries keep a few for ever from their
 * first use on. What fails here fails again in a test.
 */
final class WarmUp {
    private WarmUp() {}

    static void run() {
        if (WSAStartup(MAKEWORD(2, 2), new WSADATA()) != 0) {
            return;
        }
        try {
            Pair pair = Pairs.tcp();
            Pairs.udp();
            Call<Integer> blocked = Call.of(() -> recv(pair.server(), new byte[1], 1, 0));
            send(pair.client(), new byte[1], 1, 0);
            blocked.value();
            SOCKET listener = Sockets.listener();
            RawPeer.acceptedBy(listener).close();
        } catch (AssertionError e) {
            return; // the tests will tell
        } finally {
            WSACleanup();
        }
    }
}

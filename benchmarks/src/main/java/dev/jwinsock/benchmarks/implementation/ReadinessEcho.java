package dev.jwinsock.benchmarks.implementation;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * ECHO_100 with WSAPoll, select or WSAEventSelect on both sides. Two threads a side, since a thread waits for 64 event
 * objects at most.
 */
final class ReadinessEcho {
    private static final int GROUPS = 2;

    private ReadinessEcho() {}

    static Sample measure(Measurement measurement) throws Exception {
        int size = Shape.CONNECTIONS / GROUPS;
        Crew crew = new Crew(measurement.style());
        LongAdder total = new LongAdder();
        SOCKET[][] clients = new SOCKET[GROUPS][size];
        SOCKET[][] servers = new SOCKET[GROUPS][size];
        JwinsockSockets.connectPairs(clients, servers);
        long begin = System.nanoTime();
        for (int g = 0; g < GROUPS; g++) {
            SOCKET[] server = servers[g];
            SOCKET[] client = clients[g];
            crew.start("server-" + g, () -> new Loop(server, new byte[size][]).run(measurement, total));
            crew.start("client-" + g, () -> new Loop(client, requests(size)).run(measurement, total));
        }
        crew.await(measurement.limitNanos());
        return Sample.perSecond(total.sum(), System.nanoTime() - begin);
    }

    private static byte[][] requests(int size) {
        byte[][] requests = new byte[size][];
        for (int i = 0; i < size; i++) {
            requests[i] = Payload.message();
        }
        return requests;
    }

    /** One thread: a client where there are requests, else a server. */
    private static final class Loop {
        private final SOCKET[] sockets;
        private final byte[][] requests;
        private final byte[][] received;
        private final int[] have;
        private final boolean client;
        private long count;

        Loop(SOCKET[] sockets, byte[][] requests) {
            this.sockets = sockets;
            this.requests = requests;
            this.client = requests[0] != null;
            this.received = new byte[sockets.length][Payload.MESSAGE];
            this.have = new int[sockets.length];
        }

        void run(Measurement measurement, LongAdder total) throws IOException {
            long deadline = System.nanoTime() + measurement.nanos();
            try (Readiness readiness = Readiness.of(measurement.style(), sockets)) {
                for (int i = 0; client && i < sockets.length; i++) {
                    request(i);
                }
                BitSet ready = new BitSet(sockets.length);
                while (!readiness.isEmpty()) {
                    ready.clear();
                    readiness.await(ready);
                    for (int i = ready.nextSetBit(0); i >= 0; i = ready.nextSetBit(i + 1)) {
                        if (!goesOn(i, deadline)) {
                            readiness.remove(i);
                            closesocket(sockets[i]);
                        }
                    }
                }
            }
            if (client) {
                total.add(count);
            }
        }

        private boolean goesOn(int i, long deadline) throws IOException {
            int n = recv(sockets[i], received[i], have[i], Payload.MESSAGE - have[i], 0);
            if (n == SOCKET_ERROR && WSAGetLastError() == WSAEWOULDBLOCK) {
                return true;
            }
            if (n <= 0) {
                if (client || n < 0) {
                    throw new IOException("recv: " + n + ", error " + WSAGetLastError());
                }
                return false;
            }
            have[i] += n;
            if (have[i] < Payload.MESSAGE) {
                return true;
            }
            have[i] = 0;
            if (!client) {
                send(i, received[i]);
                return true;
            }
            Payload.checkEcho(requests[i], received[i]);
            count++;
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            request(i);
            return true;
        }

        private void request(int i) throws IOException {
            Payload.stamp(requests[i], count);
            send(i, requests[i]);
        }

        private void send(int i, byte[] message) throws IOException {
            if (dev.jwinsock.Winsock2.send(sockets[i], message, Payload.MESSAGE, 0) != Payload.MESSAGE) {
                throw new IOException("send: error " + WSAGetLastError());
            }
        }
    }
}

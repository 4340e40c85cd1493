package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE;
import dev.jwinsock.RIO_RQ;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;
import java.nio.ByteBuffer;

/** UDP_RR with registered I/O; each side polls its completion queue, and yields when that is empty. */
final class RioEcho {
    private static final int ROOM = 2048;
    private static final int ADDRESS = ROOM;

    private RioEcho() {}

    static Sample measure(Measurement measurement) throws Exception {
        Crew crew = new Crew(measurement.style());
        Latencies latencies = new Latencies();
        try (Side server = new Side();
                Side client = new Side()) {
            client.sendTo(server);
            boolean[] ended = new boolean[1];
            crew.start("server", () -> serve(server, ended));
            crew.start("client", () -> request(client, measurement.nanos(), latencies, ended));
            crew.await(measurement.limitNanos());
        }
        return latencies.sample();
    }

    private static void serve(Side side, boolean[] ended) throws IOException {
        side.receive();
        while (true) {
            int length = side.await(ended);
            if (length < 0) {
                return;
            }
            side.send(length); // to where the request came from
            side.await(ended);
            side.receive();
        }
    }

    private static void request(Side side, long nanos, Latencies latencies, boolean[] ended) throws IOException {
        byte[] request = Payload.message();
        byte[] reply = new byte[Payload.MESSAGE];
        long before = System.nanoTime();
        long deadline = before + nanos;
        try {
            for (long count = 0; before - deadline < 0; count++) {
                Payload.stamp(request, count);
                side.memory.put(0, request);
                side.send(Payload.MESSAGE);
                side.await(ended);
                side.receive();
                if (side.await(ended) != Payload.MESSAGE) {
                    throw new IOException("a reply of another length");
                }
                side.memory.get(0, reply);
                Payload.checkEcho(request, reply);
                long now = System.nanoTime();
                latencies.record(now - before);
                before = now;
            }
        } finally {
            synchronized (ended) {
                ended[0] = true;
            }
        }
    }

    /** A socket with its queues and memory: a message, and the other side's address. */
    private static final class Side implements AutoCloseable {
        private final RIO_EXTENSION_FUNCTION_TABLE rio;
        private final ByteBuffer memory = ByteBuffer.allocateDirect(ROOM + 28);
        private final SOCKET socket;
        private final RIO_CQ completions;
        private final RIO_RQ requests;
        private final RIO_BUF data;
        private final RIO_BUF room;
        private final RIO_BUF address;
        private final RIORESULT[] results = {new RIORESULT()};

        Side() throws IOException {
            socket = WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, RioTable.FLAGS);
            sockaddr_in any = new sockaddr_in();
            any.sin_family = AF_INET;
            any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            if (bind(socket, any, sizeof(any)) != 0) {
                throw new IOException("bind: error " + WSAGetLastError());
            }
            rio = RioTable.of(socket);
            RIO_BUFFERID id = rio.RIORegisterBuffer(memory, memory.capacity());
            data = new RIO_BUF(id, 0, Payload.MESSAGE);
            room = new RIO_BUF(id, 0, ROOM);
            address = new RIO_BUF(id, ADDRESS, 28);
            completions = rio.RIOCreateCompletionQueue(2, null);
            requests = rio.RIOCreateRequestQueue(socket, 1, 1, 1, 1, completions, completions, null);
        }

        void sendTo(Side other) throws IOException {
            memory.put(
                    ADDRESS,
                    WinsockSockets.loopback(WinsockSockets.portOf(other.socket)).toBytes());
        }

        void send(int length) throws IOException {
            data.Length = length;
            if (!rio.RIOSendEx(requests, data, 1, null, address, null, null, 0, null)) {
                throw new IOException("RIOSendEx: error " + WSAGetLastError());
            }
        }

        void receive() throws IOException {
            if (rio.RIOReceiveEx(requests, room, 1, null, address, null, null, 0, null) == 0) {
                throw new IOException("RIOReceiveEx: error " + WSAGetLastError());
            }
        }

        /** @return the bytes of the request that has completed, or -1 at the end */
        int await(boolean[] ended) throws IOException {
            while (rio.RIODequeueCompletion(completions, results, 1) == 0) {
                synchronized (ended) {
                    if (ended[0]) {
                        return -1;
                    }
                }
                Thread.yield();
            }
            if (results[0].Status != 0) {
                throw new IOException("request: error " + results[0].Status);
            }
            return results[0].BytesTransferred;
        }

        @Override
        public void close() {
            closesocket(socket);
            rio.RIOCloseCompletionQueue(completions);
        }
    }
}

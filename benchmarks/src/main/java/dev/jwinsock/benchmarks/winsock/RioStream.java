package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.RIORESULT;
import dev.jwinsock.RIO_BUF;
import dev.jwinsock.RIO_BUFFERID;
import dev.jwinsock.RIO_CQ;
import dev.jwinsock.RIO_EXTENSION_FUNCTION_TABLE;
import dev.jwinsock.RIO_RQ;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.implementation.DatagramStream;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;
import java.nio.ByteBuffer;

/** UDP_STREAM with registered I/O: several requests are outstanding on each side, whose completion queue is polled. */
final class RioStream {
    private static final int OUTSTANDING = 32;

    private RioStream() {}

    static Sample measure(Measurement measurement) throws Exception {
        DatagramStream stream = new DatagramStream(measurement);
        Crew crew = new Crew(measurement.style());
        try (Side receiver = new Side();
                Side sender = new Side()) {
            sender.connect(receiver);
            crew.start("receiver", () -> receive(receiver, stream));
            crew.start("sender", () -> send(sender, stream));
            crew.await(measurement.limitNanos());
        }
        return stream.sample();
    }

    private static void receive(Side side, DatagramStream stream) throws IOException {
        byte[] datagram = new byte[Payload.DATAGRAM];
        for (RIO_BUF slot : side.slots) {
            side.receive(slot);
        }
        while (true) {
            int count = side.take();
            for (int i = 0; i < count; i++) {
                RIO_BUF slot = slot(side.results[i]);
                int length = side.results[i].BytesTransferred;
                side.memory.get(slot.Offset, datagram, 0, length);
                if (!stream.received(datagram, length)) {
                    return;
                }
                side.receive(slot);
            }
        }
    }

    private static void send(Side side, DatagramStream stream) throws IOException {
        byte[] datagram = Payload.datagram();
        int free = 0;
        int sending = 0;
        for (int length = stream.next(datagram); length > 0; length = stream.next(datagram)) {
            RIO_BUF slot;
            if (free < OUTSTANDING) {
                slot = side.slots[free++];
            } else {
                // Sent in order, so the first one is through first
                side.takeOne();
                sending--;
                slot = slot(side.results[0]);
            }
            side.memory.put(slot.Offset, datagram, 0, length);
            side.send(slot, length);
            sending++;
        }
        while (sending-- > 0) {
            side.takeOne();
        }
    }

    private static RIO_BUF slot(RIORESULT result) throws IOException {
        if (result.RequestContext instanceof RIO_BUF slot) {
            return slot;
        }
        throw new IOException("a result of nobody");
    }

    /** A socket with its queues and memory. */
    private static final class Side implements AutoCloseable {
        private final RIO_EXTENSION_FUNCTION_TABLE rio;
        private final ByteBuffer memory = ByteBuffer.allocateDirect(OUTSTANDING * Payload.DATAGRAM);
        private final SOCKET socket;
        private final RIO_BUFFERID id;
        private final RIO_CQ completions;
        private final RIO_RQ requests;
        private final RIO_BUF[] slots = new RIO_BUF[OUTSTANDING];
        private final RIORESULT[] results = new RIORESULT[OUTSTANDING];

        Side() throws IOException {
            socket = WSASocket(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, RioTable.FLAGS);
            sockaddr_in any = WinsockSockets.loopback(0);
            if (bind(socket, any, sizeof(any)) != 0) {
                throw new IOException("bind: error " + WSAGetLastError());
            }
            rio = RioTable.of(socket);
            id = rio.RIORegisterBuffer(memory, memory.capacity());
            completions = rio.RIOCreateCompletionQueue(2 * OUTSTANDING, null);
            requests =
                    rio.RIOCreateRequestQueue(socket, OUTSTANDING, 1, OUTSTANDING, 1, completions, completions, null);
            for (int i = 0; i < OUTSTANDING; i++) {
                slots[i] = new RIO_BUF(id, i * Payload.DATAGRAM, Payload.DATAGRAM);
                results[i] = new RIORESULT();
            }
        }

        void connect(Side other) throws IOException {
            sockaddr_in address = WinsockSockets.loopback(WinsockSockets.portOf(other.socket));
            if (dev.jwinsock.Winsock2.connect(socket, address, sizeof(address)) != 0) {
                throw new IOException("connect: error " + WSAGetLastError());
            }
        }

        void receive(RIO_BUF slot) throws IOException {
            if (!rio.RIOReceive(requests, slot, 1, 0, slot)) {
                throw new IOException("RIOReceive: error " + WSAGetLastError());
            }
        }

        void send(RIO_BUF slot, int length) throws IOException {
            slot.Length = length;
            if (!rio.RIOSend(requests, slot, 1, 0, slot)) {
                throw new IOException("RIOSend: error " + WSAGetLastError());
            }
        }

        /** @return how many of the results are there */
        int take() throws IOException {
            return take(OUTSTANDING);
        }

        void takeOne() throws IOException {
            while (take(1) == 0) {
                // asks again
            }
        }

        private int take(int most) throws IOException {
            int count = rio.RIODequeueCompletion(completions, results, most);
            if (count == 0) {
                Thread.yield();
            }
            for (int i = 0; i < count; i++) {
                if (results[i].Status != 0) {
                    throw new IOException("request: error " + results[i].Status);
                }
            }
            return count;
        }

        @Override
        public void close() {
            closesocket(socket);
            rio.RIOCloseCompletionQueue(completions);
            rio.RIODeregisterBuffer(id);
        }
    }
}

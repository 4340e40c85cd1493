package dev.jwinsock.benchmarks.implementation;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Payload;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * ECHO_100 with completion ports, as the servers of the documentation have it: a port and a thread for each side, like
 * Netty's event loops; one operation at a time for each connection, whose completion begins the next one.
 */
final class PortEcho {
    // More than a message, so that a receive which gets less tells that there is no more; Netty's pipeline has as much.
    private static final int RECEIVE = 2048;

    private PortEcho() {}

    static Sample measure(Measurement measurement) throws Exception {
        SOCKET[][] clients = new SOCKET[1][Shape.CONNECTIONS];
        SOCKET[][] servers = new SOCKET[1][Shape.CONNECTIONS];
        JwinsockSockets.connectPairs(clients, servers);
        Crew crew = new Crew(measurement.style());
        LongAdder total = new LongAdder();
        long begin = System.nanoTime();
        long deadline = begin + measurement.nanos();
        crew.start("server", () -> run(servers[0], false, deadline, total));
        crew.start("client", () -> run(clients[0], true, deadline, total));
        crew.await(measurement.limitNanos());
        return Sample.perSecond(total.sum(), System.nanoTime() - begin);
    }

    private static void run(SOCKET[] sockets, boolean client, long deadline, LongAdder total) throws IOException {
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 1);
        for (SOCKET s : sockets) {
            Connection connection = new Connection(s, client, deadline);
            if (CreateIoCompletionPort(s, port, connection, 0) == null) {
                throw new IOException("CreateIoCompletionPort: error " + GetLastError());
            }
            connection.start();
        }
        IntRef transferred = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        long count = 0;
        int open = sockets.length;
        while (open > 0) {
            boolean done = GetQueuedCompletionStatus(port, transferred, key, overlapped, INFINITE);
            if (!(key.value instanceof Connection connection) || !done) {
                throw new IOException("GetQueuedCompletionStatus: error " + GetLastError());
            }
            if (!connection.completed(transferred.value)) {
                open--;
                count += connection.count;
            }
        }
        CloseHandle(port);
        if (client) {
            total.add(count);
        }
    }

    /** A connection and its one operation. */
    private static final class Connection extends OVERLAPPED {
        private final SOCKET socket;
        private final boolean client;
        private final long deadline;
        private final ByteBuffer memory = ByteBuffer.allocateDirect(RECEIVE);
        private final WSABUF[] buffers = {new WSABUF(memory)};
        private final IntRef flags = new IntRef();
        private final byte[] request = Payload.message();
        private final byte[] message = new byte[Payload.MESSAGE];
        private boolean sending;
        private int have;
        private long count;

        Connection(SOCKET socket, boolean client, long deadline) {
            this.socket = socket;
            this.client = client;
            this.deadline = deadline;
        }

        void start() throws IOException {
            if (client) {
                request();
            } else {
                receive();
            }
        }

        /** @return false when it has closed the connection */
        boolean completed(int transferred) throws IOException {
            if (sending) {
                receive();
                return true;
            }
            if (transferred == 0) {
                closesocket(socket);
                return false;
            }
            memory.get(0, message, have, transferred);
            have += transferred;
            if (have < Payload.MESSAGE) {
                receive();
                return true;
            }
            have = 0;
            if (!client) {
                send(message);
                return true;
            }
            Payload.checkEcho(request, message);
            count++;
            if (System.nanoTime() - deadline >= 0) {
                closesocket(socket);
                return false;
            }
            request();
            return true;
        }

        private void request() throws IOException {
            Payload.stamp(request, count);
            send(request);
        }

        private void send(byte[] bytes) throws IOException {
            sending = true;
            memory.put(0, bytes);
            buffers[0].len = Payload.MESSAGE;
            begun(WSASend(socket, buffers, 1, null, 0, this, null));
        }

        private void receive() throws IOException {
            sending = false;
            buffers[0].len = RECEIVE;
            begun(WSARecv(socket, buffers, 1, null, flags, this, null));
        }

        private static void begun(int result) throws IOException {
            if (result == SOCKET_ERROR && WSAGetLastError() != WSA_IO_PENDING) {
                throw new IOException("WSASend or WSARecv: error " + WSAGetLastError());
            }
        }
    }
}

package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.implementation.AcceptStorm;
import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;

/** ACCEPT by AcceptEx on a completion port: some of them are outstanding all the time. */
final class AcceptExServer {
    private static final int OUTSTANDING = 16;
    private static final int ADDRESS_BLOCK = 32;

    private AcceptExServer() {}

    static Sample measure(Measurement measurement) throws Exception {
        SOCKET listener = WinsockSockets.listening();
        AcceptStorm storm = new AcceptStorm(measurement.connections(), measurement.nanos());
        Sample[] result = new Sample[1];
        Crew crew = new Crew(measurement.style());
        int port = WinsockSockets.portOf(listener);
        crew.start("server", () -> serve(listener, storm));
        crew.start("client", () -> result[0] = storm.run(port));
        crew.await(measurement.limitNanos());
        return result[0];
    }

    private static void serve(SOCKET listener, AcceptStorm storm) throws IOException {
        HANDLE port = CreateIoCompletionPort(listener, null, null, 1);
        Accept[] accepts = new Accept[OUTSTANDING];
        for (int i = 0; i < OUTSTANDING; i++) {
            accepts[i] = new Accept();
            accepts[i].begin(listener);
        }
        IntRef transferred = new IntRef();
        Ref<Object> key = new Ref<>();
        Ref<OVERLAPPED> overlapped = new Ref<>();
        boolean more = true;
        while (more) {
            if (!GetQueuedCompletionStatus(port, transferred, key, overlapped, INFINITE)
                    || !(overlapped.value instanceof Accept accept)) {
                throw new IOException("GetQueuedCompletionStatus: error " + GetLastError());
            }
            closesocket(accept.socket);
            more = storm.accepted();
            accept.begin(listener);
        }
        closesocket(listener);
        for (Accept accept : accepts) {
            closesocket(accept.socket);
        }
        CloseHandle(port);
    }

    private static final class Accept extends OVERLAPPED {
        private final ByteBuffer addresses = ByteBuffer.allocateDirect(2 * ADDRESS_BLOCK);
        private SOCKET socket = INVALID_SOCKET;

        void begin(SOCKET listener) throws IOException {
            socket = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
            if (!AcceptEx(listener, socket, addresses, 0, ADDRESS_BLOCK, ADDRESS_BLOCK, null, this)
                    && GetLastError() != ERROR_IO_PENDING) {
                throw new IOException("AcceptEx: error " + GetLastError());
            }
        }
    }
}

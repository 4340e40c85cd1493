package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.benchmarks.implementation.FileStream;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;

/** FILE_STREAM by TransmitFile. */
final class TransmitFileStream {
    private TransmitFileStream() {}

    /** TransmitFile, each transfer begun by the completion of the one before. */
    static Sample measure(Measurement measurement) throws Exception {
        return FileStream.measure(measurement, (file, deadline, connect) -> {
            SOCKET listener = WinsockSockets.listening();
            connect.accept(WinsockSockets.portOf(listener));
            SOCKET s = accept(listener, null, null);
            closesocket(listener);
            HANDLE port = CreateIoCompletionPort(s, null, null, 1);
            OVERLAPPED transfer = new OVERLAPPED();
            IntRef transferred = new IntRef();
            Ref<Object> key = new Ref<>();
            Ref<OVERLAPPED> done = new Ref<>();
            do {
                if (TransmitFile(s, file, 0, 0, transfer, null, 0) || GetLastError() != ERROR_IO_PENDING) {
                    throw new IOException("TransmitFile: error " + GetLastError());
                }
                if (!GetQueuedCompletionStatus(port, transferred, key, done, INFINITE)
                        || transferred.value != FileStream.FILE_BYTES) {
                    throw new IOException("GetQueuedCompletionStatus: error " + GetLastError());
                }
            } while (System.nanoTime() - deadline < 0);
            closesocket(s);
            CloseHandle(port);
        });
    }
}

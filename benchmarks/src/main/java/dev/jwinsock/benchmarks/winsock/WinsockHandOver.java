package dev.jwinsock.benchmarks.winsock;

import static dev.jwinsock.Windows.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.benchmarks.implementation.HandOver;
import dev.jwinsock.benchmarks.implementation.HandOver.Mailbox;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** HAND_OVER by an event object, a completion port or a thread's queue of asynchronous procedure calls. */
final class WinsockHandOver {
    private WinsockHandOver() {}

    static Sample measure(Measurement measurement) throws Exception {
        return switch (measurement.style()) {
            case EVENT -> HandOver.measure(measurement, new Event(), new Event());
            case PORT -> HandOver.measure(measurement, new Port(), new Port());
            case ROUTINE -> HandOver.measure(measurement, new Calls(), new Calls());
            default -> throw new IllegalArgumentException(measurement.style().label());
        };
    }

    private static void check(boolean success) throws IOException {
        if (!success) {
            throw new IOException("error " + GetLastError());
        }
    }

    private static final class Event implements Mailbox {
        private final HANDLE event = CreateEvent(false, false);

        @Override
        public void put() throws IOException {
            check(SetEvent(event));
        }

        @Override
        public void take() throws IOException {
            check(WaitForSingleObject(event, INFINITE) == WAIT_OBJECT_0);
        }

        @Override
        public void close() {
            CloseHandle(event);
        }
    }

    private static final class Port implements Mailbox {
        private final @Nullable HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, null, 1);
        private final IntRef number = new IntRef();
        private final Ref<Object> key = new Ref<>();
        private final Ref<OVERLAPPED> overlapped = new Ref<>();

        @Override
        public void put() throws IOException {
            check(PostQueuedCompletionStatus(port, 1, this, null));
        }

        @Override
        public void take() throws IOException {
            check(GetQueuedCompletionStatus(port, number, key, overlapped, INFINITE) && number.value == 1);
        }

        @Override
        public void close() {
            CloseHandle(port);
        }
    }

    private static final class Calls implements Mailbox {
        private volatile @Nullable HANDLE thread;
        // The owner's.
        private int come;

        @Override
        public void open() {
            thread = OpenThread(Thread.currentThread());
        }

        @Override
        public void put() throws IOException {
            check(QueueUserAPC(() -> come++, thread));
        }

        @Override
        public void take() throws IOException {
            while (come == 0) {
                check(SleepEx(INFINITE, true) == WAIT_IO_COMPLETION);
            }
            come--;
        }

        @Override
        public void close() {
            CloseHandle(thread);
        }
    }
}

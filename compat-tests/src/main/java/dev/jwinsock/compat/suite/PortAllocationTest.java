package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.compat.harness.Transports;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A port in steady state makes no garbage. */
@WinsockTest
final class PortAllocationTest extends OverlappedScene {
    private static final int BATCHES = 20;
    static final int ROUNDS = 20_000;
    /**
     * For the whole of the rounds: what the JVM itself does on the thread, a lock's queue node, say. Beyond that: without
     * Unsafe (JDK 24 and later) Netty asks for a buffer's address by an object of 32 bytes, and the JDK's datagram channel
     * may make one of 24 in each receive.
     */
    static long mostBytes() {
        boolean ours =
                Transports.current().name().equals("epoll") && Runtime.version().feature() < 24;
        return ours ? 20_000 : ROUNDS * 100L;
    }

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final IntRef transferred = new IntRef();
    private final Ref<Object> key = new Ref<>();
    private final Ref<OVERLAPPED> overlapped = new Ref<>();

    private static final class Side extends OVERLAPPED {
        private final SOCKET socket;
        private final WSABUF[] buffers = {new WSABUF(ByteBuffer.allocateDirect(64))};
        private final IntRef flags = new IntRef();

        Side(SOCKET socket) {
            this.socket = socket;
        }

        void receive() {
            expectError(WSA_IO_PENDING, WSARecv(socket, buffers, 1, null, flags, this, null));
        }

        void send() {
            expectZero(WSASend(socket, buffers, 1, null, 0, this, null));
        }
    }

    @Test
    @Conforms("D280")
    void operationsMakeNoGarbage() {
        Pair pair = Pairs.tcp();
        HANDLE port = completionPort();
        Side sender = new Side(pair.client());
        Side receiver = new Side(pair.server());
        assertThat(CreateIoCompletionPort(pair.client(), port, sender, 0)).isSameAs(port);
        assertThat(CreateIoCompletionPort(pair.server(), port, receiver, 0)).isSameAs(port);
        // Code that is not compiled yet makes garbage that compiled code does not
        long made = Long.MAX_VALUE;
        for (int i = 0; i < BATCHES && made >= mostBytes(); i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            rounds(ROUNDS, port, sender, receiver);
            made = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(made).isLessThan(mostBytes());
        CloseHandle(port);
    }

    private void rounds(int count, HANDLE port, Side sender, Side receiver) {
        for (int i = 0; i < count; i++) {
            receiver.receive();
            sender.send();
            take(port);
            take(port);
        }
    }

    private void take(HANDLE port) {
        if (!GetQueuedCompletionStatus(port, transferred, key, overlapped, LIMIT_MILLIS) || transferred.value != 64) {
            throw new AssertionError("GetQueuedCompletionStatus: error " + GetLastError());
        }
    }
}

package dev.jwinsock.ws2;

import dev.jwinsock.LPOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of BindIoCompletionCallback, with threads of its own: made when packets find none, ended when idle. */
final class PoolPort extends PortObject {
    private static final Logger LOG = LoggerFactory.getLogger(PoolPort.class);
    private static final int MOST_THREADS = 500; // of the thread pool of Windows
    private static final int IDLE_MILLIS = 5_000;

    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    PoolPort() {
        super(MOST_THREADS);
    }

    @Override
    void nobodyWaits() {
        if (threads.getAndIncrement() >= MOST_THREADS) {
            threads.decrementAndGet();
            return;
        }
        Thread thread = new Thread(this::work, "jwinsock-pool-" + made.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        PortThread self = PortThread.current();
        OVERLAPPED_ENTRY[] packet = self.single;
        while (take(self, packet, 1, IDLE_MILLIS, null) > 0) {
            Object key = packet[0].lpCompletionKey;
            OVERLAPPED overlapped = packet[0].lpOverlapped;
            if (key instanceof LPOVERLAPPED_COMPLETION_ROUTINE function && overlapped != null) {
                try {
                    function.FileIOCompletionRoutine(
                            (int) packet[0].Internal, packet[0].dwNumberOfBytesTransferred, overlapped);
                } catch (RuntimeException | Error e) {
                    LOG.error("The completion callback {} failed", function, e);
                }
            }
        }
        threads.decrementAndGet();
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets on which nothing happens cost nothing, in the waiting thread and in every other one. */
@WinsockTest
final class IdleSocketsTest extends Scene {
    private static final int PAIRS = 500; // both ends of each have their events selected: 1,000 sockets
    private static final int WINDOW_MILLIS = 1000;
    private static final int CPU_LIMIT_MILLIS = 20;
    private static final int WAKE_UP_LIMIT = 20;

    // On other systems only the CPU time is looked at.
    private static final Path STATUS = Path.of("/proc/thread-self/status");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final HANDLE[] events = new HANDLE[WSA_MAXIMUM_WAIT_EVENTS];
    private final List<SOCKET> sockets = new ArrayList<>();

    @Test
    @Conforms("D134")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aThousandIdleSockets() throws IOException {
        selectEvents();
        assertIdle();

        // They were watched all the time: what happens now is told
        expectCount(1, send(sockets.get(PAIRS), data(1)));
        int e = WSAWaitForMultipleEvents(events.length, events, false, WINDOW_MILLIS, false);
        SOCKET receiver = sockets.get(PAIRS + 1);
        assertThat(e).isEqualTo(eventOf(PAIRS + 1));
        assertThat(takeEvents(receiver)).isEqualTo(FD_READ);
        closeEvents();
    }

    @Test
    @Conforms("D134")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void dataThatWereToldAndAreNotReadCostNothing() throws IOException {
        selectEvents();
        for (int i = 0; i < sockets.size(); i += 2) {
            expectCount(1, send(sockets.get(i), data(1)));
        }
        for (int i = 1; i < sockets.size(); i += 2) {
            SOCKET receiver = sockets.get(i);
            await("FD_READ", () -> takeEvents(receiver) == FD_READ);
        }
        resetEvents();
        assertIdle();
        closeEvents();
    }

    private void selectEvents() {
        for (int e = 0; e < events.length; e++) {
            events[e] = WSACreateEvent();
        }
        SOCKET listener = listener();
        for (int p = 0; p < PAIRS; p++) {
            Pair pair = pair(listener);
            sockets.add(pair.client());
            sockets.add(pair.server());
        }
        for (int i = 0; i < sockets.size(); i++) {
            SOCKET s = sockets.get(i);
            expectZero(WSAEventSelect(s, events[eventOf(i)], FD_READ | FD_WRITE | FD_CLOSE));
            await("FD_WRITE", () -> takeEvents(s) == FD_WRITE); // once: they stay writable
        }
        resetEvents();
    }

    private static int eventOf(int socket) {
        return socket % WSA_MAXIMUM_WAIT_EVENTS;
    }

    private static int takeEvents(SOCKET s) {
        WSANETWORKEVENTS happened = new WSANETWORKEVENTS();
        expectZero(WSAEnumNetworkEvents(s, null, happened));
        return happened.lNetworkEvents;
    }

    private void resetEvents() {
        for (HANDLE event : events) {
            assertThat(WSAResetEvent(event)).isTrue();
        }
    }

    private void closeEvents() {
        for (HANDLE event : events) {
            assertThat(WSACloseEvent(event)).isTrue();
        }
    }

    /** A wait to its end, measured in this thread, which asks the kernel itself, and in those of jwinsock. */
    private void assertIdle() throws IOException {
        long wakeUps = wakeUps();
        long own = threads.getCurrentThreadCpuTime();
        long others = cpuOfJwinsock();
        expectCount(WSA_WAIT_TIMEOUT, WSAWaitForMultipleEvents(events.length, events, false, WINDOW_MILLIS, false));
        assertThat(TimeUnit.NANOSECONDS.toMillis(cpuOfJwinsock() - others))
                .as("ms of CPU of jwinsock's threads")
                .isLessThan(CPU_LIMIT_MILLIS);
        assertThat(TimeUnit.NANOSECONDS.toMillis(threads.getCurrentThreadCpuTime() - own))
                .as("ms of CPU of the waiting thread")
                .isLessThan(CPU_LIMIT_MILLIS);
        assertThat(wakeUps() - wakeUps).as("times the waiting thread slept").isLessThan(WAKE_UP_LIMIT);
    }

    private long cpuOfJwinsock() {
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("jwinsock-")) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }

    private static long wakeUps() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }
}

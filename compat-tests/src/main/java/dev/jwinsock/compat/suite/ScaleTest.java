package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.RawPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many sockets and many blocked threads in one process. */
@WinsockTest
final class ScaleTest extends Scene {
    private static final int CONNECTIONS = 5_000;
    private static final int ECHO_THREADS = 4;
    private static final int MESSAGE = 64;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static final int BLOCKED = 200;

    private static final int VIRTUAL_THREADS = 10_000;
    private static final int SHARED_BY = 5;
    private static final Duration PINNED = Duration.ofMillis(20);

    @Test
    @Conforms("D080")
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void thousandsOfConnectionsEchoAtOnce() throws IOException {
        SOCKET listener = listener();
        // Whatever is made on first use is there now, also what this thread waits with.
        expectError(WSAETIMEDOUT, recv(with(pair(listener).client(), SOL_SOCKET, SO_RCVTIMEO, 1), new byte[1], 1, 0));
        long descriptors = descriptors();
        List<Pair> pairs = new ArrayList<>(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            pairs.add(pair(listener));
        }

        for (int i = 0; i < CONNECTIONS; i++) {
            expectCount(MESSAGE, send(pairs.get(i).client(), message(i)));
        }
        List<Call<Integer>> echoes = new ArrayList<>();
        for (int t = 0; t < ECHO_THREADS; t++) {
            int first = t;
            echoes.add(Call.of(() -> {
                int echoed = 0;
                for (int i = first; i < CONNECTIONS; i += ECHO_THREADS) {
                    byte[] got = receive(pairs.get(i).server(), MESSAGE);
                    echoed += send(pairs.get(i).server(), got);
                }
                return echoed;
            }));
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(receive(pairs.get(i).client(), MESSAGE)).isEqualTo(message(i));
        }
        for (Call<Integer> echo : echoes) {
            assertThat(echo.value()).isEqualTo(CONNECTIONS / ECHO_THREADS * MESSAGE);
        }

        for (Pair pair : pairs) {
            expectZero(lingerFor(pair.client(), 0)); // thousands of TIME_WAIT would be in the way of later tests
            expectZero(closesocket(pair.client()));
            expectZero(closesocket(pair.server()));
        }
        await("all descriptors are closed", () -> descriptors() <= descriptors);
    }

    private static byte[] message(int number) {
        return ByteBuffer.allocate(MESSAGE)
                .putInt(number)
                .putInt(MESSAGE - 4, ~number)
                .array();
    }

    private static long descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0; // then only the harness's look at threads remains
        }
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            return entries.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Threads blocked in recv, accept, recvfrom and connect, and the sockets they block on. */
    private record Blocked(List<SOCKET> sockets, List<Call<Long>> calls) {}

    private Blocked block() throws IOException {
        FullListener full = track(new FullListener());
        List<SOCKET> sockets = new ArrayList<>();
        List<Call<Long>> calls = new ArrayList<>();
        for (int i = 0; i < BLOCKED; i++) {
            switch (i % 4) {
                case 0 -> {
                    SOCKET s = tcp();
                    track(RawPeer.acceptFrom(s)); // foreign, so that WSACleanup does not end it first
                    sockets.add(s);
                    calls.add(failing(() -> recv(s, new byte[1]) == SOCKET_ERROR));
                }
                case 1 -> {
                    SOCKET s = listener();
                    sockets.add(s);
                    calls.add(failing(() -> accept(s, null, null) == INVALID_SOCKET));
                }
                case 2 -> {
                    SOCKET s = boundUdp();
                    sockets.add(s);
                    calls.add(failing(() -> recv(s, new byte[1]) == SOCKET_ERROR));
                }
                default -> {
                    SOCKET s = tcp();
                    sockets.add(s);
                    calls.add(failing(() -> connectTo(s, loopback(full.port())) == SOCKET_ERROR));
                }
            }
        }
        calls.forEach(Call::awaitBlocked);
        return new Blocked(sockets, calls);
    }

    /** When the call came back, or -1 when it did not fail. */
    private static Call<Long> failing(java.util.function.BooleanSupplier call) {
        return Call.of(() -> call.getAsBoolean() ? System.nanoTime() : -1L);
    }

    private static void assertReleasedWithinASecond(long start, Blocked blocked) {
        for (Call<Long> call : blocked.calls()) {
            long returned = call.value();
            assertThat(returned).as("nanoTime of the failure").isNotEqualTo(-1);
            assertThat(TimeUnit.NANOSECONDS.toMillis(returned - start))
                    .as("ms until released")
                    .isLessThan(1000);
        }
    }

    @Test
    @Conforms("D081")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closesocketReleasesHundredsOfThreads() throws IOException {
        Blocked blocked = block();
        long start = System.nanoTime();
        for (SOCKET s : blocked.sockets()) {
            expectZero(closesocket(s));
        }
        assertReleasedWithinASecond(start, blocked);
    }

    @Test
    @Conforms("D082")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void lastCleanupReleasesHundredsOfThreads() throws IOException {
        Blocked blocked = block();
        long start = System.nanoTime();
        expectZero(WSACleanup());
        assertReleasedWithinASecond(start, blocked);
        expectError(WSANOTINITIALISED, closesocket(blocked.sockets().get(0)));
    }

    @Test
    @Conforms("D083")
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void thousandsOfVirtualThreadsBlockWithoutPinning(@TempDir Path directory) throws IOException {
        VirtualThreads.assumeSupported();
        blockOneVirtualThread(); // loading a class pins, which is the JVM's doing and happens once
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(PINNED);
            recording.start();

            List<SOCKET> sockets = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            AtomicInteger received = new AtomicInteger();
            for (int i = 0; i < VIRTUAL_THREADS / SHARED_BY; i++) {
                SOCKET s = boundUdp();
                sockets.add(s);
                for (int t = 0; t < SHARED_BY; t++) {
                    threads.add(VirtualThreads.start(() -> {
                        if (recv(s, new byte[MESSAGE]) == MESSAGE) {
                            received.incrementAndGet();
                        }
                    }));
                }
            }
            // A carrier held in native code would leave most of them without ever having run
            requireSoon("every virtual thread waits", () -> threads.stream().allMatch(ScaleTest::waits));
            assertThat(received).hasValue(0);

            SOCKET sender = udp();
            for (SOCKET s : sockets) {
                for (int t = 0; t < SHARED_BY; t++) {
                    expectCount(MESSAGE, sendTo(sender, data(MESSAGE), loopback(port(s))));
                }
            }
            requireSoon("every virtual thread gets its datagram", () -> received.get() == VIRTUAL_THREADS);
            requireSoon("every virtual thread ends", () -> threads.stream().noneMatch(Thread::isAlive));

            recording.stop();
            Path file = directory.resolve("pinned.jfr");
            recording.dump(file);
            List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getDuration().compareTo(PINNED) > 0)
                    .toList();
            assertThat(pinned).isEmpty();
        }
    }

    private static void blockOneVirtualThread() {
        SOCKET s = boundUdp();
        Thread thread = VirtualThreads.start(() -> recv(s, new byte[1]));
        await("the virtual thread waits", () -> waits(thread));
        expectCount(1, sendTo(udp(), data(1), loopback(port(s))));
        await("the virtual thread ends", () -> !thread.isAlive());
    }

    private static boolean waits(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    private static void requireSoon(String what, java.util.function.BooleanSupplier condition) {
        assertThat(Deadline.await(condition, Duration.ofSeconds(30))).as(what).isTrue();
    }
}

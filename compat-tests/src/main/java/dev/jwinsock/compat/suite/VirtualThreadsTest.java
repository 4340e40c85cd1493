package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.RawPeer;
import dev.jwinsock.sockaddr_in;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocking calls on virtual threads, which are woken by other means than platform threads are. */
@WinsockTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class VirtualThreadsTest extends Scene {
    private static final int PAIRS = 1_000;
    private static final int ROUNDS = 20;
    private static final int READERS = 8;
    /** A wait that nobody ends is over then, and the test has failed. */
    private static final int LOST_MILLIS = 20_000;

    private static final int SHORT_MILLIS = 200;
    private static final int MESSAGES = 500;
    private static final int CONNECTIONS = 1_500;

    @BeforeEach
    void onlyWhereTheyExist() {
        VirtualThreads.assumeSupported();
    }

    private static SOCKET limited(SOCKET s) {
        return with(with(s, IPPROTO_TCP, TCP_NODELAY, 1), SOL_SOCKET, SO_RCVTIMEO, LOST_MILLIS);
    }

    private static Pair limitedPair(SOCKET listener) {
        Pair pair = pair(listener);
        limited(pair.client());
        limited(pair.server());
        return pair;
    }

    @Test
    @Conforms("D321")
    void thousandsHandTokensOver() {
        SOCKET listener = listener();
        List<FutureTask<Integer>> sides = new ArrayList<>();
        for (int p = 0; p < PAIRS; p++) {
            Pair pair = limitedPair(listener);
            sides.add(VirtualThreads.call(() -> play(pair.client(), true)));
            sides.add(VirtualThreads.call(() -> play(pair.server(), false)));
        }
        for (FutureTask<Integer> side : sides) {
            assertThat(VirtualThreads.value(side)).isEqualTo(ROUNDS);
        }
    }

    /** @return how many tokens came */
    private static int play(SOCKET s, boolean begins) {
        byte[] token = new byte[1];
        for (int round = 0; round < ROUNDS; round++) {
            if (begins) {
                expectCount(1, send(s, new byte[] {(byte) round}));
            }
            if (round % 3 == 0) {
                expectCount(1, WSAPoll(new WSAPOLLFD[] {new WSAPOLLFD(s, POLLRDNORM)}, 1, LOST_MILLIS));
            }
            expectCount(1, recv(s, token));
            assertThat(token[0]).isEqualTo((byte) round);
            if (!begins) {
                expectCount(1, send(s, token));
            }
        }
        return ROUNDS;
    }

    @Test
    @Conforms("D321")
    void whoeverWaitsForOneSocketGetsWhatIsLeft() {
        Pair pair = limitedPair(listener());
        List<FutureTask<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(VirtualThreads.call(() -> receiveBytes(pair.server(), MESSAGES)));
        }
        // Some at a time, so that one edge has bytes for several, and for none
        for (int sent = 0; sent < READERS * MESSAGES; sent += 4) {
            expectCount(4, send(pair.client(), new byte[4]));
        }
        for (FutureTask<Integer> reader : readers) {
            assertThat(VirtualThreads.value(reader)).isEqualTo(MESSAGES);
        }
    }

    private static int receiveBytes(SOCKET s, int count) {
        for (int i = 0; i < count; i++) {
            expectCount(1, recv(s, new byte[1]));
        }
        return count;
    }

    @Test
    @Conforms("D323")
    void closesocketEndsTheirCalls() throws IOException {
        SOCKET stream = tcp();
        track(RawPeer.acceptFrom(stream));
        SOCKET sending = tcp();
        track(RawPeer.acceptFrom(sending));
        SOCKET datagram = boundUdp();
        SOCKET listener = listener();
        closedUnder(stream, () -> recv(stream, new byte[1]));
        closedUnder(datagram, () -> recv(datagram, new byte[1]));
        closedUnder(listener, () -> accept(listener, null, null) == INVALID_SOCKET ? SOCKET_ERROR : 0);
        closedUnder(sending, () -> sendForEver(sending));
    }

    private static int sendForEver(SOCKET s) {
        byte[] block = new byte[MIB];
        int sent;
        do {
            sent = send(s, block);
        } while (sent > 0);
        return sent;
    }

    private static void closedUnder(SOCKET s, IntSupplier call) {
        Thread[] caller = new Thread[1];
        FutureTask<Integer> error = VirtualThreads.call(() -> {
            caller[0] = Thread.currentThread();
            return call.getAsInt() == SOCKET_ERROR ? WSAGetLastError() : 0;
        });
        awaitParked(caller);
        expectZero(closesocket(s));
        assertThat(VirtualThreads.value(error)).isEqualTo(WSAEINTR);
    }

    /** For as long as a few looks take: a thread that only waits for a lock goes on. */
    private static void awaitParked(Thread[] caller) {
        int[] seen = {0};
        Deadline.require("the virtual thread waits", () -> {
            Thread.State state = caller[0] == null ? Thread.State.NEW : caller[0].getState();
            boolean waits = state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
            seen[0] = waits ? seen[0] + 1 : 0;
            return seen[0] >= 20;
        });
    }

    @Test
    @Conforms("D324")
    void theirWaitsEndInTime() {
        Pair pair = pair(listener());
        SOCKET s = with(pair.server(), SOL_SOCKET, SO_RCVTIMEO, SHORT_MILLIS);
        FutureTask<Long> receives = VirtualThreads.call(() -> {
            long start = System.nanoTime();
            expectError(WSAETIMEDOUT, recv(s, new byte[1]));
            return System.nanoTime() - start;
        });
        assertInTime(VirtualThreads.value(receives));
        FutureTask<Long> polls = VirtualThreads.call(() -> {
            long start = System.nanoTime();
            expectZero(WSAPoll(new WSAPOLLFD[] {new WSAPOLLFD(s, POLLRDNORM)}, 1, SHORT_MILLIS));
            return System.nanoTime() - start;
        });
        assertInTime(VirtualThreads.value(polls));
        // The waits that have timed out have left nothing behind that takes the next one's edge
        FutureTask<Integer> last = VirtualThreads.call(() -> recv(limited(s), new byte[2]));
        expectCount(2, send(pair.client(), new byte[2]));
        assertThat(VirtualThreads.value(last)).isEqualTo(2);
    }

    private static void assertInTime(long nanos) {
        assertThat(TimeUnit.NANOSECONDS.toMillis(nanos)).isBetween((long) SHORT_MILLIS, (long) LOST_MILLIS / 2);
    }

    @Test
    @Conforms("D325")
    void oneReadsWhileAnotherWrites() {
        Pair pair = limitedPair(listener());
        SOCKET s = pair.server();
        Thread[] writer = new Thread[1];
        byte[] block = new byte[8 * MIB];
        FutureTask<Integer> writes = VirtualThreads.call(() -> {
            writer[0] = Thread.currentThread();
            return send(s, block);
        });
        awaitParked(writer);
        Thread[] reader = new Thread[1];
        FutureTask<Integer> reads = VirtualThreads.call(() -> {
            reader[0] = Thread.currentThread();
            return recv(s, new byte[1]);
        });
        awaitParked(reader);
        expectCount(1, send(pair.client(), new byte[1]));
        assertThat(VirtualThreads.value(reads)).isEqualTo(1);
        assertThat(writes.isDone()).isFalse();
        byte[] got = new byte[MIB];
        for (int received = 0; received < block.length; ) {
            int n = recv(pair.client(), got);
            assertThat(n).isPositive();
            received += n;
        }
        assertThat(VirtualThreads.value(writes)).isEqualTo(block.length);
    }

    @Test
    @Conforms("D326")
    void theyWaitAgainAfterOthersHaveUsedTheSocket() {
        Pair pair = limitedPair(listener());
        for (int turn = 0; turn < 3; turn++) {
            FutureTask<Integer> waits = VirtualThreads.call(() -> recv(pair.server(), new byte[1]));
            expectCount(1, send(pair.client(), new byte[1]));
            assertThat(VirtualThreads.value(waits)).isEqualTo(1);
            // Readiness for which no virtual thread waits
            for (int i = 0; i < MESSAGES; i++) {
                expectCount(1, send(pair.client(), new byte[1]));
                expectCount(1, recv(pair.server(), new byte[1]));
            }
        }
    }

    @Test
    @Conforms("D327")
    void cleanupLeavesNoVirtualThread(@TempDir Path directory) throws IOException {
        List<FutureTask<Integer>> waits = new ArrayList<>();
        for (int i = 0; i < PAIRS / 10; i++) {
            SOCKET s = tcp();
            track(RawPeer.acceptFrom(s));
            Thread[] caller = new Thread[1];
            waits.add(VirtualThreads.call(() -> {
                caller[0] = Thread.currentThread();
                return recv(s, new byte[1]);
            }));
            awaitParked(caller);
        }
        expectZero(WSACleanup());
        for (FutureTask<Integer> wait : waits) {
            assertThat(VirtualThreads.value(wait)).isEqualTo(SOCKET_ERROR);
        }
        assertThat(VirtualThreads.dump(directory.resolve("threads.txt")))
                .contains("#" + Thread.currentThread().getId())
                .doesNotContain("jwinsock-virtual");
    }

    @Test
    @Conforms("D328")
    void descriptorNumbersComeBack() {
        SOCKET listener = with(listener(), SOL_SOCKET, SO_RCVTIMEO, LOST_MILLIS);
        sockaddr_in address = localAddress(listener);
        FutureTask<Integer> server = VirtualThreads.call(() -> {
            int served = 0;
            while (served < CONNECTIONS) {
                SOCKET s = expectSocket(accept(listener, null, null));
                VirtualThreads.start(() -> {
                    byte[] message = new byte[1];
                    while (recv(s, message) == 1) {
                        send(s, message);
                    }
                    closesocket(s);
                });
                served++;
            }
            return served;
        });
        FutureTask<Integer> client = VirtualThreads.call(() -> {
            for (int i = 0; i < CONNECTIONS; i++) {
                SOCKET s = limited(tcp());
                expectZero(connectTo(s, address));
                expectCount(1, send(s, new byte[] {(byte) i}));
                byte[] answer = new byte[1];
                expectCount(1, recv(s, answer));
                assertThat(answer[0]).isEqualTo((byte) i);
                expectZero(lingerFor(s, 0));
                expectZero(closesocket(s));
            }
            return CONNECTIONS;
        });
        assertThat(VirtualThreads.value(client)).isEqualTo(CONNECTIONS);
        assertThat(VirtualThreads.value(server)).isEqualTo(CONNECTIONS);
    }
}

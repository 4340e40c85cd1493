package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.transport.Capability;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** Facts S in event mode: FD_CLOSE, and the shutdown sequences that programs drive by it. */
@WinsockTest
final class CloseEventsTest extends EventScene {
    private static final int DATA = FD_READ | FD_OOB | FD_CLOSE;

    @Test
    @Conforms("S239")
    void closeOfThePeer() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        watch.expectNothing();
        expectZero(closesocket(pair.client()));
        watch.expect(FD_CLOSE);
        watch.expectNothing();
        for (int i = 0; i < 3; i++) {
            expectCount(0, recv(pair.server(), new byte[1]));
            watch.expectNothing();
        }
        watch.select(DATA).expectNothing();
    }

    @Test
    @Conforms({"S239", "D100"})
    void dataAreToldBesideTheEnd() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(5, send(pair.client(), data(5)));
        watch.expect(FD_READ);
        expectZero(shutdown(pair.client(), SD_SEND));
        expectCount(3, recv(pair.server(), new byte[3]));
        // FD_CLOSE may come before or after the last data; everything has been read when both were seen
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        readUntilClose(watch, got);
        assertThat(got.size()).isEqualTo(2);
        expectCount(0, recv(pair.server(), new byte[1]));
        watch.expectNothing();
    }

    /** The record that a wait has made may tell of it, or else the next wait does. */
    @Test
    @Conforms("S239")
    void closeBetweenTheSignalAndTheEnumeration() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(1, send(pair.client(), data(1)));
        watch.awaitSignal();
        expectZero(closesocket(pair.client()));
        int told = watch.now();
        assertThat(told).isIn(FD_READ, FD_READ | FD_CLOSE);
        expectCount(1, recv(pair.server(), new byte[2]));
        if (told == FD_READ) {
            watch.expect(FD_CLOSE);
        }
        watch.expectNothing();
    }

    @Test
    @Conforms("S239")
    void whatWsaPollHasToldIsEnumerated() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectCount(1, send(pair.client(), data(1)));
        watch.awaitSignal();
        expectZero(closesocket(pair.client()));
        WSAPOLLFD[] fds = {new WSAPOLLFD(pair.server(), POLLIN)};
        await("the end, or data alone where it does not show before they are read", () -> {
            assertThat(WSAPoll(fds, 1, 0)).isEqualTo(1);
            return (fds[0].revents & POLLHUP) != 0 || !can(Capability.PEER_CLOSED);
        });
        assertThat(watch.now()).isEqualTo(can(Capability.PEER_CLOSED) ? FD_READ | FD_CLOSE : FD_READ);
    }

    @Test
    @Conforms("S240")
    void shutdownOfThePeer() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectZero(shutdown(pair.client(), SD_SEND));
        watch.expect(FD_CLOSE);
        expectZero(closesocket(pair.client()));
        watch.expectNothing();
        expectCount(0, recv(pair.server(), new byte[1]));
        watch.expectNothing();
    }

    @Test
    @Conforms("S241")
    void shutdownOfReceivingByThePeer() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectZero(shutdown(pair.client(), SD_RECEIVE));
        watch.expectNothing();
        expectZero(shutdown(pair.client(), SD_SEND));
        watch.expect(FD_CLOSE);
        watch.expectNothing();
    }

    @Test
    @Conforms("S241")
    void ownShutdown() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), DATA);
        expectZero(shutdown(pair.server(), SD_BOTH));
        watch.expectNothing();
        expectZero(shutdown(pair.client(), SD_SEND));
        watch.expect(FD_CLOSE);
        watch.expectNothing();
    }

    @Test
    @Conforms("S243")
    void closeBeforeTheSelection() {
        Pair pair = Pairs.tcp();
        expectZero(closesocket(pair.client()));
        expectCount(0, recv(pair.server(), new byte[1]));
        Watch watch = watch(pair.server(), DATA);
        watch.expect(FD_CLOSE);
        watch.expectNothing();
    }

    @Test
    @Conforms("S243")
    void closeSelectedLater() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_OOB);
        expectZero(closesocket(pair.client()));
        watch.expectNothing();
        watch.select(DATA).expect(FD_CLOSE);
    }

    @Test
    @Conforms({"S245", "D101"})
    @Needs(Capability.PEEK) // a reset is told from an end only by looking
    void resetOfAFreshConnectionOnTheServer() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_ALL_EVENTS);
        reset(pair.client());
        watch.expectError(FD_WRITE | FD_CLOSE, FD_CLOSE_BIT, WSAECONNRESET);
        watch.expectNothing();
        expectError(WSAECONNRESET, recv(pair.server(), new byte[1]));
        watch.expectNothing();
    }

    @Test
    @Conforms({"S245", "D101"})
    @Needs(Capability.PEEK)
    void resetOfAFreshConnectionOnTheClient() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.client(), FD_ALL_EVENTS);
        reset(pair.server());
        watch.expectError(FD_CONNECT | FD_WRITE | FD_CLOSE, FD_CLOSE_BIT, WSAECONNRESET);
        watch.expectNothing();
    }

    @Test
    @Conforms("D101")
    void aGracefulEndHasNoErrorAndReadsAsZero() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_CLOSE);
        expectZero(closesocket(pair.client()));
        watch.expect(FD_CLOSE);
        expectCount(0, recv(pair.server(), new byte[1]));
    }

    // ---------------------------------------------------------------- programs

    /**
     * What a program does with FD_READ and FD_CLOSE: reads on FD_READ, and on FD_CLOSE reads the rest. Returns after
     * FD_CLOSE.
     */
    private static void readUntilClose(Watch watch, ByteArrayOutputStream to) {
        while (true) {
            HANDLE[] events = {watch.event()};
            int waited = WSAWaitForMultipleEvents(1, events, false, Watch.limit(), false);
            assertThat(waited)
                    .as("FD_READ or FD_CLOSE after %d bytes", to.size())
                    .isEqualTo(WSA_WAIT_EVENT_0);
            int happened = watch.now();
            if ((happened & FD_READ) != 0) {
                readOnce(watch.socket(), to);
            }
            if ((happened & FD_CLOSE) != 0) {
                while (readOnce(watch.socket(), to)) {
                    continue; // "all pending data": FD_CLOSE comes with the end, data may still be queued before it
                }
                return;
            }
        }
    }

    private static boolean readOnce(SOCKET s, ByteArrayOutputStream to) {
        byte[] room = new byte[32 * 1024];
        int n = recv(s, room);
        if (n == SOCKET_ERROR) {
            expectLastError(WSAEWOULDBLOCK);
            return false;
        }
        to.write(room, 0, Math.max(0, n));
        return n > 0;
    }

    /** Sends everything, waiting for FD_WRITE in between. */
    private static void sendAll(Watch watch, byte[] data) {
        int sent = 0;
        while (sent < data.length) {
            int length = Math.min(50_000, data.length - sent);
            int n = dev.jwinsock.Winsock2.send(watch.socket(), data, sent, length, 0);
            if (n == SOCKET_ERROR) {
                expectLastError(WSAEWOULDBLOCK);
                watch.awaitSignal();
                watch.now();
            } else {
                sent += n;
            }
        }
    }

    private Integer client(SOCKET s, byte[] request, byte[] response) {
        try (Watch writing = new Watch(s).select(FD_WRITE)) {
            sendAll(writing, request);
        }
        expectZero(shutdown(s, SD_SEND)); // (1)
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (Watch reading = new Watch(s).select(FD_READ | FD_CLOSE)) {
            readUntilClose(reading, got); // FD_READ of the response, then (5)
        }
        assertThat(got.toByteArray()).isEqualTo(response);
        return closesocket(s); // (6)
    }

    /** The table of "Graceful Shutdown, Linger Options, and Socket Closure", driven by events on both sides. */
    @Test
    @Conforms({"D100", "D117", "D118", "D119"})
    void gracefulShutdown() {
        Pair pair = Pairs.tcp();
        byte[] request = data(300_000);
        byte[] response = data(400_000);
        Call<Integer> client = Call.of(() -> client(pair.client(), request, response));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (Watch reading = new Watch(pair.server()).select(FD_READ | FD_CLOSE)) {
            readUntilClose(reading, got); // (2)
        }
        assertThat(got.toByteArray()).isEqualTo(request);
        try (Watch writing = new Watch(pair.server()).select(FD_WRITE)) {
            sendAll(writing, response); // (3)
        }
        expectZero(shutdown(pair.server(), SD_SEND)); // (4)
        expectZero(closesocket(pair.server())); // (4')
        assertThat(client.value()).isZero();
    }

    @Test
    @Conforms({"D100", "D063"})
    void gracefulShutdownWithDisconnect() {
        Pair pair = Pairs.tcp();
        Watch server = watch(pair.server(), FD_CLOSE);
        Watch client = watch(pair.client(), FD_CLOSE);
        expectZero(WSASendDisconnect(pair.client(), null)); // (1)
        server.expect(FD_CLOSE); // (2)
        expectZero(WSARecvDisconnect(pair.server(), null)); // (3)
        client.expectNothing();
        expectZero(WSASendDisconnect(pair.server(), null)); // (5)
        expectZero(closesocket(pair.server())); // (5a)
        client.expect(FD_CLOSE); // (6)
        expectZero(WSARecvDisconnect(pair.client(), null)); // (7)
        expectZero(closesocket(pair.client())); // (8)
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSABUF;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Deadline;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.fd_set;
import dev.jwinsock.transport.Capability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts J: several urgent bytes on their way through one stream. */
@WinsockTest
@Needs(Capability.OOB_QUEUE)
final class OobQueueTest extends EventScene {
    private static final int DATA = FD_READ | FD_OOB | FD_CLOSE;

    private static void send(SOCKET s, String text, int flags) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        expectCount(bytes.length, dev.jwinsock.Winsock2.send(s, bytes, bytes.length, flags));
    }

    /** One recv with room for many bytes. */
    private static String recvText(SOCKET s, int flags) {
        byte[] room = new byte[100];
        int n = recv(s, room, room.length, flags);
        assertThat(n).as("recv, last error %d", WSAGetLastError()).isPositive();
        return new String(room, 0, n, StandardCharsets.US_ASCII);
    }

    private static String receiveText(SOCKET s, int length) {
        return new String(receive(s, length), StandardCharsets.US_ASCII);
    }

    /** SIOCATMARK: Windows says TRUE when no urgent byte is left. */
    private static int mark(SOCKET s) {
        IntRef mark = new IntRef(-1);
        expectZero(ioctlsocket(s, SIOCATMARK, mark));
        return mark.value;
    }

    /**
     * Sends texts in turn, each one's last byte urgent, and each when the one before has been told; the last of them
     * without an urgent byte.
     *
     * @return the receiving socket, blocking again
     */
    private SOCKET sendWithMarks(Pair pair, String... texts) {
        Watch watch = track(new Watch(pair.server())).select(FD_OOB);
        for (int i = 0; i < texts.length - 1; i++) {
            send(pair.client(), texts[i], MSG_OOB);
            watch.expect(FD_OOB);
        }
        send(pair.client(), texts[texts.length - 1], 0);
        expectZero(WSAEventSelect(pair.server(), null, 0));
        expectZero(ioctlsocket(pair.server(), FIONBIO, new IntRef(0)));
        return pair.server();
    }

    @Test
    @Conforms({"S139", "D107"})
    void bytesComeOutInTheirOrder() {
        SOCKET s = sendWithMarks(Pairs.tcp(), "X", "aY", "bcZ", "");
        assertThat(recvText(s, MSG_OOB | MSG_PEEK)).isEqualTo("X");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("X");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Y");
        assertThat(mark(s)).isZero();
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Z");
        assertThat(mark(s)).isEqualTo(1);
        assertThat(receiveText(s, 3)).isEqualTo("abc");
    }

    @Test
    @Conforms({"S139", "D105"})
    void noRecvSpansAMark() {
        SOCKET s = sendWithMarks(Pairs.tcp(), "abX", "cdeY", "fZ", "ghi");
        assertThat(recvText(s, MSG_PEEK)).isEqualTo("ab");
        assertThat(readable(s)).isEqualTo(2);
        assertThat(recvText(s, 0)).isEqualTo("ab");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("X");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Y");
        assertThat(readable(s)).isEqualTo(3);
        assertThat(receiveText(s, 1)).isEqualTo("c");
        assertThat(recvText(s, MSG_PEEK)).isEqualTo("de");
        assertThat(recvText(s, 0)).isEqualTo("de");
        assertThat(recvText(s, 0)).isEqualTo("f");
        await("the last data arrive", () -> readable(s) == 3);
        assertThat(recvText(s, MSG_PEEK)).isEqualTo("ghi");
        assertThat(recvText(s, 0)).isEqualTo("ghi");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Z");
    }

    @Test
    @Conforms("D105")
    void severalBuffersEndAtTheMark() {
        SOCKET s = sendWithMarks(Pairs.tcp(), "abcX", "dY", "");
        byte[] first = new byte[2];
        byte[] second = new byte[5];
        WSABUF[] buffers = {new WSABUF(), new WSABUF()};
        buffers[0].len = 2;
        buffers[0].buf = ByteBuffer.wrap(first);
        buffers[1].len = 5;
        buffers[1].buf = ByteBuffer.wrap(second);
        IntRef received = new IntRef();
        expectZero(WSARecv(s, buffers, 2, received, new IntRef()));
        assertThat(received.value).isEqualTo(3);
        assertThat(first).asString(StandardCharsets.US_ASCII).isEqualTo("ab");
        assertThat(second[0]).isEqualTo((byte) 'c');
        assertThat(second[1]).isZero();
        assertThat(recvText(s, 0)).isEqualTo("d");
    }

    @Test
    @Conforms("S139")
    void adjacentBytes() {
        SOCKET s = sendWithMarks(Pairs.tcp(), "aX", "Y", "Z", "b");
        assertThat(receiveText(s, 2)).isEqualTo("ab");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("X");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Y");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Z");
    }

    /** The kernel forgets an urgent byte that a receive has gone past; Windows keeps it. */
    @ParameterizedTest
    @ValueSource(strings = {"exceptfds", "SIOCATMARK", "MSG_OOB", "WSAPoll", "FD_OOB"})
    @Conforms({"S139", "D120"})
    void byteSurvivesReceivesFromTheFirstInterestOn(String interest) {
        Pair pair = Pairs.tcp();
        SOCKET s = pair.server();
        switch (interest) {
            case "exceptfds" -> assertThat(exceptional(s)).isFalse();
            case "SIOCATMARK" -> assertThat(mark(s)).isEqualTo(1);
            case "MSG_OOB" -> {
                nonblocking(s);
                expectError(WSAEWOULDBLOCK, recv(s, new byte[1], 1, MSG_OOB));
            }
            case "WSAPoll" -> assertThat(polled(s)).isZero();
            default -> watch(s, FD_OOB);
        }
        send(pair.client(), "abcX", MSG_OOB);
        send(pair.client(), "def", 0);
        StringBuilder all = new StringBuilder();
        byte[] room = new byte[100];
        while (all.length() < 6) {
            int n = awaitResult("data", () -> recv(s, room));
            assertThat(n).isPositive();
            String one = new String(room, 0, n, StandardCharsets.US_ASCII);
            assertThat(one).as("one recv").doesNotContain("cd");
            all.append(one);
        }
        assertThat(all).asString().isEqualTo("abcdef");
        assertThat(mark(s)).isZero();
        assertThat(recvText(s, MSG_OOB)).isEqualTo("X");
        assertThat(mark(s)).isEqualTo(1);
    }

    private static int polled(SOCKET s) {
        WSAPOLLFD fd = new WSAPOLLFD();
        fd.fd = s;
        fd.events = POLLRDBAND | POLLRDNORM;
        int n = WSAPoll(new WSAPOLLFD[] {fd}, 1, 0);
        assertThat(n).isEqualTo(fd.revents == 0 ? 0 : 1);
        return fd.revents;
    }

    @Test
    @Conforms({"S198", "D104"})
    void readinessLastsUntilTheLastByteIsRead() {
        SOCKET s = sendWithMarks(Pairs.tcp(), "X", "Y", "");
        for (int left = 2; left > 0; left--) {
            assertThat(exceptional(s)).isTrue();
            assertThat(polled(s)).isEqualTo(POLLRDBAND);
            recvText(s, MSG_OOB);
        }
        assertThat(exceptional(s)).isFalse();
        assertThat(polled(s)).isZero();
    }

    @Test
    @Conforms("S198")
    void dataAndAQueuedByteAreToldTogether() {
        Pair pair = Pairs.tcp();
        send(pair.client(), "abX", MSG_OOB);
        await("the urgent byte arrives", () -> exceptional(pair.server()));
        assertThat(polled(pair.server())).isEqualTo(POLLRDBAND | POLLRDNORM);
        fd_set read = new fd_set();
        fd_set except = new fd_set();
        FD_SET(pair.server(), read);
        FD_SET(pair.server(), except);
        assertThat(select(0, read, null, except, null)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recv", "select", "WSAPoll"})
    @Conforms({"S134", "S179", "S198"})
    void waitIsEndedByEachByte(String how) {
        Pair pair = Pairs.tcp();
        SOCKET s = pair.server();
        for (int i = 0; i < 5; i++) {
            byte[] got = new byte[1];
            Call<Integer> call = Call.of(() -> {
                        if (how.equals("select")) {
                            fd_set except = new fd_set();
                            FD_SET(s, except);
                            expectCount(1, select(0, null, null, except, null));
                        } else if (how.equals("WSAPoll")) {
                            WSAPOLLFD fd = new WSAPOLLFD();
                            fd.fd = s;
                            fd.events = POLLRDBAND;
                            expectCount(1, WSAPoll(new WSAPOLLFD[] {fd}, 1, -1));
                        }
                        return recv(s, got, 1, MSG_OOB);
                    })
                    .awaitBlocked();
            expectCount(1, sendUrgent(pair.client(), i));
            assertThat(call.value()).isEqualTo(1);
            assertThat(got[0]).isEqualTo((byte) i);
        }
    }

    /** Nobody looks between the two bytes: the second must not push the first into the stream. */
    @Test
    @Conforms({"S139", "D107"})
    void bytesAreKeptApartWhileTheProgramDoesSomethingElse() {
        long[] pause = {1_000_000};
        Deadline.require("two bytes that come a while apart are both kept", () -> {
            Pair pair = Pairs.tcp();
            assertThat(mark(pair.server())).isEqualTo(1);
            send(pair.client(), "abX", MSG_OOB);
            LockSupport.parkNanos(pause[0]); // the urgent bytes are some time apart; longer with each attempt
            pause[0] *= 2;
            send(pair.client(), "cdY", MSG_OOB);
            send(pair.client(), "end", 0);
            closesocket(pair.client());
            String stream = new String(receiveAll(pair.server()), StandardCharsets.US_ASCII);
            StringBuilder urgent = new StringBuilder();
            nonblocking(pair.server());
            byte[] one = new byte[1];
            while (recv(pair.server(), one, 1, MSG_OOB) == 1) {
                urgent.append((char) one[0]);
            }
            closesocket(pair.server());
            assertThat(stream).isIn("abcdend", "abXcdend");
            assertThat(urgent).asString().isIn("XY", "Y");
            return stream.equals("abcdend") && urgent.toString().equals("XY");
        });
    }

    @Test
    @Conforms({"S141", "D106", "D123"})
    void inLineSwitchedOnWhileBytesWait() {
        SOCKET s = sendWithMarks(Pairs.tcp(), "abX", "cY", "dZ", "e");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("X");
        with(s, SOL_SOCKET, SO_OOBINLINE, 1);
        expectError(WSAEINVAL, recv(s, new byte[1], 1, MSG_OOB));
        assertThat(mark(s)).isZero();
        assertThat(recvText(s, 0)).isEqualTo("ab");
        assertThat(recvText(s, 0)).as("X has been read out of line").isEqualTo("c");
        assertThat(recvText(s, MSG_PEEK)).isEqualTo("Y");
        assertThat(recvText(s, 0)).isEqualTo("Y");
        with(s, SOL_SOCKET, SO_OOBINLINE, 0);
        assertThat(mark(s)).isZero();
        assertThat(recvText(s, 0)).isEqualTo("d");
        assertThat(recvText(s, 0)).isEqualTo("e");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Z");
        assertThat(mark(s)).isEqualTo(1);
    }

    @Test
    @Conforms("S141")
    void inLineSwitchedOnAndOffAgain() {
        Pair pair = Pairs.tcp();
        SOCKET s = sendWithMarks(pair, "X", "Y", "");
        with(s, SOL_SOCKET, SO_OOBINLINE, 1);
        with(s, SOL_SOCKET, SO_OOBINLINE, 0);
        assertThat(recvText(s, MSG_OOB)).isEqualTo("X");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Y");
        send(pair.client(), "aZ", MSG_OOB);
        send(pair.client(), "b", 0);
        assertThat(receiveText(s, 2)).isEqualTo("ab");
        assertThat(recvText(s, MSG_OOB)).isEqualTo("Z");
    }

    /** Message mode: "posted when OOB data arrives with no OOB data previously queued", and while some remains. */
    @Test
    @Conforms({"D103", "S238"})
    void messagesAreForTheFirstByteAndForWhatRemains() {
        Pair pair = Pairs.tcp();
        try (Window window = new Window()) {
            window.select(pair.server(), FD_OOB | FD_READ);
            expectCount(1, sendUrgent(pair.client(), 1));
            window.expect(pair.server(), FD_OOB);
            expectCount(1, sendUrgent(pair.client(), 2));
            expectCount(1, Scene.send(pair.client(), data(1)));
            window.expect(pair.server(), FD_READ);
            window.expectNothing();
            expectCount(1, recv(pair.server(), new byte[1], 1, MSG_OOB));
            window.expect(pair.server(), FD_OOB);
            expectCount(1, recv(pair.server(), new byte[1], 1, MSG_OOB));
            window.expectNothing();
        }
    }

    /** Marks all over a stream of some length, received in pieces of all sizes, out of step with the sender. */
    @Test
    @Conforms({"S139", "S238", "D107"})
    void longStreamWithManyMarks() {
        Pair pair = Pairs.tcp();
        int rounds = 300;
        Watch watch = watch(pair.server(), DATA);
        StringBuilder sent = new StringBuilder();
        StringBuilder received = new StringBuilder();
        StringBuilder urgent = new StringBuilder();
        byte[] room = new byte[32];
        for (int i = 0; i < rounds; i++) {
            char mark = (char) ('A' + i % 26);
            String data = "abcdefghijklm".substring(0, i % 14);
            sent.append(data);
            watch.now(); // tells what waits already, so that the next FD_OOB is about the next byte
            int told = 0;
            send(pair.client(), data + mark, MSG_OOB);
            while ((told & FD_OOB) == 0) {
                watch.awaitSignal();
                told = watch.now();
            }
            int n = recv(pair.server(), room, 1 + i * 7 % 31, 0);
            received.append(new String(room, 0, Math.max(0, n), StandardCharsets.US_ASCII));
            if (i % 3 == 0) {
                expectCount(1, recv(pair.server(), room, 1, MSG_OOB));
                urgent.append((char) room[0]);
            }
        }
        closesocket(pair.client());
        while (received.length() < sent.length()) {
            int n = awaitResult("data", () -> recv(pair.server(), room));
            assertThat(n).isPositive();
            received.append(new String(room, 0, n, StandardCharsets.US_ASCII));
        }
        assertThat(received).asString().isEqualTo(sent.toString());
        while (recv(pair.server(), room, 1, MSG_OOB) == 1) {
            urgent.append((char) room[0]);
        }
        String expected = IntStream.range(0, rounds)
                .mapToObj(i -> String.valueOf((char) ('A' + i % 26)))
                .collect(Collectors.joining());
        assertThat(urgent).asString().isEqualTo(expected);
    }
}

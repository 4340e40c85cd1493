package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.transport.Capability;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts J: urgent data, its mark, and FIONREAD. */
@WinsockTest
final class OobTest extends EventScene {
    private static int send(SOCKET s, String text, int flags) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return dev.jwinsock.Winsock2.send(s, bytes, bytes.length, flags);
    }

    private static String text(byte[] bytes, int length) {
        return new String(Arrays.copyOf(bytes, length), java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** One recv with room for many bytes. */
    private static String recvText(SOCKET s, int flags) {
        byte[] room = new byte[100];
        int n = recv(s, room, room.length, flags);
        assertThat(n).as("recv, last error %d", WSAGetLastError()).isPositive();
        return text(room, n);
    }

    /** SIOCATMARK: Windows says TRUE when no urgent byte is left. */
    private static int mark(SOCKET s) {
        IntRef mark = new IntRef(-1);
        expectZero(ioctlsocket(s, SIOCATMARK, mark));
        return mark.value;
    }

    private static void awaitUrgent(SOCKET s) {
        await("the urgent byte arrives", () -> exceptional(s));
    }

    private static void awaitReadable(SOCKET s, int count) {
        await(count + " bytes arrive", () -> readable(s) == count);
    }

    @Test
    @Conforms({"S133", "S134"})
    @Needs(Capability.OOB_RECEIVE)
    void onlyTheLastByteIsUrgent() {
        Pair pair = Pairs.tcp();
        expectCount(4, send(pair.client(), "abcX", MSG_OOB));
        awaitUrgent(pair.server());
        assertThat(recvText(pair.server(), MSG_OOB)).isEqualTo("X");
        assertThat(text(receive(pair.server(), 3), 3)).isEqualTo("abc");
    }

    @Test
    @Conforms("S133")
    void onlyTheLastByteIsUrgentForAForeignPeer() {
        try (var accepted = dev.jwinsock.compat.harness.RawPeer.acceptedBy(listener())) {
            expectCount(4, send(accepted.socket(), "abcX", MSG_OOB));
            expectCount(2, send(accepted.socket(), "de", 0));
            // java.net discards urgent data unless told otherwise
            assertThat(text(accepted.peer().receive(5), 5)).isEqualTo("abcde");
        }
    }

    @Test
    @Conforms("S134")
    @Needs({Capability.OOB_RECEIVE, Capability.PEEK})
    void peekingAtTheUrgentByte() {
        Pair pair = Pairs.tcp();
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitUrgent(pair.server());
        for (int i = 0; i < 3; i++) {
            assertThat(recvText(pair.server(), MSG_OOB | MSG_PEEK)).isEqualTo("X");
        }
        assertThat(recvText(pair.server(), MSG_OOB)).isEqualTo("X");
        assertThat(exceptional(pair.server())).isFalse();
    }

    @Test
    @Conforms("S135")
    @Needs(Capability.OOB_RECEIVE)
    void nothingUrgent() {
        Pair pair = nonblockingPair();
        expectError(WSAEWOULDBLOCK, recv(pair.server(), new byte[1], 1, MSG_OOB));
        expectCount(2, send(pair.client(), "ab", 0));
        awaitReadable(pair.server(), 2);
        expectError(WSAEWOULDBLOCK, recv(pair.server(), new byte[1], 1, MSG_OOB));
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitUrgent(pair.server());
        assertThat(recvText(pair.server(), MSG_OOB)).isEqualTo("X");
        expectError(WSAEWOULDBLOCK, recv(pair.server(), new byte[1], 1, MSG_OOB));
    }

    @Test
    @Conforms("S134")
    @Needs(Capability.OOB_RECEIVE)
    void blockingReceiveOfUrgentData() {
        Pair pair = Pairs.tcp();
        byte[] got = new byte[8];
        Call<Integer> call = Call.of(() -> recv(pair.server(), got, 8, MSG_OOB)).awaitBlocked();
        expectCount(3, send(pair.client(), "abX", MSG_OOB));
        assertThat(call.value()).isEqualTo(1);
        assertThat(text(got, 1)).isEqualTo("X");
    }

    @Test
    @Conforms("S134")
    @Needs(Capability.OOB_RECEIVE)
    void waitIsEndedByAReset() {
        Pair pair = Pairs.tcp();
        Call<Integer> call =
                Call.of(() -> recv(pair.server(), new byte[1], 1, MSG_OOB)).awaitBlocked();
        reset(pair.client());
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        assertThat(call.error()).isEqualTo(WSAECONNRESET);
    }

    @Test
    @Conforms({"S139", "D105"})
    @Needs(Capability.OOB_RECEIVE)
    void oneRecvEndsAtTheMark() {
        Pair pair = Pairs.tcp();
        expectCount(3, send(pair.client(), "abc", 0));
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitUrgent(pair.server());
        expectCount(3, send(pair.client(), "def", 0));
        await("everything has arrived", () -> readable(pair.server()) >= 6 || mark(pair.server()) == 0);
        assertThat(recvText(pair.server(), 0)).isEqualTo("abc");
        assertThat(recvText(pair.server(), MSG_OOB)).isEqualTo("X");
        assertThat(recvText(pair.server(), 0)).isEqualTo("def");
    }

    @Test
    @Conforms("S139")
    @Needs(Capability.OOB_RECEIVE)
    void anUnreadUrgentByteIsSkippedInTheStream() {
        Pair pair = Pairs.tcp();
        expectCount(3, send(pair.client(), "abc", 0));
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        expectCount(3, send(pair.client(), "def", 0));
        awaitUrgent(pair.server());
        assertThat(text(receive(pair.server(), 6), 6)).isEqualTo("abcdef");
    }

    @Test
    @Conforms({"S139", "D107"})
    @Needs(Capability.OOB_QUEUE)
    void severalUrgentBytesNeverShowUpInTheStream() {
        Pair pair = Pairs.tcp();
        expectCount(5, send(pair.client(), "abcde", 0));
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitUrgent(pair.server());
        expectCount(1, send(pair.client(), "Y", MSG_OOB));
        expectCount(2, send(pair.client(), "fg", 0));
        byte[] room = new byte[5];
        expectCount(3, recv(pair.server(), room, 3, 0));
        assertThat(recvText(pair.server(), MSG_OOB)).isIn("X", "Y");
        expectCount(2, recv(pair.server(), room, 5, 0));
        assertThat(text(room, 2)).isEqualTo("de");
        assertThat(text(receive(pair.server(), 2), 2)).isEqualTo("fg");
    }

    @Test
    @Conforms({"S141", "D120"})
    @Needs(Capability.OOB_RECEIVE)
    void inLineSwitchedOnWhileAByteWaits() {
        Pair pair = Pairs.tcp();
        assertThat(mark(pair.server())).isEqualTo(1);
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitUrgent(pair.server());
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        assertThat(readable(pair.server())).isEqualTo(1);
        assertThat(mark(pair.server())).isZero();
        assertThat(recvText(pair.server(), 0)).isEqualTo("X");
        assertThat(readable(pair.server())).isZero();
        assertThat(mark(pair.server())).isEqualTo(1);
    }

    @Test
    @Conforms("S141")
    @Needs(Capability.OOB_RECEIVE)
    void inLineSwitchedOnBefore() {
        Pair pair = Pairs.tcp();
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitReadable(pair.server(), 1);
        assertThat(mark(pair.server())).isEqualTo(1);
        assertThat(recvText(pair.server(), 0)).isEqualTo("X");
        assertThat(mark(pair.server())).isEqualTo(1);
    }

    @Test
    @Conforms("D120")
    @Needs(Capability.OOB_RECEIVE)
    void markTellsWhetherUrgentDataWait() {
        Pair pair = Pairs.tcp();
        expectCount(3, send(pair.client(), "abc", 0));
        awaitReadable(pair.server(), 3);
        assertThat(mark(pair.server())).isEqualTo(1);
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitUrgent(pair.server());
        assertThat(mark(pair.server())).isZero();
        assertThat(recvText(pair.server(), 0)).isEqualTo("abc");
        assertThat(mark(pair.server())).isZero();
        assertThat(recvText(pair.server(), MSG_OOB)).isEqualTo("X");
        assertThat(mark(pair.server())).isEqualTo(1);
    }

    @Test
    @Conforms("D106")
    void inLineThereIsNoOutOfBandReceive() {
        Pair pair = nonblockingPair();
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        expectError(WSAEINVAL, recv(pair.server(), new byte[1], 1, MSG_OOB));
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        awaitReadable(pair.server(), 1);
        expectError(WSAEINVAL, recv(pair.server(), new byte[1], 1, MSG_OOB));
        assertThat(recvText(pair.server(), 0)).isEqualTo("X");
    }

    @Test
    @Conforms("D106")
    @Needs(Capability.OOB_RECEIVE)
    void threeReadsPassTheUrgentByte() {
        Pair pair = Pairs.tcp();
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        expectCount(3, send(pair.client(), "abc", 0));
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        expectCount(3, send(pair.client(), "def", 0));
        awaitReadable(pair.server(), 7);
        assertThat(recvText(pair.server(), 0)).isEqualTo("abc");
        assertThat(recvText(pair.server(), 0)).isEqualTo("X");
        assertThat(recvText(pair.server(), 0)).isEqualTo("def");
    }

    @Test
    @Conforms("D123")
    void inLineNothingIsLost() {
        Pair pair = Pairs.tcp();
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        expectCount(1, send(pair.client(), "a", 0));
        expectCount(1, send(pair.client(), "X", MSG_OOB));
        expectCount(1, send(pair.client(), "b", 0));
        expectCount(1, send(pair.client(), "Y", MSG_OOB));
        expectCount(1, send(pair.client(), "c", 0));
        assertThat(text(receive(pair.server(), 5), 5)).isEqualTo("aXbYc");
    }

    @Test
    @Conforms("D124")
    void datagramSocketsHaveNoUrgentData() {
        int result = setsockopt(udp(), SOL_SOCKET, SO_OOBINLINE, 1);
        assertThat(WSAGetLastError()).isIn(WSAENOPROTOOPT, WSAEINVAL);
        assertThat(result).isEqualTo(SOCKET_ERROR);
        expectError(WSAEOPNOTSUPP, recv(boundUdp(), new byte[1], 1, MSG_OOB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fresh", "bound", "listening"})
    @Conforms("S143")
    void fionreadWithoutAConnection(String state) {
        SOCKET s = state.equals("fresh") ? tcp() : state.equals("bound") ? boundTcp() : listener();
        assertThat(readable(s)).isZero();
    }

    @Test
    @Conforms("S144")
    @Needs(Capability.DATAGRAM_AVAILABLE)
    void fionreadCountsAllDatagrams() {
        SOCKET s = boundUdp();
        SOCKET from = udp();
        assertThat(readable(s)).isZero();
        expectCount(5, sendTo(from, data(5), localAddress(s)));
        expectCount(7, sendTo(from, data(7), localAddress(s)));
        awaitReadable(s, 12);
        expectCount(5, recv(s, new byte[9]));
        assertThat(readable(s)).isEqualTo(7);
    }
}

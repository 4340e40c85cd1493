package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static dev.jwinsock.compat.suite.Watch.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPOLLFD;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.transport.Capability;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts N: WSAPoll. */
@WinsockTest
final class PollTest extends EventScene {
    private static final int INOUT = POLLIN | POLLOUT;

    /** The flags of one socket now. */
    private static int flags(SOCKET s, int events) {
        WSAPOLLFD[] fds = {new WSAPOLLFD(s, events)};
        fds[0].revents = (short) 0x7abc;
        int count = WSAPoll(fds, 1, 0);
        expectCount(fds[0].revents == 0 ? 0 : 1, count);
        assertThat(fds[0].events).isEqualTo((short) events);
        return fds[0].revents;
    }

    private static void awaitFlags(SOCKET s, int events, int flags) {
        await("WSAPoll reports 0x" + Integer.toHexString(flags), () -> flags(s, events) == flags);
    }

    private static int poll(int millis, WSAPOLLFD... fds) {
        return WSAPoll(fds, fds.length, millis);
    }

    @Test
    @Conforms("S190")
    void nothingToPoll() {
        expectError(WSAEINVAL, WSAPoll(null, 0, 0));
        expectError(WSAEINVAL, WSAPoll(new WSAPOLLFD[0], 0, -1));
        expectError(WSAEINVAL, WSAPoll(new WSAPOLLFD[] {new WSAPOLLFD(udp(), POLLOUT)}, 0, 0));
        expectError(WSAEFAULT, WSAPoll(null, 1, 0));
    }

    @Test
    @Conforms("S191")
    void flagValues() {
        assertThat(new int[] {POLLERR, POLLHUP, POLLNVAL, POLLWRNORM, POLLOUT, POLLWRBAND})
                .containsExactly(0x1, 0x2, 0x4, 0x10, 0x10, 0x20);
        assertThat(new int[] {POLLRDNORM, POLLRDBAND, POLLIN, POLLPRI}).containsExactly(0x100, 0x200, 0x300, 0x400);
        // and they are what WSAPoll stores
        assertThat(flags(udp(), INOUT)).isEqualTo(0x10);
    }

    @ParameterizedTest
    @ValueSource(ints = {POLLERR, POLLHUP, POLLNVAL, POLLPRI, POLLWRBAND, 0x8, 0x40})
    @Conforms("S194")
    void illegalEventFlag(int flag) {
        WSAPOLLFD good = new WSAPOLLFD(udp(), POLLOUT);
        WSAPOLLFD bad = new WSAPOLLFD(udp(), POLLIN | flag);
        good.revents = 0x55;
        bad.revents = 0x55;
        expectError(WSAEINVAL, poll(0, good, bad));
        assertThat(good.revents).isZero();
        assertThat(bad.revents).isZero();
    }

    @Test
    @Conforms("S194")
    void unknownHandleWithAnIllegalFlag() {
        SOCKET closed = udp();
        expectZero(closesocket(closed));
        WSAPOLLFD good = new WSAPOLLFD(udp(), POLLOUT);
        WSAPOLLFD bad = new WSAPOLLFD(closed, POLLERR);
        bad.revents = 0x55;
        expectError(WSAEINVAL, poll(0, good, bad));
        assertThat(good.revents).isZero();
        assertThat(bad.revents).isZero();
    }

    @Test
    @Conforms("S194")
    void closedSocketIsInvalid() {
        SOCKET closed = udp();
        expectZero(closesocket(closed));
        WSAPOLLFD good = new WSAPOLLFD(udp(), POLLOUT);
        WSAPOLLFD bad = new WSAPOLLFD(closed, POLLIN);
        expectCount(2, poll(0, good, bad));
        assertThat(good.revents).isEqualTo((short) POLLWRNORM);
        assertThat(bad.revents).isEqualTo((short) POLLNVAL);
    }

    @Test
    @Conforms("S196")
    void listener() {
        SOCKET listener = dev.jwinsock.compat.harness.Sockets.listener();
        assertThat(flags(listener, INOUT)).isZero();
        expectZero(connectTo(tcp(), localAddress(listener)));
        awaitFlags(listener, POLLIN, POLLRDNORM);
        assertThat(flags(listener, POLLRDNORM)).isEqualTo(POLLRDNORM);
        assertThat(flags(listener, INOUT)).isEqualTo(POLLRDNORM);
        assertThat(flags(listener, POLLRDBAND | POLLWRNORM)).isZero();
        assertThat(flags(listener, POLLIN)).isEqualTo(POLLRDNORM);
        expectSocket(accept(listener, null, null));
        assertThat(flags(listener, INOUT)).isZero();
    }

    @Test
    @Conforms("S197")
    void connectedPair() {
        Pair pair = Pairs.tcp();
        assertThat(flags(pair.client(), INOUT)).isEqualTo(POLLWRNORM);
        assertThat(flags(pair.server(), INOUT)).isEqualTo(POLLWRNORM);
        expectCount(5, send(pair.client(), data(5)));
        awaitFlags(pair.server(), INOUT, POLLRDNORM | POLLWRNORM);
        assertThat(flags(pair.server(), POLLRDNORM)).isEqualTo(POLLRDNORM);
        assertThat(flags(pair.server(), POLLRDBAND)).isZero();
        assertThat(flags(pair.client(), INOUT)).isEqualTo(POLLWRNORM);
        expectCount(2, recv(pair.server(), new byte[2]));
        assertThat(flags(pair.server(), POLLIN)).isEqualTo(POLLRDNORM);
        expectCount(3, recv(pair.server(), new byte[5]));
        assertThat(flags(pair.server(), INOUT)).isEqualTo(POLLWRNORM);
    }

    @Test
    @Conforms("S197")
    void fullSendBuffer() {
        Pair pair = nonblockingPair();
        long sent = fill(pair.client());
        assertThat(flags(pair.client(), INOUT)).isZero();
        Call<Integer> call = Call.of(() -> poll(limit(), new WSAPOLLFD(pair.client(), POLLOUT)))
                .awaitBlocked();
        drain(pair.server(), sent);
        assertThat(call.value()).isEqualTo(1);
    }

    @Test
    @Conforms("S198")
    @Needs(Capability.OOB_RECEIVE)
    void urgentByte() {
        Pair pair = Pairs.tcp();
        expectCount(1, sendUrgent(pair.client(), 9));
        awaitFlags(pair.server(), INOUT, POLLRDBAND | POLLWRNORM);
        assertThat(flags(pair.server(), POLLRDNORM)).isZero();
        expectCount(1, recv(pair.server(), new byte[4], 4, MSG_OOB));
        assertThat(flags(pair.server(), INOUT)).isEqualTo(POLLWRNORM);
    }

    @Test
    @Conforms("S198")
    void urgentByteInLine() {
        Pair pair = Pairs.tcp();
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        expectCount(1, sendUrgent(pair.client(), 9));
        awaitFlags(pair.server(), INOUT, POLLRDNORM | POLLWRNORM);
        assertThat(flags(pair.server(), POLLRDBAND)).isZero();
        expectCount(1, recv(pair.server(), new byte[4]));
        assertThat(flags(pair.server(), INOUT)).isEqualTo(POLLWRNORM);
    }

    @Test
    @Conforms("S200")
    void ownShutdownOfSending() {
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.client(), SD_SEND));
        assertThat(flags(pair.client(), INOUT)).isEqualTo(POLLWRNORM);
    }

    @Test
    @Conforms("S200")
    void peersShutdownOfReceiving() {
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.client(), SD_RECEIVE));
        expectCount(1, send(pair.client(), data(1)));
        awaitFlags(pair.server(), INOUT, POLLRDNORM | POLLWRNORM);
        expectCount(1, recv(pair.server(), new byte[1]));
        assertThat(flags(pair.server(), INOUT)).isEqualTo(POLLWRNORM);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("S203")
    void datagramSocket(boolean bound) {
        SOCKET s = bound ? boundUdp() : udp();
        assertThat(flags(s, INOUT)).isEqualTo(POLLWRNORM);
        if (bound) {
            expectCount(0, sendTo(udp(), data(0), localAddress(s)));
            awaitFlags(s, INOUT, POLLRDNORM | POLLWRNORM);
            expectCount(0, recv(s, new byte[1]));
            assertThat(flags(s, INOUT)).isEqualTo(POLLWRNORM);
        }
    }

    @Test
    @Conforms("S205")
    void unconnectedStreamSocketTimesOut() {
        WSAPOLLFD fresh = new WSAPOLLFD(tcp(), INOUT);
        WSAPOLLFD bound = new WSAPOLLFD(boundTcp(), INOUT);
        fresh.revents = 0x55;
        long start = System.nanoTime();
        expectCount(0, poll(30, fresh, bound));
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(14));
        assertThat(fresh.revents).isZero();
        assertThat(bound.revents).isZero();
    }

    @Test
    @Conforms({"S165", "D101"})
    @Needs(Capability.PEEK) // a reset is told from an end only by looking
    void reset() {
        Pair pair = Pairs.tcp();
        reset(pair.client());
        awaitFlags(pair.server(), INOUT, POLLERR | POLLHUP | POLLWRNORM);
        assertThat(flags(pair.server(), INOUT)).isEqualTo(0x13);
        expectError(WSAECONNRESET, recv(pair.server(), new byte[1]));
        assertThat(flags(pair.server(), INOUT)).isEqualTo(0x13);
    }

    /** A reset throws the unread data away: nothing is readable any more. */
    @Test
    @Conforms({"S165", "D101"})
    @Needs(Capability.PEEK)
    void resetWithUnreadData() {
        Pair pair = Pairs.tcp();
        expectCount(5, send(pair.client(), data(5)));
        awaitFlags(pair.server(), INOUT, POLLRDNORM | POLLWRNORM);
        reset(pair.client());
        awaitFlags(pair.server(), INOUT, POLLERR | POLLHUP | POLLWRNORM);
        expectError(WSAECONNRESET, recv(pair.server(), new byte[9]));
    }

    /** The facts leave it out; it is what Windows documents for WSAPoll: POLLHUP once the peer has closed or shut down. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("S200")
    void endOfThePeerIsAHangUp(boolean close) {
        Pair pair = Pairs.tcp();
        expectZero(close ? closesocket(pair.client()) : shutdown(pair.client(), SD_SEND));
        awaitFlags(pair.server(), INOUT, POLLHUP | POLLWRNORM);
        expectCount(0, recv(pair.server(), new byte[1]));
        assertThat(flags(pair.server(), INOUT)).isEqualTo(POLLHUP | POLLWRNORM);
    }

    @Test
    @Conforms("S197")
    void negativeTimeoutWaits() {
        Pair pair = Pairs.tcp();
        WSAPOLLFD fd = new WSAPOLLFD(pair.server(), POLLIN);
        Call<Integer> call = Call.of(() -> poll(-1, fd)).awaitBlocked();
        expectCount(1, send(pair.client(), data(1)));
        assertThat(call.value()).isEqualTo(1);
        assertThat(fd.revents).isEqualTo((short) POLLRDNORM);
    }

    @Test
    @Conforms("S197")
    void onlyReadyEntriesCount() {
        Pair pair = Pairs.tcp();
        WSAPOLLFD[] fds = {
            new WSAPOLLFD(pair.client(), POLLIN), new WSAPOLLFD(pair.server(), POLLIN), new WSAPOLLFD(udp(), POLLIN)
        };
        expectCount(1, send(pair.client(), data(1)));
        expectCount(1, poll(limit(), fds));
        assertThat(fds[0].revents).isZero();
        assertThat(fds[1].revents).isEqualTo((short) POLLRDNORM);
        assertThat(fds[2].revents).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D126")
    void closesocketEndsPoll(boolean stream) {
        SOCKET s = stream ? Pairs.tcp().server() : boundUdp();
        WSAPOLLFD other = new WSAPOLLFD(boundUdp(), POLLIN);
        WSAPOLLFD fd = new WSAPOLLFD(s, POLLIN);
        Call<Integer> call = Call.of(() -> poll(-1, other, fd)).awaitBlocked();
        expectZero(closesocket(s));
        assertThat(call.value()).isEqualTo(1);
        assertThat(other.revents).isZero();
        assertThat(fd.revents).isEqualTo((short) POLLNVAL);
    }

    /** The specification is silent: the sockets may be told invalid, or the call may fail. */
    @Test
    @Conforms("D128")
    void cleanupEndsPoll() {
        WSAPOLLFD fd = new WSAPOLLFD(boundUdp(), POLLIN);
        Call<Integer> call = Call.of(() -> poll(-1, fd)).awaitBlocked();
        expectZero(WSACleanup());
        if (call.value() == SOCKET_ERROR) {
            assertThat(call.error()).isIn(WSANOTINITIALISED, WSAENOTSOCK, WSAEINTR);
        } else {
            assertThat(call.value()).isEqualTo(1);
            assertThat(fd.revents).isEqualTo((short) POLLNVAL);
        }
    }
}

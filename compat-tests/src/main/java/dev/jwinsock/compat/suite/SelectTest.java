package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.fd_set;
import dev.jwinsock.timeval;
import dev.jwinsock.transport.Capability;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts M: select. */
@WinsockTest
final class SelectTest extends EventScene {
    private static final timeval NOW = new timeval(0, 0);
    /** For what has to happen: far longer than it takes. */
    private static final timeval LIMIT = new timeval(10, 0);

    private static fd_set set(SOCKET... sockets) {
        fd_set set = new fd_set(Math.max(FD_SETSIZE, sockets.length));
        for (SOCKET s : sockets) {
            set.fd_array[set.fd_count++] = s;
        }
        return set;
    }

    /** What select finds now in sets that have the same sockets. */
    private record Found(int count, fd_set read, fd_set write, fd_set except) {
        static Found after(timeval timeout, SOCKET... sockets) {
            fd_set read = set(sockets);
            fd_set write = set(sockets);
            fd_set except = set(sockets);
            int count = select(0, read, write, except, timeout);
            return new Found(count, read, write, except);
        }

        void expect(int expected) {
            expectCount(expected, count);
            assertThat(read.fd_count + write.fd_count + except.fd_count).isEqualTo(expected);
        }
    }

    /** "r", "w" and "x" for the sets that the socket is in now. */
    private static String ready(SOCKET s) {
        Found found = Found.after(NOW, s);
        assertThat(found.count).isNotNegative();
        return (FD_ISSET(s, found.read) ? "r" : "")
                + (FD_ISSET(s, found.write) ? "w" : "")
                + (FD_ISSET(s, found.except) ? "x" : "");
    }

    private static void awaitReady(SOCKET s, String sets) {
        await("select finds the socket in " + sets, () -> ready(s).equals(sets));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 64, Integer.MAX_VALUE, Integer.MIN_VALUE})
    @Conforms("S170")
    void nfdsIsIgnored(int nfds) {
        SOCKET s = udp();
        fd_set write = set(s);
        expectCount(1, select(nfds, null, write, null, NOW));
        assertThat(FD_ISSET(s, write)).isTrue();
    }

    @Test
    @Conforms("S171")
    void nothingToSelect() {
        expectError(WSAEINVAL, select(0, null, null, null, NOW));
        expectError(WSAEINVAL, select(0, null, null, null, null));
        expectError(WSAEINVAL, select(0, null, null, null, new timeval(5, 0)));
        expectError(WSAEINVAL, select(0, set(), set(), set(), NOW));
        expectError(WSAEINVAL, select(0, set(), null, null, new timeval(5, 0)));
        expectError(WSAEINVAL, select(0, set(), set(), set(), null));
    }

    @Test
    @Conforms("S171")
    void oneEmptySetBesideAFullOneIsFine() {
        expectCount(1, select(0, set(), set(udp()), set(), NOW));
    }

    @Test
    @Conforms("S172")
    void invalidSocketInAnySet() {
        SOCKET good = udp();
        expectError(WSAENOTSOCK, select(0, set(good, INVALID_SOCKET), set(good), null, NOW));
        expectError(WSAENOTSOCK, select(0, set(good), set(INVALID_SOCKET), null, NOW));
        expectError(WSAENOTSOCK, select(0, null, set(good), set(INVALID_SOCKET), NOW));
        expectError(WSAENOTSOCK, select(0, set(INVALID_SOCKET), null, null, null));
    }

    @Test
    @Conforms({"S172", "S168"})
    void closedSocketInASet() {
        SOCKET closed = udp();
        expectZero(closesocket(closed));
        fd_set read = set(closed);
        expectError(WSAENOTSOCK, select(0, read, null, null, NOW));
        expectError(WSAENOTSOCK, select(0, set(udp()), set(udp(), closed), null, null));
    }

    @Test
    @Conforms("S174")
    void unconnectedStreamSocketsAreNotReady() {
        Found found = Found.after(NOW, tcp(), boundTcp(), tcp());
        found.expect(0);
    }

    @Test
    @Conforms("S174")
    void anUnconnectedStreamSocketDoesNotHideAReadyOne() {
        SOCKET ready = udp();
        Found found = Found.after(LIMIT, tcp(), ready, tcp());
        found.expect(1);
        assertThat(found.write.fd_array[0]).isSameAs(ready);
    }

    @Test
    @Conforms("S175")
    void freshDatagramSocketIsWritable() {
        assertThat(ready(udp())).isEqualTo("w");
        assertThat(ready(boundUdp())).isEqualTo("w");
    }

    @Test
    @Conforms("S175")
    void datagramMakesReadable() {
        SOCKET s = boundUdp();
        expectCount(0, sendTo(udp(), data(0), localAddress(s)));
        awaitReady(s, "rw");
        expectCount(0, recv(s, new byte[1]));
        assertThat(ready(s)).isEqualTo("w");
    }

    @Test
    @Conforms("S176")
    void listener() {
        SOCKET listener = dev.jwinsock.compat.harness.Sockets.listener();
        assertThat(ready(listener)).isEmpty();
        SOCKET client = tcp();
        expectZero(connectTo(client, localAddress(listener)));
        awaitReady(listener, "r");
        expectSocket(accept(listener, null, null));
        assertThat(ready(listener)).isEmpty();
    }

    @Test
    @Conforms("S177")
    void connectedPair() {
        Pair pair = Pairs.tcp();
        Found found = Found.after(LIMIT, pair.client(), pair.server());
        found.expect(2);
        assertThat(found.write.fd_count).isEqualTo(2);

        expectCount(4, send(pair.client(), data(4)));
        expectCount(1, select(0, set(pair.server()), null, null, LIMIT));
        expectCount(2, select(0, set(pair.server()), set(pair.server()), set(pair.server()), LIMIT));
        assertThat(ready(pair.client())).isEqualTo("w");
        expectCount(4, recv(pair.server(), new byte[8]));
        assertThat(ready(pair.server())).isEqualTo("w");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms({"S178", "D101"})
    void endOfThePeer(boolean close) {
        Pair pair = Pairs.tcp();
        expectZero(close ? closesocket(pair.client()) : shutdown(pair.client(), SD_SEND));
        expectCount(1, select(0, set(pair.server()), null, null, LIMIT));
        for (int i = 0; i < 2; i++) {
            expectCount(0, recv(pair.server(), new byte[1]));
            assertThat(ready(pair.server())).startsWith("r");
        }
    }

    @Test
    @Conforms({"S179", "D104"})
    @Needs(Capability.OOB_RECEIVE)
    void urgentByteIsExceptional() {
        Pair pair = Pairs.tcp();
        assertThat(ready(pair.server())).isEqualTo("w");
        expectCount(1, sendUrgent(pair.client(), 7));
        expectCount(1, select(0, null, null, set(pair.server()), LIMIT));
        assertThat(ready(pair.server())).isEqualTo("wx");
        assertThat(ready(pair.server())).isEqualTo("wx");
        byte[] got = new byte[4];
        expectCount(1, recv(pair.server(), got, 4, MSG_OOB));
        assertThat(got[0]).isEqualTo((byte) 7);
        assertThat(ready(pair.server())).isEqualTo("w");
    }

    @Test
    @Conforms("S179")
    void urgentByteInLineIsReadable() {
        Pair pair = Pairs.tcp();
        with(pair.server(), SOL_SOCKET, SO_OOBINLINE, 1);
        expectCount(1, sendUrgent(pair.client(), 7));
        awaitReady(pair.server(), "rw");
        expectCount(1, recv(pair.server(), new byte[4]));
        assertThat(ready(pair.server())).isEqualTo("w");
    }

    @Test
    @Conforms("S180")
    void fullSendBuffer() {
        Pair pair = nonblockingPair();
        long sent = fill(pair.client());
        assertThat(ready(pair.client())).isEmpty();
        Call<Integer> call =
                Call.of(() -> select(0, null, set(pair.client()), null, LIMIT)).awaitBlocked();
        drain(pair.server(), sent);
        assertThat(call.value()).isEqualTo(1);
        assertThat(ready(pair.client())).isEqualTo("w");
    }

    @Test
    @Conforms("S183")
    void twoHundredSocketsKeepTheirOrder() {
        SOCKET[] sockets = new SOCKET[200];
        Arrays.setAll(sockets, i -> udp());
        fd_set write = set(sockets);
        expectCount(200, select(0, null, write, null, NOW));
        assertThat(write.fd_count).isEqualTo(200);
        assertThat(write.fd_array).containsExactly(sockets);
    }

    @Test
    @Conforms("S183")
    void readyOnesMoveTogetherInTheirOrder() {
        SOCKET[] sockets = new SOCKET[200];
        Arrays.setAll(sockets, i -> i % 3 == 0 ? tcp() : udp());
        fd_set write = set(sockets);
        SOCKET[] ready = Arrays.stream(sockets)
                .filter(s -> option(s, SOL_SOCKET, SO_TYPE) == SOCK_DGRAM)
                .toArray(SOCKET[]::new);
        expectCount(ready.length, select(0, null, write, null, NOW));
        assertThat(Arrays.copyOf(write.fd_array, write.fd_count)).containsExactly(ready);
    }

    @Test
    @Conforms("S183")
    void onlyTheCountedEntriesAreRead() {
        fd_set write = new fd_set(2);
        write.fd_array[0] = udp();
        write.fd_array[1] = INVALID_SOCKET;
        write.fd_count = 1;
        expectCount(1, select(0, null, write, null, NOW));
        assertThat(write.fd_count).isEqualTo(1);
    }

    @Test
    @Conforms("S184")
    void setDoesNotTakeDuplicatesNorMoreThanItsSize() {
        fd_set set = new fd_set();
        SOCKET[] sockets = new SOCKET[FD_SETSIZE + 1];
        Arrays.setAll(sockets, i -> tcp());
        for (SOCKET s : sockets) {
            FD_SET(s, set);
            FD_SET(s, set);
        }
        assertThat(set.fd_count).isEqualTo(FD_SETSIZE);
        assertThat(FD_ISSET(sockets[FD_SETSIZE - 1], set)).isTrue();
        assertThat(FD_ISSET(sockets[FD_SETSIZE], set)).isFalse();
        FD_ZERO(set);
        assertThat(set.fd_count).isZero();
        assertThat(FD_ISSET(sockets[0], set)).isFalse();
    }

    @Test
    @Conforms("S184")
    void clrClosesTheGap() {
        SOCKET a = tcp();
        SOCKET b = tcp();
        SOCKET c = tcp();
        fd_set set = set(a, b, c);
        FD_CLR(b, set);
        FD_CLR(b, set);
        assertThat(set.fd_count).isEqualTo(2);
        assertThat(set.fd_array[0]).isSameAs(a);
        assertThat(set.fd_array[1]).isSameAs(c);
        assertThat(FD_ISSET(b, set)).isFalse();
    }

    @Test
    @Conforms("S187")
    void zeroPolls() {
        fd_set read = set(boundUdp());
        expectCount(0, select(0, read, null, null, NOW));
        assertThat(read.fd_count).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0,500", "0,20000", "0,1000000", "0,1100000"})
    @Conforms({"S187", "S100"})
    void timeoutEndsWithZeroAndStaysAsItWas(int seconds, int micros) {
        timeval timeout = new timeval(seconds, micros);
        fd_set read = set(boundUdp());
        long start = System.nanoTime();
        expectCount(0, select(0, read, null, null, timeout));
        long took = System.nanoTime() - start;
        assertThat(read.fd_count).isZero();
        assertThat(timeout.tv_sec).isEqualTo(seconds);
        assertThat(timeout.tv_usec).isEqualTo(micros);
        // Clock ticks may shorten it a little
        assertThat(took).isGreaterThan(TimeUnit.MICROSECONDS.toNanos(micros) - TimeUnit.MILLISECONDS.toNanos(16));
    }

    @Test
    @Conforms("S187")
    void nullWaitsForEver() {
        SOCKET s = boundUdp();
        fd_set read = set(s);
        Call<Integer> call = Call.of(() -> select(0, read, null, null, null)).awaitBlocked();
        expectCount(3, sendTo(udp(), data(3), localAddress(s)));
        assertThat(call.value()).isEqualTo(1);
        assertThat(FD_ISSET(s, read)).isTrue();
    }

    @Test
    @Conforms("S100")
    void theTimeoutIsNotChangedWhenSomethingIsReady() {
        timeval timeout = new timeval(10, 7);
        expectCount(1, select(0, null, set(udp()), null, timeout));
        assertThat(timeout.tv_sec).isEqualTo(10);
        assertThat(timeout.tv_usec).isEqualTo(7);
    }

    @Test
    @Conforms("S188")
    void queuedCallRunsWhenSelectHasToWait() {
        AtomicInteger runs = new AtomicInteger();
        SOCKET ready = udp();
        assertThat(QueueUserAPC(runs::incrementAndGet, GetCurrentThread())).isTrue();
        expectCount(1, select(0, null, set(ready), null, LIMIT));
        assertThat(runs).hasValue(0);
        expectCount(0, select(0, set(boundUdp()), null, null, new timeval(0, 20_000)));
        assertThat(runs).hasValue(1);
    }

    @Test
    @Conforms("S189")
    void ownShutdown() {
        Pair pair = Pairs.tcp();
        expectZero(shutdown(pair.client(), SD_SEND));
        assertThat(ready(pair.client())).isEqualTo("w");
        Pair other = Pairs.tcp();
        expectZero(shutdown(other.client(), SD_RECEIVE));
        assertThat(ready(other.client())).isEqualTo("w");
    }

    @Test
    @Conforms("S098")
    void refusedConnect() {
        SOCKET s = nonblocking(tcp());
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(closedPort())));
        for (int i = 0; i < 2; i++) {
            Found found = Found.after(LIMIT, s);
            found.expect(1);
            assertThat(FD_ISSET(s, found.except)).isTrue();
            assertThat(soError(s)).isEqualTo(WSAECONNREFUSED);
            assertThat(soError(s)).isEqualTo(WSAECONNREFUSED);
        }
    }

    @Test
    @Conforms("S098")
    void refusedConnectWithTheOtherSetsOnly() {
        SOCKET s = nonblocking(tcp());
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(closedPort())));
        expectCount(1, select(0, null, null, set(s), LIMIT));
        expectCount(0, select(0, set(s), set(s), null, NOW));
    }

    @Test
    @Conforms("S080")
    void refusedConnectStaysExceptionalOnAListener() {
        SOCKET s = nonblocking(boundTcp());
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(closedPort())));
        expectCount(1, select(0, null, null, set(s), LIMIT));
        expectZero(listen(s, 1));
        assertThat(ready(s)).isEqualTo("x");
        expectZero(connectTo(tcp(), localAddress(s)));
        awaitReady(s, "rx");
        expectSocket(accept(s, null, null));
    }

    @Test
    @Conforms("S101")
    void successfulConnect() {
        SOCKET listener = dev.jwinsock.compat.harness.Sockets.listener();
        SOCKET s = nonblocking(tcp());
        expectError(WSAEWOULDBLOCK, connectTo(s, localAddress(listener)));
        Found found = Found.after(LIMIT, s);
        found.expect(1);
        assertThat(FD_ISSET(s, found.write)).isTrue();
        assertThat(soError(s)).isZero();
    }

    @Test
    @Conforms({"S178", "D101"})
    void resetIsReadableAndTold() {
        Pair pair = Pairs.tcp();
        reset(pair.client());
        expectCount(1, select(0, set(pair.server()), null, null, LIMIT));
        expectError(WSAECONNRESET, recv(pair.server(), new byte[1]));
    }

    /** The specification is silent on the result; Windows gives WSAENOTSOCK, older ones WSAEINTR. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("D125")
    void closesocketEndsSelect(boolean stream) {
        SOCKET s = stream ? Pairs.tcp().server() : boundUdp();
        SOCKET other = boundUdp();
        Call<Integer> call =
                Call.of(() -> select(0, set(other, s), null, null, null)).awaitBlocked();
        expectZero(closesocket(s));
        assertThat(call.value()).isEqualTo(SOCKET_ERROR);
        assertThat(call.error()).isIn(WSAENOTSOCK, WSAEINTR);
    }

    /** The specification is silent on which of these errors it is. */
    @Test
    @Conforms("D128")
    void cleanupEndsSelect() {
        SOCKET s = boundUdp();
        SOCKET listener = dev.jwinsock.compat.harness.Sockets.listener();
        Call<Integer> one = Call.of(() -> select(0, set(s), null, null, null)).awaitBlocked();
        Call<Integer> two =
                Call.of(() -> select(0, set(listener), null, set(s), null)).awaitBlocked();
        expectZero(WSACleanup());
        for (Call<Integer> call : java.util.List.of(one, two)) {
            assertThat(call.value()).isEqualTo(SOCKET_ERROR);
            assertThat(call.error()).isIn(WSANOTINITIALISED, WSAENOTSOCK, WSAEINTR);
        }
    }

    @Test
    @Conforms("S177")
    void manyThreadsSelectTheSameSocket() {
        Pair pair = Pairs.tcp();
        Call<Integer> one =
                Call.of(() -> select(0, set(pair.server()), null, null, null)).awaitBlocked();
        Call<Integer> two =
                Call.of(() -> select(0, set(pair.server()), null, null, null)).awaitBlocked();
        expectCount(1, send(pair.client(), data(1)));
        assertThat(one.value()).isEqualTo(1);
        assertThat(two.value()).isEqualTo(1);
        assertThat(readable(pair.server())).isEqualTo(1);
    }
}

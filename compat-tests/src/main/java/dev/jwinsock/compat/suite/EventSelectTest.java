package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts O in event mode: WSAEventSelect and WSAEnumNetworkEvents. */
@WinsockTest
final class EventSelectTest extends EventScene {
    @Test
    @Conforms("S206")
    void nullEvent() {
        Pair pair = Pairs.tcp();
        expectError(WSAEINVAL, WSAEventSelect(pair.server(), null, FD_READ));
        expectZero(WSAEventSelect(pair.server(), null, 0));
    }

    @Test
    @Conforms("S206")
    void nullEventWithoutMaskClears() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ);
        expectZero(WSAEventSelect(pair.server(), null, 0));
        expectCount(1, send(pair.client(), data(1)));
        await("the data arrives", () -> readable(pair.server()) == 1);
        watch.expectNothing();
        expectZero(ioctlsocket(pair.server(), FIONBIO, new IntRef(0)));
    }

    @Test
    @Conforms("S206")
    void badSocket() {
        HANDLE event = event();
        SOCKET closed = tcp();
        expectZero(closesocket(closed));
        for (SOCKET bad : new SOCKET[] {null, INVALID_SOCKET, closed}) {
            expectError(WSAENOTSOCK, WSAEventSelect(bad, event, FD_READ));
            expectError(WSAENOTSOCK, WSAEventSelect(bad, null, 0));
            expectError(WSAENOTSOCK, WSAEnumNetworkEvents(bad, null, new WSANETWORKEVENTS()));
        }
    }

    @Test
    @Conforms("S206")
    void enumeratingNeedsAStructure() {
        expectError(WSAEFAULT, WSAEnumNetworkEvents(Pairs.tcp().server(), null, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {FD_READ, FD_WRITE, FD_ACCEPT, FD_CLOSE, FD_ALL_EVENTS})
    @Conforms({"S207", "D111"})
    void selectingMakesNonblocking(int mask) {
        Pair pair = Pairs.tcp();
        SOCKET s = pair.server();
        watch(s, mask);
        expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
        expectError(WSAEINVAL, ioctlsocket(s, FIONBIO, new IntRef(0)));
        expectZero(ioctlsocket(s, FIONBIO, new IntRef(1)));
        expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
    }

    @Test
    @Conforms("S208")
    void clearingLeavesNonblocking() {
        SOCKET s = Pairs.tcp().server();
        Watch watch = watch(s, FD_READ);
        watch.select(0);
        expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
        expectZero(ioctlsocket(s, FIONBIO, new IntRef(0)));
        watch.select(FD_READ);
        expectError(WSAEINVAL, ioctlsocket(s, FIONBIO, new IntRef(0)));
    }

    @Test
    @Conforms({"S210", "D110"})
    void enumeratingClearsTheRecordAndResetsTheEventItIsGiven() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ | FD_WRITE);
        watch.awaitSignal();
        assertThat(watch.enumerate(null).lNetworkEvents).isEqualTo(FD_WRITE);
        assertThat(watch.isSignalled()).isTrue();
        assertThat(watch.enumerate(watch.event()).lNetworkEvents).isZero();
        assertThat(watch.isSignalled()).isFalse();
    }

    @Test
    @Conforms({"S210", "D110"})
    void enumeratingMayResetAnotherEvent() {
        Watch watch = watch(Pairs.tcp().server(), FD_WRITE);
        watch.awaitSignal();
        HANDLE other = event();
        assertThat(WSASetEvent(other)).isTrue();
        assertThat(watch.enumerate(other).lNetworkEvents).isEqualTo(FD_WRITE);
        assertThat(Watch.isSignalled(other)).isFalse();
        assertThat(watch.isSignalled()).isTrue();
    }

    @Test
    @Conforms("S210")
    void errorsOfEventsThatDidNotHappenAreZero() {
        Watch watch = watch(Pairs.tcp().server(), FD_ALL_EVENTS);
        watch.awaitSignal();
        WSANETWORKEVENTS record = watch.enumerate(watch.event());
        assertThat(record.lNetworkEvents).isEqualTo(FD_WRITE);
        assertThat(record.iErrorCode).containsOnly(0);
    }

    @Test
    @Conforms("S211")
    void enumeratingLeavesUnselectedEvents() {
        Pair pair = Pairs.tcp();
        expectCount(1, send(pair.client(), data(1)));
        await("the data arrives", () -> readable(pair.server()) == 1);
        Watch watch = watch(pair.server(), FD_WRITE);
        watch.expect(FD_WRITE);
        assertThat(watch.now()).isZero();
        watch.select(FD_READ | FD_WRITE).expect(FD_READ);
    }

    @Test
    @Conforms("S211")
    void anEventThatIsRecordedAndDeselectedIsDeliveredLater() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ);
        expectCount(1, send(pair.client(), data(1)));
        watch.awaitSignal();
        watch.select(FD_WRITE);
        assertThat(watch.now()).isEqualTo(FD_WRITE);
        watch.select(FD_READ);
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("S212")
    void aReportedEventComesAgainOnlyAfterAnEnablingCall() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ | FD_WRITE);
        expectCount(10, send(pair.client(), data(10)));
        watch.expect(FD_READ | FD_WRITE);
        watch.select(FD_READ | FD_WRITE).expectNothing();
        watch.select(0).select(FD_READ | FD_WRITE).expectNothing();
        watch.select(FD_READ).expectNothing();
        expectCount(5, send(pair.client(), data(5)));
        await("the data arrives", () -> readable(pair.server()) == 15);
        watch.expectNothing();
        expectCount(1, recv(pair.server(), new byte[1]));
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("S214")
    void deselectingLeavesTheEventObjectAlone() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ);
        expectCount(1, send(pair.client(), data(1)));
        watch.awaitSignal();
        watch.select(0);
        assertThat(watch.isSignalled()).isTrue();
        assertThat(WSAResetEvent(watch.event())).isTrue();
        assertThat(watch.isSignalled()).isFalse();
        watch.select(FD_CLOSE);
        assertThat(watch.isSignalled()).isFalse();
        watch.select(FD_READ);
        assertThat(watch.isSignalled()).isTrue();
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("S214")
    void selectingAnotherEventObjectSignalsIt() {
        Pair pair = Pairs.tcp();
        Watch first = watch(pair.server(), FD_READ);
        expectCount(1, send(pair.client(), data(1)));
        first.awaitSignal();
        Watch second = watch(pair.server(), FD_READ);
        assertThat(second.isSignalled()).isTrue();
        assertThat(first.isSignalled()).isTrue();
        second.expect(FD_READ);
    }

    @Test
    @Conforms("S216")
    void eventsWithoutASelectionAreReportedByTheNext() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ);
        watch.select(0);
        expectCount(1, send(pair.client(), data(1)));
        await("the data arrives", () -> readable(pair.server()) == 1);
        watch.expectNothing();
        watch.select(FD_READ).expect(FD_READ);
    }

    @Test
    @Conforms("S216")
    void whatWasConsumedInBetweenIsNotReported() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ);
        watch.select(0);
        expectCount(1, send(pair.client(), data(1)));
        awaitResult("recv", () -> recv(pair.server(), new byte[1]));
        watch.select(FD_READ).expectNothing();
        expectCount(1, send(pair.client(), data(1)));
        watch.expect(FD_READ);
    }

    @Test
    @Conforms("D112")
    void aNewSelectionCancelsTheOneBefore() {
        Pair pair = Pairs.tcp();
        Watch first = watch(pair.server(), FD_READ);
        Watch second = watch(pair.server(), FD_CLOSE);
        expectCount(1, send(pair.client(), data(1)));
        await("the data arrives", () -> readable(pair.server()) == 1);
        first.expectNothing();
        expectZero(shutdown(pair.client(), SD_SEND));
        if (can(dev.jwinsock.transport.Capability.PEER_CLOSED)) {
            second.expect(FD_CLOSE);
            assertThat(first.isSignalled()).isFalse();
        }
    }

    @Test
    @Conforms("S212")
    void datagramsFollowTheSameRules() {
        Pair pair = Pairs.udp();
        SOCKET s = pair.server();
        Watch watch = watch(s, FD_READ | FD_WRITE);
        watch.expect(FD_WRITE);
        expectCount(3, sendTo(pair.client(), data(3), localAddress(s)));
        expectCount(4, sendTo(pair.client(), data(4), localAddress(s)));
        watch.expect(FD_READ);
        watch.expectNothing();
        expectCount(3, awaitResult("recv", () -> recv(s, new byte[9])));
        watch.expect(FD_READ);
        expectCount(4, awaitResult("recv", () -> recv(s, new byte[9])));
        watch.expectNothing();
        expectCount(0, sendTo(pair.client(), data(0), localAddress(s)));
        watch.expect(FD_READ);
    }
}

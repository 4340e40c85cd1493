package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts P in event mode: FD_CONNECT and FD_WRITE. */
@WinsockTest
final class ConnectWriteEventsTest extends EventScene {
    /** Starts a connect to a listener and returns the connecting socket's watch. */
    private Watch connecting(int mask) {
        SOCKET listener = listener();
        Watch watch = watch(tcp(), mask);
        expectError(WSAEWOULDBLOCK, connectTo(watch.socket(), localAddress(listener)));
        return watch;
    }

    @Test
    @Conforms("S217")
    void connectAndWriteTogetherOnce() {
        Watch watch = connecting(FD_CONNECT | FD_WRITE | FD_READ | FD_CLOSE | FD_OOB | FD_ACCEPT);
        watch.awaitSignal();
        WSANETWORKEVENTS record = watch.enumerate(watch.event());
        assertThat(record.lNetworkEvents).isEqualTo(FD_CONNECT | FD_WRITE);
        assertThat(record.iErrorCode).containsOnly(0);
        watch.expectNothing();
        watch.select(FD_CONNECT | FD_WRITE).expectNothing();
    }

    @Test
    @Conforms("S217")
    void theConnectionCanBeUsed() {
        SOCKET listener = listener();
        Watch watch = watch(tcp(), FD_CONNECT);
        expectError(WSAEWOULDBLOCK, connectTo(watch.socket(), localAddress(listener)));
        watch.expect(FD_CONNECT);
        SOCKET server = expectSocket(accept(listener, null, null));
        expectCount(5, send(watch.socket(), data(5)));
        assertThat(receive(server, 5)).isEqualTo(data(5));
        expectError(WSAEISCONN, connectTo(watch.socket(), localAddress(listener)));
    }

    @Test
    @Conforms("S219")
    void connectSelectedLaterIsReportedThen() {
        Watch watch = connecting(FD_WRITE | FD_READ);
        watch.expect(FD_WRITE);
        watch.expectNothing();
        watch.select(FD_WRITE | FD_CONNECT).expect(FD_CONNECT);
        watch.expectNothing();
    }

    @Test
    @Conforms("S220")
    void refusedConnect() {
        Watch watch = watch(tcp(), FD_ALL_EVENTS);
        expectError(WSAEWOULDBLOCK, connectTo(watch.socket(), loopback(closedPort())));
        watch.expectError(FD_CONNECT, FD_CONNECT_BIT, WSAECONNREFUSED);
        watch.expectNothing();
        watch.select(FD_ALL_EVENTS).expectNothing();
        watch.select(0).select(FD_CONNECT | FD_WRITE | FD_CLOSE).expectNothing();
    }

    @Test
    @Conforms("S220")
    void refusedConnectSelectedLater() {
        SOCKET s = nonblocking(tcp());
        expectError(WSAEWOULDBLOCK, connectTo(s, loopback(closedPort())));
        await("the connect fails", () -> soError(s) == WSAECONNREFUSED);
        Watch watch = watch(s, FD_CONNECT | FD_WRITE | FD_CLOSE);
        watch.expectError(FD_CONNECT, FD_CONNECT_BIT, WSAECONNREFUSED);
        watch.expectNothing();
    }

    @Test
    @Conforms({"S217", "S220"})
    void anotherConnectEnablesFdConnect() {
        SOCKET listener = listener();
        Watch watch = watch(tcp(), FD_CONNECT | FD_WRITE);
        expectError(WSAEWOULDBLOCK, connectTo(watch.socket(), loopback(closedPort())));
        watch.expectError(FD_CONNECT, FD_CONNECT_BIT, WSAECONNREFUSED);
        expectError(WSAEWOULDBLOCK, connectTo(watch.socket(), localAddress(listener)));
        watch.expect(FD_CONNECT | FD_WRITE);
        watch.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Conforms("S221")
    void unconnectedSocketRecordsNothing(boolean bound) {
        Watch watch = watch(bound ? boundTcp() : tcp(), FD_READ | FD_WRITE | FD_CLOSE | FD_CONNECT);
        watch.expectNothing();
    }

    @Test
    @Conforms("S224")
    void writeOnceOnAConnectedSocket() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_WRITE);
        watch.expect(FD_WRITE);
        for (int i = 0; i < 3; i++) {
            expectCount(100, send(pair.server(), data(100)));
            watch.expectNothing();
        }
    }

    @Test
    @Conforms("S224")
    void aSuccessfulSendLeavesWhatIsPending() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_WRITE);
        watch.awaitSignal();
        expectCount(100, send(pair.server(), data(100)));
        assertThat(watch.isSignalled()).isTrue();
        watch.expect(FD_WRITE);
    }

    @Test
    @Conforms("S224")
    void aSendThatWouldBlockEnablesWrite() {
        Pair pair = nonblockingPair();
        Watch watch = watch(pair.client(), FD_WRITE);
        watch.expect(FD_WRITE);
        long sent = fill(pair.client());
        watch.expectNothing();
        drain(pair.server(), sent);
        watch.expect(FD_WRITE);
        watch.expectNothing();
        expectCount(10, send(pair.client(), data(10)));
        watch.expectNothing();
    }

    @Test
    @Conforms("S224")
    void aSendThatFailsOtherwiseEnablesNothing() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.client(), FD_WRITE);
        watch.expect(FD_WRITE);
        expectZero(shutdown(pair.client(), SD_SEND));
        expectError(WSAESHUTDOWN, send(pair.client(), data(1)));
        watch.expectNothing();
    }

    @Test
    @Conforms("S226")
    void writeAddedToTheMaskIsReportedThen() {
        Pair pair = Pairs.tcp();
        Watch watch = watch(pair.server(), FD_READ);
        watch.expectNothing();
        watch.select(FD_READ | FD_WRITE).expect(FD_WRITE);
        watch.select(FD_READ).select(FD_READ | FD_WRITE).expectNothing();
    }
}

package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import org.junit.jupiter.api.Test;

/** Facts Q in event mode: FD_ACCEPT. */
@WinsockTest
final class AcceptEventsTest extends EventScene {
    private static SOCKET connectedTo(SOCKET listener) {
        SOCKET s = tcp();
        expectZero(connectTo(s, localAddress(listener)));
        return s;
    }

    /** From the listener, whose blocking mode does not matter. */
    private static SOCKET accepted(SOCKET listener) {
        SOCKET[] made = {INVALID_SOCKET};
        await("a connection", () -> {
            made[0] = accept(listener, null, null);
            return made[0] != INVALID_SOCKET || WSAGetLastError() != WSAEWOULDBLOCK;
        });
        return expectSocket(made[0]);
    }

    @Test
    @Conforms("S227")
    void onceForEveryArrival() {
        Watch watch = watch(listener(), FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE);
        watch.expectNothing();
        connectedTo(watch.socket());
        watch.expect(FD_ACCEPT);
        connectedTo(watch.socket());
        watch.expectNothing();
        watch.select(FD_ACCEPT).expectNothing();
    }

    @Test
    @Conforms("S227")
    void earlierConnectionsCount() {
        SOCKET listener = listener();
        connectedTo(listener);
        Watch watch = watch(listener, FD_ACCEPT);
        watch.expect(FD_ACCEPT);
        watch.expectNothing();
    }

    @Test
    @Conforms("S227")
    void theSelectionMayComeBeforeListen() {
        SOCKET s = boundTcp();
        Watch watch = watch(s, FD_ACCEPT);
        watch.expectNothing();
        expectZero(listen(s, 4));
        connectedTo(s);
        watch.expect(FD_ACCEPT);
    }

    @Test
    @Conforms("S229")
    void acceptEnables() {
        Watch watch = watch(listener(), FD_ACCEPT);
        SOCKET listener = watch.socket();
        connectedTo(listener);
        connectedTo(listener);
        watch.expect(FD_ACCEPT);
        accepted(listener);
        watch.expect(FD_ACCEPT);
        accepted(listener);
        watch.expectNothing();
        connectedTo(listener);
        watch.expect(FD_ACCEPT);
    }

    @Test
    @Conforms("S229")
    void anAcceptThatFailsEnablesToo() {
        Watch watch = watch(listener(), FD_ACCEPT);
        expectError(WSAEWOULDBLOCK, accept(watch.socket(), null, null));
        connectedTo(watch.socket());
        watch.expect(FD_ACCEPT);
        accepted(watch.socket());
        expectError(WSAEWOULDBLOCK, accept(watch.socket(), null, null));
        connectedTo(watch.socket());
        watch.expect(FD_ACCEPT);
    }

    @Test
    @Conforms("S230")
    void acceptedBeforeTheSelection() {
        SOCKET listener = nonblocking(listener());
        connectedTo(listener);
        accepted(listener);
        watch(listener, FD_ACCEPT).expectNothing();
    }

    @Test
    @Conforms("S230")
    void acceptedWhileNothingWasSelected() {
        Watch watch = watch(listener(), FD_ACCEPT);
        watch.select(0);
        connectedTo(watch.socket());
        accepted(watch.socket());
        watch.select(FD_ACCEPT).expectNothing();
    }

    /** "The same attributes and event registrations": the accepted socket signals the listener's event object. */
    @Test
    @Conforms("S089")
    void acceptedSocketHasTheListenersSelection() {
        Watch watch = watch(listener(), FD_ACCEPT | FD_READ);
        SOCKET client = connectedTo(watch.socket());
        watch.expect(FD_ACCEPT);
        SOCKET server = accepted(watch.socket());
        expectError(WSAEINVAL, ioctlsocket(server, FIONBIO, new IntRef(0)));
        assertThat(watch.isSignalled()).isFalse();
        expectCount(1, send(client, data(1)));
        watch.awaitSignal();
        assertThat(watch.now()).isZero(); // it is not the listener
        dev.jwinsock.WSANETWORKEVENTS record = new dev.jwinsock.WSANETWORKEVENTS();
        expectZero(WSAEnumNetworkEvents(server, null, record));
        assertThat(record.lNetworkEvents).isEqualTo(FD_READ);
    }
}

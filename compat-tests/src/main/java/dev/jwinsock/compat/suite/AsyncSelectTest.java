package dev.jwinsock.compat.suite;

import static dev.jwinsock.Windows.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HWND;
import dev.jwinsock.IntRef;
import dev.jwinsock.MSG;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.compat.suite.Window.Told;
import dev.jwinsock.transport.Capability;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Facts O to S in message mode: WSAAsyncSelect. */
@WinsockTest
final class AsyncSelectTest extends EventScene {
    private static final int DATA = FD_READ | FD_OOB | FD_CLOSE;

    @Test
    @Conforms({"S207", "D111"})
    void selectingMakesNonblocking() {
        try (Window window = new Window()) {
            SOCKET s = Pairs.tcp().server();
            window.select(s, FD_READ);
            expectError(WSAEWOULDBLOCK, recv(s, new byte[1]));
            expectError(WSAEINVAL, ioctlsocket(s, FIONBIO, new IntRef(0)));
            expectZero(ioctlsocket(s, FIONBIO, new IntRef(1)));
        }
    }

    @Test
    @Conforms("S208")
    void clearingLeavesNonblocking() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            window.select(pair.server(), FD_READ);
            expectZero(WSAAsyncSelect(pair.server(), window.handle(), 0, 0));
            expectError(WSAEWOULDBLOCK, recv(pair.server(), new byte[1]));
            expectCount(1, send(pair.client(), data(1)));
            window.expectNothing();
            expectZero(ioctlsocket(pair.server(), FIONBIO, new IntRef(0)));
        }
    }

    @Test
    @Conforms("S215")
    void badSocketAndBadWindow() {
        HWND destroyed;
        try (Window window = new Window()) {
            destroyed = window.handle();
            expectError(WSAENOTSOCK, WSAAsyncSelect(INVALID_SOCKET, destroyed, Window.MESSAGE, FD_READ));
            expectError(WSAENOTSOCK, WSAAsyncSelect(null, destroyed, Window.MESSAGE, FD_READ));
        }
        expectError(WSAEINVAL, WSAAsyncSelect(tcp(), destroyed, Window.MESSAGE, FD_READ));
        expectError(WSAEINVAL, WSAAsyncSelect(tcp(), null, Window.MESSAGE, FD_READ));
    }

    @Test
    @Conforms({"S215", "S217"})
    void connectPrecedesWrite() {
        try (Window window = new Window()) {
            SOCKET listener = listener();
            SOCKET s = tcp();
            window.select(s, FD_CONNECT | FD_WRITE | DATA);
            expectError(WSAEWOULDBLOCK, connectTo(s, localAddress(listener)));
            assertThat(window.next()).isEqualTo(new Told(s, FD_CONNECT, 0));
            assertThat(window.next()).isEqualTo(new Told(s, FD_WRITE, 0));
            window.expectNothing();
        }
    }

    @Test
    @Conforms({"S215", "S220"})
    void refusedConnect() {
        try (Window window = new Window()) {
            SOCKET s = tcp();
            window.select(s, FD_CONNECT | FD_WRITE | DATA);
            expectError(WSAEWOULDBLOCK, connectTo(s, loopback(closedPort())));
            assertThat(window.next()).isEqualTo(new Told(s, FD_CONNECT, WSAECONNREFUSED));
            window.expectNothing();
        }
    }

    @Test
    @Conforms("S221")
    void unconnectedSocket() {
        try (Window window = new Window()) {
            window.select(boundTcp(), FD_READ | FD_WRITE);
            window.expectNothing();
        }
    }

    @Test
    @Conforms("S213")
    void everyCallPostsTheCurrentConditionsAnew() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            SOCKET s = pair.server();
            window.select(s, FD_READ | FD_WRITE);
            window.expect(s, FD_WRITE);
            expectCount(5, send(pair.client(), data(5)));
            window.expect(s, FD_READ);
            window.expectNothing();
            window.select(s, FD_READ | FD_WRITE);
            window.expect(s, FD_READ | FD_WRITE);
            window.select(s, FD_READ);
            window.expect(s, FD_READ);
            expectCount(5, recv(s, new byte[9]));
            window.select(s, FD_READ | FD_WRITE);
            window.expect(s, FD_WRITE);
            window.expectNothing();
        }
    }

    @Test
    @Conforms({"S213", "S227", "S229"})
    void acceptMessages() {
        try (Window window = new Window()) {
            SOCKET listener = listener();
            window.select(listener, FD_ACCEPT);
            expectZero(connectTo(tcp(), localAddress(listener)));
            window.expect(listener, FD_ACCEPT);
            window.select(listener, FD_ACCEPT);
            window.expect(listener, FD_ACCEPT);
            expectZero(connectTo(tcp(), localAddress(listener)));
            window.expectNothing();
            SOCKET first = expectSocket(accept(listener, null, null));
            expectZero(WSAAsyncSelect(first, window.handle(), 0, 0));
            window.expect(listener, FD_ACCEPT);
            expectSocket(accept(listener, null, null));
            window.expectNothing();
        }
    }

    @Test
    @Conforms({"S213", "S239"})
    void closeMessages() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            window.select(pair.server(), DATA);
            expectZero(closesocket(pair.client()));
            window.expect(pair.server(), FD_CLOSE);
            expectCount(0, recv(pair.server(), new byte[1]));
            window.expectNothing();
            window.select(pair.server(), DATA);
            window.expect(pair.server(), FD_CLOSE);
        }
    }

    @Test
    @Conforms({"S213", "S237"})
    @Needs(Capability.OOB_RECEIVE)
    void urgentMessages() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            window.select(pair.server(), DATA);
            expectCount(1, sendUrgent(pair.client(), 3));
            window.expect(pair.server(), FD_OOB);
            window.select(pair.server(), DATA);
            window.expect(pair.server(), FD_OOB);
            expectCount(1, recv(pair.server(), new byte[2], 2, MSG_OOB));
            window.expectNothing();
        }
    }

    @Test
    @Conforms("S232")
    void readMessages() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            window.select(pair.server(), DATA);
            expectCount(5, send(pair.client(), data(5)));
            window.expect(pair.server(), FD_READ);
            expectCount(2, recv(pair.server(), new byte[2]));
            window.expect(pair.server(), FD_READ);
            expectCount(3, recv(pair.server(), new byte[9]));
            window.expectNothing();
        }
    }

    @Test
    @Conforms("S234")
    void failedRecvPostsReadAgain() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            window.select(pair.server(), DATA);
            expectCount(5, send(pair.client(), data(5)));
            window.expect(pair.server(), FD_READ);
            window.expectNothing();
            expectError(WSAEFAULT, recv(pair.server(), new byte[1], -1, 0));
            window.expect(pair.server(), FD_READ);
            window.expectNothing();
        }
    }

    @Test
    @Conforms("S224")
    void writeMessages() {
        try (Window window = new Window()) {
            Pair pair = nonblockingPair();
            window.select(pair.client(), FD_WRITE);
            window.expect(pair.client(), FD_WRITE);
            long sent = fill(pair.client());
            window.expectNothing();
            drain(pair.server(), sent);
            window.expect(pair.client(), FD_WRITE);
            window.expectNothing();
        }
    }

    @Test
    @Conforms("D112")
    void eachKindOfSelectionCancelsTheOther() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            window.select(pair.server(), FD_READ);
            Watch watch = watch(pair.server(), FD_READ);
            expectCount(1, send(pair.client(), data(1)));
            watch.expect(FD_READ);
            window.expectNothing();
            window.select(pair.server(), FD_READ);
            window.expect(pair.server(), FD_READ);
            expectCount(1, recv(pair.server(), new byte[1]));
            expectCount(1, send(pair.client(), data(1)));
            window.expect(pair.server(), FD_READ);
            watch.expectNothing();
        }
    }

    @Test
    @Conforms("S167")
    void nothingIsPostedForAClosedSocket() {
        try (Window window = new Window()) {
            Pair pair = Pairs.tcp();
            window.select(pair.server(), DATA | FD_WRITE);
            window.expect(pair.server(), FD_WRITE);
            expectZero(closesocket(pair.server()));
            expectCount(0, recv(pair.client(), new byte[1]));
            window.expectNothing();
        }
    }

    @Test
    @Conforms("D116")
    void oneWindowHearsOfManySockets() {
        try (Window window = new Window()) {
            SOCKET listener = listener();
            Pair streams = Pairs.tcp();
            Pair datagrams = Pairs.udp();
            window.select(listener, FD_ACCEPT);
            window.select(streams.server(), FD_READ);
            window.select(datagrams.server(), FD_READ);
            expectCount(1, sendTo(datagrams.client(), data(1), localAddress(datagrams.server())));
            window.expect(datagrams.server(), FD_READ);
            expectCount(1, send(streams.client(), data(1)));
            window.expect(streams.server(), FD_READ);
            expectZero(connectTo(tcp(), localAddress(listener)));
            window.expect(listener, FD_ACCEPT);
        }
    }

    /** The classic program: GetMessage in the window's thread, the cause in another one. */
    @Test
    @Conforms({"S215", "D116"})
    void getMessageWaitsForNetworkEvents() throws InterruptedException {
        Pair pair = Pairs.tcp();
        CountDownLatch selected = new CountDownLatch(1);
        MSG message = new MSG();
        Call<Integer> loop = Call.of(() -> {
            try (Window window = new Window()) {
                window.select(pair.server(), FD_READ);
                selected.countDown();
                return GetMessage(message, null, 0, 0);
            }
        });
        assertThat(selected.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        loop.awaitBlocked();
        expectCount(1, send(pair.client(), data(1)));
        assertThat(loop.value()).isEqualTo(1);
        assertThat(message.message).isEqualTo(Window.MESSAGE);
        assertThat(message.wParam).isSameAs(pair.server());
        assertThat(WSAGETSELECTEVENT(message.lParam)).isEqualTo(FD_READ);
        assertThat(WSAGETSELECTERROR(message.lParam)).isZero();
    }
}

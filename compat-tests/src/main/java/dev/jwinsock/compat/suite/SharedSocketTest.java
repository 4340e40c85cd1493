package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.Needs;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.compat.suite.TakingProgram.Order;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.transport.Capability;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** "Shared Sockets": WSADuplicateSocket for another process. */
@WinsockTest
@Needs(Capability.SHARE_ACROSS_PROCESSES)
final class SharedSocketTest extends OverlappedScene {
    private static WSAPROTOCOL_INFO describedFor(TakingProgram other, SOCKET s) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        expectZero(WSADuplicateSocket(s, other.pid(), info));
        return info;
    }

    private static void give(TakingProgram other, SOCKET s) throws IOException {
        assertThat(other.keep(describedFor(other, s))).isEqualTo("0");
    }

    /** Also a description of this process is of no use to another (A158). */
    @Test
    @Conforms({"D292", "A158"})
    void theProcessNamedOpensItOnce() throws IOException {
        Pair pair = Pairs.tcp();
        try (TakingProgram other = TakingProgram.start();
                TakingProgram third = TakingProgram.start()) {
            WSAPROTOCOL_INFO info = describedFor(other, pair.client());
            expectError(WSAEINVAL, WSASocket(0, 0, 0, info, 0, 0));
            assertThat(third.keep(info)).isEqualTo(Integer.toString(WSAEINVAL));
            assertThat(other.keep(info)).isEqualTo("0");
            assertThat(other.keep(info)).isEqualTo(Integer.toString(WSAEINVAL));
            WSAPROTOCOL_INFO ours = new WSAPROTOCOL_INFO();
            expectZero(WSADuplicateSocket(pair.client(), ProcessHandle.current().pid(), ours));
            assertThat(other.keep(ours)).isEqualTo(Integer.toString(WSAEINVAL));
        }
    }

    @Test
    @Conforms("D293")
    void bothProcessesHaveTheConnection() throws IOException {
        Pair pair = Pairs.tcp();
        try (TakingProgram other = TakingProgram.start()) {
            give(other, pair.client());
            sendText(pair.client(), "from here");
            assertThat(startedReceive(pair.server(), 64).await().text()).isEqualTo("from here");
            sendText(pair.server(), "question");
            assertThat(other.ask(Order.ECHO)).isEqualTo(Integer.toString(TakingProgram.MARK.length() + 8));
            assertThat(startedReceive(pair.server(), 64).await().text()).isEqualTo(TakingProgram.MARK + "question");
            expectZero(closesocket(pair.client()));
            sendText(pair.server(), "still there");
            assertThat(other.ask(Order.ECHO)).isEqualTo(Integer.toString(TakingProgram.MARK.length() + 11));
            assertThat(startedReceive(pair.server(), 64).await().text()).isEqualTo(TakingProgram.MARK + "still there");
            Io end = pendingReceive(pair.server(), 8);
            assertThat(end.signalled()).isFalse();
            assertThat(other.ask(Order.CLOSE)).isEqualTo("0");
            end.await();
            expectResult(pair.server(), end, 0);
        }
    }

    /** A socket that has blocked in a receive, and one closed before the other process has opened it. */
    @Test
    @Conforms("D294")
    void theDescriptionHoldsTheSocket() throws IOException {
        Pair pair = Pairs.tcp();
        sendText(pair.server(), "x");
        recv(pair.client(), new byte[1], 1, 0);
        try (TakingProgram other = TakingProgram.start()) {
            WSAPROTOCOL_INFO info = describedFor(other, pair.client());
            expectZero(closesocket(pair.client()));
            assertThat(other.keep(info)).isEqualTo("0");
            sendText(pair.server(), "question");
            other.ask(Order.ECHO);
            assertThat(startedReceive(pair.server(), 64).await().text()).isEqualTo(TakingProgram.MARK + "question");
        }
        Io end = startedReceive(pair.server(), 8).await();
        expectResult(pair.server(), end, 0); // the end of a process is one, too
    }

    @Test
    @Conforms({"D295", "S033"})
    void optionsGoAlong() throws IOException {
        Pair pair = Pairs.tcp();
        with(pair.client(), SOL_SOCKET, SO_RCVTIMEO, 4321);
        nonblocking(pair.client());
        int peer = port(pair.server());
        try (TakingProgram other = TakingProgram.start()) {
            give(other, pair.client());
            assertThat(other.ask(Order.DESCRIBE)).isEqualTo("4321 " + WSAEWOULDBLOCK + " " + peer);
        }
    }

    @Test
    @Conforms("D296")
    void listeningAndDatagramSockets() throws IOException {
        SOCKET listener = listener();
        SOCKET receiver = boundUdp();
        SOCKET sender = boundUdp();
        try (TakingProgram other = TakingProgram.start()) {
            give(other, listener);
            SOCKET client = tcp();
            expectZero(connect(client, localAddress(listener), sizeof(localAddress(listener))));
            assertThat(other.ask(Order.ACCEPT)).isEqualTo(Integer.toString(TakingProgram.MARK.length()));
            assertThat(startedReceive(client, 64).await().text()).isEqualTo(TakingProgram.MARK);
            give(other, receiver);
            sockaddr_in there = localAddress(receiver);
            expectZero(closesocket(receiver));
            sendto(sender, new byte[] {'?'}, 1, 0, there, sizeof(there));
            other.ask(Order.ECHO);
            assertThat(startedReceive(sender, 64).await().text()).isEqualTo(TakingProgram.MARK + "?");
        }
    }
}

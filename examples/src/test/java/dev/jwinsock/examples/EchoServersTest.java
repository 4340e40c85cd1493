package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.Winsock2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The event-driven servers with more clients than one wait can hold. */
@Timeout(60)
final class EchoServersTest {
    private static final int CLIENTS = 150;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void eventServer() throws Exception {
        HANDLE stop = Winsock2.WSACreateEvent();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        FutureTask<Integer> server = start(() -> EventServer.run(0, out, port::complete, stop));
        useAsClients(port.get(30, TimeUnit.SECONDS));
        assertThat(Winsock2.WSASetEvent(stop)).isTrue();
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(Winsock2.WSACloseEvent(stop)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void pollServer() throws Exception {
        CompletableFuture<SOCKET> listener = new CompletableFuture<>();
        FutureTask<Integer> server = start(() -> PollServer.run(0, out, listener::complete));
        SOCKET listenSocket = listener.get(30, TimeUnit.SECONDS);
        useAsClients(EchoListener.port(listenSocket));
        assertThat(Winsock2.closesocket(listenSocket)).isZero();
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aPortInUseIsSaidInWords() throws Exception {
        CompletableFuture<SOCKET> listener = new CompletableFuture<>();
        FutureTask<Integer> server = start(() -> PollServer.run(0, out, listener::complete));
        SOCKET listenSocket = listener.get(30, TimeUnit.SECONDS);
        assertThat(PollServer.run(EchoListener.port(listenSocket), out, s -> {}))
                .isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("bind failed with error: 10048 (WSAEADDRINUSE");
        Winsock2.closesocket(listenSocket);
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
    }

    private static FutureTask<Integer> start(java.util.concurrent.Callable<Integer> program) {
        FutureTask<Integer> task = new FutureTask<>(program);
        Thread thread = new Thread(task, "server");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Many connections at once: each sends, gets its echo, half-closes, and sees the end. */
    private static void useAsClients(int port) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setSoTimeout(30_000);
            clients.add(client);
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.get(i).getOutputStream().write(message(round, i));
            }
            for (int i = 0; i < CLIENTS; i++) {
                byte[] message = message(round, i);
                assertThat(clients.get(i).getInputStream().readNBytes(message.length))
                        .isEqualTo(message);
            }
        }
        for (Socket client : clients) {
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            client.close();
        }
    }

    private static byte[] message(int round, int number) {
        return ("round " + round + ", client " + number).getBytes(StandardCharsets.US_ASCII);
    }
}

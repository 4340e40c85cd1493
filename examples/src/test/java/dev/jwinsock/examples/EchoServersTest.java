package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.SOCKET;
import dev.jwinsock.Windows;
import dev.jwinsock.Winsock2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
    void portEchoServer() throws Exception {
        CompletableFuture<SOCKET> listener = new CompletableFuture<>();
        FutureTask<Integer> server = start(() -> PortEchoServer.run(0, out, listener::complete));
        SOCKET listenSocket = listener.get(30, TimeUnit.SECONDS);
        useAsClients(EchoListener.port(listenSocket));
        assertThat(Winsock2.closesocket(listenSocket)).isZero();
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void notificationServer() throws Exception {
        HANDLE completionPort = Windows.CreateIoCompletionPort(Windows.INVALID_HANDLE_VALUE, null, null, 0);
        CompletableFuture<SOCKET> listener = new CompletableFuture<>();
        FutureTask<Integer> server = start(() -> NotificationServer.run(0, out, listener::complete, completionPort));
        useAsClients(EchoListener.port(listener.get(30, TimeUnit.SECONDS)));
        assertThat(Windows.CloseHandle(completionPort)).isTrue();
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void notificationSamples() {
        assertThat(NotificationSamples.run(out)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Received 10 bytes. Client hung up.", "Received 10 datagrams.");
    }

    @Test
    void rioUdpEcho() throws Exception {
        CompletableFuture<SOCKET> receiver = new CompletableFuture<>();
        FutureTask<Integer> server = start(() -> RioUdpEcho.run(0, out, receiver::complete));
        SOCKET s = receiver.get(30, TimeUnit.SECONDS);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), EchoListener.port(s));
        try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            client.setSoTimeout(10_000);
            for (int i = 0; i < 200; i++) {
                byte[] message = message(0, i);
                client.send(new DatagramPacket(message, message.length, address));
                DatagramPacket echo = new DatagramPacket(new byte[100], 100);
                client.receive(echo);
                assertThat(Arrays.copyOf(echo.getData(), echo.getLength())).isEqualTo(message);
            }
        }
        assertThat(Winsock2.closesocket(s)).isZero();
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void fileServer(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("file.bin");
        byte[] content = new byte[3_000_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 ^ i >> 8);
        }
        Files.write(file, content);
        CompletableFuture<SOCKET> listener = new CompletableFuture<>();
        FutureTask<Integer> server = start(() -> FileServer.run(file, 0, out, listener::complete));
        SOCKET listenSocket = listener.get(30, TimeUnit.SECONDS);
        for (int i = 0; i < 3; i++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), EchoListener.port(listenSocket))) {
                byte[] head = "file.bin of 3000000 bytes\n".getBytes(StandardCharsets.UTF_8);
                assertThat(client.getInputStream().readNBytes(head.length)).isEqualTo(head);
                assertThat(client.getInputStream().readNBytes(content.length)).isEqualTo(content);
                assertThat(client.getInputStream().readAllBytes())
                        .isEqualTo("\nend\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(Winsock2.closesocket(listenSocket)).isZero();
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(FileServer.run(directory.resolve("none"), 0, out, s -> {})).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("cannot be read");
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

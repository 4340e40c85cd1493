package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.SOCKET;
import dev.jwinsock.Winsock2;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients with overlapped operations against an echo server. */
@Timeout(60)
final class OverlappedClientsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void events() throws Exception {
        assertThat(againstServer(port -> OverlappedClient.run(port, out))).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyInAnyOrder("Bytes Sent: 262144", "Bytes received: 262144");
    }

    @Test
    void routines() throws Exception {
        assertThat(againstServer(port -> ApcClient.run(port, out))).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("Bytes Sent: 262144", "Bytes received: 262144");
    }

    @Test
    void noServer() throws Exception {
        int port = againstServer(free -> free);
        assertThat(OverlappedClient.run(port, out)).isEqualTo(1);
        assertThat(ApcClient.run(port, out)).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("connect failed with error: 10061 (WSAECONNREFUSED"));
    }

    private int againstServer(IntFunction<Integer> client) throws Exception {
        CompletableFuture<SOCKET> listener = new CompletableFuture<>();
        FutureTask<Integer> server = new FutureTask<>(() -> PollServer.run(0, out, listener::complete));
        Thread thread = new Thread(server, "server");
        thread.setDaemon(true);
        thread.start();
        SOCKET listenSocket = listener.get(30, TimeUnit.SECONDS);
        int result = client.apply(EchoListener.port(listenSocket));
        Winsock2.closesocket(listenSocket);
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        return result;
    }
}

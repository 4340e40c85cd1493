package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The programs against each other and against foreign ones, with the output that the documentation's have. */
@Timeout(60)
final class ServerClientTest {
    private static final String MESSAGE = "this is a test";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** A program run on a thread of its own. */
    private static final class Run {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        final FutureTask<Integer> code;

        Run(java.util.function.Function<PrintStream, Callable<Integer>> program) {
            code = new FutureTask<>(program.apply(out));
            Thread thread = new Thread(code, "example");
            thread.setDaemon(true);
            thread.start();
        }

        int code() throws Exception {
            return code.get(30, TimeUnit.SECONDS);
        }

        List<String> lines() {
            return printed.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Run server(CompletableFuture<Integer> port) {
        return new Run(out -> () -> Server.run("0", out, port::complete));
    }

    private static Run client(int port) {
        return new Run(out -> () -> Client.run("127.0.0.1", Integer.toString(port), out));
    }

    private static int await(CompletableFuture<Integer> port) throws Exception {
        return port.get(30, TimeUnit.SECONDS);
    }

    @Test
    void serverAndClientPrintWhatTheDocumentationsPrint() throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Run server = server(port);
        Run client = client(await(port));
        assertThat(client.code()).isZero();
        assertThat(server.code()).isZero();
        assertThat(client.lines()).containsExactly("Bytes Sent: 14", "Bytes received: 14", "Connection closed");
        assertThat(server.lines()).containsExactly("Bytes received: 14", "Bytes sent: 14", "Connection closing...");
    }

    @Test
    void serverServesAForeignClient() throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Run server = server(port);
        try (Socket client = new Socket(LOOPBACK, await(port))) {
            client.getOutputStream().write(MESSAGE.getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(MESSAGE);
        }
        assertThat(server.code()).isZero();
        assertThat(server.lines()).last().isEqualTo("Connection closing...");
    }

    @Test
    void clientTalksToAForeignServer() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
            Run client = client(listener.getLocalPort());
            try (Socket server = listener.accept()) {
                byte[] got = server.getInputStream().readAllBytes();
                assertThat(got).asString(StandardCharsets.US_ASCII).isEqualTo(MESSAGE);
                server.getOutputStream().write(got);
            }
            assertThat(client.code()).isZero();
            assertThat(client.lines()).containsExactly("Bytes Sent: 14", "Bytes received: 14", "Connection closed");
        }
    }

    @Test
    void serverServesSocat() throws Exception {
        assumeThat(onPath("socat")).as("socat is installed").isTrue();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Run server = server(port);
        Process socat = new ProcessBuilder("socat", "-t", "20", "-", "TCP4:127.0.0.1:" + await(port)).start();
        try {
            socat.getOutputStream().write(MESSAGE.getBytes(StandardCharsets.US_ASCII));
            socat.getOutputStream().close();
            assertThat(socat.getInputStream().readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(MESSAGE);
            assertThat(socat.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.code()).isZero();
        } finally {
            socat.destroyForcibly();
        }
    }

    @Test
    void clientTalksToSocat() throws Exception {
        assumeThat(onPath("socat")).as("socat is installed").isTrue();
        int port = freePort();
        Process socat =
                new ProcessBuilder("socat", "-d", "-d", "TCP4-LISTEN:" + port + ",bind=127.0.0.1", "PIPE").start();
        try {
            awaitLine(socat, "listening on");
            Run client = client(port);
            assertThat(client.code()).isZero();
            assertThat(client.lines()).containsExactly("Bytes Sent: 14", "Bytes received: 14", "Connection closed");
        } finally {
            socat.destroyForcibly();
        }
    }

    @Test
    void clientSaysWhyItCannotConnect() throws Exception {
        Run client = client(freePort());
        assertThat(client.code()).isEqualTo(1);
        assertThat(client.lines()).singleElement().asString().startsWith("Unable to connect to server! 10061 (");
    }

    @Test
    void serverSaysWhyItCannotBind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Run server = new Run(out -> () -> Server.run(Integer.toString(taken.getLocalPort()), out, port -> {}));
            assertThat(server.code()).isEqualTo(1);
            assertThat(server.lines())
                    .singleElement()
                    .asString()
                    .matches("(bind|listen) failed with error: 100(13|48) \\(.+\\)");
        }
    }

    @Test
    void demoShowsBothSides() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        assertThat(Demo.run(new PrintStream(printed, true, StandardCharsets.UTF_8)))
                .isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "[client] Bytes Sent: 14",
                        "[client] Bytes received: 14",
                        "[client] Connection closed",
                        "[server] Bytes received: 14",
                        "[server] Bytes sent: 14",
                        "[server] Connection closing...")
                .anyMatch(line -> line.matches("\\[demo\\] +transport: .+"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> new File(directory, program).canExecute());
    }

    private static void awaitLine(Process process, String text) {
        String line = process.errorReader(StandardCharsets.UTF_8)
                .lines()
                .filter(l -> l.contains(text))
                .findFirst()
                .orElse(null);
        assertThat(line).as("a line with \"%s\"", text).isNotNull();
    }
}

package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.HANDLE;
import dev.jwinsock.Winsock2;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A client that changes its mind. Linux only: NIO cannot receive urgent data. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class SynchServerTest {
    private static final int IAC = 255;
    private static final int DM = 242;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void whatWasSentBeforeTheSynchIsForgotten() throws Exception {
        HANDLE stop = Winsock2.WSACreateEvent();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        FutureTask<Integer> server = new FutureTask<>(() -> SynchServer.run(0, out, port::complete, stop));
        Thread thread = new Thread(server, "server");
        thread.setDaemon(true);
        thread.start();
        int bound = port.get(30, TimeUnit.SECONDS);
        for (int client = 0; client < 3; client++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bound)) {
                useAsClient(socket);
            }
        }
        assertThat(Winsock2.WSASetEvent(stop)).isTrue();
        assertThat(server.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(Winsock2.WSACloseEvent(stop)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void useAsClient(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        OutputStream to = socket.getOutputStream();
        BufferedReader from =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        to.write(ascii("good\r\n"));
        assertThat(from.readLine()).isEqualTo("done: good");
        for (int i = 0; i < 50; i++) {
            to.write(ascii("never mind"));
            to.write(IAC);
            socket.sendUrgentData(DM);
            to.write(ascii("again " + i + "\r\n"));
            assertThat(from.readLine()).isEqualTo("done: again " + i);
        }
        socket.shutdownOutput();
        assertThat(from.readLine()).isNull();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

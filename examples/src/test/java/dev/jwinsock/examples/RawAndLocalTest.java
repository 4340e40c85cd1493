package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs for sockets that are neither TCP nor UDP. Without such sockets they say so. */
@Timeout(60)
final class RawAndLocalTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private String[] lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
    }

    private static boolean can(Capability capability) {
        String chosen = System.getProperty(Transports.CHOICE, "auto");
        String name = chosen.equals("auto") ? Transports.available().get(0) : chosen;
        return Transports.capabilities(name).contains(capability);
    }

    @Test
    void localEcho(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("echo.sock");
        int code = LocalEcho.run(socket.toString(), out);
        if (!can(Capability.LOCAL_SOCKETS)) {
            assertThat(lines()).singleElement().asString().startsWith("socket failed with error: 10047");
            return;
        }
        assertThat(lines()).containsExactly("Echo: hello through the file system");
        assertThat(code).isZero();
        assertThat(socket).doesNotExist();
        Files.createFile(socket);
        assertThat(LocalEcho.run(socket.toString(), out)).isEqualTo(1);
        assertThat(lines()[1]).startsWith("bind failed with error: 10048 (WSAEADDRINUSE");
        assertThat(socket).exists();
    }

    @Test
    void ping() {
        int code = Ping.run("127.0.0.1", out);
        if (!can(Capability.RAW_SOCKETS)) {
            assertThat(lines()).singleElement().asString().startsWith("socket failed with error: 10044");
            return;
        }
        assumeTrue(!lines()[0].startsWith("socket failed with error: 10013"), "raw sockets: no privilege");
        String reply = "Reply from 127.0.0.1: bytes=32";
        assertThat(lines()).containsExactly(reply, reply, reply, reply, "Packets: Sent = 4, Received = 4");
        assertThat(code).isZero();
    }
}

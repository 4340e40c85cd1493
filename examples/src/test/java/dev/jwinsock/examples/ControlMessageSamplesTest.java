package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The specification's samples of ECN, timestamping and packet information; they need a native transport. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
final class ControlMessageSamplesTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void ecn() {
        assertThat(EcnSamples.run(out)).as(printed.toString()).isZero();
        assertThat(lines()).containsExactly("ECN 2", "received 8 bytes");
    }

    @Test
    void timestamping() {
        assertThat(TimestampingSamples.run(out)).as(printed.toString()).isZero();
        List<String> lines = lines();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("sent packet");
        assertThat(latency(lines.get(1), "socket send path latency estimation: "))
                .isBetween(-1000L, 60_000_000L);
        assertThat(lines.get(2)).isEqualTo("received packet");
        assertThat(latency(lines.get(3), "RX latency estimation: ")).isBetween(-1000L, 60_000_000L);
    }

    private static long latency(String line, String label) {
        assertThat(line).startsWith(label).endsWith(" microseconds");
        return Long.parseLong(line.substring(label.length(), line.length() - " microseconds".length()));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // all of 127/8 is the host's own
    void packetInfo() {
        assertThat(PacketInfoSample.run(out)).as(printed.toString()).isZero();
        assertThat(lines()).containsExactly("1 byte to 127.0.0.2", "answer from 127.0.0.2");
    }
}

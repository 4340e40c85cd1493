package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.Winsock2;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The multicast sample of the specification hears the station it has asked for, and no other. */
@Timeout(60)
class MulticastSourceGroupTest {
    @Test
    void onlyTheSourceThatWasJoinedIsHeard() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exitCode = MulticastSourceGroup.run(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "127.0.0.1: good evening", "left; once more: " + Errors.text(Winsock2.WSAEADDRNOTAVAIL));
        assertThat(exitCode).isZero();
    }
}

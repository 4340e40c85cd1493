package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session with one leaf, which is invited, and one with many. */
@Timeout(60)
final class ConferenceTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void allHearTheRootAndTheRootHearsAll(int leaves) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code = Conference.run(leaves, new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "protocol: Rooted multipoint [TCP/IP]",
                        leaves + " leaves are in the session",
                        "all leaves heard \"Can you hear me?\"",
                        leaves + " leaves answered \"Yes.\"",
                        "the session has ended with its root");
        assertThat(code).isZero();
    }
}

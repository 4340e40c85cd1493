package dev.jwinsock.benchmarks.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Transports;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That each call does what its name says, as often as it is asked for. */
class CallsTest {
    private static final int TIMES = 3 * Calls.DRAIN;

    static Stream<Arguments> callers() {
        return Transports.available().stream()
                .flatMap(transport -> Stream.of(Caller.values()).map(caller -> Arguments.of(transport, caller)));
    }

    @AfterEach
    void anyTransport() {
        System.clearProperty(Transports.CHOICE);
    }

    @ParameterizedTest
    @MethodSource("callers")
    void callsNeverWait(String transport, Caller caller) throws IOException {
        System.setProperty(Transports.CHOICE, transport);
        Calls calls = caller.connect();
        try {
            assertThat(calls.receiveNothing()).isNegative();
            for (int i = 0; i < TIMES; i++) {
                assertThat(calls.sendOne()).isOne();
                assertThat(calls.receiveOne()).isOne();
            }
        } finally {
            calls.close();
        }
    }
}

package dev.jwinsock.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A block of ports that nobody has, and one socket in it. */
@Timeout(60)
final class PortReservationTest {
    private static final Pattern BLOCK = Pattern.compile(" Starting port=(\\d+), Number of Ports=5");
    private static final Pattern PORT = Pattern.compile("Port number allocated = (\\d+)");

    @TempDir
    private Path directory;

    private static List<String> output(String... argv) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PortReservation.run(argv, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 6", "2, 17"})
    void aBlockIsReservedUsedAndGivenBack(String type, String protocol) {
        List<String> lines = output(type, protocol, "0", "5");
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("WSAIoctl(SIO_ACQUIRE_PORT_RESERVATION) succeeded, bytesReturned = 16");
        int first = number(BLOCK, lines.get(1));
        assertThat(lines.get(2)).isEqualTo("WSAIoctl(SIO_ASSOCIATE_PORT_RESERVATION) succeeded, bytesReturned = 0");
        assertThat(number(PORT, lines.get(3))).isBetween(first, first + 4);
        assertThat(lines.get(4)).isEqualTo("WSAIoctl(SIO_RELEASE_PORT_RESERVATION) succeeded, bytesReturned = 0");
    }

    @ParameterizedTest
    @CsvSource({"1, 6, Tcp", "2, 17, Udp"})
    void aPersistentReservationOutlivesTheProgramThatHasMadeIt(String type, String protocol, String name) {
        String place = "jwinsock.portReservations";
        System.setProperty(place, directory.resolve("reservations").toString());
        try {
            // A block that was free a moment ago
            int first = number(BLOCK, output(type, protocol, "0", "5").get(1));
            String[] create = {type, protocol, String.valueOf(first), "5", "create"};
            assertThat(output(create)).containsExactly("CreatePersistent" + name + "PortReservation succeeded");
            assertThat(output(create))
                    .containsExactly("CreatePersistent" + name + "PortReservation failed with error = 32");
            assertThat(output(type, protocol, String.valueOf(first), "5", "use"))
                    .containsExactly(
                            "LookupPersistent" + name + "PortReservation succeeded",
                            "WSAIoctl(SIO_ASSOCIATE_PORT_RESERVATION) succeeded, bytesReturned = 0",
                            "Port number allocated = " + first);
            String[] delete = {type, protocol, String.valueOf(first), "5", "delete"};
            assertThat(output(delete)).containsExactly("DeletePersistent" + name + "PortReservation succeeded");
            assertThat(output(delete))
                    .containsExactly("DeletePersistent" + name + "PortReservation failed with error = 1168");
        } finally {
            System.clearProperty(place);
        }
    }

    @Test
    void wrongArguments() {
        assertThat(output("1", "6", "5000", "5", "keep"))
                .containsExactly("The last argument must be create, use or delete");
        assertThat(output().get(0)).startsWith("usage:");
        assertThat(output("1", "6", "70000", "5")).first().asString().startsWith("Starting point");
        assertThat(output("1", "6", "0", "0")).containsExactly("Number of ports must be a positive number");
    }

    private static int number(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}

package dev.jwinsock.examples.life;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jwinsock.WSADATA;
import dev.jwinsock.transport.Transports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All versions end with the same board, and each asks less of the network than the one before, on each transport. */
@Timeout(120)
final class LifeTest {
    private static final int ROWS = 6;
    private static final int COLUMNS = 9;
    private static final int GENERATIONS = 3;
    /** The first board has to be sent as well. */
    private static final int UPDATES = GENERATIONS + 1;

    private static final int CELLS = ROWS * COLUMNS * UPDATES;

    private final @Nullable String chosen = System.getProperty(Transports.CHOICE);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    static List<String> transports() {
        return Transports.available();
    }

    @AfterEach
    void chooseAsBefore() {
        if (chosen == null) {
            System.clearProperty(Transports.CHOICE);
        } else {
            System.setProperty(Transports.CHOICE, chosen);
        }
    }

    private static Map<LifeVersion, Game> play(String transport) {
        System.setProperty(Transports.CHOICE, transport);
        assertThat(WSAStartup(MAKEWORD(2, 2), new WSADATA())).isZero();
        try {
            Map<LifeVersion, Game> games = new EnumMap<>(LifeVersion.class);
            for (LifeVersion version : LifeVersion.values()) {
                games.put(version, version.play(Field.random(ROWS, COLUMNS, 5), GENERATIONS));
            }
            return games;
        } finally {
            WSACleanup();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void allBoardsAreEqual(String transport) {
        Field expected = Field.random(ROWS, COLUMNS, 5);
        for (int generation = 0; generation < GENERATIONS; generation++) {
            expected = expected.next();
        }
        Field last = expected;
        assertThat(last).as("a board worth playing").isNotEqualTo(new Field(ROWS, COLUMNS));
        assertThat(play(transport)).allSatisfy((version, game) -> {
            assertThat(game.last()).as("computed").isEqualTo(last);
            assertThat(game.shown()).as("shown by the server").isEqualTo(last);
        });
    }

    @ParameterizedTest
    @MethodSource("transports")
    void eachVersionAsksLessOfTheNetwork(String transport) {
        Map<LifeVersion, Game> games = play(transport);
        int changes = changes();
        assertThat(changes).isBetween(UPDATES, CELLS / 2);
        CountedCalls calls = games.get(LifeVersion.BASELINE).calls();
        assertThat(calls.connections()).isEqualTo(CELLS);
        assertThat(calls.sends()).isEqualTo(3 * CELLS);
        assertThat(calls.receives()).isEqualTo(CELLS);
        assertThat(calls.userBytes()).isEqualTo(4 * CELLS);

        calls = games.get(LifeVersion.REVISION_ONE).calls();
        assertThat(calls.connections()).isEqualTo(CELLS);
        assertThat(calls.sends()).as("a cell is one send").isEqualTo(CELLS);
        assertThat(calls.receives()).isEqualTo(CELLS);
        assertThat(calls.userBytes()).isEqualTo(4 * CELLS);

        calls = games.get(LifeVersion.REVISION_TWO).calls();
        assertThat(calls.connections()).as("one for each generation").isEqualTo(UPDATES);
        assertThat(calls.sends()).isEqualTo(CELLS);
        assertThat(calls.receives()).isEqualTo(CELLS);
        assertThat(calls.userBytes()).isEqualTo(4 * CELLS);

        calls = games.get(LifeVersion.REVISION_THREE).calls();
        assertThat(calls.connections()).isEqualTo(UPDATES);
        assertThat(calls.sends()).as("one block for each generation").isEqualTo(UPDATES);
        assertThat(calls.receives()).isBetween(UPDATES, changes);
        assertThat(calls.userBytes()).as("changed cells only").isEqualTo(4 * changes);

        calls = games.get(LifeVersion.REVISION_FOUR).calls();
        assertThat(calls.connections()).isEqualTo(1);
        assertThat(calls.sends()).isEqualTo(UPDATES);
        assertThat(calls.receives()).as("one answer for each generation").isEqualTo(UPDATES);
        assertThat(calls.userBytes()).isEqualTo(UPDATES * (ChangeMask.size(new Field(ROWS, COLUMNS)) + 1));
    }

    private static int changes() {
        Field old = new Field(ROWS, COLUMNS);
        Field map = Field.random(ROWS, COLUMNS, 5);
        int changes = 0;
        for (int update = 0; update < UPDATES; update++) {
            for (int cell = 0; cell < map.cells(); cell++) {
                int row = cell / COLUMNS;
                int column = cell % COLUMNS;
                changes += map.alive(row, column) != old.alive(row, column) ? 1 : 0;
            }
            old = map;
            map = map.next();
        }
        return changes;
    }

    /** The interface's counters see all programs, so that this needs a network namespace without any other. */
    @ParameterizedTest
    @MethodSource("transports")
    void eachVersionNeedsFewerPackets(String transport) throws Exception {
        Process process = inNetworkOfItsOwn(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Transports.CHOICE + "=" + transport,
                "-cp",
                System.getProperty("java.class.path"),
                Life.class.getName(),
                Integer.toString(ROWS),
                Integer.toString(COLUMNS),
                Integer.toString(GENERATIONS)));
        List<String> lines = output(process);
        assumeThat(lines).as("a network namespace could be made").contains("ready");
        assertThat(lines).last().isEqualTo("All boards are equal in the end.");
        List<Integer> packets = new ArrayList<>();
        for (LifeVersion version : LifeVersion.values()) {
            packets.add(packets(version, lines));
        }
        // To connect 3, to close at least 3 (an acknowledgement and a FIN may share one), and each send is one
        assertThat(packets.get(0)).isGreaterThanOrEqualTo((3 + 3 + 3 + 1) * CELLS);
        assertThat(packets.get(1)).isGreaterThanOrEqualTo((3 + 3 + 1 + 1) * CELLS);
        assertThat(packets.get(2)).isGreaterThanOrEqualTo(2 * CELLS);
        for (int later = 1; later < packets.size(); later++) {
            assertThat(packets.get(later)).as("%s", packets).isLessThan(packets.get(later - 1));
        }
    }

    private static Process inNetworkOfItsOwn(List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of("unshare", "--map-root-user", "--net", "sh", "-c"));
        wrapped.add("ip link set lo up && echo ready && exec \"$@\"");
        wrapped.add("sh");
        wrapped.addAll(command);
        try {
            return new ProcessBuilder(wrapped)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeThat(e).as("unshare is installed").isNull();
            throw new AssertionError(e);
        }
    }

    private static List<String> output(Process process) throws IOException {
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            return reader.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static int packets(LifeVersion version, List<String> lines) {
        String line = lines.stream()
                .filter(l -> l.startsWith(version.title()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of " + version));
        return Integer.parseInt(line.substring(line.indexOf('|') + 1).strip().split("\\s+")[0]);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void tenBytesOneAtATime(String transport) {
        System.setProperty(Transports.CHOICE, transport);
        assertThat(OneByteSends.run(out)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .startsWith(
                        "10 bytes in 10 send calls",
                        "In theory, with Ethernet's smallest packets: 27 packets, 1620 bytes, overhead 1610 / 1620 ="
                                + " 99.4 %");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void requestsInTwoSendsAndInOne(String transport) {
        System.setProperty(Transports.CHOICE, transport);
        assertThat(SendSendReceive.run(3, out)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("two sends ").contains(" 6 sends, 3 answers"),
                        line -> assertThat(line)
                                .startsWith("two sends, TCP_NODELAY")
                                .contains(" 6 sends, 3 answers"),
                        line -> assertThat(line).startsWith("one WSASend").contains(" 3 sends, 3 answers"));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theTableHasALineForEachVersion(String transport) {
        System.setProperty(Transports.CHOICE, transport);
        assertThat(Life.run(2, 3, 1, out)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(LifeVersion.values().length + 2)
                .last()
                .isEqualTo("All boards are equal in the end.");
    }
}

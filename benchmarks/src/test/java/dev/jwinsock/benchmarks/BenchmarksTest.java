package dev.jwinsock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.implementation.Implementations;
import dev.jwinsock.benchmarks.memory.IdleMemory;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import dev.jwinsock.benchmarks.shape.VirtualThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That every program measures what it says: the bytes arrive and are compared. No times are looked at. */
class BenchmarksTest {
    private static final long A_FEW_MILLISECONDS = 5_000_000;
    /** More than a thread can wait for with event objects. */
    private static final int A_FEW_CONNECTIONS = 100;
    /** A few idle connections would take less memory than the collector gives back meanwhile. */
    private static final int ENOUGH_IDLE_CONNECTIONS = 2_000;

    /** Measured by the same programs as ECHO_100: here with as few connections. */
    private static final Set<Shape> OTHER_SIZES = EnumSet.of(Shape.ECHO_1, Shape.ECHO_1000);

    static Stream<Arguments> differentPrograms() {
        return programs().filter(program -> !OTHER_SIZES.contains((Shape) program.get()[1]));
    }

    static Stream<Arguments> programs() {
        return Implementations.all().stream()
                .flatMap(implementation -> Stream.of(Style.values())
                        .flatMap(style -> Stream.of(Shape.values())
                                .filter(shape -> implementation.supports(shape, style))
                                .map(shape -> Arguments.of(implementation.name(), shape, style, implementation))));
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("differentPrograms")
    void everyProgramRunsAndLeavesNoThread(String name, Shape shape, Style style, Implementation implementation)
            throws Exception {
        assumeThat(style != Style.VIRTUAL || VirtualThreads.available())
                .as("virtual threads")
                .isTrue();
        if (dependsOnMachine(name)) {
            assumeThat(implementation.obstacle()).as("%s runs here", name).isNull();
        }
        if (shape == Shape.IDLE) {
            assumeThat(IdleMemory.obstacle()).isNull();
        }
        int most = shape == Shape.IDLE ? ENOUGH_IDLE_CONNECTIONS : A_FEW_CONNECTIONS;
        int connections = Math.min(shape.connections(), most);

        Sample sample = implementation.measure(new Measurement(shape, style, connections, A_FEW_MILLISECONDS, true));

        assertThat(sample.value()).isPositive().isFinite();
        if (shape.hasPercentiles()) {
            assertThat(sample.p99()).isGreaterThanOrEqualTo(sample.p50());
        } else {
            assertThat(sample.p99()).isNaN();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> benchmarkThreads().isEmpty());
    }

    @Test
    void aRunReportsARowForEveryProgram(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("results/run.json");

        int status = Benchmarks.execute(
                "--shape",
                "TCP_RR,POLL_1000,HAND_OVER,FILE_STREAM",
                "--rounds",
                "2",
                "--seconds",
                "0.002",
                "--json",
                json.toString());

        assertThat(status).isZero();
        List<String> lines = Files.readAllLines(json);
        assertThat(lines.get(0)).isEqualTo("[");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("]");
        List<String> rows = lines.subList(1, lines.size() - 1);
        Set<Shape> shapes = EnumSet.of(Shape.TCP_RR, Shape.POLL_1000, Shape.HAND_OVER, Shape.FILE_STREAM);
        List<Object[]> measured = programs()
                .map(Arguments::get)
                .filter(program -> shapes.contains((Shape) program[1]))
                .toList();
        assertThat(rows).hasSize(measured.size() * Cores.values().length);
        for (Cores cores : Cores.values()) {
            measured.forEach(program -> assertThat(rows)
                    .filteredOn(row -> isOf(row, (Shape) program[1], (Style) program[2], (String) program[0], cores))
                    .hasSize(1));
            for (Shape shape : shapes) {
                Style style = switch (shape) {
                    case POLL_1000 -> Style.POLL;
                    case FILE_STREAM, HAND_OVER -> Style.PORT;
                    default -> Style.BLOCKING;
                };
                String competitor = switch (shape) {
                    case HAND_OVER -> "\"java.util\":";
                    case FILE_STREAM -> "\"netty-nio\":";
                    default -> "\"nio\":";
                };
                assertThat(rows)
                        .filteredOn(row -> isOf(row, shape, style, "jwinsock-nio", cores))
                        .singleElement()
                        .asString()
                        .contains("\"rounds\":2", competitor);
            }
        }
        assertThat(directory.resolve("results/run.md"))
                .content()
                .contains("## TCP_RR, blocking, 1 core", "| java.net |");
    }

    @Test
    void anUnknownImplementationIsAnError() {
        assertThat(Benchmarks.execute("--impl", "winsock")).isEqualTo(2);
    }

    // A C compiler may be missing; epoll is Linux's.
    private static boolean dependsOnMachine(String name) {
        return name.equals("c")
                || name.equals("netty-io_uring")
                || name.endsWith("epoll") && !System.getProperty("os.name").equals("Linux");
    }

    private static boolean isOf(String row, Shape shape, Style style, String name, Cores cores) {
        return row.contains("\"shape\":\"" + shape + "\"")
                && row.contains("\"style\":\"" + style.label() + "\"")
                && row.contains("\"impl\":\"" + name + "\"")
                && row.contains("\"cores\":\"" + cores.label() + "\"");
    }

    private static List<String> benchmarkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("benchmark-"))
                .toList();
    }
}

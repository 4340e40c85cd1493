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
import java.util.List;
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

    static Stream<Arguments> programs() {
        return Implementations.all().stream()
                .flatMap(implementation -> Stream.of(Style.values())
                        .flatMap(style -> Stream.of(Shape.values())
                                .filter(shape -> implementation.supports(shape, style))
                                .map(shape -> Arguments.of(implementation.name(), shape, style, implementation))));
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("programs")
    void everyProgramRunsAndLeavesNoThread(String name, Shape shape, Style style, Implementation implementation)
            throws Exception {
        assumeThat(style != Style.VIRTUAL || VirtualThreads.available())
                .as("virtual threads")
                .isTrue();
        if (dependsOnMachine(name)) {
            assumeThat(implementation.obstacle()).as("%s runs here", name).isNull();
        }

        Sample sample = implementation.measure(new Measurement(shape, style, A_FEW_MILLISECONDS, true));

        assertThat(sample.value()).isPositive().isFinite();
        if (shape.isLatency()) {
            assertThat(sample.p99()).isGreaterThanOrEqualTo(sample.value());
        } else {
            assertThat(sample.p99()).isNaN();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> benchmarkThreads().isEmpty());
    }

    @Test
    void memoryOfIdleConnections() throws IOException {
        assumeThat(IdleMemory.obstacle()).isNull();
        List<IdleMemory.Usage> usages = IdleMemory.measure(100, progress -> {});
        assertThat(usages).extracting(IdleMemory.Usage::implementation).containsExactly("jwinsock", "netty");
        // A socket with a pending receive is some hundred bytes; how many, no test says
        assertThat(usages).allMatch(usage -> usage.heap() > 100);
        assertThat(IdleMemory.text(usages)).contains("jwinsock × netty: ");
    }

    @Test
    void aRunReportsARowForEveryProgram(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("results/run.json");

        int status = Benchmarks.execute("--rounds", "2", "--seconds", "0.002", "--json", json.toString());

        assertThat(status).isZero();
        List<String> lines = Files.readAllLines(json);
        assertThat(lines.get(0)).isEqualTo("[");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("]");
        List<String> rows = lines.subList(1, lines.size() - 1);
        assertThat(rows).hasSize((int) programs().count() * Cores.values().length);
        for (Cores cores : Cores.values()) {
            programs()
                    .map(Arguments::get)
                    .forEach(program -> assertThat(rows)
                            .filteredOn(row ->
                                    isOf(row, (Shape) program[1], (Style) program[2], (String) program[0], cores))
                            .hasSize(1));
            for (Shape shape : Shape.values()) {
                Style style = switch (shape) {
                    case POLL_1000 -> Style.POLL;
                    case FILE_STREAM -> Style.PORT;
                    default -> Style.BLOCKING;
                };
                String competitor = shape == Shape.FILE_STREAM ? "\"netty-nio\":" : "\"nio\":";
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

package dev.jwinsock.benchmarks;

import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.implementation.Implementations;
import dev.jwinsock.benchmarks.overhead.Overhead;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "benchmarks",
        sortOptions = false,
        description = {
            "Measures jwinsock beside java.net, NIO, Netty and plain C, all in one interleaved run:",
            "medians over the rounds, and their ratios; a table, and JSON, Markdown and charts (SVG) in files.",
            "",
            "  mvn -q -pl benchmarks -am compile exec:exec -Dbenchmark.args=\"--quick\"",
            ""
        },
        footer = {
            "",
            "Both sides of a measurement run in one process, over the IPv4 loopback, with TCP_NODELAY.",
            "A ratio is the value divided by the competitor's: below 1 is better in us and B, above 1 in all other units.",
            "What a style cannot do, and what this machine does not have, is left out or has a reason instead of a value.",
            "Ctrl-C ends it, with the results so far."
        })
public final class Benchmarks implements Callable<Integer> {
    static final String CELLS = "--cells";

    private static final int ROUNDS = 10;
    private static final int WARM_UPS = 6;
    private static final double SECONDS = 0.5;

    // Only read when an option is wrong.
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--shape",
            split = ",",
            paramLabel = "SHAPE",
            description = "What traffic (default: all): ${COMPLETION-CANDIDATES}.")
    private @Nullable Set<Shape> shapes;

    @Option(
            names = "--style",
            split = ",",
            paramLabel = "STYLE",
            description = "How the sockets are used (default: all): ${COMPLETION-CANDIDATES}."
                    + " VIRTUAL needs JDK 21 or later.")
    private @Nullable Set<Style> styles;

    @Option(
            names = "--impl",
            split = ",",
            paramLabel = "NAME",
            description = "Whom to measure (default: all): jwinsock-epoll, jwinsock-nio, java.net, nio, java.util,"
                    + " netty-epoll, netty-io_uring, netty-nio, c.")
    private @Nullable Set<String> names;

    @Option(
            names = "--cores",
            split = ",",
            paramLabel = "N",
            description = "1: both sides pinned to one core; 2: not pinned (default: both, one after the other).")
    private List<Cores> cores = List.of(Cores.values());

    @Option(names = "--rounds", paramLabel = "N", description = "Measurements per value (default: 10).")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "S", description = "Length of a measurement (default: 0.5).")
    private @Nullable Double seconds;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description = "Most warm-ups, of 4 times that length, until the JIT compilers rest (default: 6).")
    private @Nullable Integer warmUps;

    @Option(
            names = "--quick",
            description = "3 rounds of 0.1 s, 1 warm-up, in less than 3 minutes: each style, the main shapes, and the"
                    + " competitors but netty-io_uring and netty-nio. --shape, --style and --impl choose others.")
    private boolean quick;

    @Option(
            names = "--overhead",
            description = "Only what a call costs beside the call of the transport below it, and what both allocate:"
                    + " a JMH run of some minutes; with --quick of less than one.")
    private boolean overhead;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = "${sys:benchmarks.directory:-target}/benchmarks.json",
            description = "Results (default: ${DEFAULT-VALUE}); tables go beside it as .md, a chart of each shape as"
                    + " -SHAPE.svg.")
    private Path json = Path.of("benchmarks.json");

    // In the process that measures.
    @Option(names = CELLS, split = ",", hidden = true)
    private @Nullable Set<String> cells;

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    boolean help;

    Benchmarks() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Cores.class, Cores::of)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (overhead) {
            return Overhead.run(quick, json);
        }
        Plan plan = plan();
        return cells != null ? measure(plan) : new Run(plan, cores, json).run();
    }

    private static int measure(Plan plan) {
        try {
            new Interleaving(
                            plan,
                            () -> System.out.println(MeasuringProcess.BEGIN),
                            outcome -> System.out.println(outcome.toLine()),
                            System.err::println)
                    .run();
            return 0;
        } catch (TimeoutException e) {
            System.err.println("given up: " + e.getMessage());
            return 1;
        }
    }

    private Plan plan() {
        int count = rounds != null ? rounds : quick ? Quick.ROUNDS : ROUNDS;
        double length = seconds != null ? seconds : quick ? Quick.SECONDS : SECONDS;
        int most = warmUps != null ? warmUps : quick ? Quick.WARM_UPS : WARM_UPS;
        if (count < 1 || !(length > 0) || most < 1) {
            throw invalid("rounds, seconds and warm-ups must be positive");
        }
        List<Plan.Cell> planned = Plan.cells(wanted(), implementations());
        if (planned.isEmpty()) {
            throw invalid("nobody does this in that style");
        }
        return new Plan(planned, count, length, most);
    }

    private BiPredicate<Shape, Style> wanted() {
        Set<String> exactly = cells;
        if (exactly != null) {
            return (shape, style) -> exactly.contains(Plan.name(shape, style));
        }
        if (quick && shapes == null && styles == null) {
            return Quick::has;
        }
        Set<Shape> some = shapes != null ? shapes : EnumSet.allOf(Shape.class);
        Set<Style> in = styles != null ? styles : EnumSet.allOf(Style.class);
        return (shape, style) -> some.contains(shape) && in.contains(style);
    }

    private List<Implementation> implementations() {
        Set<String> wanted =
                names != null ? names : quick ? Quick.IMPLEMENTATIONS : Set.copyOf(Implementations.names());
        Set<String> unknown = new HashSet<>(wanted);
        Implementations.names().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw invalid("no such implementation: " + String.join(", ", unknown));
        }
        return Implementations.all().stream()
                .filter(implementation -> wanted.contains(implementation.name()))
                .toList();
    }

    private RuntimeException invalid(String message) {
        return spec == null
                ? new IllegalArgumentException(message)
                : new ParameterException(spec.commandLine(), message);
    }
}

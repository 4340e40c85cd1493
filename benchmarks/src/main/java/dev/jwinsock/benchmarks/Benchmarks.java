package dev.jwinsock.benchmarks;

import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.implementation.Implementations;
import dev.jwinsock.benchmarks.report.JsonReport;
import dev.jwinsock.benchmarks.report.Results;
import dev.jwinsock.benchmarks.report.Row;
import dev.jwinsock.benchmarks.report.TableReport;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
            "medians over the rounds, and their ratios.",
            "",
            "  mvn -q -pl benchmarks -am compile exec:exec -Dbenchmark.args=\"--quick\"",
            ""
        },
        footer = {
            "",
            "Both sides of every measurement run in one process, over the IPv4 loopback, with TCP_NODELAY.",
            "A ratio is the value divided by the competitor's: below 1 is faster in us, above 1 in all other units."
        })
public final class Benchmarks implements Callable<Integer> {
    static final String IN_THIS_PROCESS = "--in-this-process";

    private static final int QUICK_ROUNDS = 3;
    private static final double QUICK_SECONDS = 0.1;
    private static final int QUICK_WARM_UPS = 1;
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
            description = "TCP_RR, TCP_STREAM, TCP_CRR, UDP_RR, ECHO_100, POLL_1000, FILE_STREAM (default: all).")
    private List<Shape> shapes = List.of(Shape.values());

    @Option(
            names = "--impl",
            split = ",",
            paramLabel = "NAME",
            description = "Whom to measure (default: all): jwinsock-epoll, jwinsock-nio, java.net, nio, netty-epoll,"
                    + " netty-nio, c.")
    private List<String> names = Implementations.names();

    @Option(
            names = "--style",
            split = ",",
            paramLabel = "STYLE",
            description =
                    "blocking, virtual (blocking calls on virtual threads, JDK 21 and later); poll, select, event:"
                            + " ECHO_100 and POLL_1000 only; port: ECHO_100 and FILE_STREAM only;"
                            + " rio: UDP_RR only (default: all).")
    private List<Style> styles = List.of(Style.values());

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

    @Option(names = "--quick", description = "3 rounds of 0.1 s, 1 warm-up: everything in less than 3 minutes.")
    private boolean quick;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = "${sys:benchmarks.directory:-target}/benchmarks.json",
            description = "Results (default: ${DEFAULT-VALUE}); a Markdown table goes beside it, as .md.")
    private Path json = Path.of("benchmarks.json");

    @Option(names = IN_THIS_PROCESS, hidden = true)
    private boolean inThisProcess;

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
        Plan plan = plan();
        return inThisProcess ? measure(plan) : report(plan);
    }

    private int measure(Plan plan) {
        try {
            new Interleaving(plan, outcome -> System.out.println(outcome.toLine()), System.err::println).run();
            return 0;
        } catch (TimeoutException e) {
            System.err.println("given up: " + e.getMessage());
            return 1;
        }
    }

    private int report(Plan plan) throws IOException, InterruptedException {
        Results results = new Results();
        boolean complete = true;
        for (Cores where : cores) {
            if (!where.isExact()) {
                System.err.println("no taskset here: cores " + where.label() + " are not pinned");
            }
            expect(plan, where, results);
            System.err.println("cores " + where.label());
            complete &= new MeasuringProcess(where, arguments(plan)).run(recorder(results, where)) == 0;
        }
        List<Row> rows = results.rows();
        System.out.print(TableReport.text(rows));
        Path directory = json.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(json, JsonReport.of(rows));
        Path markdown = json.resolveSibling(withoutExtension(json.getFileName().toString()) + ".md");
        Files.writeString(markdown, TableReport.markdown(rows));
        System.err.println("written: " + json + ", " + markdown);
        return complete && rows.stream().noneMatch(Row::isFailed) ? 0 : 1;
    }

    /** Gives every measurement its row, also the one that a killed process never tells of. */
    private static void expect(Plan plan, Cores where, Results results) {
        for (Plan.Cell cell : plan.cells()) {
            for (Implementation implementation : cell.implementations()) {
                results.expect(
                        cell.shape(),
                        cell.style(),
                        implementation.name(),
                        where.label(),
                        implementation.isCompetitor());
            }
        }
    }

    private static Consumer<Outcome> recorder(Results results, Cores where) {
        return outcome -> {
            Sample sample = outcome.sample();
            if (sample != null) {
                results.add(outcome.shape(), outcome.style(), outcome.implementation(), where.label(), sample);
            } else {
                results.miss(
                        outcome.shape(), outcome.style(), outcome.implementation(), where.label(), outcome.reason());
            }
        };
    }

    private Plan plan() {
        List<Implementation> chosen = new ArrayList<>();
        Set<String> wanted = names.stream().map(String::trim).collect(Collectors.toSet());
        for (Implementation implementation : Implementations.all()) {
            if (wanted.remove(implementation.name())) {
                chosen.add(implementation);
            }
        }
        if (!wanted.isEmpty()) {
            throw invalid("no such implementation: " + String.join(", ", wanted));
        }
        int count = rounds != null ? rounds : quick ? QUICK_ROUNDS : ROUNDS;
        double length = seconds != null ? seconds : quick ? QUICK_SECONDS : SECONDS;
        int most = warmUps != null ? warmUps : quick ? QUICK_WARM_UPS : WARM_UPS;
        if (count < 1 || !(length > 0) || most < 1) {
            throw invalid("rounds, seconds and warm-ups must be positive");
        }
        return new Plan(shapes, styles, chosen, count, length, most);
    }

    private RuntimeException invalid(String message) {
        return spec == null
                ? new IllegalArgumentException(message)
                : new ParameterException(spec.commandLine(), message);
    }

    private static List<String> arguments(Plan plan) {
        return List.of(
                "--shape", plan.shapes().stream().map(Shape::name).collect(Collectors.joining(",")),
                "--style", plan.styles().stream().map(Style::label).collect(Collectors.joining(",")),
                "--impl",
                        plan.implementations().stream()
                                .map(Implementation::name)
                                .collect(Collectors.joining(",")),
                "--rounds", Integer.toString(plan.rounds()),
                "--seconds", String.format(Locale.ROOT, "%.6f", plan.seconds()),
                "--warm-ups", Integer.toString(plan.warmUps()));
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}

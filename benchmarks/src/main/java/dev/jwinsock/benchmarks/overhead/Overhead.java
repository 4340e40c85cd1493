package dev.jwinsock.benchmarks.overhead;

import dev.jwinsock.transport.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * --overhead: {@link CallBenchmark} by JMH. The forks of one method do not follow one another; there are rounds of all of
 * them, as in the other measurements, and the medians of the rounds are compared.
 */
public final class Overhead {
    private static final List<String> TRANSPORTS = List.of("epoll", "nio");

    private static final int ROUNDS = 5;
    private static final int ITERATIONS = 3;
    private static final int QUICK_ROUNDS = 1;
    private static final int QUICK_ITERATIONS = 2;
    private static final long ITERATION_MILLIS = 1000;
    private static final long QUICK_ITERATION_MILLIS = 200;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Overhead() {}

    /** What is compared: one operation over one transport. */
    private record Operation(String name, String transport) {}

    /** Of each round: nanoseconds and bytes of one call. */
    private record Costs(List<Double> nanos, List<Double> bytes) {
        double medianNanos() {
            return median(nanos);
        }

        double medianBytes() {
            return median(bytes);
        }

        private static double median(List<Double> values) {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /**
     * Prints the table, and writes it beside the file, as -overhead.json and -overhead.md.
     *
     * @return the exit status
     */
    public static int run(boolean quick, Path json) throws IOException {
        String[] transports =
                TRANSPORTS.stream().filter(Transports.available()::contains).toArray(String[]::new);
        int rounds = quick ? QUICK_ROUNDS : ROUNDS;
        Map<Operation, Map<Caller, Costs>> costs = new LinkedHashMap<>();
        // Not the only JMH of the machine, perhaps, but its lock is not needed: each fork is waited for.
        System.setProperty("jmh.ignoreLock", "true");
        for (int round = 1; round <= rounds; round++) {
            System.err.println(
                    "overhead of " + String.join(" and ", transports) + ": round " + round + " of " + rounds);
            try {
                for (RunResult result : new Runner(options(quick, transports)).run()) {
                    add(costs, result);
                }
            } catch (RunnerException e) {
                System.err.println("failed: " + e.getMessage());
                return 1;
            }
        }
        List<List<String>> table = table(costs);
        String name = json.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Path directory = json.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(json.resolveSibling(name + "-overhead.json"), json(costs));
        Files.writeString(json.resolveSibling(name + "-overhead.md"), markdown(table, rounds));
        System.out.print(text(table));
        return 0;
    }

    private static Options options(boolean quick, String... transports) {
        TimeValue time = TimeValue.milliseconds(quick ? QUICK_ITERATION_MILLIS : ITERATION_MILLIS);
        int iterations = quick ? QUICK_ITERATIONS : ITERATIONS;
        return new OptionsBuilder()
                .include(CallBenchmark.class.getName())
                .param("transport", transports)
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(iterations)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                .build();
    }

    private static void add(Map<Operation, Map<Caller, Costs>> costs, RunResult result) {
        BenchmarkParams params = result.getParams();
        String method = params.getBenchmark();
        Operation operation =
                new Operation(method.substring(method.lastIndexOf('.') + 1), params.getParam("transport"));
        Costs all = costs.computeIfAbsent(operation, key -> new LinkedHashMap<>())
                .computeIfAbsent(
                        Caller.valueOf(params.getParam("caller")),
                        key -> new Costs(new ArrayList<>(), new ArrayList<>()));
        all.nanos().add(result.getPrimaryResult().getScore());
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        all.bytes().add(allocated == null ? Double.NaN : allocated.getScore());
    }

    private static List<List<String>> table(Map<Operation, Map<Caller, Costs>> costs) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("call", "over", "by", "ns", "more than transport", "B/call"));
        costs.forEach((operation, callers) -> {
            Costs transport = callers.get(Caller.TRANSPORT);
            for (Caller caller : Caller.values()) {
                Costs own = callers.get(caller);
                if (own != null) {
                    double more = transport == null ? Double.NaN : own.medianNanos() - transport.medianNanos();
                    table.add(List.of(
                            operation.name(),
                            operation.transport(),
                            caller.label,
                            number(own.medianNanos()),
                            caller == Caller.TRANSPORT ? "" : number(more),
                            number(own.medianBytes())));
                }
            }
        });
        return table;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String text(List<List<String>> table) {
        int[] widths = new int[table.get(0).size()];
        for (List<String> line : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : table) {
            for (int i = 0; i < widths.length; i++) {
                String format = i < 3 ? "%-" + widths[i] + "s  " : "%" + widths[i] + "s  ";
                text.append(String.format(Locale.ROOT, format, line.get(i)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String markdown(List<List<String>> table, int rounds) {
        String lines = table.stream()
                .map(line -> line.stream().collect(Collectors.joining(" | ", "| ", " |")))
                .collect(Collectors.joining("\n"));
        int heading = lines.indexOf('\n');
        return "# The cost of a call\n\nMedians of " + rounds + " rounds; allocation by JMH's gc profiler.\n\n"
                + lines.substring(0, heading) + "\n|---|---|---|---:|---:|---:|" + lines.substring(heading) + "\n";
    }

    private static String json(Map<Operation, Map<Caller, Costs>> costs) {
        List<String> rows = new ArrayList<>();
        costs.forEach((operation, callers) -> callers.forEach((caller, own) -> rows.add(String.format(
                Locale.ROOT,
                "{\"call\":\"%s\",\"transport\":\"%s\",\"by\":\"%s\",\"ns\":%.3f,\"bytes\":%s,\"rounds\":%s}",
                operation.name(),
                operation.transport(),
                caller.label,
                own.medianNanos(),
                Double.isFinite(own.medianBytes()) ? number(own.medianBytes()) : "null",
                Arrays.toString(own.nanos().stream().mapToDouble(n -> n).toArray())))));
        return rows.stream().collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }
}

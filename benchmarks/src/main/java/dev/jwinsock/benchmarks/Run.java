package dev.jwinsock.benchmarks;

import dev.jwinsock.benchmarks.Plan.Cell;
import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.implementation.Implementations;
import dev.jwinsock.benchmarks.report.ReportFiles;
import dev.jwinsock.benchmarks.report.Results;
import dev.jwinsock.benchmarks.report.Row;
import dev.jwinsock.benchmarks.report.TableReport;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A run of the tool: measuring processes one after the other, and the report at the end, whatever that is. */
final class Run {
    private static final int INTERRUPTED = 130;

    private final Plan plan;
    private final List<Cores> cores;
    private final Path json;
    private final Results results = new Results();
    private volatile boolean stopping;
    // Guarded by this.
    private boolean reported;

    Run(Plan plan, List<Cores> cores, Path json) {
        this.plan = plan;
        this.cores = List.copyOf(cores);
        this.json = json;
    }

    /** @return the exit status */
    int run() throws IOException, InterruptedException {
        Thread interruption = new Thread(this::interrupted, "interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        boolean complete = true;
        for (Cores where : cores) {
            if (!where.isExact()) {
                System.err.println("no taskset here: cores " + where.label() + " are not pinned");
            }
            // What does not depend on the cores is measured once.
            complete &= measure(where, plan.withSteady(where == cores.get(cores.size() - 1)));
            if (stopping) {
                return INTERRUPTED;
            }
        }
        Runtime.getRuntime().removeShutdownHook(interruption);
        report();
        return complete && results.rows().stream().noneMatch(Row::isFailed) ? 0 : 1;
    }

    /** A process that gave up, because a measurement hung, has a successor for what comes after that. */
    private boolean measure(Cores where, Plan all) throws IOException, InterruptedException {
        expect(where, all);
        boolean complete = true;
        List<Cell> left = all.cells();
        while (!left.isEmpty() && !stopping) {
            System.err.println("cores " + where.label() + ": " + left.size() + " comparisons");
            MeasuringProcess process = new MeasuringProcess(where, arguments(left));
            boolean success = process.run(outcome -> record(where, outcome)) == 0;
            complete &= success;
            int begun = process.begun();
            if (success || begun == 0) {
                break;
            }
            left = left.subList(begun, left.size());
        }
        return complete;
    }

    /** Gives every measurement its row, also the one that a killed process never tells of. */
    private void expect(Cores where, Plan all) {
        for (Cell cell : all.cells()) {
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

    private void record(Cores where, Outcome outcome) {
        Sample sample = outcome.sample();
        if (sample != null) {
            results.add(outcome.shape(), outcome.style(), outcome.implementation(), where.label(), sample);
        } else {
            results.miss(outcome.shape(), outcome.style(), outcome.implementation(), where.label(), outcome.reason());
        }
    }

    /** Ctrl-C: in the JVM's shutdown. */
    private void interrupted() {
        stopping = true;
        results.interrupted();
        System.err.println("interrupted; what was measured so far:");
        try {
            report();
        } catch (IOException e) {
            System.err.println("no report: " + e);
        }
    }

    private synchronized void report() throws IOException {
        if (reported) {
            return;
        }
        reported = true;
        List<Row> rows =
                stopping ? results.rows().stream().filter(Row::isMeasured).toList() : results.rows();
        // Files first: who interrupts a pipe may find nobody who reads.
        Set<String> ours = Implementations.all().stream()
                .filter(implementation -> !implementation.isCompetitor())
                .map(Implementation::name)
                .collect(Collectors.toSet());
        List<Path> files = new ReportFiles(json).write(rows, facts(), ours);
        System.out.print(TableReport.text(rows));
        System.out.flush();
        System.err.println(files.stream().map(Path::toString).collect(Collectors.joining(", ", "written: ", "")));
    }

    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        facts.add(String.format(
                Locale.ROOT,
                "%d rounds of %.3g s, interleaved; at most %d warm-ups of %.3g s%s",
                plan.rounds(),
                plan.seconds(),
                plan.warmUps(),
                plan.warmUpNanos() / 1e9,
                stopping ? "; interrupted before the end" : ""));
        for (Cores where : cores) {
            facts.add((where == Cores.ONE ? "1 core: " : "2 cores: ") + where.placement());
        }
        facts.add("JDK " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        return facts;
    }

    private List<String> arguments(List<Cell> cells) {
        Set<String> names = cells.stream()
                .flatMap(cell -> cell.implementations().stream())
                .map(Implementation::name)
                .collect(Collectors.toSet());
        return List.of(
                Benchmarks.CELLS,
                cells.stream().map(Cell::name).collect(Collectors.joining(",")),
                "--impl",
                String.join(",", names),
                "--rounds",
                Integer.toString(plan.rounds()),
                "--seconds",
                String.format(Locale.ROOT, "%.6f", plan.seconds()),
                "--warm-ups",
                Integer.toString(plan.warmUps()));
    }
}

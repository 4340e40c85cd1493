package dev.jwinsock.compat;

import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.compat.report.ConformanceListener;
import dev.jwinsock.compat.report.Facts;
import dev.jwinsock.compat.report.Verdict;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the conformance suite outside Maven. Exit code 1 when anything fails. */
@Command(
        name = "jwinsock-compat",
        mixinStandardHelpOptions = true,
        description = "Runs the jwinsock conformance suite on this machine and prints the matrix.")
public final class Main implements Callable<Integer> {
    private static final String SUITE = "dev.jwinsock.compat.suite";

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            defaultValue = "all",
            description = "epoll, kqueue, nio, several with commas, or all that work here (default: ${DEFAULT-VALUE})")
    private String transport = "all";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = ConformanceListener.DEFAULT_OUTPUT,
            description = "where the results go; a table is written beside it (default: ${DEFAULT-VALUE})")
    private Path json = Path.of(ConformanceListener.DEFAULT_OUTPUT);

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description = "only tests whose Class.method or one of whose fact ids contains a match")
    private @Nullable Pattern filter;

    @Option(names = "--list", description = "list the facts and end")
    private boolean list;

    @Spec
    private @Nullable CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        PrintWriter out =
                Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
        if (list) {
            Facts.all().forEach(fact -> out.printf("%s %s %s%n", fact.id(), fact.section(), fact.title()));
            return CommandLine.ExitCode.OK;
        }
        System.setProperty(Transports.PROPERTY, transport);
        System.setProperty(ConformanceListener.OUTPUT, json.toString());
        try {
            Transports.selected();
        } catch (IllegalStateException e) {
            out.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return run(out);
    }

    private int run(PrintWriter out) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage(SUITE))
                .filters((PostDiscoveryFilter) this::chosen)
                .build();
        SummaryGeneratingListener counts = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, counts);
        TestExecutionSummary summary = counts.getSummary();
        summary.printFailuresTo(out, 8);
        out.printf(
                "%d tests passed, %d failed, %d unsupported%n",
                summary.getTestsSucceededCount(), summary.getTotalFailureCount(), summary.getTestsAbortedCount());
        boolean failed = summary.getTotalFailureCount() > 0
                || summary.getTestsFoundCount() == 0
                || ConformanceListener.matrix().rows().stream().anyMatch(row -> row.verdict() == Verdict.FAIL);
        return failed ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private FilterResult chosen(TestDescriptor test) {
        Optional<Method> method = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaMethod());
        Pattern wanted = filter;
        if (wanted == null || method.isEmpty()) {
            return FilterResult.included("no filter for it");
        }
        String name = method.get().getDeclaringClass().getSimpleName()
                + '.'
                + method.get().getName();
        boolean matches = wanted.matcher(name).find()
                || AnnotationSupport.findAnnotation(method.get(), Conforms.class).stream()
                        .flatMap(conforms -> Arrays.stream(conforms.value()))
                        .anyMatch(id -> wanted.matcher(id).find());
        return FilterResult.includedIf(matches);
    }
}

package dev.jwinsock.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A JVM of its own in which the measurements are taken: fresh for each kind of pinning, and killed with this one. */
final class MeasuringProcess {
    /** What the process says when it begins with a comparison. */
    static final String BEGIN = "begin";

    private final Cores cores;
    private final List<String> arguments;
    private int begun;

    MeasuringProcess(Cores cores, List<String> arguments) {
        this.cores = cores;
        this.arguments = arguments;
    }

    /** @return the exit status */
    int run(Consumer<Outcome> outcomes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread killer = new Thread(() -> kill(process));
        Runtime.getRuntime().addShutdownHook(killer);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(BEGIN)) {
                    begun++;
                    continue;
                }
                Optional<Outcome> outcome = Outcome.ofLine(line);
                outcome.ifPresent(outcomes);
                if (outcome.isEmpty()) {
                    System.err.println(line);
                }
            }
        }
        int status = process.waitFor();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The JVM is ending; the hook finds the process gone.
            assert e != null;
        }
        return status;
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** How many comparisons it has begun. */
    int begun() {
        return begun;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(cores.launcher());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // An agent (coverage, a debugger) is this process's own.
            if (!option.startsWith("-javaagent") && !option.startsWith("-agentlib")) {
                command.add(option);
            }
        }
        // All sockets are IPv4 ones; without this java.net's and NIO's would be IPv6 sockets with mapped addresses.
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(Benchmarks.class.getName());
        command.addAll(arguments);
        return command;
    }
}

package dev.jwinsock.benchmarks.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Heap and resident memory of a server for each idle connection: one that has a receive pending on a completion port, and
 * a Netty channel with one handler. The heap of both is mapped and touched before, so that what they take of it does not
 * count as resident memory as well.
 */
public final class IdleMemory {
    /** Connections that are there before the counting begins: what is made once, and code, is not counted. */
    private static final int FIRST = 2000;

    /** Softly reachable things of the start would go at some moment of the counting. */
    private static final List<String> OPTIONS =
            List.of("-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    /** Bytes for each connection. */
    public record Usage(String implementation, double heap, double resident) {
        public double both() {
            return heap + resident;
        }
    }

    private IdleMemory() {}

    /** Null when this can be measured here. */
    public static @Nullable String obstacle() {
        return Files.isReadable(Path.of("/proc/self/statm")) ? null : "resident memory is read from /proc";
    }

    public static List<Usage> measure(int connections, Consumer<String> progress) throws IOException {
        List<Usage> usages = new ArrayList<>();
        for (String implementation : List.of("jwinsock", "netty")) {
            progress.accept("memory of " + connections + " connections: " + implementation);
            usages.add(measure(implementation, connections));
        }
        return usages;
    }

    /** As a table. */
    public static String text(List<Usage> usages) {
        StringBuilder text = new StringBuilder("memory of an idle connection, bytes\n");
        text.append("impl        heap  resident   both\n");
        for (Usage usage : usages) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-9s %6.0f %9.0f %6.0f%n",
                    usage.implementation(),
                    usage.heap(),
                    usage.resident(),
                    usage.both()));
        }
        text.append(String.format(
                Locale.ROOT,
                "jwinsock × netty: %.2f%n",
                usages.get(0).both() / usages.get(1).both()));
        return text.toString();
    }

    private static Usage measure(String implementation, int connections) throws IOException {
        int most = FIRST + connections;
        List<Process> processes = new ArrayList<>();
        Thread killer = new Thread(() -> processes.forEach(Process::destroyForcibly));
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            Process server = start(processes, OPTIONS, IdleServer.class, implementation, Integer.toString(most));
            try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
                    Writer input = server.outputWriter(StandardCharsets.UTF_8)) {
                String port = line(said);
                connect(processes, port, FIRST);
                usage(said, input, FIRST); // what the measuring itself makes is there from now on
                long[] before = usage(said, input, FIRST);
                connect(processes, port, connections);
                long[] after = usage(said, input, most);
                return new Usage(
                        implementation,
                        (double) (after[0] - before[0]) / connections,
                        (double) (after[1] - before[1]) / connections);
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    private static void connect(List<Process> processes, String port, int count) throws IOException {
        Process clients = start(processes, List.of(), IdleClients.class, port, Integer.toString(count));
        // Stays open: the clients end with it
        line(clients.inputReader(StandardCharsets.UTF_8));
    }

    private static long[] usage(BufferedReader said, Writer input, int connections) throws IOException {
        input.write(connections + "\n");
        input.flush();
        String[] numbers = line(said).split(" ", -1);
        return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
    }

    private static String line(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("the other process has ended");
        }
        return line;
    }

    private static Process start(List<Process> processes, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }
}

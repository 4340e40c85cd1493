package dev.jwinsock.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the measuring process may run. */
enum Cores {
    /** Both sides on one core: shows the length of the code's path, without wake-ups between cores. */
    ONE("1"),
    /** Not pinned. */
    TWO("2");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final String label;

    Cores(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Cores of(String label) {
        for (Cores cores : values()) {
            if (cores.label.equals(label)) {
                return cores;
            }
        }
        throw new IllegalArgumentException("cores are 1 or 2, not " + label);
    }

    /** What goes before the command line of a process that shall run there. */
    List<String> launcher() {
        return this == ONE && canPin() ? taskset() : List.of();
    }

    /** Whether {@link #launcher} keeps what the label says. */
    boolean isExact() {
        return this != ONE || canPin();
    }

    /** In words, for the report. */
    String placement() {
        if (this == ONE) {
            return canPin() ? "both sides pinned to core " + lastAllowed() : "not pinned, there is no taskset";
        }
        return "not pinned, the scheduler places both sides on cores " + allowed();
    }

    private static List<String> taskset() {
        return List.of("taskset", "-c", lastAllowed());
    }

    private static boolean canPin() {
        return Pinning.AVAILABLE;
    }

    // The last one: a machine's interrupts tend to be served by the first.
    private static String lastAllowed() {
        String list = allowed();
        return list.substring(Math.max(list.lastIndexOf(','), list.lastIndexOf('-')) + 1);
    }

    private static String allowed() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(ALLOWED)) {
                    return line.substring(ALLOWED.length()).trim();
                }
            }
        } catch (IOException e) {
            return "0";
        }
        return "0";
    }

    /** Asked once. */
    private static final class Pinning {
        private static final long PATIENCE_SECONDS = 10;
        static final boolean AVAILABLE = probe();

        private Pinning() {}

        private static boolean probe() {
            List<String> command = List.of("taskset", "-c", lastAllowed(), "true");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try {
                    return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
                } finally {
                    process.destroyForcibly();
                }
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}

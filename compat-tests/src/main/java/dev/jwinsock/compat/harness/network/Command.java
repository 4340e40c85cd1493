package dev.jwinsock.compat.harness.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A finished program of the system.
 *
 * @param line what was run, for messages
 * @param status its exit status; -1 when there is no such program
 * @param output what it printed, errors too
 */
record Command(List<String> line, int status, String output) {
    private static final long LIMIT_SECONDS = 20;

    static Command run(String... line) {
        return run(List.of(line));
    }

    static Command run(List<String> line) {
        Process process;
        try {
            process = new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Command(line, -1, String.valueOf(e.getMessage()));
        }
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("does not end: " + String.join(" ", line));
            }
            return new Command(line, process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    boolean failed() {
        return status != 0;
    }

    /** @return what it printed; throws when it failed */
    String required() {
        if (failed()) {
            throw new AssertionError(this + " failed with " + status + ": " + output);
        }
        return output;
    }

    @Override
    public String toString() {
        return String.join(" ", line);
    }
}

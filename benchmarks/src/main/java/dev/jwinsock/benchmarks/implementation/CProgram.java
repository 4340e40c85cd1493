package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.remote.RemoteClients;
import dev.jwinsock.benchmarks.remote.TalkingProcess;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Plain C, compiled on the spot: what the kernel costs without any of ours. */
final class CProgram implements Implementation {
    private static final String SOURCE = "/sockets.c";
    private static final long COMPILER_SECONDS = 60;

    private @Nullable Path program;

    @Override
    public String name() {
        return "c";
    }

    @Override
    public boolean isCompetitor() {
        return true;
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        return switch (shape) {
            // One poll(2) is what select, WSAPoll and the waits for event objects are compared with.
            case POLL_1000 -> style.isReadiness();
            case HAND_OVER -> style == Style.EVENT;
            case FILE_STREAM, IDLE -> false;
            case TCP_RR, ECHO_1, ECHO_100, ECHO_1000, ECHO_10000 ->
                style == Style.BLOCKING
                        || style == Style.NONBLOCKING && shape == Shape.TCP_RR
                        || style.isReadiness()
                        || style.isCompletion();
            case TCP_STREAM, TCP_MAERTS, TCP_CRR, UDP_RR, UDP_STREAM, ACCEPT -> style == Style.BLOCKING;
        };
    }

    @Override
    public @Nullable String obstacle() {
        try {
            program();
            return null;
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        List<String> command = List.of(
                program().toString(),
                measurement.shape().name(),
                style(measurement.style()),
                Integer.toString(measurement.connections()),
                String.format(Locale.ROOT, "%.6f", measurement.nanos() / 1e9),
                measurement.verify() ? "1" : "0");
        if (measurement.shape().hasRemoteClients()) {
            return serve(command, measurement);
        }
        String output = run(command, null, measurement.limitNanos());
        String[] numbers = output.trim().split(" ", -1);
        if (numbers.length != 3) {
            throw new IOException("unexpected result: " + output);
        }
        return new Sample(number(numbers[0]), number(numbers[1]), number(numbers[2]));
    }

    /** What C has for the style. */
    private static String style(Style style) {
        return switch (style) {
            case BLOCKING -> "blocking";
            case NONBLOCKING -> "nonblocking";
            default -> "epoll";
        };
    }

    private static Sample serve(List<String> command, Measurement measurement) throws Exception {
        try (TalkingProcess server = TalkingProcess.start(command)) {
            int port = Integer.parseInt(server.answer(measurement.limitNanos()));
            Sample sample = RemoteClients.connect(port, measurement).run();
            server.answer(measurement.limitNanos());
            return sample;
        }
    }

    private static double number(String text) {
        return text.contains("nan") ? Double.NaN : Double.parseDouble(text);
    }

    private Path program() throws IOException, InterruptedException {
        Path existing = program;
        if (existing != null) {
            return existing;
        }
        Path directory = Files.createTempDirectory("jwinsock-benchmarks");
        directory.toFile().deleteOnExit();
        Path output = directory.resolve("sockets");
        output.toFile().deleteOnExit();
        try (InputStream source = CProgram.class.getResourceAsStream(SOURCE)) {
            if (source == null) {
                throw new IOException("no " + SOURCE + " on the class path");
            }
            run(
                    List.of("gcc", "-O2", "-pthread", "-x", "c", "-o", output.toString(), "-", "-lm"),
                    source,
                    TimeUnit.SECONDS.toNanos(COMPILER_SECONDS));
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
        program = output;
        return output;
    }

    /** @return what the command printed */
    private static String run(List<String> command, @Nullable InputStream input, long nanos)
            throws IOException, InterruptedException, TimeoutException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // For the case that this process is interrupted from the keyboard.
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        try {
            try (var stdin = process.getOutputStream()) {
                if (input != null) {
                    input.transferTo(stdin);
                }
            }
            // The output is one line, which the pipe holds.
            if (!process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                throw new TimeoutException(command.get(0) + " has not ended");
            }
            if (process.exitValue() != 0) {
                throw new IOException(command.get(0) + " ended with status " + process.exitValue());
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
            forget(killer);
        }
    }

    private static void forget(Thread killer) {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The JVM is ending; the hook runs, and finds the process gone.
            assert e != null;
        }
    }
}

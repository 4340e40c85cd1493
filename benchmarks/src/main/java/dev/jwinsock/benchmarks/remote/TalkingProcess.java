package dev.jwinsock.benchmarks.remote;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Another process that is told lines and answers lines; it ends with its input, or is killed. */
public final class TalkingProcess implements Closeable {
    /** What it says first when it fails. */
    public static final String FAILED = "failed: ";

    private static final String END = "";

    private final Process process;
    private final Writer input;
    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final Thread killer;

    private TalkingProcess(Process process) {
        this.process = process;
        input = process.outputWriter(StandardCharsets.UTF_8);
        killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        Thread reader = new Thread(this::read, "process-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Another JVM with this one's class path. */
    public static TalkingProcess start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-classpath");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Any program. */
    public static TalkingProcess start(List<String> command) throws IOException {
        return new TalkingProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public void tell(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** The next line. */
    public String answer(long nanos) throws IOException, InterruptedException, TimeoutException {
        String line = said.poll(nanos, TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new TimeoutException("the other process says nothing");
        }
        if (line.equals(END)) {
            throw new IOException("the other process has ended");
        }
        if (line.startsWith(FAILED)) {
            throw new IOException("the other process " + line);
        }
        return line;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
            }
        } catch (IOException | UncheckedIOException e) {
            said.add(FAILED + e);
        }
        said.add(END);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The JVM is ending; the hook runs, and finds the process gone.
            assert e != null;
        }
    }
}

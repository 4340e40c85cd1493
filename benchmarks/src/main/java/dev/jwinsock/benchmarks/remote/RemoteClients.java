package dev.jwinsock.benchmarks.remote;

import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The clients of ECHO_10000: one process for all measurements, so that its code is warm and everybody's servers have the
 * same clients. Used by one thread.
 */
public final class RemoteClients {
    private static @Nullable TalkingProcess running;

    private final TalkingProcess process;
    private final Measurement measurement;

    private RemoteClients(TalkingProcess process, Measurement measurement) {
        this.process = process;
        this.measurement = measurement;
    }

    /** Connects all of them; somebody accepts meanwhile. */
    public static RemoteClients connect(int port, Measurement measurement)
            throws IOException, InterruptedException, TimeoutException {
        TalkingProcess process = running;
        if (process == null || !process.isAlive()) {
            process = TalkingProcess.start(List.of("-Djava.net.preferIPv4Stack=true"), EchoClients.class);
            running = process;
        }
        RemoteClients clients = new RemoteClients(process, measurement);
        clients.ask(port + " " + measurement.connections());
        return clients;
    }

    /** The traffic, then the end of all connections. */
    public Sample run() throws IOException, InterruptedException, TimeoutException {
        String[] numbers = ask(Long.toString(measurement.nanos())).split(" ", -1);
        return new Sample(
                Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
    }

    private String ask(String line) throws IOException, InterruptedException, TimeoutException {
        try {
            process.tell(line);
            return process.answer(measurement.limitNanos());
        } catch (IOException | InterruptedException | TimeoutException e) {
            // Its connections end with it, and so do the servers.
            running = null;
            process.close();
            throw e;
        }
    }

    /** As {@link EchoClients} tells it. */
    static String text(Sample sample) {
        return String.format(Locale.ROOT, "%.3f %.3f %.3f", sample.value(), sample.p50(), sample.p99());
    }
}

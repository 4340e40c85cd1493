package dev.jwinsock.benchmarks.memory;

import dev.jwinsock.benchmarks.remote.TalkingProcess;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * IDLE: heap and resident memory of a server for each idle connection, in processes of their own. The heap is mapped and
 * touched before, so that what the connections take of it does not count as resident memory as well.
 */
public final class IdleMemory {
    /** As many connections are there before the counting begins: what is made once, and code, is not counted. */
    private static final int FIRST_PART = 5;

    /**
     * Softly reachable things of the start would go at some moment of the counting. And it is interpreted: the compilers
     * take a few megabytes when it suits them, which would be 500 to 1,500 bytes for each connection.
     */
    private static final List<String> OPTIONS = List.of(
            "-Xint",
            "-XX:SoftRefLRUPolicyMSPerMB=0",
            "-XX:+UseSerialGC",
            "-Xms512m",
            "-Xmx512m",
            "-XX:+AlwaysPreTouch");

    /** Bytes for each connection. */
    public record Usage(double heap, double resident) {
        public Sample sample() {
            return Sample.of(heap + resident);
        }
    }

    private IdleMemory() {}

    /** Null when this can be measured here. */
    public static @Nullable String obstacle() {
        return Files.isReadable(Path.of("/proc/self/statm")) ? null : "resident memory is read from /proc";
    }

    /**
     * A fifth of the connections first, then the others, which are counted.
     *
     * @param implementation as on the command line
     */
    public static Usage measure(String implementation, Measurement measurement)
            throws IOException, InterruptedException, TimeoutException {
        long limit = measurement.limitNanos();
        int all = measurement.connections();
        int first = all / FIRST_PART;
        List<TalkingProcess> processes = new ArrayList<>();
        try {
            TalkingProcess server = TalkingProcess.start(
                    OPTIONS,
                    IdleServer.class,
                    implementation,
                    measurement.style().name());
            processes.add(server);
            String port = server.answer(limit);
            processes.add(connect(port, first, limit));
            usage(server, first, limit); // what the measuring itself makes is there from now on
            long[] before = usage(server, first, limit);
            processes.add(connect(port, all - first, limit));
            long[] after = usage(server, all, limit);
            double counted = all - first;
            return new Usage((after[0] - before[0]) / counted, (after[1] - before[1]) / counted);
        } finally {
            processes.forEach(TalkingProcess::close);
        }
    }

    private static TalkingProcess connect(String port, int count, long limit)
            throws IOException, InterruptedException, TimeoutException {
        TalkingProcess clients = TalkingProcess.start(List.of(), IdleClients.class, port, Integer.toString(count));
        clients.answer(limit);
        return clients;
    }

    private static long[] usage(TalkingProcess server, int connections, long limit)
            throws IOException, InterruptedException, TimeoutException {
        server.tell(Integer.toString(connections));
        String[] numbers = server.answer(limit).split(" ", -1);
        return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
    }
}

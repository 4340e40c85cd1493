package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.WrongDataException;
import java.io.IOException;

/**
 * POLL_1000: in each round ten of the connections, other ones each time, are sent a byte; then the whole set is waited
 * for and the ready ones are read. All on one thread, so that no wake-up of another core is measured; only the wait and
 * the reads are timed.
 */
public final class PollRounds {
    private PollRounds() {}

    /** The connections, and one way to wait for them. */
    public interface PolledSet extends AutoCloseable {
        /** The far end of a connection sends a byte. */
        void send(int position, byte value) throws IOException;

        /** Waits once for all of them, reads a byte from each that is ready, and hands it to the round. */
        void awaitAndRead(Round round) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Makes the connections. */
    @FunctionalInterface
    public interface Opener {
        PolledSet open(int connections) throws IOException;
    }

    public static Sample measure(Measurement measurement, Opener opener) throws Exception {
        Latencies latencies = new Latencies();
        Crew crew = new Crew(measurement.style());
        crew.start("poller", () -> {
            try (PolledSet set = opener.open(measurement.connections())) {
                run(set, measurement, latencies);
            }
        });
        crew.await(measurement.limitNanos());
        return latencies.sample();
    }

    private static void run(PolledSet set, Measurement measurement, Latencies latencies) throws IOException {
        int connections = measurement.connections();
        Round round = new Round(connections / Shape.ACTIVE);
        long deadline = System.nanoTime() + measurement.nanos();
        long after;
        do {
            round.next();
            for (int i = round.first(); i < connections; i += round.stride) {
                set.send(i, round.value());
            }
            long before = System.nanoTime();
            while (!round.complete()) {
                set.awaitAndRead(round);
            }
            after = System.nanoTime();
            latencies.record(after - before);
        } while (after - deadline < 0);
    }

    /** Who was sent what in this round, and how much of it has arrived. */
    public static final class Round {
        private final int stride;
        private int number = -1;
        private int left;

        private Round(int stride) {
            this.stride = stride;
        }

        private void next() {
            number++;
            left = Shape.ACTIVE;
        }

        private int first() {
            return number % stride;
        }

        private byte value() {
            return (byte) number;
        }

        private boolean complete() {
            return left == 0;
        }

        /** A byte was read. */
        public void received(int position, byte value) {
            if (position % stride != first() || value != value()) {
                throw new WrongDataException("byte " + value + " at connection " + position + " in round " + number);
            }
            left--;
        }
    }
}

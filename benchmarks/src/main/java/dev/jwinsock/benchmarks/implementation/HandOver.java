package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Crew;
import dev.jwinsock.benchmarks.shape.Latencies;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** HAND_OVER: two threads, each of which waits at a mailbox of its own for the other. A round trip is two hand-overs. */
public final class HandOver {
    /** The styles that have something to hand over with. */
    public static final Set<Style> STYLES = Set.of(Style.EVENT, Style.ROUTINE, Style.PORT);

    private HandOver() {}

    /** Where a thread waits until another one has put something there. */
    public interface Mailbox extends AutoCloseable {
        /** Called by the owner before all else, on its own thread. */
        default void open() {}

        void put() throws Exception;

        /** Waits. */
        void take() throws Exception;

        @Override
        void close();
    }

    public static Sample measure(Measurement measurement, Mailbox mine, Mailbox other) throws Exception {
        Latencies latencies = new Latencies();
        Crew crew = new Crew(measurement.style());
        CountDownLatch opened = new CountDownLatch(2);
        boolean[] over = new boolean[1]; // handed over with what is put
        try (mine;
                other) {
            crew.start("answer", () -> {
                open(other, opened);
                while (true) {
                    other.take();
                    if (over[0]) {
                        return;
                    }
                    mine.put();
                }
            });
            crew.start("ask", () -> {
                open(mine, opened);
                long before = System.nanoTime();
                long deadline = before + measurement.nanos();
                while (before - deadline < 0) {
                    other.put();
                    mine.take();
                    long now = System.nanoTime();
                    latencies.record(now - before);
                    before = now;
                }
                over[0] = true;
                other.put();
            });
            crew.await(measurement.limitNanos());
        }
        return latencies.sample();
    }

    private static void open(Mailbox own, CountDownLatch opened) throws InterruptedException {
        own.open();
        opened.countDown();
        opened.await();
    }
}

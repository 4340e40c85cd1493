package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** HAND_OVER with what Java has for it: a semaphore for an event object, a blocking queue for a port or a thread's calls. */
final class JavaHandOver implements Implementation {
    @Override
    public String name() {
        return "java.util";
    }

    @Override
    public boolean isCompetitor() {
        return true;
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        return shape == Shape.HAND_OVER && HandOver.STYLES.contains(style);
    }

    @Override
    public @Nullable String obstacle() {
        return null;
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        return measurement.style() == Style.EVENT
                ? HandOver.measure(measurement, new Signal(), new Signal())
                : HandOver.measure(measurement, new Queue(), new Queue());
    }

    private static final class Signal implements HandOver.Mailbox {
        private final Semaphore semaphore = new Semaphore(0);

        @Override
        public void put() {
            semaphore.release();
        }

        @Override
        public void take() throws InterruptedException {
            semaphore.acquire();
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    private static final class Queue implements HandOver.Mailbox {
        private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

        @Override
        public void put() {
            queue.add(() -> {});
        }

        @Override
        public void take() throws InterruptedException {
            queue.take().run();
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}

package dev.jwinsock.benchmarks;

import dev.jwinsock.benchmarks.Plan.Cell;
import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures in this process. In each round everyone is measured once, beginning with another one each time, so that
 * whatever disturbs the machine disturbs all alike.
 */
final class Interleaving {
    /** The part of a warm-up that the compilers may take when it is the last one. */
    private static final double MOST_COMPILING = 0.05;

    private final Plan plan;
    private final Runnable begin;
    private final Consumer<Outcome> outcomes;
    private final Consumer<String> progress;

    /**
     * @param begin told before each cell
     */
    Interleaving(Plan plan, Runnable begin, Consumer<Outcome> outcomes, Consumer<String> progress) {
        this.plan = plan;
        this.begin = begin;
        this.outcomes = outcomes;
        this.progress = progress;
    }

    /**
     * Measures everything; a failure of one leaves the others going.
     *
     * @throws TimeoutException if a measurement hangs: its threads and sockets would disturb all that follows
     */
    void run() throws TimeoutException {
        int number = 0;
        for (Cell cell : plan.cells()) {
            begin.run();
            number++;
            String title = String.format(
                    Locale.ROOT,
                    "[%d/%d] %s %s",
                    number,
                    plan.cells().size(),
                    cell.shape(),
                    cell.style().label());
            progress.accept(title + ": warm-up");
            List<Implementation> able = new ArrayList<>();
            for (Implementation implementation : cell.implementations()) {
                if (isAble(cell, implementation)) {
                    able.add(implementation);
                }
            }
            int rounds = plan.rounds(cell);
            for (int round = 0; round < rounds; round++) {
                progress.accept(title + ": round " + (round + 1) + " of " + rounds);
                List<Implementation> order = new ArrayList<>(able);
                Collections.rotate(order, -round);
                for (Implementation implementation : order) {
                    if (measure(cell, implementation, plan.nanos(), false) == null) {
                        able.remove(implementation);
                    }
                }
            }
        }
    }

    private boolean isAble(Cell cell, Implementation implementation) throws TimeoutException {
        String obstacle = Requirements.obstacle(measurement(cell, 0, false));
        if (obstacle == null) {
            obstacle = implementation.obstacle();
        }
        if (obstacle != null) {
            outcomes.accept(new Outcome(cell.shape(), cell.style(), implementation.name(), null, obstacle));
            return false;
        }
        return cell.shape().isSteady() || warmUp(cell, implementation);
    }

    /**
     * Goes on until the compilers rest. On one core they get what the traffic leaves them, and until they are through a
     * measurement shows interpreted code and their own work. A warm-up compares every byte.
     */
    private boolean warmUp(Cell cell, Implementation implementation) throws TimeoutException {
        long restNanos = (long) (MOST_COMPILING * plan.warmUpNanos());
        int left = plan.warmUps();
        long before;
        do {
            before = compilingNanos();
            if (measure(cell, implementation, plan.warmUpNanos(), true) == null) {
                return false;
            }
            left--;
        } while (left > 0 && compilingNanos() - before > restNanos);
        return true;
    }

    private static long compilingNanos() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
                ? 0
                : TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime());
    }

    private static Measurement measurement(Cell cell, long nanos, boolean verify) {
        return new Measurement(cell.shape(), cell.style(), cell.shape().connections(), nanos, verify);
    }

    /** @return null if it failed */
    private @Nullable Sample measure(Cell cell, Implementation implementation, long nanos, boolean warmUp)
            throws TimeoutException {
        Measurement measurement = measurement(cell, nanos, warmUp);
        String name = implementation.name();
        try {
            Sample sample = implementation.measure(measurement);
            if (!warmUp) {
                outcomes.accept(new Outcome(cell.shape(), cell.style(), name, sample, ""));
            }
            return sample;
        } catch (TimeoutException e) {
            outcomes.accept(new Outcome(cell.shape(), cell.style(), name, null, "hung: " + e.getMessage()));
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (Exception e) {
            outcomes.accept(new Outcome(cell.shape(), cell.style(), name, null, "failed: " + e));
            return null;
        }
    }
}

package dev.jwinsock.benchmarks;

import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.implementation.Implementations;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.ArrayList;
import java.util.List;

/**
 * What to run.
 *
 * @param seconds of one measurement
 * @param warmUps most warm-ups before an implementation's first measurement
 */
record Plan(
        List<Shape> shapes,
        List<Style> styles,
        List<Implementation> implementations,
        int rounds,
        double seconds,
        int warmUps) {

    private static final int STEADY_ROUNDS = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    Plan {
        shapes = List.copyOf(shapes);
        styles = List.copyOf(styles);
        implementations = List.copyOf(implementations);
    }

    /** The cells in the order in which they are measured, each with all its implementations interleaved. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Style style : styles) {
            for (Shape shape : shapes) {
                List<Implementation> able = implementations.stream()
                        .filter(implementation -> implementation.supports(shape, style))
                        .toList();
                if (!able.isEmpty() && isOurs(shape, style)) {
                    cells.add(new Cell(shape, style, able));
                }
            }
        }
        return cells;
    }

    /** Whether there is anything to compare with the competitors. */
    private static boolean isOurs(Shape shape, Style style) {
        return Implementations.all().stream()
                .anyMatch(implementation -> !implementation.isCompetitor() && implementation.supports(shape, style));
    }

    /** How often the cell's implementations are measured. */
    int rounds(Cell cell) {
        return cell.shape().isSteady() ? Math.min(rounds, STEADY_ROUNDS) : rounds;
    }

    long nanos() {
        return (long) (seconds * NANOS_PER_SECOND);
    }

    /** Of one warm-up. A stream takes few turns of its loop, but all of them through a pipeline. */
    long warmUpNanos() {
        return 4 * nanos();
    }

    /** One comparison: the same traffic by everyone who can. */
    record Cell(Shape shape, Style style, List<Implementation> implementations) {}
}

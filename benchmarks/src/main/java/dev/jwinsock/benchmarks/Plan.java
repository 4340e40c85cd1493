package dev.jwinsock.benchmarks;

import dev.jwinsock.benchmarks.implementation.Implementation;
import dev.jwinsock.benchmarks.implementation.Implementations;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * What to run.
 *
 * @param cells in the order in which they are measured
 * @param seconds of one measurement
 * @param warmUps most warm-ups before an implementation's first measurement
 */
record Plan(List<Cell> cells, int rounds, double seconds, int warmUps) {
    private static final int STEADY_ROUNDS = 3;
    private static final int WARM_UP_LENGTHS = 4;
    private static final double NANOS_PER_SECOND = 1e9;

    /** One comparison: the same traffic by everyone who can, interleaved. */
    record Cell(Shape shape, Style style, List<Implementation> implementations) {
        String name() {
            return Plan.name(shape, style);
        }
    }

    static String name(Shape shape, Style style) {
        return shape + ":" + style.label();
    }

    Plan {
        cells = List.copyOf(cells);
    }

    /** All there is of these, as far as there is anything of ours to compare. */
    static List<Cell> cells(BiPredicate<Shape, Style> wanted, List<Implementation> implementations) {
        List<Cell> cells = new ArrayList<>();
        for (Style style : Style.values()) {
            for (Shape shape : Shape.values()) {
                List<Implementation> able = implementations.stream()
                        .filter(implementation -> implementation.supports(shape, style))
                        .toList();
                if (wanted.test(shape, style) && !able.isEmpty() && isOurs(shape, style)) {
                    cells.add(new Cell(shape, style, able));
                }
            }
        }
        return cells;
    }

    private static boolean isOurs(Shape shape, Style style) {
        return Implementations.all().stream()
                .anyMatch(implementation -> !implementation.isCompetitor() && implementation.supports(shape, style));
    }

    /** The part that depends on the cores, or all of it. */
    Plan withSteady(boolean steady) {
        return steady
                ? this
                : new Plan(
                        cells.stream().filter(cell -> !cell.shape().isSteady()).toList(), rounds, seconds, warmUps);
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
        return WARM_UP_LENGTHS * nanos();
    }
}

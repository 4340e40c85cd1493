package dev.jwinsock.benchmarks;

import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one measurement came to: a sample, or the reason why there is none. Has a form as one line of text, in which the
 * measuring process tells it to the one that reports.
 */
record Outcome(
        Shape shape,
        Style style,
        String implementation,
        @Nullable Sample sample,
        String reason) {
    // Whatever else comes out of the measuring process is passed on.
    private static final String MARK = "outcome";
    private static final int FIELDS = 8;

    String toLine() {
        return String.join(
                "\t",
                MARK,
                shape.name(),
                style.name(),
                implementation,
                sample == null ? "" : Double.toString(sample.value()),
                sample == null ? "" : Double.toString(sample.p50()),
                sample == null ? "" : Double.toString(sample.p99()),
                reason.replaceAll("\\s+", " "));
    }

    static Optional<Outcome> ofLine(String line) {
        String[] field = line.split("\t", -1);
        if (field.length != FIELDS || !field[0].equals(MARK)) {
            return Optional.empty();
        }
        Sample sample = field[4].isEmpty()
                ? null
                : new Sample(Double.parseDouble(field[4]), Double.parseDouble(field[5]), Double.parseDouble(field[6]));
        return Optional.of(new Outcome(Shape.valueOf(field[1]), Style.valueOf(field[2]), field[3], sample, field[7]));
    }
}

package dev.jwinsock.benchmarks.report;

import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a report.
 *
 * @param cores "1" or "2"
 * @param statistics null if nothing was measured
 * @param versus this median divided by that of each competitor in the same run
 * @param reason why nothing, or not everything, was measured; else empty
 */
public record Row(
        Shape shape,
        Style style,
        String implementation,
        String cores,
        @Nullable Statistics statistics,
        Map<String, Ratio> versus,
        String reason) {

    public boolean isMeasured() {
        return statistics != null;
    }

    /** Whether something went wrong, as opposed to a thing that this machine does not have. */
    public boolean isFailed() {
        return reason.startsWith("failed") || reason.startsWith("hung");
    }
}

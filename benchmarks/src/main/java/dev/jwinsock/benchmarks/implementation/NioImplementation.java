package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;

/** java.nio: blocking channels, and a selector on each side where there are many connections. */
final class NioImplementation extends BlockingImplementation {
    NioImplementation() {
        super("nio", true, NioSockets::new);
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        return super.supports(shape, style)
                || style.isReadiness() && (shape == Shape.ECHO_100 || shape == Shape.POLL_1000);
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        if (measurement.shape() == Shape.POLL_1000) {
            return PollRounds.measure(measurement, SelectorPolledSet::new);
        }
        if (measurement.shape() == Shape.ECHO_100 && measurement.style() != Style.VIRTUAL) {
            return SelectorEcho.measure(measurement);
        }
        return super.measure(measurement);
    }
}

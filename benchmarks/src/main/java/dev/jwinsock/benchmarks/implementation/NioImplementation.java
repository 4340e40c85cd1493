package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.memory.IdleMemory;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;

/** java.nio: blocking channels; a selector on each side where a style waits for many sockets. */
final class NioImplementation extends BlockingImplementation {
    NioImplementation() {
        super("nio", true, () -> new NioSockets(true));
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        if (style == Style.NONBLOCKING) {
            return shape == Shape.TCP_RR;
        }
        if (shape == Shape.IDLE) {
            return style == Style.PORT || style == Style.NOTIFY;
        }
        if (style.isReadiness() || style.isCompletion()) {
            return shape.isRoundTrips() || style.isReadiness() && shape == Shape.POLL_1000;
        }
        return super.supports(shape, style);
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        Style style = measurement.style();
        if (measurement.shape() == Shape.IDLE) {
            return IdleMemory.measure(name(), measurement).sample();
        }
        if (measurement.shape() == Shape.POLL_1000) {
            return PollRounds.measure(measurement, SelectorPolledSet::new);
        }
        if (style == Style.NONBLOCKING) {
            return measure(() -> new NioSockets(false), measurement);
        }
        if (style.isReadiness() || style.isCompletion()) {
            return SelectorEcho.measure(measurement);
        }
        return super.measure(measurement);
    }
}

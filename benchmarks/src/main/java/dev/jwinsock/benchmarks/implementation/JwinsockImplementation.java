package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;

/** jwinsock over one transport: blocking calls, and Winsock's ways to wait for many sockets. */
final class JwinsockImplementation extends BlockingImplementation {
    private final String transport;

    JwinsockImplementation(String transport) {
        super("jwinsock-" + transport, false, () -> new JwinsockSockets(transport));
        this.transport = transport;
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        return super.supports(shape, style)
                || style == Style.PORT && (shape == Shape.ECHO_100 || shape == Shape.FILE_STREAM)
                || style.isReadiness() && (shape == Shape.ECHO_100 || shape == Shape.POLL_1000);
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        boolean port = measurement.style() == Style.PORT;
        if (!port && !measurement.style().isReadiness()) {
            return super.measure(measurement);
        }
        try (JwinsockSockets started = new JwinsockSockets(transport)) {
            if (port) {
                return measurement.shape() == Shape.FILE_STREAM
                        ? FileStream.jwinsock(measurement)
                        : started.portEcho(measurement);
            }
            return measurement.shape() == Shape.POLL_1000
                    ? started.pollRounds(measurement)
                    : started.readinessEcho(measurement);
        }
    }
}

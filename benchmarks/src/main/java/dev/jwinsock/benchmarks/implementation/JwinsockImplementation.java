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
        return switch (style) {
            case BLOCKING, VIRTUAL -> super.supports(shape, style);
            case POLL, SELECT, EVENT -> shape == Shape.ECHO_100 || shape == Shape.POLL_1000;
            case PORT -> shape == Shape.ECHO_100 || shape == Shape.FILE_STREAM;
            case RIO -> shape == Shape.UDP_RR;
        };
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        Style style = measurement.style();
        if (style == Style.BLOCKING || style == Style.VIRTUAL) {
            return super.measure(measurement);
        }
        try (JwinsockSockets started = new JwinsockSockets(transport)) {
            return switch (measurement.shape()) {
                case POLL_1000 -> started.pollRounds(measurement);
                case FILE_STREAM -> FileStream.jwinsock(measurement);
                case UDP_RR -> RioEcho.measure(measurement);
                default -> style == Style.PORT ? started.portEcho(measurement) : started.readinessEcho(measurement);
            };
        }
    }
}

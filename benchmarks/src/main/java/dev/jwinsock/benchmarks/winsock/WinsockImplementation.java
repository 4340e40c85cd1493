package dev.jwinsock.benchmarks.winsock;

import dev.jwinsock.benchmarks.implementation.BlockingImplementation;
import dev.jwinsock.benchmarks.implementation.HandOver;
import dev.jwinsock.benchmarks.implementation.PollRounds;
import dev.jwinsock.benchmarks.memory.IdleMemory;
import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;

/** jwinsock over one transport, in all of Winsock's styles. */
public final class WinsockImplementation extends BlockingImplementation {
    private final String transport;

    public WinsockImplementation(String transport) {
        super("jwinsock-" + transport, false, () -> new WinsockSockets(transport, true));
        this.transport = transport;
    }

    @Override
    public boolean supports(Shape shape, Style style) {
        return switch (style) {
            case BLOCKING, VIRTUAL -> super.supports(shape, style);
            case NONBLOCKING -> shape == Shape.TCP_RR;
            case POLL, SELECT, EVENT, OVERLAPPED, ROUTINE, PORT, RIO, NOTIFY ->
                shape.isRoundTrips() && !(shape.hasRemoteClients() && isForFew(style)) || isOnlyOf(style, shape);
        };
    }

    /** What a program with ten thousand connections would not use; and registered I/O it would not poll, as is done here. */
    private static boolean isForFew(Style style) {
        return style == Style.SELECT || style == Style.EVENT || style == Style.OVERLAPPED || style == Style.RIO;
    }

    private static boolean isOnlyOf(Style style, Shape shape) {
        return switch (shape) {
            case POLL_1000 -> style.isReadiness();
            case FILE_STREAM, ACCEPT -> style == Style.PORT;
            case IDLE -> style == Style.PORT || style == Style.NOTIFY;
            case UDP_RR, UDP_STREAM -> style == Style.RIO;
            case HAND_OVER -> HandOver.STYLES.contains(style);
            default -> false;
        };
    }

    @Override
    public Sample measure(Measurement measurement) throws Exception {
        Style style = measurement.style();
        if (style == Style.BLOCKING || style == Style.VIRTUAL) {
            return super.measure(measurement);
        }
        if (style == Style.NONBLOCKING) {
            return measure(() -> new WinsockSockets(transport, false), measurement);
        }
        if (measurement.shape() == Shape.IDLE) {
            return IdleMemory.measure(name(), measurement).sample();
        }
        WinsockSockets started = new WinsockSockets(transport, true);
        try {
            return measureStarted(measurement);
        } finally {
            started.close();
        }
    }

    private static Sample measureStarted(Measurement measurement) throws Exception {
        return switch (measurement.shape()) {
            case POLL_1000 ->
                PollRounds.measure(measurement, count -> new WinsockPolledSet(measurement.style(), count));
            case FILE_STREAM -> TransmitFileStream.measure(measurement);
            case UDP_RR -> RioEcho.measure(measurement);
            case UDP_STREAM -> RioStream.measure(measurement);
            case ACCEPT -> AcceptExServer.measure(measurement);
            case HAND_OVER -> WinsockHandOver.measure(measurement);
            default -> WinsockEcho.measure(measurement);
        };
    }
}

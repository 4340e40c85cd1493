package dev.jwinsock.benchmarks.implementation;

import dev.jwinsock.benchmarks.shape.Measurement;
import dev.jwinsock.benchmarks.shape.Sample;
import dev.jwinsock.benchmarks.shape.Shape;
import dev.jwinsock.benchmarks.shape.Style;
import org.jspecify.annotations.Nullable;

/** The shapes, written for one socket API. Both sides of a measurement use the same API, in the same process. */
public interface Implementation {
    /** The name on the command line and in reports. */
    String name();

    /** Whether this is what the others are compared with. */
    boolean isCompetitor();

    /** Whether there is such a program at all: an event loop on virtual threads is not. */
    boolean supports(Shape shape, Style style);

    /** Why it cannot run on this machine, null when it can. */
    @Nullable
    String obstacle();

    /** Takes a measurement, and leaves no socket and no thread. */
    Sample measure(Measurement measurement) throws Exception;
}

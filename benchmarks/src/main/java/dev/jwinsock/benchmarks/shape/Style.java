package dev.jwinsock.benchmarks.shape;

import java.util.Locale;

/** How a program of today uses sockets. */
public enum Style {
    /** Blocking calls, a platform thread per connection side; for Netty and NIO their own event loops. */
    BLOCKING,
    /** Blocking calls on virtual threads (JDK 21 and later). */
    VIRTUAL;

    /** The name as it stands on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

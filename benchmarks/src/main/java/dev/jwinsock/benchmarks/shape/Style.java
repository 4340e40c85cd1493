package dev.jwinsock.benchmarks.shape;

import java.util.Locale;

/** How a program of today uses sockets. */
public enum Style {
    /** Blocking calls, a platform thread per connection side; for Netty and NIO their own event loops. */
    BLOCKING,
    /** Blocking calls on virtual threads (JDK 21 and later). */
    VIRTUAL,
    /** Non-blocking calls and WSAPoll; for NIO a selector. */
    POLL,
    /** Non-blocking calls and select; for NIO a selector. */
    SELECT,
    /** Non-blocking calls, WSAEventSelect and waits for event objects; for NIO a selector. */
    EVENT,
    /** Overlapped operations and completion ports; for Netty its event loops, as many as the ports' threads. */
    PORT,
    /** Registered I/O; for Netty its event loops. */
    RIO;

    /** Whether a thread waits for many sockets at once. */
    public boolean isReadiness() {
        return this == POLL || this == SELECT || this == EVENT;
    }

    /** The name as it stands on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

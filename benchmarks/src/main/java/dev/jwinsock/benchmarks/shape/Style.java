package dev.jwinsock.benchmarks.shape;

import java.util.Locale;

/** How a program uses sockets. */
public enum Style {
    /** Blocking calls, a platform thread per connection side; for Netty its event loops. */
    BLOCKING,
    /** Blocking calls on virtual threads (JDK 21 and later). */
    VIRTUAL,
    /** Non-blocking calls that are repeated until they succeed. */
    NONBLOCKING,
    /** Non-blocking calls and WSAPoll; for NIO a selector. */
    POLL,
    /** Non-blocking calls and select; for NIO a selector. */
    SELECT,
    /** Non-blocking calls, WSAEventSelect and waits for event objects; for NIO a selector. */
    EVENT,
    /** Overlapped operations and waits for the event objects in their OVERLAPPED. */
    OVERLAPPED,
    /** Overlapped operations and completion routines, called in alertable waits. */
    ROUTINE,
    /** Overlapped operations and a completion port; for Netty its event loops, as many as the ports' threads. */
    PORT,
    /** Registered I/O; for Netty its event loops. */
    RIO,
    /** Socket state notifications on a completion port, and non-blocking calls. */
    NOTIFY;

    /** Whether non-blocking calls follow a wait for many sockets at once, as with a selector. */
    public boolean isReadiness() {
        return this == POLL || this == SELECT || this == EVENT;
    }

    /** Whether what is waited for comes out of the system, as with an event loop. */
    public boolean isCompletion() {
        return this == OVERLAPPED || this == ROUTINE || this == PORT || this == NOTIFY;
    }

    /** The name as it stands on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

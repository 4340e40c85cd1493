package dev.jwinsock.spi;

/**
 * A provider's socket (or whatever else) whose events signal an event object or go to a message queue. A thread that
 * waits for the object or the queue drives it: see {@link WaitPoint}.
 */
public interface EventSource {
    /** The provider that can wait for it. */
    TransportServiceProvider provider();

    /** Whether there is nothing left of it to wait for, and will not be. */
    default boolean ended() {
        return false;
    }
}

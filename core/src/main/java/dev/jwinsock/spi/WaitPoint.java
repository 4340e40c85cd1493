package dev.jwinsock.spi;

import java.util.List;

/**
 * One thread's place to wait for event sources. Sources are not watched by any other thread meanwhile: the waiting
 * thread itself asks the kernel, and lets what it finds be recorded, which sets the event objects or posts the messages.
 */
public interface WaitPoint {
    /**
     * Looks at the sources, and when none of them has anything new, blocks until one has, until {@link #wake} or until
     * the time is over. Calls the upcalls for what happened; may return without cause.
     *
     * @param nanos negative: no limit; 0: only look
     */
    void await(List<? extends EventSource> sources, long nanos);

    /** The thread's wait is over: what it drove in it for others, too, is theirs to drive. */
    void leave();

    /** Ends the current {@link #await} or, when there is none, the next one. From any thread. */
    void wake();
}

package dev.jwinsock.spi;

import org.jspecify.annotations.Nullable;

/** A notification in a completion port's queue. What it tells is decided when it is taken. */
public interface Notice {
    @Nullable
    Object key();

    /** It has been taken out of the queue. Without the port's lock. @return the events, 0 when there is nothing to tell */
    int take();
}

package dev.jwinsock.spi;

import dev.jwinsock.OVERLAPPED;
import org.jspecify.annotations.Nullable;

/** A completion port as the providers see it. */
public interface CompletionPort {
    /**
     * Queues a completion packet. From any thread, without a lock that a program's code can hold.
     *
     * @param key the association's
     * @param status NTSTATUS
     */
    void post(@Nullable Object key, OVERLAPPED overlapped, int status, int transferred);

    /** Queues a notification, which is not in the queue. From any thread, without a lock. */
    void post(Notice notice);
}

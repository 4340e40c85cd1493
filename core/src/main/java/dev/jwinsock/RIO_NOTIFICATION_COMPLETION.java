package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _RIO_NOTIFICATION_COMPLETION}. What RIONotify tells; C has the two cases in a union. */
public final class RIO_NOTIFICATION_COMPLETION {
    public static final int RIO_EVENT_COMPLETION = 1;
    public static final int RIO_IOCP_COMPLETION = 2;

    /** RIO_EVENT_COMPLETION or RIO_IOCP_COMPLETION. */
    public int Type;

    /** With RIO_EVENT_COMPLETION: the event object to signal. */
    public @Nullable HANDLE EventHandle;

    /** With RIO_EVENT_COMPLETION: RIONotify resets it first. */
    public boolean NotifyReset;

    /** With RIO_IOCP_COMPLETION: the completion port that gets a packet. */
    public @Nullable HANDLE IocpHandle;

    /** With RIO_IOCP_COMPLETION: its key. */
    public @Nullable Object CompletionKey;

    /** With RIO_IOCP_COMPLETION: its OVERLAPPED, not null. */
    public @Nullable OVERLAPPED Overlapped;
}

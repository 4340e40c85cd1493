package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _OVERLAPPED_ENTRY}. One completion packet, from GetQueuedCompletionStatusEx. */
public final class OVERLAPPED_ENTRY {
    /** The key that the handle was associated with, or the posted one. */
    public @Nullable Object lpCompletionKey;

    /** Null only in packets that were posted so. */
    public @Nullable OVERLAPPED lpOverlapped;

    /** The NTSTATUS of the operation, zero-extended; 0 for posted packets. */
    public long Internal;

    public int dwNumberOfBytesTransferred;
}

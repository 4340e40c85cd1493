package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/**
 * C: {@code typedef struct _OVERLAPPED { ULONG_PTR Internal; ULONG_PTR InternalHigh; DWORD Offset; DWORD OffsetHigh;
 * HANDLE hEvent; } OVERLAPPED}. One asynchronous operation. Where a C program puts it first in a structure of its own
 * and gets from one to the other with CONTAINING_RECORD, a Java program extends the class and casts.
 *
 * <p>It must not be used for a second operation before the first has completed. The buffers belong to the operation
 * until then, too.
 */
public class OVERLAPPED {
    /** The NTSTATUS of the operation, zero-extended; STATUS_PENDING (0x103) until it has completed. */
    public volatile long Internal;

    /** The bytes transferred, once the operation has completed; not touched before. */
    public volatile long InternalHigh;

    /** For TransmitFile: low half of the file position. */
    public int Offset;

    /** For TransmitFile: high half of the file position. */
    public int OffsetHigh;

    /**
     * The event object to signal, or null. {@link HANDLE#or hEvent.or(1)} keeps the completion away from the port. With a
     * completion routine it is the program's own.
     */
    public @Nullable HANDLE hEvent;

    /**
     * Runs when the operation has completed: the status is stored, and event, packet or routine follow. On whatever thread
     * completed it, so it must be short and must not block; the place to complete a future.
     */
    protected void completed() {}

    /**
     * For providers, as WPUCompleteOverlappedRequest: stores the result and runs {@link #completed}.
     *
     * @param status NTSTATUS
     */
    public final void complete(int status, int transferred) {
        InternalHigh = transferred;
        Internal = Integer.toUnsignedLong(status); // last: who sees it sees the rest (A016)
        completed();
    }
}

package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.spi.NtStatus;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.transport.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What became of asynchronous operations, and their cancellation, in the C contract. */
public final class AsyncResults {
    private static final int INFINITE = -1;
    private static final int IO_INCOMPLETE = 996;

    private AsyncResults() {}

    /** WSAGetOverlappedResult. */
    public static boolean winsock(
            @Nullable SOCKET s,
            @Nullable OVERLAPPED overlapped,
            @Nullable IntRef transferred,
            boolean wait,
            @Nullable IntRef flags) {
        if (!Startup.started()) {
            return failed(-Status.NOT_INITIALISED);
        }
        if (!(s instanceof SocketHandle h) || !h.provider().isOpen(h)) {
            return failed(-Status.NOT_SOCKET); // A068
        }
        if (overlapped == null || transferred == null || flags == null) {
            return failed(-Status.FAULT);
        }
        int waited = waitFor(h, overlapped, wait ? INFINITE : 0, false);
        if (waited != 0) {
            return failed(waited);
        }
        int status = (int) overlapped.Internal;
        transferred.value = (int) overlapped.InternalHigh; // A071
        if (!NtStatus.isSuccess(status)) {
            return failed(-NtStatus.toStatus(status));
        }
        flags.value = 0;
        LastError.set(0);
        return true;
    }

    /** GetOverlappedResult and GetOverlappedResultEx. */
    public static boolean win32(
            @Nullable HANDLE file,
            @Nullable OVERLAPPED overlapped,
            @Nullable IntRef transferred,
            int millis,
            boolean alertable) {
        if (overlapped == null || transferred == null) {
            return failed(-Status.INVALID_PARAMETER);
        }
        int waited = waitFor(file, overlapped, millis, alertable);
        if (waited != 0) {
            return failed(waited);
        }
        int status = (int) overlapped.Internal;
        transferred.value = (int) overlapped.InternalHigh;
        if (!NtStatus.isSuccess(status)) {
            return failed(NtStatus.toWin32(status)); // A072
        }
        LastError.set(0);
        return true;
    }

    /** HasOverlappedIoCompleted. */
    public static boolean completed(OVERLAPPED overlapped) {
        return (int) overlapped.Internal != NtStatus.PENDING;
    }

    /** Waits for the event, or for the handle when there is none (A023). @return 0, or the error */
    private static int waitFor(@Nullable HANDLE file, OVERLAPPED overlapped, int millis, boolean alertable) {
        if (completed(overlapped)) {
            return 0;
        }
        if (millis == 0) {
            return IO_INCOMPLETE; // A067
        }
        HANDLE event = overlapped.hEvent;
        HANDLE[] object = {event != null ? event : file};
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(millis));
        int left = millis;
        while (true) {
            int result = Waits.await(1, object, false, left, alertable);
            if (completed(overlapped)) {
                return 0;
            }
            if (result == Wait.FAILED) {
                return LastError.get();
            }
            if (result != 0) {
                return result; // WAIT_TIMEOUT and WAIT_IO_COMPLETION are their own error numbers
            }
            if (millis != INFINITE) {
                left = (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            }
        }
    }

    /** CancelIoEx. */
    public static boolean cancel(@Nullable HANDLE file, @Nullable OVERLAPPED overlapped) {
        return cancelled(cancel(file, overlapped, null));
    }

    /** CancelIo: what the calling thread has issued; also when that is nothing. */
    public static boolean cancel(@Nullable HANDLE file) {
        int status = cancel(file, null, Thread.currentThread());
        return cancelled(status == Status.NOT_FOUND ? Status.OK : status);
    }

    private static int cancel(@Nullable HANDLE file, @Nullable OVERLAPPED overlapped, @Nullable Thread issuer) {
        if (file == null || !(file.untagged() instanceof SocketHandle s)) {
            return Status.INVALID_HANDLE;
        }
        int status = s.provider().cancel(s, overlapped, issuer);
        return status == Status.NOT_SOCKET ? Status.INVALID_HANDLE : status;
    }

    private static boolean cancelled(int status) {
        return status == Status.OK || failed(-status);
    }

    private static boolean failed(int error) {
        LastError.set(error);
        return false;
    }
}

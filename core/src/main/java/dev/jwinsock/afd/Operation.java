package dev.jwinsock.afd;

import dev.jwinsock.HANDLE;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.spi.CallQueue;
import dev.jwinsock.spi.EventSource;
import dev.jwinsock.spi.NtStatus;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous operation of a socket:
 *
 * <pre>
 *   started ──would block──▶ queued ──ready──▶ completed ──▶ told (event, packet or routine)
 *      └─────done at once, or aborted──────────────▲
 * </pre>
 *
 * Guarded by the lock of the socket in whose queue it is, until it is told.
 */
abstract class Operation {
    private static final OVERLAPPED NOBODYS = new OVERLAPPED();

    /** Where it was issued, whose port and key it completes to (A090). */
    final Operations owner;

    OVERLAPPED overlapped = NOBODYS;

    @Nullable
    HANDLE event;

    /** The low bit of hEvent: no packet. */
    private boolean withoutPacket;

    private @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine;
    private @Nullable CallQueue caller;

    @Nullable
    Thread issuer;

    /** Bytes so far. */
    int transferred;

    /** How it ended: {@code >= 0}, or a status. */
    int result;

    /** It ended within the call. */
    boolean immediate;

    /** The next one in whatever list it is in. */
    @Nullable
    Operation next;

    Operation(Operations owner) {
        this.owner = owner;
    }

    final void begin(
            OVERLAPPED to,
            @Nullable HANDLE hEvent,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE completionRoutine,
            @Nullable CallQueue calls) {
        overlapped = to;
        event = hEvent == null ? null : hEvent.untagged();
        withoutPacket = hEvent != null && hEvent.isTagged();
        routine = completionRoutine;
        caller = calls;
        issuer = Thread.currentThread();
        transferred = 0;
        result = Status.OK;
        immediate = false;
    }

    /**
     * One try, without waiting.
     *
     * @return {@code >= 0} done, WOULD_BLOCK, or why it failed
     */
    abstract int attempt();

    /** Whoever waits for the operation is to drive it. @return false when it has neither event nor routine */
    final boolean drivenBy(EventSource driver, Upcalls upcalls) {
        CallQueue calls = caller;
        HANDLE signalled = event;
        if (calls != null) {
            calls.attach(driver);
        } else if (signalled != null) {
            upcalls.attach(signalled, driver);
        }
        return calls != null || signalled != null;
    }

    /** What readiness lets it go on. */
    int interest() {
        return Interest.READ;
    }

    /** What the caller's variables are to hold besides the count, when it has completed. */
    void store() {}

    /** It goes on as another operation, so that nobody is told of the end of this one. */
    boolean movedOn() {
        return false;
    }

    /** It has been taken out of its queue before it could end; with the socket's lock held. */
    void aborted() {}

    /** It is no OVERLAPPED that is to be told. @return true when this has told */
    boolean tellsItself(int ntStatus) {
        return false;
    }

    /** Takes the place of an operation that has moved on. */
    final void continueFrom(Operation before) {
        overlapped = before.overlapped;
        event = before.event;
        withoutPacket = before.withoutPacket;
        routine = before.routine;
        caller = before.caller;
        issuer = before.issuer;
    }

    /** It has been told: lets go of the program's objects. With the owner's lock held. */
    void forget() {
        overlapped = NOBODYS;
        event = null;
        routine = null;
        caller = null;
        issuer = null;
    }

    /** As Internal will hold it. */
    int ntStatus() {
        return NtStatus.of(result);
    }

    /** Nobody can be told through a port. */
    final boolean wantsNoPacket() {
        return withoutPacket || routine != null;
    }

    /** @return false when it has no routine */
    final boolean callRoutine(int ntStatus) {
        LPWSAOVERLAPPED_COMPLETION_ROUTINE call = routine;
        CallQueue calls = caller;
        if (call == null || calls == null) {
            return false;
        }
        OVERLAPPED told = overlapped;
        int error = -NtStatus.toStatus(ntStatus);
        int count = transferred;
        calls.add(() -> call.CompletionROUTINE(error, count, told, 0));
        return true;
    }
}

package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import org.jspecify.annotations.Nullable;

/** Functions on handles in the C contract: BOOL and the last error. */
public final class Handles {
    private static final int INVALID_HANDLE = 6;
    private static final int GEN_FAILURE = 31;
    private static final int INVALID_PARAMETER = 87;

    private Handles() {}

    /** @return {@code done}, with the last error set to ERROR_INVALID_HANDLE when it is false */
    public static boolean done(boolean done) {
        if (!done) {
            LastError.set(INVALID_HANDLE);
        }
        return done;
    }

    /** CreateEvent: only objects without a name. */
    public static @Nullable HANDLE createEvent(boolean manualReset, boolean set, @Nullable String name) {
        if (name != null) {
            LastError.set(INVALID_PARAMETER);
            return null;
        }
        LastError.set(0);
        return new EventObject(manualReset, set);
    }

    /** CloseHandle. */
    public static boolean close(@Nullable HANDLE handle) {
        HANDLE real = handle == null ? null : handle.untagged();
        return done(real instanceof Waitable object ? object.close() : real instanceof PortObject port && port.close());
    }

    /** The calling thread's handle. */
    public static HANDLE currentThread() {
        return ThreadObject.current();
    }

    /** A thread's handle: signalled when the thread has ended, the target of QueueUserAPC and PostThreadMessage. */
    public static HANDLE thread(Thread thread) {
        return ThreadObject.of(thread);
    }

    /** QueueUserAPC. */
    public static boolean queueApc(Runnable call, @Nullable HANDLE handle) {
        if (!(handle instanceof ThreadObject thread)) {
            return done(false);
        }
        if (thread.ended()) {
            LastError.set(GEN_FAILURE);
            return false;
        }
        thread.apcs().add(call);
        return true;
    }
}

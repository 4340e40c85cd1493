package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import org.jspecify.annotations.Nullable;

/** Functions on handles in the C contract: BOOL and the last error. */
public final class Handles {
    private static final int INVALID_HANDLE = 6;

    private Handles() {}

    /** @return {@code done}, with the last error set to ERROR_INVALID_HANDLE when it is false */
    public static boolean done(boolean done) {
        if (!done) {
            LastError.set(INVALID_HANDLE);
        }
        return done;
    }

    /** CloseHandle. */
    public static boolean close(@Nullable HANDLE handle) {
        return done(handle instanceof Waitable object && object.close());
    }

    /** The calling thread's handle: the target of QueueUserAPC. */
    public static HANDLE currentThread() {
        return ThreadHandle.current();
    }

    /** QueueUserAPC. */
    public static boolean queueApc(Runnable call, @Nullable HANDLE thread) {
        if (!(thread instanceof ThreadHandle target)) {
            return done(false);
        }
        target.queue().add(call);
        return true;
    }

    private static final class ThreadHandle extends HANDLE {
        private static final ThreadLocal<ThreadHandle> OWN = ThreadLocal.withInitial(ThreadHandle::new);

        private final ApcQueue queue = ApcQueue.current();

        private ThreadHandle() {
            super(Thread.currentThread().getId() << 2);
        }

        static ThreadHandle current() {
            return OWN.get();
        }

        ApcQueue queue() {
            return queue;
        }
    }
}

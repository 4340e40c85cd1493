package dev.jwinsock.transport.netty;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** BSD's calls that Netty keeps to its own event loops; bound as {@link Posix} is, where they exist. */
final class KQueueCalls {
    static {
        Native.register(KQueueCalls.class, NativeLibrary.getProcess());
    }

    private KQueueCalls() {}

    static native int kqueue();

    static native int kevent(int kqueue, long changes, int changeCount, long events, int eventCount, long timeout);
}

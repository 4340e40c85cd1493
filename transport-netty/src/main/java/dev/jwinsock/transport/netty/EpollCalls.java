package dev.jwinsock.transport.netty;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Linux's calls that Netty keeps to its own event loops; bound as {@link Posix} is, where they exist. */
final class EpollCalls {
    static {
        Native.register(EpollCalls.class, NativeLibrary.getProcess());
    }

    private EpollCalls() {}

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epoll, int operation, int fd, long event);

    static native int epoll_wait(int epoll, long events, int count, int timeoutMillis);

    static native int eventfd(int value, int flags);

    static native int dup3(int fd, int number, int flags);
}

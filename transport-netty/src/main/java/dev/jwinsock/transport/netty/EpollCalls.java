package dev.jwinsock.transport.netty;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Linux's calls that Netty keeps to its own event loops; bound as {@link Posix} is, where they exist. */
final class EpollCalls {
    static final int CLOSE_ON_EXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;

    // struct epoll_event is packed on x86-64 (12 bytes) and nowhere else (16); Netty's library was compiled with it.
    static final int EVENT_SIZE = io.netty.channel.epoll.Native.sizeofEpollEvent();
    static final int EVENT_DATA = io.netty.channel.epoll.Native.offsetofEpollData();

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

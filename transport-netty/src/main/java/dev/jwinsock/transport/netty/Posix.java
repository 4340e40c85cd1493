package dev.jwinsock.transport.netty;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;

/**
 * The C library's calls that Netty does not have. Pointers and sizes are Java longs: every system that Netty has a
 * native transport for is LP64. JNA's direct mapping makes no object per call when all arguments are primitive.
 *
 * <p>{@code errno} of the last call on this thread is {@link Native#getLastError()}.
 */
final class Posix {
    static {
        // The process itself: libc is loaded already, whatever its file is called (glibc, musl, libSystem).
        Native.register(Posix.class, NativeLibrary.getProcess());
    }

    private Posix() {}

    /** Makes the class's initialiser run, to see whether JNA works here. */
    static void load() {}

    static int errno() {
        return Native.getLastError();
    }

    static native int socket(int family, int type, int protocol);

    static native int bind(int fd, long address, int length);

    static native int listen(int fd, int backlog);

    static native int connect(int fd, long address, int length);

    static native int getpeername(int fd, long address, long length);

    static native int getsockname(int fd, long address, long length);

    static native int getsockopt(int fd, int level, int name, long value, long length);

    static native int setsockopt(int fd, int level, int name, long value, int length);

    static native int shutdown(int fd, int how);

    static native long recv(int fd, long buffer, long length, int flags);

    static native long recvfrom(int fd, long buffer, long length, int flags, long address, long addressLength);

    static native long sendto(int fd, long buffer, long length, int flags, long address, int addressLength);

    static native long send(int fd, long buffer, long length, int flags);

    static native long recvmsg(int fd, long message, int flags);

    static native long sendmsg(int fd, long message, int flags);

    /** A pointer to the buffer's position, which is what JNA takes a buffer for. */
    static native long memset(ByteBuffer direct, int value, long length);

    static native int sockatmark(int fd);

    static native int poll(long pollfds, long count, int timeoutMillis);

    static native long read(int fd, long buffer, long length);

    static native long write(int fd, long buffer, long length);

    static native int dup(int fd);

    /** Only for Linux, as {@link #ioctl}. */
    static native int open(long path, int flags);

    static native int clock_gettime(int clock, long time);

    static native int close(int fd);

    /**
     * Only for Linux, where a variadic function takes its arguments as any other does; on Apple's Arm it does not, and
     * socket options give what FIONREAD would.
     */
    static native int ioctl(int fd, long request, long argument);
}

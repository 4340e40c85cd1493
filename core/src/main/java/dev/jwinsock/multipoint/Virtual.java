package dev.jwinsock.multipoint;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.sockaddr;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A socket of a session that is more, or less, than one connection: what its calls do. All results are statuses. */
abstract class Virtual {
    static final int FIONBIO = 0x8004667E;
    static final int FIONREAD = 0x4004667F;

    final RootedProvider provider;
    final TransportServiceProvider base;
    final Session session;

    Virtual(RootedProvider provider, Session session) {
        this.provider = provider;
        this.base = provider.below();
        this.session = session;
    }

    /** The base provider's socket underneath. */
    abstract SocketHandle link();

    /** By the program. Without the lock, too. */
    abstract boolean isClosed();

    /** With the session's lock held: whether a receive would not block. */
    abstract boolean isReadable();

    /** With the session's lock held: whether a send would not block. */
    abstract boolean isWritable();

    /** With the session's lock held: whether the connection has ended. */
    abstract boolean isEnded();

    /** Whether connections come in, which the base provider knows of. */
    abstract boolean listens();

    int listen(int backlog) {
        return base.WSPListen(link(), backlog);
    }

    abstract int joinLeaf(@Nullable sockaddr name, int namelen, int flags, Ref<SOCKET> joined);

    /** Sends {@code one}, or when that is null all of the {@code many}, whose positions advance. */
    abstract int send(@Nullable ByteBuffer one, ByteBuffer[] many, int flags);

    /** Receives into {@code one}, or when that is null into the {@code many}. */
    abstract int receive(
            @Nullable ByteBuffer one, ByteBuffer[] many, int flags, @Nullable sockaddr from, @Nullable IntRef fromlen);

    abstract int shutdown(int how);

    abstract int close();

    abstract int selectEvent(@Nullable HANDLE event, int mask);

    abstract int selectMessages(@Nullable HANDLE window, int message, int mask);

    abstract int enumerate(@Nullable HANDLE toReset, WSANETWORKEVENTS out);

    abstract int ioctl(
            int code, byte @Nullable [] in, int inLength, byte @Nullable [] out, int outLength, IntRef returned);

    int setOption(int level, int name, byte @Nullable [] value, int length) {
        return base.WSPSetSockOpt(link(), level, name, value, length);
    }

    /** A DWORD that an ioctl gives back. */
    static int give(int value, byte @Nullable [] out, int outLength, IntRef returned) {
        if (out == null || outLength < Integer.BYTES) {
            return Status.FAULT;
        }
        Bytes.put(value, out);
        returned.value = Integer.BYTES;
        return Status.OK;
    }

    /** Whether an ioctl got a DWORD. */
    static boolean given(byte @Nullable [] in, int inLength) {
        return in != null && inLength >= Integer.BYTES;
    }
}

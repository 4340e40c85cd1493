package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.spi.NtStatus;
import dev.jwinsock.spi.PortWatch;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** The completion port functions in the C contract: BOOL and the last error. */
public final class Ports {
    private static final int MODES = 3;
    private static final PoolPort POOL = new PoolPort();

    private Ports() {}

    /** CreateIoCompletionPort. */
    public static @Nullable HANDLE create(
            @Nullable HANDLE file, @Nullable HANDLE existing, @Nullable Object key, int concurrency) {
        PortObject port = existing == null ? new PortObject(concurrency) : open(existing);
        if (port == null) {
            return failed(Status.INVALID_HANDLE);
        }
        if (file == SOCKET.INVALID) {
            return existing == null ? port : failed(Status.INVALID_PARAMETER);
        }
        int status = associate(file, port, key);
        return status == Status.OK ? port : failed(status);
    }

    private static int associate(@Nullable HANDLE file, PortObject port, @Nullable Object key) {
        if (file == null || !(file.untagged() instanceof SocketHandle s)) {
            return Status.INVALID_HANDLE;
        }
        int status = s.provider().associate(s, port, key);
        if (status != Status.OK) {
            return status == Status.NOT_SOCKET ? Status.INVALID_HANDLE : status;
        }
        PortWatch driver = s.provider().watch(port);
        if (driver != null) {
            port.drivenBy(driver);
        }
        return Status.OK;
    }

    /** GetQueuedCompletionStatus. */
    public static boolean get(
            @Nullable HANDLE handle,
            @Nullable IntRef transferred,
            @Nullable Ref<Object> key,
            @Nullable Ref<OVERLAPPED> overlapped,
            int millis) {
        if (transferred == null || key == null || overlapped == null) {
            return done(Status.INVALID_PARAMETER);
        }
        PortObject port = open(handle);
        if (port == null) {
            overlapped.value = null;
            return done(Status.INVALID_HANDLE);
        }
        PortThread self = PortThread.current();
        int taken = port.take(self, self.single, 1, millis, null);
        if (taken < 0) {
            overlapped.value = null; // A084
            return done(taken);
        }
        OVERLAPPED_ENTRY packet = self.single[0];
        transferred.value = packet.dwNumberOfBytesTransferred;
        key.value = packet.lpCompletionKey;
        overlapped.value = packet.lpOverlapped;
        packet.lpCompletionKey = null;
        packet.lpOverlapped = null;
        int status = (int) packet.Internal;
        return NtStatus.isSuccess(status) || done(-NtStatus.toWin32(status)); // A085, A086
    }

    /** GetQueuedCompletionStatusEx. */
    public static boolean get(
            @Nullable HANDLE handle,
            @Nullable OVERLAPPED_ENTRY @Nullable [] entries,
            int count,
            @Nullable IntRef removed,
            int millis,
            boolean alertable) {
        if (entries == null || count <= 0 || count > entries.length || removed == null) {
            return done(Status.INVALID_PARAMETER);
        }
        PortObject port = open(handle);
        if (port == null) {
            return done(Status.INVALID_HANDLE);
        }
        ApcQueue apcs = alertable ? ApcQueue.current() : null;
        if (apcs != null && apcs.running()) {
            apcs = null; // A060
        }
        int taken = port.take(PortThread.current(), entries, count, millis, apcs);
        if (taken < 0) {
            if (taken == PortObject.IO_COMPLETION && apcs != null) {
                apcs.run(); // A098
            }
            return done(taken);
        }
        removed.value = taken;
        return true;
    }

    /** PostQueuedCompletionStatus. */
    public static boolean post(
            @Nullable HANDLE handle, int transferred, @Nullable Object key, @Nullable OVERLAPPED overlapped) {
        PortObject port = open(handle);
        boolean posted = port != null && port.add(key, overlapped, NtStatus.SUCCESS, transferred);
        return posted || done(Status.INVALID_HANDLE);
    }

    /** SetFileCompletionNotificationModes. */
    public static boolean setModes(@Nullable HANDLE file, int flags) {
        if (file == null || !(file.untagged() instanceof SocketHandle s)) {
            return done(Status.INVALID_HANDLE);
        }
        if ((flags & ~MODES) != 0) {
            return done(Status.INVALID_PARAMETER);
        }
        int status = s.provider().notificationModes(s, flags);
        return status == Status.OK || done(status == Status.NOT_SOCKET ? Status.INVALID_HANDLE : status);
    }

    /** BindIoCompletionCallback: the key of its packets is the function to call. */
    public static boolean bind(@Nullable HANDLE file, @Nullable LPOVERLAPPED_COMPLETION_ROUTINE function, int flags) {
        if (function == null || flags != 0) {
            return done(Status.INVALID_PARAMETER);
        }
        int status = associate(file, POOL, function);
        return status == Status.OK || done(status);
    }

    private static @Nullable PortObject open(@Nullable HANDLE handle) {
        return handle instanceof PortObject port && !port.closed() ? port : null;
    }

    private static @Nullable HANDLE failed(int status) {
        LastError.set(-status);
        return null;
    }

    private static boolean done(int status) {
        LastError.set(-status);
        return false;
    }
}

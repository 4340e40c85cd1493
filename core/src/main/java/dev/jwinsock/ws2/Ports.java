package dev.jwinsock.ws2;

import dev.jwinsock.HANDLE;
import dev.jwinsock.IntRef;
import dev.jwinsock.LPOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.OVERLAPPED_ENTRY;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.SOCK_NOTIFY_REGISTRATION;
import dev.jwinsock.spi.Notice;
import dev.jwinsock.spi.NtStatus;
import dev.jwinsock.spi.PortWatch;
import dev.jwinsock.spi.Registration;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.transport.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The completion port functions in the C contract: BOOL and the last error. */
public final class Ports {
    private static final int MODES = 3;
    private static final int ENABLE = 1;
    private static final int DISABLE = 2;
    private static final int REMOVE = 4;
    private static final int ALL_EVENTS = 7;
    private static final int ONESHOT = 1;
    private static final int PERSISTENT = 2;
    private static final int LEVEL = 4;
    private static final int EDGE = 8;
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
        int taken = take(port, self, self.single, 1, millis, null);
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
        int taken = take(port, PortThread.current(), entries, count, millis, apcs);
        if (taken < 0) {
            if (taken == PortObject.IO_COMPLETION && apcs != null) {
                apcs.run(); // A098
            }
            return done(taken);
        }
        removed.value = taken;
        return true;
    }

    /** Notifications are asked what they tell, and those that tell nothing are left out. */
    private static int take(
            PortObject port,
            PortThread self,
            @Nullable OVERLAPPED_ENTRY[] entries,
            int count,
            int millis,
            @Nullable ApcQueue apcs) {
        long begin = 0;
        int left = millis;
        while (true) {
            int taken = port.take(self, entries, count, left, apcs);
            int told = taken;
            for (int i = 0; i < told; i++) {
                OVERLAPPED_ENTRY entry = entries[i];
                if (entry == null || !(entry.lpCompletionKey instanceof Notice notice)) {
                    continue;
                }
                entry.lpCompletionKey = notice.key();
                entry.dwNumberOfBytesTransferred = notice.take();
                if (entry.dwNumberOfBytesTransferred == 0) {
                    told--;
                    entries[i] = entries[told]; // the next one's turn
                    entries[told] = entry;
                    i--;
                }
            }
            if (told > 0 || taken < 0) {
                return taken < 0 ? taken : told;
            }
            if (millis > 0) {
                long now = System.nanoTime();
                begin = begin == 0 ? now : begin;
                left = (int) Math.max(0, millis - TimeUnit.NANOSECONDS.toMillis(now - begin));
            }
        }
    }

    /** ProcessSocketNotifications: 0, WAIT_TIMEOUT or another Win32 error. */
    public static int process(
            @Nullable HANDLE handle,
            int registrations,
            @Nullable SOCK_NOTIFY_REGISTRATION @Nullable [] infos,
            int millis,
            int count,
            @Nullable OVERLAPPED_ENTRY @Nullable [] entries,
            @Nullable IntRef received) {
        PortObject port = open(handle);
        if (port == null) {
            return -Status.INVALID_HANDLE;
        }
        boolean waits = count > 0;
        if (registrations < 0
                || registrations > 0 && (infos == null || infos.length < registrations)
                || count < 0
                || waits && (entries == null || entries.length < count || received == null)
                || registrations == 0 && !waits) {
            return -Status.INVALID_PARAMETER;
        }
        for (int i = 0; i < registrations && infos != null; i++) {
            SOCK_NOTIFY_REGISTRATION info = infos[i];
            if (info == null) {
                return -Status.INVALID_PARAMETER;
            }
            info.registrationResult = -register(port, info);
        }
        if (!waits || entries == null || received == null) {
            return 0;
        }
        int taken = take(port, PortThread.current(), entries, count, millis, null);
        received.value = Math.max(0, taken);
        return taken > 0 ? 0 : -taken;
    }

    private static int register(PortObject port, SOCK_NOTIFY_REGISTRATION info) {
        Registration asked = registration(info);
        if (asked == null) {
            return Status.INVALID_PARAMETER;
        }
        if (!(info.socket instanceof SocketHandle s)) {
            return Status.INVALID_HANDLE;
        }
        int status = s.provider().notify(s, port, info.completionKey, asked);
        if (status == Status.OK) {
            PortWatch driver = s.provider().watch(port);
            if (driver != null) {
                port.drivenBy(driver);
            }
        }
        return status == Status.NOT_SOCKET ? Status.INVALID_HANDLE : status;
    }

    /** @return null when it is not valid */
    private static @Nullable Registration registration(SOCK_NOTIFY_REGISTRATION info) {
        boolean once = (info.triggerFlags & ONESHOT) != 0;
        boolean persistent = (info.triggerFlags & PERSISTENT) != 0;
        boolean level = (info.triggerFlags & LEVEL) != 0;
        boolean edge = (info.triggerFlags & EDGE) != 0;
        boolean known = (info.triggerFlags & ~(ONESHOT | PERSISTENT | LEVEL | EDGE)) == 0
                && (info.eventFilter & ~ALL_EVENTS) == 0;
        return switch (info.operation) {
            case ENABLE ->
                known && !(once && persistent) && level != edge && info.eventFilter != 0
                        ? new Registration(true, false, info.eventFilter, once, edge)
                        : null;
            case DISABLE -> known ? new Registration(false, false, 0, false, false) : null;
            case REMOVE -> known ? new Registration(false, true, 0, false, false) : null;
            default -> null;
        };
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

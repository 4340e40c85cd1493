package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.SOCKET;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** WSAIoctl over the {@link IoctlTable}. */
final class Ioctls {
    private static final byte[] NOTHING = {};

    private Ioctls() {}

    static int call(
            AfdSocket socket,
            SOCKET handle,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            @Nullable IntRef returned) {
        if (returned == null) {
            return Status.FAULT; // S250
        }
        Ioctl ioctl = IoctlTable.find(code);
        int status = check(socket, ioctl, in, inLength, out, outLength);
        if (ioctl == null || status != Status.OK) {
            if (ioctl == null || !ioctl.keepsCount) {
                returned.value = 0;
            }
            return status;
        }
        returned.value = 0;
        Ioctl.Handler handler = ioctl.handler;
        if (handler == null) {
            if (out != null) {
                LittleEndian.putLong(out, 0, handle.value());
            }
            returned.value = Long.BYTES;
            return Status.OK;
        }
        return handler.carryOut(
                socket,
                in == null ? NOTHING : in,
                room(in, inLength),
                out == null ? NOTHING : out,
                room(out, outLength),
                returned);
    }

    /** With an OVERLAPPED. */
    static int call(
            AfdSocket socket,
            SOCKET handle,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            IntRef returned,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        Operations operations = socket.operations();
        Ioctl ioctl = IoctlTable.find(code);
        Ioctl.Waiter waiter = ioctl == null ? null : ioctl.waiter;
        if (waiter == null) {
            if (ioctl != null && ioctl.overlapped != Status.OK) {
                return operations.finish(overlapped, routine, ioctl.overlapped); // S257
            }
            IntRef count = new IntRef(returned.value);
            int status = call(socket, handle, code, in, inLength, out, outLength, count);
            if (status < 0 && ioctl != null && ioctl.failsQuietly) {
                returned.value = count.value;
                return status;
            }
            if (status == Status.OK && ioctl != null && ioctl.completesLater) {
                return operations.finishLater(overlapped, routine, count.value);
            }
            boolean tells = status >= 0 && (count.value != 0 || routine != null); // A172
            if (tells) {
                returned.value = count.value;
            }
            return operations.finish(overlapped, routine, status);
        }
        returned.value = 0;
        int status = check(socket, ioctl, in, inLength, out, outLength);
        if (status != Status.OK) {
            return operations.finish(overlapped, routine, status);
        }
        Control operation = waiter.operation(
                operations,
                in == null ? NOTHING : in,
                room(in, inLength),
                out == null ? NOTHING : out,
                room(out, outLength));
        return operations.submit(operation, overlapped, routine);
    }

    private static int room(byte @Nullable [] buffer, int length) {
        return buffer == null ? 0 : Math.min(length, buffer.length);
    }

    private static int check(
            AfdSocket socket,
            @Nullable Ioctl ioctl,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength) {
        if (ioctl == null || ioctl.handler == null && ioctl.waiter == null && !ioctl.answersHandle) {
            return ioctl == null ? Status.OPERATION_NOT_SUPPORTED : ioctl.refusal; // S254
        }
        if ((ioctl.kinds & Kind.of(socket.protocol)) == 0) {
            return ioctl.otherwise;
        }
        if (room(in, inLength) < ioctl.leastIn) {
            return ioctl.shortIn;
        }
        return room(out, outLength) < ioctl.leastOut ? ioctl.shortOut : Status.OK;
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.LPWSAOVERLAPPED_COMPLETION_ROUTINE;
import dev.jwinsock.OVERLAPPED;
import dev.jwinsock.spi.Upcalls;
import dev.jwinsock.transport.Status;
import org.jspecify.annotations.Nullable;

/** WSAIoctl over the {@link IoctlTable}. */
final class Ioctls {
    private static final byte[] NOTHING = {};

    private Ioctls() {}

    static int call(
            AfdSocket socket,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            @Nullable IntRef returned) {
        if (returned == null) {
            return Status.FAULT; // S250
        }
        returned.value = 0;
        Ioctl ioctl = IoctlTable.find(code);
        int status = check(socket, ioctl, in, inLength, out, outLength);
        Ioctl.Handler handler = ioctl == null ? null : ioctl.handler;
        if (status != Status.OK || handler == null) {
            return status;
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
            Upcalls ws2,
            int code,
            byte @Nullable [] in,
            int inLength,
            byte @Nullable [] out,
            int outLength,
            IntRef returned,
            OVERLAPPED overlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
        Operations operations = socket.operations(ws2);
        Ioctl ioctl = IoctlTable.find(code);
        Ioctl.Waiter waiter = ioctl == null ? null : ioctl.waiter;
        if (waiter == null) {
            int status = ioctl != null && ioctl.synchronousOnly
                    ? Status.OPERATION_NOT_SUPPORTED // S257
                    : call(socket, code, in, inLength, out, outLength, returned);
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
        if (ioctl == null || ioctl.handler == null && ioctl.waiter == null) {
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

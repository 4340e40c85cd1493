package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Status;
import java.util.List;

/** The control codes of ioctlsocket. */
final class UnixIoctls {
    private static final int DWORD = 4;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x8004667E, "FIONBIO")
                    .in(DWORD) // S251
                    .does((socket, in, inLength, out, outLength, returned) -> setNonBlocking(socket, in))
                    .source("S251")
                    .ioctl(),
            Ioctl.row(0x4004667F, "FIONREAD")
                    .out(DWORD) // S249
                    .keepsCount() // A167
                    .does((socket, in, inLength, out, outLength, returned) -> answer(socket.available(), out, returned))
                    .source("S143")
                    .ioctl(),
            Ioctl.row(0x40047307, "SIOCATMARK")
                    .out(DWORD) // S249
                    .keepsCount() // A167
                    .does((socket, in, inLength, out, outLength, returned) -> answer(socket.atMark(), out, returned))
                    .source("S249")
                    .ioctl(),
            Ioctl.row(0x8004667D, "FIOASYNC")
                    .refused(Status.OPERATION_NOT_SUPPORTED)
                    .source("S254")
                    .ioctl());

    private UnixIoctls() {}

    private static int setNonBlocking(AfdSocket socket, byte[] in) {
        boolean on = (in[0] | in[1] | in[2] | in[3]) != 0;
        socket.lock.lock();
        try {
            NetworkEvents selection = socket.events;
            if (!on && selection != null && selection.active()) {
                return Status.INVALID; // S207
            }
            socket.nonBlocking(on);
            return Status.OK;
        } finally {
            socket.lock.unlock();
        }
    }

    /** A DWORD. @param n the value, or a status */
    static int answer(int n, byte[] out, IntRef returned) {
        if (n < 0) {
            return n;
        }
        for (int i = 0; i < DWORD; i++) {
            out[i] = (byte) (n >>> 8 * i);
        }
        returned.value = DWORD;
        return Status.OK;
    }
}

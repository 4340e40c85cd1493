package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The control codes of local sockets (afunix.h). */
final class LocalIoctls {
    private static final int ULONG = 4;

    static final List<Ioctl> ROWS = List.of(Ioctl.row(0x58000100, "SIO_AF_UNIX_GETPEERPID")
            .on(Kind.OTHER, Status.OPERATION_NOT_SUPPORTED)
            .out(ULONG)
            .does((socket, in, inLength, out, outLength, returned) -> peerProcess(socket, out, returned))
            .source("afunix.h")
            .ioctl());

    private LocalIoctls() {}

    private static int peerProcess(AfdSocket socket, byte[] out, IntRef returned) {
        int status = socket.peerName(new Endpoint());
        return status == Status.OK
                ? UnixIoctls.answer(socket.kernel.getOption(TransportOption.PEER_PROCESS), out, returned)
                : status;
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The control codes of datagram sockets. */
final class UdpIoctls {
    private static final int BOOL = 4;
    private static final int USHORT = 2;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x9800000C, "SIO_UDP_CONNRESET")
                    .on(Kind.DATAGRAM & Kind.IP, Status.INVALID)
                    .in(BOOL)
                    .does((socket, in, inLength, out, outLength, returned) -> {
                        ((DatagramSocket) socket).tellUnreachable(LittleEndian.getInt(in, 0) != 0);
                        return Status.OK;
                    })
                    .source("A180")
                    .ioctl(),
            Ioctl.row(0x28000002, "SIO_ENABLE_CIRCULAR_QUEUEING")
                    .on(Kind.DATAGRAM, Status.NO_PROTOCOL_OPTION)
                    // Dropping the oldest would mean to take all datagrams out of the kernel as they come, and
                    // FIONREAD,
                    // MSG_PEEK, select and another process that shares the socket would no longer see them there.
                    .does((socket, in, inLength, out, outLength, returned) -> Status.OK)
                    .remark("accepted; when the receive buffer is full the newest datagram is lost, not the oldest")
                    .source("A179")
                    .ioctl(),
            Ioctl.row(0x98000015, "SIO_CPU_AFFINITY")
                    .on(Kind.DATAGRAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(USHORT)
                    .does((socket, in, inLength, out, outLength, returned) -> processor(socket, in))
                    .source("SIO_CPU_AFFINITY (opcode setting: I, T==3)")
                    .ioctl());

    private UdpIoctls() {}

    private static int processor(AfdSocket socket, byte[] in) {
        int processor = LittleEndian.getShort(in, 0);
        if (!socket.session.can(Capability.PROCESSOR_AFFINITY)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        socket.lock.lock();
        try {
            boolean shares = socket.value(SocketOptions.REUSE_ADDRESS) != 0;
            if (socket.isBound() || shares || processor >= Runtime.getRuntime().availableProcessors()) {
                return Status.INVALID;
            }
            int status = socket.kernel.setOption(TransportOption.RECEIVING_PROCESSOR, processor);
            if (status == Status.OK) {
                socket.settings().processor = processor;
            }
            return status;
        } finally {
            socket.lock.unlock();
        }
    }
}

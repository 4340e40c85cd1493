package dev.jwinsock.afd;

import dev.jwinsock.INET_PORT_RANGE;
import dev.jwinsock.INET_PORT_RESERVATION_INSTANCE;
import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Status;
import java.util.List;

/** Reservations of blocks of ports. */
final class PortIoctls {
    private static final int RANGE_BYTES = 4;
    private static final int INSTANCE_BYTES = 16;
    private static final int MOST_PORTS = 65_536;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x98000064, "SIO_ACQUIRE_PORT_RESERVATION")
                    .on((Kind.STREAM | Kind.DATAGRAM) & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(RANGE_BYTES)
                    .out(INSTANCE_BYTES, Status.INVALID)
                    .does((socket, in, inLength, out, outLength, returned) -> acquire(socket, in, out, returned))
                    .source("SIO_ACQUIRE_PORT_RESERVATION control code")
                    .ioctl(),
            Ioctl.row(0x98000066, "SIO_ASSOCIATE_PORT_RESERVATION")
                    .on((Kind.STREAM | Kind.DATAGRAM) & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(Long.BYTES)
                    .does((socket, in, inLength, out, outLength, returned) -> associate(socket, in))
                    .source("SIO_ASSOCIATE_PORT_RESERVATION Control Code")
                    .ioctl(),
            Ioctl.row(0x98000065, "SIO_RELEASE_PORT_RESERVATION")
                    .on((Kind.STREAM | Kind.DATAGRAM) & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(Long.BYTES)
                    .does((socket, in, inLength, out, outLength, returned) ->
                            socket.session.reservations().release(LittleEndian.getLong(in, 0), socket.isStream()))
                    .source("SIO_RELEASE_PORT_RESERVATION Control Code")
                    .ioctl());

    private PortIoctls() {}

    private static int acquire(AfdSocket socket, byte[] in, byte[] out, IntRef returned) {
        INET_PORT_RANGE range = new INET_PORT_RANGE();
        range.fromBytes(in, 0);
        int start = Short.toUnsignedInt(Short.reverseBytes(range.StartPort));
        int count = Short.toUnsignedInt(range.NumberOfPorts);
        if (count == 0 || start + count > MOST_PORTS) {
            return Status.INVALID;
        }
        INET_PORT_RESERVATION_INSTANCE instance = new INET_PORT_RESERVATION_INSTANCE();
        int status = socket.session.reservations().acquire(socket, start, count, instance);
        if (status == Status.OK) {
            System.arraycopy(instance.toBytes(), 0, out, 0, INSTANCE_BYTES);
            returned.value = INSTANCE_BYTES;
        }
        return status;
    }

    private static int associate(AfdSocket socket, byte[] in) {
        long token = LittleEndian.getLong(in, 0);
        socket.lock.lock();
        try {
            if (socket.isBound() || !socket.session.reservations().exists(token, socket.isStream())) {
                return Status.INVALID; // "must be issued before the socket is bound"
            }
            socket.settings().reservation = token;
            return Status.OK;
        } finally {
            socket.lock.unlock();
        }
    }
}

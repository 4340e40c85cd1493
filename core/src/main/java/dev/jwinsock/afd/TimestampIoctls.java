package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.transport.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The control codes of "Winsock timestamping". */
final class TimestampIoctls {
    private static final int FLAG_RECEIVED = 1;
    private static final int FLAG_SENT = 2;
    private static final int CONFIGURATION = 8;
    private static final int ID = 4;
    private static final int STAMP = 8;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x980000EB, "SIO_TIMESTAMPING")
                    .on(Kind.DATAGRAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(CONFIGURATION)
                    .does((socket, in, inLength, out, outLength, returned) -> configure(socket, in))
                    .remark("an adapter's stamps where the system has them switched on (Linux: SIOCSHWTSTAMP), else the"
                            + " kernel's; GetInterfaceActiveTimestampCapabilities tells which")
                    .source("Winsock timestamping; SIO_TIMESTAMPING")
                    .ioctl(),
            Ioctl.row(0x980000EA, "SIO_GET_TX_TIMESTAMP")
                    .on(Kind.DATAGRAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(ID)
                    .out(STAMP)
                    .does((socket, in, inLength, out, outLength, returned) -> take(socket, in, out, returned))
                    .source("A193")
                    .ioctl());

    private TimestampIoctls() {}

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int configure(AfdSocket socket, byte[] in) {
        ByteBuffer configuration = littleEndian(in);
        int flags = configuration.getInt();
        int room = Short.toUnsignedInt(configuration.getShort());
        return (flags & ~(FLAG_RECEIVED | FLAG_SENT)) != 0
                ? Status.INVALID
                : socket.stamp((flags & FLAG_RECEIVED) != 0, (flags & FLAG_SENT) != 0, room);
    }

    /** "If the timestamp is not available, then WSAGetLastError returns WSAEWOULDBLOCK." */
    private static int take(AfdSocket socket, byte[] in, byte[] out, IntRef returned) {
        Long stamp = socket.takeStamp(littleEndian(in).getInt());
        if (stamp == null) {
            return Status.WOULD_BLOCK;
        }
        littleEndian(out).putLong(stamp);
        returned.value = STAMP;
        return Status.OK;
    }
}

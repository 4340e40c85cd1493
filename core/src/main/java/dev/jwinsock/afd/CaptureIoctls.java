package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport.Captured;
import java.util.List;

/** The control codes that make a raw socket receive what an interface receives. */
final class CaptureIoctls {
    private static final int RAW_IPV4 = Kind.RAW & Kind.IPV4;
    private static final int IGMP = 2;

    static final List<Ioctl> ROWS = List.of(
            row(0x98000001, "SIO_RCVALL", Captured.ALL, Protocols.ANY, Kind.RAW),
            row(0x98000002, "SIO_RCVALL_MCAST", Captured.MULTICAST, Protocols.UDP, RAW_IPV4),
            row(0x98000003, "SIO_RCVALL_IGMPMCAST", Captured.GROUP_MANAGEMENT, IGMP, RAW_IPV4),
            Ioctl.row(0x9800000D, "SIO_RCVALL_MCAST_IF")
                    .refused(Status.OPERATION_NOT_SUPPORTED)
                    .source("mstcpip.h; not documented")
                    .ioctl(),
            Ioctl.row(0x9800000E, "SIO_RCVALL_IF")
                    .refused(Status.OPERATION_NOT_SUPPORTED)
                    .source("mstcpip.h; not documented")
                    .ioctl());

    private CaptureIoctls() {}

    /** @param protocol that the socket must be of; over IPv6 it is IPPROTO_IPV6 */
    private static Ioctl row(int code, String name, Captured what, int protocol, int kinds) {
        return Ioctl.row(code, name)
                .on(kinds, Status.INVALID)
                .in(1, Status.INVALID)
                .does((socket, in, inLength, out, outLength, returned) -> socket instanceof RawSocket raw
                        ? raw.capture(what, raw.ipv6() ? Protocols.IPV6 : protocol, number(in, inLength))
                        : Status.INVALID)
                .source("SIO_RCVALL Control Code, Winsock IOCTLs")
                .ioctl();
    }

    private static int number(byte[] in, int length) {
        int number = 0;
        for (int i = 0; i < Math.min(length, Integer.BYTES); i++) {
            number |= (in[i] & 0xff) << 8 * i;
        }
        return number;
    }
}

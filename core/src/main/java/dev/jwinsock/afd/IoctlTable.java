package dev.jwinsock.afd;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All control codes: each group's rows are constants of a class of its own, which lists them for this table. */
final class IoctlTable {
    private static final List<Ioctl> ROWS = Stream.of(
                    UnixIoctls.ROWS,
                    LocalIoctls.ROWS,
                    CaptureIoctls.ROWS,
                    MulticastIoctls.ROWS,
                    TimestampIoctls.ROWS,
                    HandleIoctls.ROWS,
                    AddressIoctls.ROWS,
                    TcpIoctls.ROWS,
                    UdpIoctls.ROWS,
                    PortIoctls.ROWS,
                    ProcessorIoctls.ROWS,
                    QosIoctls.ROWS,
                    RedirectIoctls.ROWS,
                    RefusedIoctls.ROWS)
            .flatMap(List::stream)
            .toList();

    /** By hash of the code, the next free place if that is taken: found without making an object. */
    private static final @Nullable Ioctl[] PLACES = new Ioctl[256];

    static {
        for (Ioctl ioctl : ROWS) {
            int place = place(ioctl.code);
            while (PLACES[place] != null) {
                place = place + 1 & PLACES.length - 1;
            }
            PLACES[place] = ioctl;
        }
    }

    private IoctlTable() {}

    private static int place(int code) {
        return code * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(PLACES.length) + 1;
    }

    static List<Ioctl> rows() {
        return ROWS;
    }

    /** @return null: there is no such code, which is WSAEOPNOTSUPP (S254) */
    static @Nullable Ioctl find(int code) {
        int place = place(code);
        Ioctl each = PLACES[place];
        while (each != null && each.code != code) {
            place = place + 1 & PLACES.length - 1;
            each = PLACES[place];
        }
        return each;
    }
}

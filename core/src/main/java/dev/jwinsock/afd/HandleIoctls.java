package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import java.util.List;

/** The control codes that find the provider below the layers: here it is this one, and the socket the one asked about. */
final class HandleIoctls {
    static final List<Ioctl> ROWS = List.of(
            handle(0x48000022, "SIO_BASE_HANDLE", Status.OPERATION_NOT_SUPPORTED, "S257"),
            handle(0x4800001B, "SIO_BSP_HANDLE", Status.OPERATION_NOT_SUPPORTED, "SIO_BSP_HANDLE"),
            handle(0x4800001C, "SIO_BSP_HANDLE_SELECT", Status.OPERATION_NOT_SUPPORTED, "SIO_BSP_HANDLE_SELECT"),
            handle(0x4800001D, "SIO_BSP_HANDLE_POLL", Status.FAULT, "SIO_BSP_HANDLE_POLL"),
            handle(0x48000018, "SIO_QUERY_TARGET_PNP_HANDLE", Status.OPERATION_NOT_SUPPORTED, "WSPIoctl"));

    private HandleIoctls() {}

    private static Ioctl handle(int code, String name, int overlapped, String source) {
        return Ioctl.row(code, name)
                .out(Long.BYTES)
                .answersHandle()
                .synchronousOnly(overlapped)
                .source(source)
                .ioctl();
    }
}

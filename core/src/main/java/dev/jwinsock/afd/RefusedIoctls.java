package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import java.util.List;

/** The control codes that are known and always refused, with what Windows says where the matter does not exist. */
final class RefusedIoctls {
    static final List<Ioctl> ROWS = List.of(
            refused(0x28000004, "SIO_FLUSH", Status.OPERATION_NOT_SUPPORTED, "S254"),
            refused(0x88000001, "SIO_ASSOCIATE_HANDLE", Status.NO_PROTOCOL_OPTION, "SIO_ASSOCIATE_HANDLE"),
            refused(0xC800000D, "SIO_TRANSLATE_HANDLE", Status.NO_PROTOCOL_OPTION, "SIO_TRANSLATE_HANDLE"),
            refused(0x4004747E, "SIO_GET_INTERFACE_LIST_EX", Status.OPERATION_NOT_SUPPORTED, "not currently supported"),
            refused(0xC8000008, "SIO_GET_GROUP_QOS", Status.NO_PROTOCOL_OPTION, "SIO_GET_GROUP_QOS"),
            refused(0x8800000C, "SIO_SET_GROUP_QOS", Status.NO_PROTOCOL_OPTION, "SIO_SET_GROUP_QOS"),
            refused(0xDC000001, "SIO_CHK_QOS", Status.NO_PROTOCOL_OPTION, "SIO_CHK_QOS"),
            refused(
                    0x98000013,
                    "SIO_APPLY_TRANSPORT_SETTING",
                    Status.OPERATION_NOT_SUPPORTED,
                    "SIO_APPLY_TRANSPORT_SETTING Control Code"),
            refused(
                    0x98000014,
                    "SIO_QUERY_TRANSPORT_SETTING",
                    Status.OPERATION_NOT_SUPPORTED,
                    "SIO_QUERY_TRANSPORT_SETTING Control Code"),
            // ws2 gives the functions that there are
            refused(0xC8000006, "SIO_GET_EXTENSION_FUNCTION_POINTER", Status.INVALID, "S256"),
            // A namespace's code, of WSANSPIoctl
            refused(0x88000019, "SIO_NSP_NOTIFY_CHANGE", Status.OPERATION_NOT_SUPPORTED, "WSANSPIoctl"));

    private RefusedIoctls() {}

    private static Ioctl refused(int code, String name, int status, String source) {
        return Ioctl.row(code, name).refused(status).source(source).ioctl();
    }
}

package dev.jwinsock.spi;

import dev.jwinsock.transport.Status;
import java.util.HashMap;
import java.util.Map;

/**
 * The NTSTATUS of a completed operation, as {@link dev.jwinsock.OVERLAPPED#Internal} keeps it. It is translated late and
 * twice: Winsock functions tell WSA codes, ports and GetOverlappedResult tell Win32 codes (A012, A072).
 */
public final class NtStatus {
    public static final int SUCCESS = 0;
    public static final int PENDING = 0x103;
    public static final int BUFFER_OVERFLOW = 0x80000005;
    public static final int CANCELLED = 0xC0000120;
    public static final int NOT_SUPPORTED = 0xC00000BB;
    public static final int CONNECTION_RESET = 0xC000020D;
    public static final int PORT_UNREACHABLE = 0xC000023F;

    private static final int UNSUCCESSFUL = 0xC0000001;
    private static final int MR_MID_NOT_FOUND = 317;
    private static final int IO_INCOMPLETE = 996;
    // Bits 30 and 31, the severity: 2 is a warning, 3 an error
    private static final int FAILED = 0x80000000;

    /** NTSTATUS, what Winsock calls it, what Win32 calls it; and whether it is what that Winsock status is stored as. */
    private static final int[][] TABLE = {
        // A012 for the Winsock codes; the Win32 ones are those of RtlNtStatusToDosError, as its documentation lists
        // them
        {0xC0000001, Status.INVALID, 31, 0},
        {0xC0000002, Status.OPERATION_NOT_SUPPORTED, 1, 0},
        {0xC0000005, Status.FAULT, 998, 1},
        {0xC0000008, Status.NOT_SOCKET, 6, 1},
        {0xC000000D, Status.INVALID, 87, 1},
        {0xC0000017, Status.NO_BUFFERS, 8, 0},
        {0xC0000018, Status.NO_BUFFERS, 487, 0},
        {0xC0000022, Status.ACCESS, 5, 1},
        {0xC0000023, Status.FAULT, 122, 0},
        {0xC0000024, Status.NOT_SOCKET, 6, 0},
        {0xC0000043, Status.ADDRESS_IN_USE, 32, 0},
        {0xC0000044, Status.NO_BUFFERS, 1816, 0},
        {0xC000009A, Status.NO_BUFFERS, 1450, 1},
        {0xC00000A3, Status.WOULD_BLOCK, 21, 0},
        {0xC00000B0, Status.SHUT_DOWN, 233, 1},
        {0xC00000B5, Status.TIMED_OUT, 121, 1},
        {NOT_SUPPORTED, Status.OPERATION_NOT_SUPPORTED, 50, 1},
        {0xC00000BC, Status.CONNECTION_REFUSED, 51, 0},
        {0xC00000BF, Status.NETWORK_DOWN, 54, 0},
        {0xC00000C3, Status.NETWORK_DOWN, 58, 1},
        {0xC00000C4, Status.NETWORK_DOWN, 59, 0},
        {0xC00000D0, Status.WOULD_BLOCK, 71, 1},
        {CANCELLED, Status.OPERATION_ABORTED, 995, 1},
        {0xC000013B, Status.CONNECTION_ABORTED, 64, 0},
        {0xC000013C, Status.CONNECTION_RESET, 64, 0},
        {0xC000013F, Status.TIMED_OUT, 59, 0},
        {0xC0000141, Status.ADDRESS_NOT_AVAILABLE, 1214, 0},
        {0xC0000206, Status.MESSAGE_SIZE, 1784, 0},
        {0xC0000207, Status.ADDRESS_NOT_AVAILABLE, 1214, 1},
        {0xC0000209, Status.NO_BUFFERS, 68, 0},
        {0xC000020A, Status.ADDRESS_IN_USE, 52, 1},
        {0xC000020C, Status.CONNECTION_RESET, 64, 0},
        {CONNECTION_RESET, Status.CONNECTION_RESET, 64, 1},
        {0xC000020F, Status.CONNECTION_ABORTED, 59, 0},
        {0xC0000236, Status.CONNECTION_REFUSED, 1225, 1},
        {0xC0000237, Status.DISCONNECTING, 1226, 1},
        {0xC000023A, Status.NOT_CONNECTED, 1229, 1},
        {0xC000023B, Status.IS_CONNECTED, 1230, 1},
        {0xC000023C, Status.NETWORK_UNREACHABLE, 1231, 1},
        {0xC000023D, Status.HOST_UNREACHABLE, 1232, 1},
        {0xC000023E, Status.NETWORK_UNREACHABLE, 1233, 0},
        {PORT_UNREACHABLE, Status.CONNECTION_RESET, 1234, 0},
        {0xC0000240, Status.INTERRUPTED, 1235, 1},
        {0xC0000241, Status.CONNECTION_ABORTED, 1236, 1},
        {0xC00002C5, Status.FAULT, 998, 0},
        {0xC0000350, Status.HOST_DOWN, 1256, 1},
        {BUFFER_OVERFLOW, Status.MESSAGE_SIZE, 234, 1},
    };

    private static final Map<Integer, int[]> ROWS = new HashMap<>();
    private static final Map<Integer, Integer> STORED = new HashMap<>();

    static {
        for (int[] row : TABLE) {
            ROWS.put(row[0], row);
            if (row[3] != 0) {
                STORED.put(row[1], row[0]);
            }
        }
        // Winsock has no name of its own for a handle that is no socket, such as a file's
        STORED.put(Status.INVALID_HANDLE, 0xC0000008);
    }

    private NtStatus() {}

    /** What a result of a provider is stored as; {@code >= 0} is success. */
    public static int of(int status) {
        return status >= 0 ? SUCCESS : STORED.getOrDefault(status, UNSUCCESSFUL);
    }

    /** NT_SUCCESS; a warning such as BUFFER_OVERFLOW is none. */
    public static boolean isSuccess(int ntStatus) {
        return (ntStatus & FAILED) == 0;
    }

    /** The Winsock status of a failed operation (A012); INVALID for all that Winsock has no name for (A013). */
    public static int toStatus(int ntStatus) {
        if ((ntStatus & 0xffff) == IO_INCOMPLETE) {
            int facility = ntStatus & 0xffff0000;
            if (facility == 0x80070000 || facility == 0xC0010000 || facility == 0xC0070000) {
                return -IO_INCOMPLETE; // A013
            }
        }
        int[] row = ROWS.get(ntStatus);
        return isSuccess(ntStatus) ? Status.OK : row == null ? Status.INVALID : row[1];
    }

    /** The Win32 error of a failed operation. */
    public static int toWin32(int ntStatus) {
        int[] row = ROWS.get(ntStatus);
        return isSuccess(ntStatus) ? 0 : row == null ? MR_MID_NOT_FOUND : row[2];
    }
}

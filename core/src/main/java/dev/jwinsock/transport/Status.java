package dev.jwinsock.transport;

/**
 * Results of a transport or afd call: {@code >= 0} is success (a count where there is one), a negative value is a
 * Winsock error number with the sign turned. No exception is made on a path that can be hot.
 */
public final class Status {
    public static final int OK = 0;

    public static final int INVALID_HANDLE = -6;
    public static final int INVALID_PARAMETER = -87;
    public static final int INSUFFICIENT_BUFFER = -122;
    public static final int OPERATION_ABORTED = -995;
    /** An asynchronous operation has begun and will complete later. */
    public static final int IO_PENDING = -997;
    /** There is no such operation to cancel. */
    public static final int NOT_FOUND = -1168;

    public static final int INTERRUPTED = -10004;
    public static final int ACCESS = -10013;
    public static final int FAULT = -10014;
    public static final int INVALID = -10022;
    public static final int TOO_MANY_FILES = -10024;
    public static final int WOULD_BLOCK = -10035;
    public static final int ALREADY = -10037;
    public static final int NOT_SOCKET = -10038;
    public static final int DESTINATION_REQUIRED = -10039;
    public static final int MESSAGE_SIZE = -10040;
    public static final int PROTOCOL_TYPE = -10041;
    public static final int NO_PROTOCOL_OPTION = -10042;
    public static final int PROTOCOL_NOT_SUPPORTED = -10043;
    public static final int SOCKET_TYPE_NOT_SUPPORTED = -10044;
    public static final int OPERATION_NOT_SUPPORTED = -10045;
    public static final int FAMILY_NOT_SUPPORTED = -10047;
    public static final int ADDRESS_IN_USE = -10048;
    public static final int ADDRESS_NOT_AVAILABLE = -10049;
    public static final int NETWORK_DOWN = -10050;
    public static final int NETWORK_UNREACHABLE = -10051;
    public static final int NETWORK_RESET = -10052;
    public static final int CONNECTION_ABORTED = -10053;
    public static final int CONNECTION_RESET = -10054;
    public static final int NO_BUFFERS = -10055;
    public static final int IS_CONNECTED = -10056;
    public static final int NOT_CONNECTED = -10057;
    public static final int SHUT_DOWN = -10058;
    public static final int TIMED_OUT = -10060;
    public static final int CONNECTION_REFUSED = -10061;
    public static final int HOST_DOWN = -10064;
    public static final int HOST_UNREACHABLE = -10065;
    public static final int SYSTEM_NOT_READY = -10091;
    public static final int VERSION_NOT_SUPPORTED = -10092;
    public static final int NOT_INITIALISED = -10093;
    public static final int DISCONNECTING = -10101;
    public static final int SYSTEM_CALL_FAILURE = -10107;

    /** A condition function has put the connection off. */
    public static final int TRY_AGAIN = -11002;

    private Status() {}
}

package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Status;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Locale;

/**
 * What an exception of java.nio means. Java keeps the system's error number to itself, so the text has to tell; where
 * it does not (it can be in the user's language), the exception's type does, and last the kind of call.
 */
final class Failures {
    private record Text(String part, int status) {}

    private record Type(Class<? extends Throwable> type, int status) {}

    /** Types that mean one thing only, whatever their text. */
    private static final List<Type> EXACT = List.of(
            new Type(PortUnreachableException.class, Status.CONNECTION_REFUSED),
            new Type(SocketTimeoutException.class, Status.TIMED_OUT),
            new Type(AlreadyConnectedException.class, Status.IS_CONNECTED),
            new Type(ConnectionPendingException.class, Status.ALREADY),
            new Type(NoConnectionPendingException.class, Status.NOT_CONNECTED),
            new Type(NotYetConnectedException.class, Status.NOT_CONNECTED),
            new Type(NotYetBoundException.class, Status.INVALID),
            new Type(AlreadyBoundException.class, Status.INVALID),
            new Type(UnresolvedAddressException.class, Status.ADDRESS_NOT_AVAILABLE),
            new Type(UnsupportedAddressTypeException.class, Status.FAMILY_NOT_SUPPORTED),
            new Type(ClosedChannelException.class, Status.NOT_SOCKET),
            new Type(UnsupportedOperationException.class, Status.OPERATION_NOT_SUPPORTED),
            new Type(SecurityException.class, Status.ACCESS));

    /** Parts of texts, in lower case: Linux's and macOS's strerror, the JDK's own for Windows, Windows's own. */
    private static final List<Text> TEXTS = List.of(
            new Text("connection reset", Status.CONNECTION_RESET),
            new Text("forcibly closed by the remote host", Status.CONNECTION_RESET),
            // EPIPE: the reset was told to an earlier call
            new Text("broken pipe", Status.CONNECTION_RESET),
            new Text("connection abort", Status.CONNECTION_ABORTED),
            new Text("connection was aborted", Status.CONNECTION_ABORTED),
            new Text("connection refused", Status.CONNECTION_REFUSED),
            new Text("actively refused", Status.CONNECTION_REFUSED),
            new Text("timed out", Status.TIMED_OUT),
            new Text("failed to respond", Status.TIMED_OUT),
            new Text("network is unreachable", Status.NETWORK_UNREACHABLE),
            new Text("unreachable network", Status.NETWORK_UNREACHABLE),
            new Text("network is down", Status.NETWORK_DOWN),
            new Text("dead network", Status.NETWORK_DOWN),
            new Text("network dropped connection", Status.NETWORK_RESET),
            new Text("no route to host", Status.HOST_UNREACHABLE),
            new Text("unreachable host", Status.HOST_UNREACHABLE),
            new Text("host unreachable", Status.HOST_UNREACHABLE),
            new Text("host is down", Status.HOST_DOWN),
            new Text("address already in use", Status.ADDRESS_IN_USE),
            new Text("only one usage of each socket address", Status.ADDRESS_IN_USE),
            // Linux: "Cannot assign", macOS: "Can't assign"
            new Text("assign requested address", Status.ADDRESS_NOT_AVAILABLE),
            new Text("requested address is not valid in its context", Status.ADDRESS_NOT_AVAILABLE),
            new Text("send to port 0", Status.ADDRESS_NOT_AVAILABLE),
            new Text("permission denied", Status.ACCESS),
            new Text("operation not permitted", Status.ACCESS),
            new Text("forbidden by its access permissions", Status.ACCESS),
            new Text("too many open files", Status.TOO_MANY_FILES),
            new Text("message too long", Status.MESSAGE_SIZE),
            new Text("message too large", Status.MESSAGE_SIZE),
            new Text("larger than the maximum supported", Status.MESSAGE_SIZE),
            new Text("larger than the internal message buffer", Status.MESSAGE_SIZE),
            new Text("no buffer space", Status.NO_BUFFERS),
            new Text("lacked sufficient buffer space", Status.NO_BUFFERS),
            new Text("cannot allocate memory", Status.NO_BUFFERS),
            new Text("already connected", Status.IS_CONNECTED),
            new Text("transport endpoint is not connected", Status.NOT_CONNECTED),
            new Text("socket is not connected", Status.NOT_CONNECTED),
            new Text("destination address required", Status.DESTINATION_REQUIRED),
            new Text("address family not supported", Status.FAMILY_NOT_SUPPORTED),
            new Text("incompatible with the requested protocol", Status.FAMILY_NOT_SUPPORTED),
            new Text("protocol not supported", Status.PROTOCOL_NOT_SUPPORTED),
            new Text("protocol family unavailable", Status.FAMILY_NOT_SUPPORTED),
            new Text("protocol not available", Status.NO_PROTOCOL_OPTION),
            new Text("operation not supported", Status.OPERATION_NOT_SUPPORTED),
            new Text("socket closed", Status.NOT_SOCKET),
            new Text("socket is closed", Status.NOT_SOCKET),
            new Text("not a socket", Status.NOT_SOCKET),
            new Text("socket operation on nonsocket", Status.NOT_SOCKET),
            new Text("bad file descriptor", Status.NOT_SOCKET),
            new Text("invalid argument", Status.INVALID),
            new Text("bad address", Status.FAULT));

    /** What a type means when its text says nothing. */
    private static final List<Type> LIKELY = List.of(
            new Type(NoRouteToHostException.class, Status.HOST_UNREACHABLE),
            new Type(ConnectException.class, Status.CONNECTION_REFUSED),
            new Type(BindException.class, Status.ADDRESS_IN_USE),
            new Type(IllegalArgumentException.class, Status.INVALID));

    private Failures() {}

    /** @param fallback what such a call most likely fails with */
    static int status(Exception failure, int fallback) {
        int exact = byType(EXACT, failure);
        if (exact != Status.OK) {
            return exact;
        }
        String message = failure.getMessage();
        if (message != null) {
            String text = message.toLowerCase(Locale.ROOT);
            for (Text row : TEXTS) {
                if (text.contains(row.part)) {
                    return row.status;
                }
            }
        }
        int likely = byType(LIKELY, failure);
        return likely != Status.OK ? likely : fallback;
    }

    private static int byType(List<Type> table, Exception failure) {
        for (Type row : table) {
            if (row.type.isInstance(failure)) {
                return row.status;
            }
        }
        return Status.OK;
    }
}

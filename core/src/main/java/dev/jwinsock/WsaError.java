package dev.jwinsock;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Windows Sockets error codes with what they mean and what to do; in place of C's FormatMessage. Specification:
 * "Windows Sockets Error Codes".
 *
 * <p>Two constants are second names of a number: {@link #WSANO_ADDRESS} and {@link #ERROR_NOT_ENOUGH_MEMORY}.
 * {@link #of} answers with the first name.
 */
public enum WsaError {
    NO_ERROR(0, "Success."),
    WSA_INVALID_HANDLE(6, "The event object or handle does not exist (any more). Look for an earlier close of it."),
    WSA_NOT_ENOUGH_MEMORY(8, "There is not enough memory. Give the process more, or keep less."),
    ERROR_NOT_ENOUGH_MEMORY(8, "Another name of WSA_NOT_ENOUGH_MEMORY."),
    WSA_INVALID_PARAMETER(
            87, "An argument has a value that the function does not take. Compare it with the function's description."),
    ERROR_INSUFFICIENT_BUFFER(122, "The buffer for the result is too small. Make it larger."),
    WSA_OPERATION_ABORTED(
            995,
            "The overlapped operation was cancelled, or its socket was closed. Expected after closesocket "
                    + "or CancelIoEx."),
    WSA_IO_INCOMPLETE(996, "The overlapped operation has not ended yet. Ask again later, or wait for its event."),
    WSA_IO_PENDING(997, "The overlapped operation has begun and will complete later. Not a failure."),
    WSAEINTR(10004, "The blocking call was ended from outside. Stop, or call again."),
    WSAEBADF(10009, "The file handle is not valid. Look for an earlier close of it."),
    WSAEACCES(
            10013,
            "The operation is not permitted: a broadcast without SO_BROADCAST, an address in exclusive use, "
                    + "or a raw socket or low port without the right."),
    WSAEFAULT(
            10014,
            "A pointer is null or its memory is too short. Check buffers, structures and their length arguments."),
    WSAEINVAL(
            10022,
            "An argument is wrong, or the socket is in the wrong state (not bound, not listening). Check "
                    + "the order of calls."),
    WSAEMFILE(10024, "No more sockets can be opened. Close some, or raise the limit of open files."),
    WSAEWOULDBLOCK(
            10035,
            "A non-blocking call cannot finish now. Wait until the socket is ready; for connect wait until "
                    + "it is writable."),
    WSAEINPROGRESS(10036, "A blocking call of version 1.1 is still running. Wait for its end."),
    WSAEALREADY(10037, "The operation is already running on this socket. Wait for its result."),
    WSAENOTSOCK(10038, "The handle is not a socket, or is closed. Look for an earlier closesocket."),
    WSAEDESTADDRREQ(10039, "There is no destination address. Connect the socket, or give the address."),
    WSAEMSGSIZE(
            10040,
            "The message is larger than the buffer or the network allows. Use a larger buffer or a smaller datagram."),
    WSAEPROTOTYPE(
            10041, "The protocol does not go with the socket type. Use TCP with SOCK_STREAM and UDP with SOCK_DGRAM."),
    WSAENOPROTOOPT(
            10042,
            "The option is not known at this level, or this transport cannot do it. Check level and option name."),
    WSAEPROTONOSUPPORT(10043, "The protocol is not installed. Look at WSAEnumProtocols."),
    WSAESOCKTNOSUPPORT(10044, "The address family has no such socket type. Look at WSAEnumProtocols."),
    WSAEOPNOTSUPP(10045, "This kind of socket cannot do the operation, such as listen on a datagram socket."),
    WSAEPFNOSUPPORT(10046, "The protocol family is not installed. Look at WSAEnumProtocols."),
    WSAEAFNOSUPPORT(
            10047,
            "The address family is not installed or does not fit the socket. Check the family field of the address."),
    WSAEADDRINUSE(10048, "The address and port are taken. Choose another port, or end the program that has it."),
    WSAEADDRNOTAVAIL(10049, "The address is not one of this computer, or a remote address or port of zero was given."),
    WSAENETDOWN(10050, "The network is dead. Check the interface."),
    WSAENETUNREACH(10051, "There is no route to the network. Check address, interface and routes."),
    WSAENETRESET(10052, "Keep-alive found the connection dead, or a datagram's time to live ended. Connect anew."),
    WSAECONNABORTED(10053, "This computer ended the connection, after a timeout or a protocol error. Connect anew."),
    WSAECONNRESET(
            10054,
            "The peer ended the connection by force, or its port is closed. Look at the peer, then connect anew."),
    WSAENOBUFS(10055, "A buffer or queue is full or too small. Make it larger, or try later."),
    WSAEISCONN(10056, "The socket is connected already. Use it, or make another one."),
    WSAENOTCONN(10057, "The socket is not connected. Connect first, or give an address."),
    WSAESHUTDOWN(10058, "This direction was shut down before. Look for a call of shutdown."),
    WSAETOOMANYREFS(10059, "A system object has too many references."),
    WSAETIMEDOUT(
            10060,
            "The peer did not answer in time, or a timeout of the socket has passed. Check address, "
                    + "firewall and SO_RCVTIMEO."),
    WSAECONNREFUSED(10061, "Nothing listens at the peer's port. Start the server, or check address and port."),
    WSAELOOP(10062, "The name leads back to itself."),
    WSAENAMETOOLONG(10063, "The name is too long."),
    WSAEHOSTDOWN(10064, "The destination host is down."),
    WSAEHOSTUNREACH(10065, "There is no route to the host. Check address and routes."),
    WSAENOTEMPTY(10066, "The directory is not empty."),
    WSAEPROCLIM(10067, "Too many processes use Winsock. End some."),
    WSAEUSERS(10068, "The user's quota is used up."),
    WSAEDQUOT(10069, "The disk quota is used up."),
    WSAESTALE(10070, "The file handle points to something that is gone."),
    WSAEREMOTE(10071, "The item is on another computer."),
    WSASYSNOTREADY(10091, "No network transport is available. Put a jwinsock transport on the class path."),
    WSAVERNOTSUPPORTED(10092, "This version of Winsock cannot be had. Ask for 2.2."),
    WSANOTINITIALISED(10093, "WSAStartup was not called, or WSACleanup was called too often."),
    WSAEDISCON(10101, "The peer is shutting the connection down in order. Receive no more."),
    WSAENOMORE(10102, "The look-up has no more results. WSA_E_NO_MORE is the newer number."),
    WSAECANCELLED(10103, "The look-up was ended while the call ran. WSA_E_CANCELLED is the newer number."),
    WSAEINVALIDPROCTABLE(
            10104, "A service provider gave an incomplete table of functions. Repair or remove the provider."),
    WSAEINVALIDPROVIDER(10105, "The service provider is not valid or has another version. Repair or remove it."),
    WSAEPROVIDERFAILEDINIT(10106, "A service provider could not be loaded or started. The log tells why."),
    WSASYSCALLFAILURE(10107, "A system call failed that should not. The log may tell more."),
    WSASERVICE_NOT_FOUND(10108, "No namespace knows the service."),
    WSATYPE_NOT_FOUND(10109, "The service name or class is unknown, or not for this socket type. Use a port number."),
    WSA_E_NO_MORE(10110, "The look-up has no more results. End it."),
    WSA_E_CANCELLED(10111, "The look-up was cancelled while the call ran."),
    WSAEREFUSED(10112, "The database refused the query."),
    WSAHOST_NOT_FOUND(11001, "There is no such host. Check the name and the resolver's settings."),
    WSATRY_AGAIN(11002, "The name server did not answer. Try again later."),
    WSANO_RECOVERY(11003, "The look-up cannot be done at all: hints with forbidden fields, or a broken database."),
    WSANO_DATA(11004, "The name exists but has no address of the wanted kind. Try the other address family."),
    WSANO_ADDRESS(11004, "Another name of WSANO_DATA."),
    WSA_QOS_RECEIVERS(11005, "Quality of service: at least one reservation has arrived."),
    WSA_QOS_SENDERS(11006, "Quality of service: at least one path message has arrived."),
    WSA_QOS_NO_SENDERS(11007, "Quality of service: there are no senders."),
    WSA_QOS_NO_RECEIVERS(11008, "Quality of service: there are no receivers."),
    WSA_QOS_REQUEST_CONFIRMED(11009, "Quality of service: the reservation was confirmed."),
    WSA_QOS_ADMISSION_FAILURE(11010, "Quality of service: there are not enough resources. Ask for less."),
    WSA_QOS_POLICY_FAILURE(11011, "Quality of service: a policy does not allow the reservation."),
    WSA_QOS_BAD_STYLE(11012, "Quality of service: the style is unknown or conflicts with another."),
    WSA_QOS_BAD_OBJECT(11013, "Quality of service: the filter specification or the provider's buffer is wrong."),
    WSA_QOS_TRAFFIC_CTRL_ERROR(11014, "Quality of service: traffic control has failed."),
    WSA_QOS_GENERIC_ERROR(11015, "Quality of service: some error."),
    WSA_QOS_ESERVICETYPE(11016, "Quality of service: the flow specification has an unknown service type."),
    WSA_QOS_EFLOWSPEC(11017, "Quality of service: the flow specification contradicts itself."),
    WSA_QOS_EPROVSPECBUF(11018, "Quality of service: the provider's buffer is wrong."),
    WSA_QOS_EFILTERSTYLE(11019, "Quality of service: the filter style is wrong."),
    WSA_QOS_EFILTERTYPE(11020, "Quality of service: the filter type is wrong."),
    WSA_QOS_EFILTERCOUNT(11021, "Quality of service: the flow descriptor has a wrong number of filters."),
    WSA_QOS_EOBJLENGTH(11022, "Quality of service: an object in the provider's buffer has a wrong length."),
    WSA_QOS_EFLOWCOUNT(11023, "Quality of service: the number of flow descriptors is wrong."),
    WSA_QOS_EUNKOWNPSOBJ(
            11024, "Quality of service: the provider's buffer holds an unknown object. (Windows spells the name so.)"),
    WSA_QOS_EPOLICYOBJ(11025, "Quality of service: a policy object is wrong."),
    WSA_QOS_EFLOWDESC(11026, "Quality of service: a flow descriptor is wrong."),
    WSA_QOS_EPSFLOWSPEC(11027, "Quality of service: the provider's flow specification is wrong."),
    WSA_QOS_EPSFILTERSPEC(11028, "Quality of service: the provider's filter specification is wrong."),
    WSA_QOS_ESDMODEOBJ(11029, "Quality of service: the object for the shape and discard mode is wrong."),
    WSA_QOS_ESHAPERATEOBJ(11030, "Quality of service: the object for the shaping rate is wrong."),
    WSA_QOS_RESERVED_PETYPE(11031, "Quality of service: a policy element has a reserved type.");

    private static final Map<Integer, WsaError> BY_NUMBER = new HashMap<>();

    static {
        for (WsaError error : values()) {
            BY_NUMBER.putIfAbsent(error.number, error);
        }
    }

    private final int number;
    private final String text;

    WsaError(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The number that {@link Winsock2#WSAGetLastError} returns. */
    public int number() {
        return number;
    }

    /** What the error means and what can be done, in English. */
    public String text() {
        return text;
    }

    /** The error with this number, or null when Windows Sockets has none. */
    public static @Nullable WsaError of(int number) {
        return BY_NUMBER.get(number);
    }

    /** Name, number and text: {@code "WSAECONNREFUSED (10061): Nothing listens at ..."}. */
    public static String message(int number) {
        WsaError error = of(number);
        return error == null ? "Error " + number + ": not an error of Windows Sockets" : error.toString();
    }

    @Override
    public String toString() {
        return name() + " (" + number + "): " + text;
    }
}

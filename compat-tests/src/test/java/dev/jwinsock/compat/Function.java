package dev.jwinsock.compat;

import static dev.jwinsock.Windows.DestroyWindow;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;

import dev.jwinsock.HANDLE;
import dev.jwinsock.HWND;
import dev.jwinsock.IntRef;
import dev.jwinsock.Ref;
import dev.jwinsock.SOCKET;
import dev.jwinsock.WSANETWORKEVENTS;
import dev.jwinsock.addrinfo;
import dev.jwinsock.in_addr;
import java.util.Arrays;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The functions of winsock2.h and ws2tcpip.h, each with the errors that are documented for it. */
enum Function {
    SOCKET(
            a -> made(socket(a.level(), a.option(), a.flags())),
            WSAEAFNOSUPPORT,
            WSAESOCKTNOSUPPORT,
            WSAEPROTONOSUPPORT,
            WSAEPROTOTYPE,
            WSAEINVAL,
            WSAEACCES),
    WSASOCKET(
            a -> made(WSASocket(a.level(), a.option(), a.flags(), null, 0, a.size())),
            WSAEAFNOSUPPORT,
            WSAESOCKTNOSUPPORT,
            WSAEPROTONOSUPPORT,
            WSAEPROTOTYPE,
            WSAEINVAL,
            WSAEACCES),
    BIND(
            a -> bind(a.s(), a.name(), a.length()),
            WSAENOTSOCK,
            WSAEFAULT,
            WSAEINVAL,
            WSAEAFNOSUPPORT,
            WSAEADDRINUSE,
            WSAEADDRNOTAVAIL,
            WSAEACCES),
    LISTEN(a -> listen(a.s(), a.length()), WSAENOTSOCK, WSAEINVAL, WSAEISCONN, WSAEOPNOTSUPP),
    ACCEPT(
            a -> made(accept(a.s(), a.name(), a.sizeRef())),
            WSAENOTSOCK,
            WSAEFAULT,
            WSAEINVAL,
            WSAEOPNOTSUPP,
            WSAEWOULDBLOCK),
    CONNECT(a -> connect(a.s(), a.name(), a.length()), Errors.CONNECT),
    WSACONNECT(a -> WSAConnect(a.s(), a.name(), a.length(), null, null, null, null), Errors.CONNECT),
    SHUTDOWN(a -> shutdown(a.s(), a.flags()), WSAENOTSOCK, WSAEINVAL, WSAENOTCONN, WSAECONNRESET, WSAECONNABORTED),
    SENDDISCONNECT(
            a -> WSASendDisconnect(a.s(), null),
            WSAENOTSOCK,
            WSAENOTCONN,
            WSAENOPROTOOPT,
            WSAEOPNOTSUPP,
            WSAECONNRESET,
            WSAECONNABORTED),
    RECVDISCONNECT(
            a -> WSARecvDisconnect(a.s(), null),
            WSAENOTSOCK,
            WSAENOTCONN,
            WSAENOPROTOOPT,
            WSAEOPNOTSUPP,
            WSAEWOULDBLOCK,
            WSAESHUTDOWN,
            WSAECONNRESET,
            WSAECONNABORTED),
    GETSOCKNAME(a -> getsockname(a.s(), a.name(), a.sizeRef()), WSAENOTSOCK, WSAEFAULT, WSAEINVAL),
    GETPEERNAME(a -> getpeername(a.s(), a.name(), a.sizeRef()), WSAENOTSOCK, WSAEFAULT, WSAENOTCONN),
    SEND(a -> send(a.s(), a.bytes(), a.length(), a.flags()), Errors.SEND),
    SEND_OFFSET(a -> send(a.s(), a.bytes(), a.size(), a.length(), a.flags()), Errors.SEND),
    SENDTO(a -> sendto(a.s(), a.bytes(), a.size(), a.flags(), a.name(), a.length()), Errors.SENDTO),
    WSASEND(a -> WSASend(a.s(), a.buffers(), a.length(), a.sizeRef(), a.flags()), Errors.SEND),
    WSASENDTO(a -> WSASendTo(a.s(), a.buffers(), 2, a.sizeRef(), a.flags(), a.name(), a.length()), Errors.SENDTO),
    RECV(a -> recv(a.s(), a.bytes(), a.length(), a.flags()), Errors.RECEIVE),
    RECV_OFFSET(a -> recv(a.s(), a.bytes(), a.size(), a.length(), a.flags()), Errors.RECEIVE),
    RECVFROM(a -> recvfrom(a.s(), a.bytes(), a.length(), a.flags(), a.name(), a.sizeRef()), Errors.RECEIVE),
    WSARECV(a -> WSARecv(a.s(), a.buffers(), a.length(), a.sizeRef(), new IntRef(a.flags())), Errors.RECEIVE),
    WSARECVFROM(
            a -> WSARecvFrom(a.s(), a.buffers(), 2, new IntRef(), new IntRef(a.flags()), a.name(), a.sizeRef()),
            Errors.RECEIVE),
    IOCTLSOCKET(
            a -> ioctlsocket(a.s(), a.option(), a.sizeRef()),
            WSAENOTSOCK,
            WSAEFAULT,
            WSAEINVAL,
            WSAEOPNOTSUPP,
            WSAENOTCONN),
    IOCTL_FIONREAD(a -> ioctlsocket(a.s(), FIONREAD, a.sizeRef()), WSAENOTSOCK, WSAEFAULT, WSAEINVAL, WSAEOPNOTSUPP),
    GETSOCKOPT(a -> getsockopt(a.s(), a.level(), a.option(), a.bytes(), a.sizeRef()), Errors.OPTION),
    SETSOCKOPT(a -> setsockopt(a.s(), a.level(), a.option(), a.bytes(), a.size()), Errors.OPTION),
    CLOSESOCKET(a -> closesocket(a.s()), WSAENOTSOCK, WSAEWOULDBLOCK),
    INET_PTON(a -> inet_pton(a.level(), a.bytes() == null ? null : text(a), new in_addr()), WSAEFAULT, WSAEAFNOSUPPORT),
    INET_ADDR(a -> inet_addr(a.bytes() == null ? null : text(a)), 0, WSAEFAULT),
    GETADDRINFO(
            a -> {
                addrinfo hints = new addrinfo();
                hints.ai_family = a.level();
                hints.ai_socktype = a.option();
                hints.ai_flags = AI_NUMERICHOST;
                return direct(getaddrinfo(a.bytes() == null ? null : text(a), "80", hints, new Ref<>()));
            },
            WSAHOST_NOT_FOUND,
            WSAEAFNOSUPPORT,
            WSAESOCKTNOSUPPORT,
            WSAEINVAL,
            WSATYPE_NOT_FOUND,
            WSANO_DATA,
            WSANO_RECOVERY),
    GETNAMEINFO(
            a -> direct(getnameinfo(
                    a.name(),
                    a.length(),
                    new StringBuilder(),
                    a.size(),
                    new StringBuilder(),
                    a.size(),
                    NI_NUMERICHOST | NI_NUMERICSERV)),
            WSAEFAULT,
            WSAEAFNOSUPPORT,
            WSAEINVAL,
            WSAHOST_NOT_FOUND,
            WSAENOBUFS,
            122),
    SELECT(
            a -> select(a.flags(), a.set(a.length()), a.set(a.size()), a.set(1), a.shortTime()),
            WSAENOTSOCK,
            WSAEINVAL,
            WSAEFAULT),
    WSAPOLL(a -> WSAPoll(a.pollArray(), a.length(), Math.floorMod(a.size(), 3)), WSAEINVAL, WSAEFAULT),
    WSAEVENTSELECT(a -> WSAEventSelect(a.s(), a.event(), a.flags()), WSAENOTSOCK, WSAEINVAL),
    WSAENUMNETWORKEVENTS(
            a -> WSAEnumNetworkEvents(a.s(), a.event(), a.size() == 7 ? null : new WSANETWORKEVENTS()),
            WSAENOTSOCK,
            WSAEINVAL,
            WSAEFAULT),
    WSAASYNCSELECT(
            a -> {
                HWND window = a.window();
                int result = WSAAsyncSelect(a.s(), window, a.option(), a.flags());
                int error = WSAGetLastError();
                DestroyWindow(window);
                WSASetLastError(error);
                return result;
            },
            WSAENOTSOCK,
            WSAEINVAL),
    WSAWAITFORMULTIPLEEVENTS(
            a -> WSAWaitForMultipleEvents(
                    a.length(),
                    a.bytes() == null ? null : new HANDLE[] {a.event(), a.event()},
                    a.size() > 0,
                    Math.floorMod(a.size(), 3),
                    a.flags() != 0),
            WSA_INVALID_HANDLE,
            WSA_INVALID_PARAMETER),
    WSASETEVENT(a -> succeeded(WSASetEvent(a.event())), WSA_INVALID_HANDLE),
    WSARESETEVENT(a -> succeeded(WSAResetEvent(a.event())), WSA_INVALID_HANDLE),
    WSACLOSEEVENT(a -> succeeded(WSACloseEvent(a.event())), WSA_INVALID_HANDLE);

    /** What several functions may answer. */
    private static final class Errors {
        static final int[] CONNECT = {
            WSAENOTSOCK,
            WSAEFAULT,
            WSAEINVAL,
            WSAEAFNOSUPPORT,
            WSAEADDRNOTAVAIL,
            WSAEADDRINUSE,
            WSAEWOULDBLOCK,
            WSAEALREADY,
            WSAEISCONN,
            WSAECONNREFUSED,
            WSAENETUNREACH,
            WSAEHOSTUNREACH,
            WSAEACCES
        };
        static final int[] SEND = {
            WSAENOTSOCK,
            WSAEFAULT,
            WSAEINVAL,
            WSAENOTCONN,
            WSAEWOULDBLOCK,
            WSAESHUTDOWN,
            WSAEOPNOTSUPP,
            WSAEMSGSIZE,
            WSAECONNRESET,
            WSAECONNABORTED,
            WSAEDESTADDRREQ
        };
        static final int[] SENDTO =
                with(SEND, WSAEAFNOSUPPORT, WSAEADDRNOTAVAIL, WSAEACCES, WSAENETUNREACH, WSAEHOSTUNREACH);
        static final int[] RECEIVE = {
            WSAENOTSOCK,
            WSAEFAULT,
            WSAEINVAL,
            WSAENOTCONN,
            WSAEWOULDBLOCK,
            WSAESHUTDOWN,
            WSAEOPNOTSUPP,
            WSAEMSGSIZE,
            WSAECONNRESET,
            WSAECONNABORTED
        };
        static final int[] OPTION = {
            WSAENOTSOCK,
            WSAEFAULT,
            WSAEINVAL,
            WSAENOPROTOOPT,
            WSAENOTCONN,
            WSAEISCONN,
            WSAEADDRNOTAVAIL,
            WSAEAFNOSUPPORT
        };

        private static int[] with(int[] some, int... more) {
            return IntStream.concat(Arrays.stream(some), Arrays.stream(more)).toArray();
        }
    }

    private final ToIntFunction<Arguments> call;
    private final Set<Integer> errors;

    Function(ToIntFunction<Arguments> call, int... errors) {
        this.call = call;
        this.errors = Arrays.stream(errors).boxed().collect(Collectors.toSet());
    }

    /** SOCKET_ERROR when the function failed; the last error is then set. */
    int call(Arguments arguments) {
        return call.applyAsInt(arguments);
    }

    boolean mayFailWith(int error) {
        return errors.contains(error);
    }

    private static int made(SOCKET s) {
        return s == INVALID_SOCKET ? SOCKET_ERROR : 0;
    }

    private static int succeeded(boolean result) {
        return result ? 0 : SOCKET_ERROR;
    }

    // These return the error number itself
    private static int direct(int error) {
        WSASetLastError(error);
        return error == 0 ? 0 : SOCKET_ERROR;
    }

    private static String text(Arguments a) {
        return new String(a.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

package dev.jwinsock;

import dev.jwinsock.ws2.Extensions;
import dev.jwinsock.ws2.RioFunctions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code mswsock.h}: Microsoft's extensions of the Windows Sockets 2 service. */
public final class Mswsock {
    // Flags of received messages
    public static final int MSG_TRUNC = 0x100;
    public static final int MSG_CTRUNC = 0x200;
    public static final int MSG_BCAST = 0x400;
    public static final int MSG_MCAST = 0x800;

    // Options of SOL_SOCKET; those that begin with SO_CONN and SO_DISC are of protocols of the past and always refused
    public static final int SO_CONNDATA = 0x7000;
    public static final int SO_CONNOPT = 0x7001;
    public static final int SO_DISCDATA = 0x7002;
    public static final int SO_DISCOPT = 0x7003;
    public static final int SO_CONNDATALEN = 0x7004;
    public static final int SO_CONNOPTLEN = 0x7005;
    public static final int SO_DISCDATALEN = 0x7006;
    public static final int SO_DISCOPTLEN = 0x7007;
    public static final int SO_OPENTYPE = 0x7008;
    public static final int SO_MAXDG = 0x7009;
    public static final int SO_MAXPATHDG = 0x700A;
    public static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B;
    public static final int SO_CONNECT_TIME = 0x700C;
    public static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010;

    // Values of SO_OPENTYPE
    public static final int SO_SYNCHRONOUS_ALERT = 0x10;
    public static final int SO_SYNCHRONOUS_NONALERT = 0x20;

    // Options of IPPROTO_TCP
    public static final int TCP_BSDURGENT = 0x7000;

    // TransmitFile, DisconnectEx
    public static final int TF_DISCONNECT = 0x1;
    public static final int TF_REUSE_SOCKET = 0x2;
    public static final int TF_WRITE_BEHIND = 0x4;
    public static final int TF_USE_DEFAULT_WORKER = 0x0;
    public static final int TF_USE_SYSTEM_THREAD = 0x10;
    public static final int TF_USE_KERNEL_APC = 0x20;

    // TransmitPackets
    public static final int TP_DISCONNECT = 0x1;
    public static final int TP_REUSE_SOCKET = 0x2;
    public static final int TP_USE_DEFAULT_WORKER = 0x0;
    public static final int TP_USE_SYSTEM_THREAD = 0x10;
    public static final int TP_USE_KERNEL_APC = 0x20;
    public static final int TP_ELEMENT_MEMORY = 0x1;
    public static final int TP_ELEMENT_FILE = 0x2;
    public static final int TP_ELEMENT_EOP = 0x4;

    // What SIO_GET_EXTENSION_FUNCTION_POINTER is asked for
    public static final GUID WSAID_ACCEPTEX = new GUID("B5367DF1-CBAC-11CF-95CA-00805F48A192");
    public static final GUID WSAID_CONNECTEX = new GUID("25A207B9-DDF3-4660-8EE9-76E58C74063E");
    public static final GUID WSAID_DISCONNECTEX = new GUID("7FDA2E11-8630-436F-A031-F536A6EEC157");
    public static final GUID WSAID_GETACCEPTEXSOCKADDRS = new GUID("B5367DF2-CBAC-11CF-95CA-00805F48A192");
    public static final GUID WSAID_TRANSMITFILE = new GUID("B5367DF0-CBAC-11CF-95CA-00805F48A192");
    public static final GUID WSAID_TRANSMITPACKETS = new GUID("D9689DA0-1F90-11D3-9971-00C04F68C876");
    public static final GUID WSAID_WSARECVMSG = new GUID("F689D7C8-6F1F-436B-8A53-E54FE351C322");
    public static final GUID WSAID_WSASENDMSG = new GUID("A441E712-754F-43CA-84A7-0DEE44CF606D");

    /** What SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER is asked for. */
    public static final GUID WSAID_MULTIPLE_RIO = new GUID("{8509E081-96DD-4005-B165-9E2EE8C79E3F}");

    // WSAIoctl codes
    public static final int SIO_BASE_HANDLE = 0x48000022;
    public static final int SIO_BSP_HANDLE = 0x4800001B;
    public static final int SIO_BSP_HANDLE_POLL = 0x4800001D;
    public static final int SIO_BSP_HANDLE_SELECT = 0x4800001C;
    public static final int SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER = 0xC8000024;
    public static final int SIO_QUERY_RSS_PROCESSOR_INFO = 0x48000025;
    public static final int SIO_SET_COMPATIBILITY_MODE = 0x9800012C;
    public static final int SIO_UDP_CONNRESET = 0x9800000C;

    // WSA_COMPATIBILITY_MODE.BehaviorId
    public static final int WsaBehaviorAll = 0;
    public static final int WsaBehaviorReceiveBuffering = 1;
    public static final int WsaBehaviorAutoTuning = 2;

    /** By {@link GUID#toString}. */
    static final Map<String, Supplier<?>> FUNCTIONS = Map.of(
            WSAID_ACCEPTEX.toString(), () -> (LPFN_ACCEPTEX) Mswsock::AcceptEx,
            WSAID_CONNECTEX.toString(), () -> (LPFN_CONNECTEX) Mswsock::ConnectEx,
            WSAID_DISCONNECTEX.toString(), () -> (LPFN_DISCONNECTEX) Mswsock::DisconnectEx,
            WSAID_GETACCEPTEXSOCKADDRS.toString(), () -> (LPFN_GETACCEPTEXSOCKADDRS) Mswsock::GetAcceptExSockaddrs,
            WSAID_TRANSMITFILE.toString(), () -> (LPFN_TRANSMITFILE) Mswsock::TransmitFile,
            WSAID_WSASENDMSG.toString(), () -> (LPFN_WSASENDMSG) Winsock2::WSASendMsg,
            WSAID_WSARECVMSG.toString(), () -> (LPFN_WSARECVMSG) Mswsock::WSARecvMsg,
            WSAID_MULTIPLE_RIO.toString(), RioFunctions::new,
            WSAID_TRANSMITPACKETS.toString(), () -> (LPFN_TRANSMITPACKETS) Mswsock::TransmitPackets);

    private Mswsock() {}

    /**
     * C: {@code BOOL AcceptEx(SOCKET sListenSocket, SOCKET sAcceptSocket, PVOID lpOutputBuffer, DWORD dwReceiveDataLength,
     * DWORD dwLocalAddressLength, DWORD dwRemoteAddressLength, LPDWORD lpdwBytesReceived, LPOVERLAPPED lpOverlapped)}. Accepts
     * into a socket that exists, and receives the first data with it. Always pends (A109); it is told as an operation of the
     * listening socket (A090). Several on one socket are served in order (A116).
     *
     * <p>Until SO_UPDATE_ACCEPT_CONTEXT is set the accepted socket can send, receive and be closed, and nothing else (A121).
     *
     * <p>Errors: ERROR_IO_PENDING; ERROR_INVALID_PARAMETER without lpOverlapped; WSAENOTSOCK; WSAEFAULT for
     * dwRemoteAddressLength 0 or a buffer that is null or too small; WSAEINVAL when sListenSocket does not listen, or
     * sAcceptSocket is bound, connected, waiting in another AcceptEx, or no stream socket of the same family.
     * Specification: "AcceptEx function".
     *
     * @param lpOutputBuffer from its position on: the data, a block for each address
     * @param dwReceiveDataLength bytes; 0 completes with the connection
     * @param dwLocalAddressLength bytes, 16 more than the address has
     * @param dwRemoteAddressLength bytes, 16 more than the address has
     * @param lpdwBytesReceived not written, since the call always pends
     */
    public static boolean AcceptEx(
            @Nullable SOCKET sListenSocket,
            @Nullable SOCKET sAcceptSocket,
            @Nullable ByteBuffer lpOutputBuffer,
            int dwReceiveDataLength,
            int dwLocalAddressLength,
            int dwRemoteAddressLength,
            @Nullable IntRef lpdwBytesReceived,
            @Nullable OVERLAPPED lpOverlapped) {
        return Extensions.accept(
                sListenSocket,
                sAcceptSocket,
                lpOutputBuffer,
                dwReceiveDataLength,
                dwLocalAddressLength,
                dwRemoteAddressLength,
                lpOverlapped);
    }

    /**
     * C: {@code void GetAcceptExSockaddrs(PVOID lpOutputBuffer, DWORD dwReceiveDataLength, DWORD dwLocalAddressLength, DWORD
     * dwRemoteAddressLength, LPSOCKADDR *LocalSockaddr, LPINT LocalSockaddrLength, LPSOCKADDR *RemoteSockaddr, LPINT
     * RemoteSockaddrLength)}. The addresses in the buffer of a completed {@link #AcceptEx}, with the same lengths (A115); null
     * and 0 for a block that was too small. Specification: "GetAcceptExSockaddrs function".
     */
    public static void GetAcceptExSockaddrs(
            ByteBuffer lpOutputBuffer,
            int dwReceiveDataLength,
            int dwLocalAddressLength,
            int dwRemoteAddressLength,
            @Nullable Ref<sockaddr> LocalSockaddr,
            @Nullable IntRef LocalSockaddrLength,
            @Nullable Ref<sockaddr> RemoteSockaddr,
            @Nullable IntRef RemoteSockaddrLength) {
        Extensions.acceptedAddresses(
                lpOutputBuffer,
                dwReceiveDataLength,
                dwLocalAddressLength,
                dwRemoteAddressLength,
                LocalSockaddr,
                LocalSockaddrLength,
                RemoteSockaddr,
                RemoteSockaddrLength);
    }

    /**
     * C: {@code BOOL ConnectEx(SOCKET s, const struct sockaddr *name, int namelen, PVOID lpSendBuffer, DWORD dwSendDataLength,
     * LPDWORD lpdwBytesSent, LPOVERLAPPED lpOverlapped)}. Connects a bound socket and sends the first data. Always pends
     * (A125). Until SO_UPDATE_CONNECT_CONTEXT is set getpeername and shutdown fail (A132).
     *
     * <p>Errors: ERROR_IO_PENDING; ERROR_INVALID_PARAMETER without lpOverlapped; WSAENOTSOCK; WSAEINVAL when s is not
     * bound, listens, or connects already; WSAEISCONN; WSAEFAULT. The operation fails as connect does, refused with
     * ERROR_CONNECTION_REFUSED (A127). Specification: "LPFN_CONNECTEX callback function".
     *
     * @param namelen bytes, {@code sizeof(name)}
     * @param lpSendBuffer from its position on; may be null
     * @param dwSendDataLength bytes
     * @param lpdwBytesSent not written, since the call always pends
     */
    public static boolean ConnectEx(
            @Nullable SOCKET s,
            @Nullable sockaddr name,
            int namelen,
            @Nullable ByteBuffer lpSendBuffer,
            int dwSendDataLength,
            @Nullable IntRef lpdwBytesSent,
            @Nullable OVERLAPPED lpOverlapped) {
        return Extensions.connect(s, name, namelen, lpSendBuffer, dwSendDataLength, lpOverlapped);
    }

    /**
     * C: {@code BOOL DisconnectEx(SOCKET s, LPOVERLAPPED lpOverlapped, DWORD dwFlags, DWORD dwReserved)}. Ends the connection
     * when all that is being sent has left. With lpOverlapped it pends, without it blocks.
     *
     * <p>Errors: ERROR_IO_PENDING; WSAENOTSOCK; WSAENOTCONN; WSAEINVAL for other flags. Specification: "LPFN_DISCONNECTEX
     * callback function".
     *
     * @param dwFlags 0, or TF_REUSE_SOCKET: s can be used in AcceptEx or ConnectEx afterwards. It keeps its port,
     *     if it was bound, its options and its completion port (A140, A141)
     * @param dwReserved 0
     */
    public static boolean DisconnectEx(
            @Nullable SOCKET s, @Nullable OVERLAPPED lpOverlapped, int dwFlags, int dwReserved) {
        return Extensions.disconnect(s, lpOverlapped, dwFlags, dwReserved);
    }

    /**
     * C: {@code BOOL TransmitFile(SOCKET hSocket, HANDLE hFile, DWORD nNumberOfBytesToWrite, DWORD nNumberOfBytesPerSend,
     * LPOVERLAPPED lpOverlapped, LPTRANSMIT_FILE_BUFFERS lpTransmitBuffers, DWORD dwReserved)}. Sends a file between two
     * buffers, by the kernel where it can, in one operation. With lpOverlapped it pends and takes the place in the file from
     * there; without it blocks, and takes the channel's position, which advances (A148). A file that ends earlier ends the
     * transfer: what there was is sent.
     *
     * <p>Errors: WSAENOTSOCK; WSAENOTCONN; WSAESHUTDOWN; WSAEFAULT for a length beyond a buffer; WSAEINVAL for other flags;
     * ERROR_IO_PENDING. A file that is closed or cannot be read fails the operation with ERROR_INVALID_HANDLE. Specification:
     * "TransmitFile function".
     *
     * @param hFile null: only the buffers
     * @param nNumberOfBytesToWrite 0: to the end of the file
     * @param nNumberOfBytesPerSend a hint, not used
     * @param dwReserved TF_DISCONNECT, TF_REUSE_SOCKET (as {@link #DisconnectEx}, A150); TF_WRITE_BEHIND,
     *     TF_USE_DEFAULT_WORKER, TF_USE_SYSTEM_THREAD and TF_USE_KERNEL_APC change nothing
     */
    public static boolean TransmitFile(
            @Nullable SOCKET hSocket,
            @Nullable FileChannel hFile,
            int nNumberOfBytesToWrite,
            int nNumberOfBytesPerSend,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable TRANSMIT_FILE_BUFFERS lpTransmitBuffers,
            int dwReserved) {
        return Extensions.transmit(hSocket, hFile, nNumberOfBytesToWrite, lpOverlapped, lpTransmitBuffers, dwReserved);
    }

    /**
     * C: {@code BOOL TransmitPackets(SOCKET hSocket, LPTRANSMIT_PACKETS_ELEMENT lpPacketArray, DWORD nElementCount, DWORD
     * nSendSize, LPOVERLAPPED lpOverlapped, DWORD dwFlags)}. Sends pieces of memory and of files in the order of the array, in
     * one operation (A150). With lpOverlapped it pends, without it blocks.
     *
     * <p>Errors: as {@link #TransmitFile}; WSAEINVAL for an element that is neither memory nor a file. Specification:
     * "LPFN_TRANSMITPACKETS callback function".
     *
     * @param nSendSize a hint, not used
     * @param dwFlags TP_DISCONNECT, TP_REUSE_SOCKET; TP_USE_DEFAULT_WORKER, TP_USE_SYSTEM_THREAD and TP_USE_KERNEL_APC
     *     change nothing
     */
    public static boolean TransmitPackets(
            @Nullable SOCKET hSocket,
            @Nullable TRANSMIT_PACKETS_ELEMENT @Nullable [] lpPacketArray,
            int nElementCount,
            int nSendSize,
            @Nullable OVERLAPPED lpOverlapped,
            int dwFlags) {
        return Extensions.transmit(hSocket, lpPacketArray, nElementCount, lpOverlapped, dwFlags);
    }

    /**
     * C: {@code INT WSARecvMsg(SOCKET s, LPWSAMSG lpMsg, LPDWORD lpdwNumberOfBytesRecvd, LPWSAOVERLAPPED lpOverlapped,
     * LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine)}. Receives a message and its sender, as WSARecvFrom does, and
     * the control data that the socket's options ask for: IP_PKTINFO, IPV6_PKTINFO, IP_RECVTTL, …
     *
     * <p>Errors: those of {@code WSARecvFrom}; WSAEFAULT for a null message, a null count without lpOverlapped, or control
     * data that are no valid memory; WSAEMSGSIZE with MSG_TRUNC in dwFlags for a message, with MSG_CTRUNC for control data
     * that are too long, and the count is written then, too. Specification: "LPFN_WSARECVMSG (WSARecvMsg) function
     * pointer".
     */
    public static int WSARecvMsg(
            @Nullable SOCKET s,
            @Nullable WSAMSG lpMsg,
            @Nullable IntRef lpdwNumberOfBytesRecvd,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Extensions.receiveMessage(s, lpMsg, lpdwNumberOfBytesRecvd, lpOverlapped, lpCompletionRoutine);
    }

    /** C: {@code WSA_CMSG_FIRSTHDR(msg)}: the first control data object, null when there is no room for one. */
    public static @Nullable WSACMSGHDR WSA_CMSG_FIRSTHDR(WSAMSG msg) {
        return header(msg.Control, -1);
    }

    /** C: {@code WSA_CMSG_NXTHDR(msg, cmsg)}: the object behind this one; null at the end, or when cmsg_len leads nowhere. */
    public static @Nullable WSACMSGHDR WSA_CMSG_NXTHDR(WSAMSG msg, @Nullable WSACMSGHDR cmsg) {
        if (cmsg == null) {
            return WSA_CMSG_FIRSTHDR(msg);
        }
        int next = cmsg.next();
        return next < 0 ? null : header(msg.Control, next);
    }

    /** @param at index, -1 for the first */
    private static @Nullable WSACMSGHDR header(@Nullable WSABUF control, int at) {
        ByteBuffer memory = control == null ? null : control.buf;
        if (control == null || memory == null || control.len < 0) {
            return null;
        }
        int end = (int) Math.min(memory.limit(), (long) memory.position() + control.len);
        int start = at < 0 ? memory.position() : at;
        return end - start < WSACMSGHDR.SIZE
                ? null
                : new WSACMSGHDR(memory.duplicate().limit(end), start);
    }

    /**
     * C: {@code WSA_CMSG_DATA(cmsg)}: the data of the object, in little-endian order and as far as the control data go; in C
     * a pointer: {@code WSA_CMSG_DATA(cmsg).getInt(0)}, {@code new in_pktinfo(WSA_CMSG_DATA(cmsg))},
     * {@code WSA_CMSG_DATA(cmsg).put(info.toBytes())}.
     */
    public static ByteBuffer WSA_CMSG_DATA(WSACMSGHDR cmsg) {
        return cmsg.data();
    }

    /** C: {@code WSA_CMSG_SPACE(length)}: bytes that an object with so many bytes of data takes. */
    public static int WSA_CMSG_SPACE(int length) {
        return WSACMSGHDR.SIZE + (length + 7 & -8);
    }

    /** C: {@code WSA_CMSG_LEN(length)}: cmsg_len of an object with so many bytes of data. */
    public static int WSA_CMSG_LEN(int length) {
        return WSACMSGHDR.SIZE + length;
    }

    /**
     * C: {@code int WSARecvEx(SOCKET s, char *buf, int len, int *flags)}. As {@code recv}, but a message that is longer than
     * the buffer is no error: MSG_PARTIAL is in the flags. The position advances by the result.
     *
     * <p>Errors: those of {@code recv} except WSAEMSGSIZE. Specification: "WSARecvEx function".
     *
     * @param flags in: as recv's; out: MSG_PARTIAL or 0
     */
    public static int WSARecvEx(@Nullable SOCKET s, @Nullable ByteBuffer buf, @Nullable IntRef flags) {
        return Extensions.receive(s, buf, flags);
    }
}

package dev.jwinsock;

import dev.jwinsock.ws2.AddressText;
import dev.jwinsock.ws2.FamilyOptions;
import dev.jwinsock.ws2.HostNames;
import dev.jwinsock.ws2.OptionValues;
import dev.jwinsock.ws2.PathSettings;
import dev.jwinsock.ws2.SourceFilters;
import org.jspecify.annotations.Nullable;

/**
 * {@code ws2tcpip.h} with {@code ws2ipdef.h}: constants and functions of TCP/IP, for a static import.
 *
 * <p>Java strings are Unicode, so the functions with and without W are the same. A char array that receives text is a
 * StringBuilder, whose content is replaced; its size argument counts characters with the NUL, as in C.
 */
public final class Ws2tcpip {
    // ai_flags
    public static final int AI_PASSIVE = 1;
    public static final int AI_CANONNAME = 2;
    public static final int AI_NUMERICHOST = 4;
    public static final int AI_NUMERICSERV = 8;
    public static final int AI_ALL = 256;
    public static final int AI_ADDRCONFIG = 1024;
    public static final int AI_V4MAPPED = 2048;
    public static final int AI_NON_AUTHORITATIVE = 0x4000;
    public static final int AI_SECURE = 0x8000;
    public static final int AI_RETURN_PREFERRED_NAMES = 0x00010000;
    public static final int AI_FQDN = 0x00020000;
    public static final int AI_FILESERVER = 0x00040000;
    public static final int AI_DISABLE_IDN_ENCODING = 0x00080000;

    // Results of getaddrinfo and getnameinfo; they are Winsock error numbers
    public static final int EAI_MEMORY = 8;
    public static final int EAI_BADFLAGS = 10022;
    public static final int EAI_SOCKTYPE = 10044;
    public static final int EAI_FAMILY = 10047;
    public static final int EAI_SERVICE = 10109;
    public static final int EAI_NONAME = 11001;
    public static final int EAI_AGAIN = 11002;
    public static final int EAI_FAIL = 11003;
    public static final int EAI_NODATA = 11004;

    // getnameinfo: flags and sizes
    public static final int NI_NOFQDN = 1;
    public static final int NI_NUMERICHOST = 2;
    public static final int NI_NAMEREQD = 4;
    public static final int NI_NUMERICSERV = 8;
    public static final int NI_DGRAM = 16;
    public static final int NI_MAXSERV = 32;
    public static final int NI_MAXHOST = 1025;

    // Socket options of level IPPROTO_IP
    public static final int IP_OPTIONS = 1;
    public static final int IP_HDRINCL = 2;
    public static final int IP_TOS = 3;
    public static final int IP_TTL = 4;
    public static final int IP_MULTICAST_IF = 9;
    public static final int IP_MULTICAST_TTL = 10;
    public static final int IP_MULTICAST_LOOP = 11;
    public static final int IP_ADD_MEMBERSHIP = 12;
    public static final int IP_DROP_MEMBERSHIP = 13;
    public static final int IP_DONTFRAGMENT = 14;
    public static final int IP_ADD_SOURCE_MEMBERSHIP = 15;
    public static final int IP_DROP_SOURCE_MEMBERSHIP = 16;
    public static final int IP_BLOCK_SOURCE = 17;
    public static final int IP_UNBLOCK_SOURCE = 18;
    public static final int IP_PKTINFO = 19;
    public static final int IP_HOPLIMIT = 21;
    public static final int IP_RECVTTL = 21;
    public static final int IP_RECEIVE_BROADCAST = 22;
    public static final int IP_PROTECTION_LEVEL = 23;
    public static final int IP_RECVIF = 24;
    public static final int IP_RECVDSTADDR = 25;
    public static final int IP_IFLIST = 28;
    public static final int IP_ADD_IFLIST = 29;
    public static final int IP_DEL_IFLIST = 30;
    public static final int IP_UNICAST_IF = 31;
    public static final int IP_RTHDR = 32;
    public static final int IP_GET_IFLIST = 33;
    public static final int IP_RECVRTHDR = 38;
    public static final int IP_TCLASS = 39;
    public static final int IP_RECVTCLASS = 40;
    public static final int IP_RECVTOS = 40;
    public static final int IP_ORIGINAL_ARRIVAL_IF = 47;
    public static final int IP_ECN = 50;
    public static final int IP_PKTINFO_EX = 51;
    public static final int IP_WFP_REDIRECT_RECORDS = 60;
    public static final int IP_WFP_REDIRECT_CONTEXT = 70;
    public static final int IP_MTU_DISCOVER = 71;
    public static final int IP_MTU = 73;
    public static final int IP_NRT_INTERFACE = 74;
    public static final int IP_RECVERR = 75;
    public static final int IP_USER_MTU = 76;

    // Values of IP options
    public static final int IP_PMTUDISC_NOT_SET = 0;
    public static final int IP_UNSPECIFIED_USER_MTU = 0xFFFFFFFF;
    public static final int IP_PMTUDISC_DO = 1;
    public static final int IP_PMTUDISC_DONT = 2;
    public static final int IP_PMTUDISC_PROBE = 3;
    public static final int IP_PMTUDISC_MAX = 4;
    public static final int IP_UNSPECIFIED_HOP_LIMIT = -1;
    public static final int IP_UNSPECIFIED_TYPE_OF_SERVICE = -1;

    // Socket options of level IPPROTO_IPV6
    public static final int IPV6_HOPOPTS = 1;
    public static final int IPV6_HDRINCL = 2;
    public static final int IPV6_UNICAST_HOPS = 4;
    public static final int IPV6_MULTICAST_IF = 9;
    public static final int IPV6_MULTICAST_HOPS = 10;
    public static final int IPV6_MULTICAST_LOOP = 11;
    public static final int IPV6_ADD_MEMBERSHIP = 12;
    public static final int IPV6_JOIN_GROUP = 12;
    public static final int IPV6_DROP_MEMBERSHIP = 13;
    public static final int IPV6_LEAVE_GROUP = 13;
    public static final int IPV6_DONTFRAG = 14;
    public static final int IPV6_PKTINFO = 19;
    public static final int IPV6_HOPLIMIT = 21;
    public static final int IPV6_PROTECTION_LEVEL = 23;
    public static final int IPV6_RECVIF = 24;
    public static final int IPV6_RECVDSTADDR = 25;
    public static final int IPV6_CHECKSUM = 26;
    public static final int IPV6_V6ONLY = 27;
    public static final int IPV6_IFLIST = 28;
    public static final int IPV6_ADD_IFLIST = 29;
    public static final int IPV6_DEL_IFLIST = 30;
    public static final int IPV6_UNICAST_IF = 31;
    public static final int IPV6_RTHDR = 32;
    public static final int IPV6_GET_IFLIST = 33;
    public static final int IPV6_RECVRTHDR = 38;
    public static final int IPV6_TCLASS = 39;
    public static final int IPV6_RECVTCLASS = 40;
    public static final int IPV6_ECN = 50;
    public static final int IPV6_PKTINFO_EX = 51;
    public static final int IPV6_WFP_REDIRECT_RECORDS = 60;
    public static final int IPV6_WFP_REDIRECT_CONTEXT = 70;
    public static final int IPV6_MTU_DISCOVER = 71;
    public static final int IPV6_MTU = 72;
    public static final int IPV6_NRT_INTERFACE = 74;
    public static final int IPV6_RECVERR = 75;
    public static final int IPV6_USER_MTU = 76;
    public static final int IPV6_ADDRESS_BITS = 128;

    // Multicast options and filter modes for both IP versions
    public static final int MCAST_INCLUDE = 0;
    public static final int MCAST_EXCLUDE = 1;
    public static final int MCAST_JOIN_GROUP = 41;
    public static final int MCAST_LEAVE_GROUP = 42;
    public static final int MCAST_BLOCK_SOURCE = 43;
    public static final int MCAST_UNBLOCK_SOURCE = 44;
    public static final int MCAST_JOIN_SOURCE_GROUP = 45;
    public static final int MCAST_LEAVE_SOURCE_GROUP = 46;

    // Values of IP_PROTECTION_LEVEL and IPV6_PROTECTION_LEVEL
    public static final int PROTECTION_LEVEL_UNRESTRICTED = 10;
    public static final int PROTECTION_LEVEL_EDGERESTRICTED = 20;
    public static final int PROTECTION_LEVEL_RESTRICTED = 30;
    public static final int PROTECTION_LEVEL_DEFAULT = 0xFFFFFFFF;

    // Socket options of level IPPROTO_TCP
    public static final int TCP_EXPEDITED_1122 = 2;
    public static final int TCP_KEEPIDLE = 3;
    public static final int TCP_MAXRT = 5;
    public static final int TCP_TIMESTAMPS = 10;
    public static final int TCP_FASTOPEN = 15;
    public static final int TCP_KEEPCNT = 16;
    public static final int TCP_KEEPINTVL = 17;
    public static final int TCP_FAIL_CONNECT_ON_ICMP_ERROR = 18;
    public static final int TCP_ICMP_ERROR_INFO = 19;

    // Socket options of level IPPROTO_UDP
    public static final int UDP_NOCHECKSUM = 1;
    public static final int UDP_SEND_MSG_SIZE = 2;
    public static final int UDP_COALESCED_INFO = 3;
    public static final int UDP_RECV_MAX_COALESCED_SIZE = 3;
    public static final int UDP_CHECKSUM_COVERAGE = 20;

    // WSAIoctl codes
    public static final int SIOCGMSFILTER = 0x8004747F;
    public static final int SIOCSMSFILTER = 0x8004747E;
    public static final int SIO_GET_INTERFACE_LIST = 0x4004747F;
    public static final int SIO_GET_INTERFACE_LIST_EX = 0x4004747E;
    public static final int SIO_GET_MULTICAST_FILTER = 0x8004747C;
    public static final int SIO_IDEAL_SEND_BACKLOG_CHANGE = 0x2000747A;
    public static final int SIO_IDEAL_SEND_BACKLOG_QUERY = 0x4004747B;
    public static final int SIO_SET_MULTICAST_FILTER = 0x8004747D;

    // INTERFACE_INFO.iiFlags
    public static final int IFF_UP = 0x1;
    public static final int IFF_BROADCAST = 0x2;
    public static final int IFF_LOOPBACK = 0x4;
    public static final int IFF_POINTTOPOINT = 0x8;
    public static final int IFF_MULTICAST = 0x10;

    /** C: {@code in6addr_any}, the IPv6 wildcard address. A copy each time, so that nobody can change it for others. */
    public static in6_addr in6addr_any() {
        return new in6_addr();
    }

    /** C: {@code in6addr_loopback}, {@code ::1}. A copy each time, so that nobody can change it for others. */
    public static in6_addr in6addr_loopback() {
        in6_addr loopback = new in6_addr();
        loopback.s6_addr[15] = 1;
        return loopback;
    }

    private Ws2tcpip() {}

    // ---- Type-safe options

    /**
     * C: {@code INT WSAGetIPUserMtu(SOCKET Socket, DWORD *Mtu)}. IP_USER_MTU or IPV6_USER_MTU, by the socket's family:
     * bytes, {@link #IP_UNSPECIFIED_USER_MTU} unless set.
     *
     * <p>Errors: WSAEFAULT for null. Specification: "IPPROTO_IP socket options".
     */
    public static int WSAGetIPUserMtu(@Nullable SOCKET Socket, @Nullable IntRef Mtu) {
        return PathSettings.userMtu(Socket, Mtu);
    }

    /**
     * C: {@code INT WSASetIPUserMtu(SOCKET Socket, DWORD Mtu)}. An upper bound of the MTU: a stream's segments keep below
     * it; a datagram that is not to be fragmented and is longer fails with WSAEMSGSIZE.
     *
     * @param Mtu bytes, with the headers
     */
    public static int WSASetIPUserMtu(@Nullable SOCKET Socket, int Mtu) {
        return PathSettings.userMtu(Socket, Mtu);
    }

    /**
     * C: {@code INT WSAGetFailConnectOnIcmpError(SOCKET Socket, DWORD *Enabled)}. TCP_FAIL_CONNECT_ON_ICMP_ERROR.
     *
     * <p>Errors: WSAENOPROTOOPT for a datagram socket, and where the transport cannot tell of ICMP errors.
     */
    public static int WSAGetFailConnectOnIcmpError(@Nullable SOCKET Socket, @Nullable IntRef Enabled) {
        return PathSettings.failOnIcmp(Socket, Enabled);
    }

    /**
     * C: {@code INT WSASetFailConnectOnIcmpError(SOCKET Socket, DWORD Enabled)}. A connect that an ICMP error answers fails
     * with WSAEHOSTUNREACH, and {@link #WSAGetIcmpErrorInfo} tells what it said. Linux ends a connect by ICMP errors even
     * when this is off, with the error of each.
     */
    public static int WSASetFailConnectOnIcmpError(@Nullable SOCKET Socket, int Enabled) {
        return PathSettings.failOnIcmp(Socket, Enabled);
    }

    /**
     * C: {@code INT WSAGetIcmpErrorInfo(SOCKET Socket, ICMP_ERROR_INFO *Info, ULONG *Length)}. TCP_ICMP_ERROR_INFO: the ICMP
     * error that has ended the last connect.
     *
     * <p>Errors: WSAEINVAL unless {@link #WSASetFailConnectOnIcmpError} was called, WSAEFAULT for null or too little room.
     * Specification: "IPPROTO_TCP socket options".
     *
     * @param Length in: {@code sizeof(Info)}; out: the same, or 0 when there was none
     */
    public static int WSAGetIcmpErrorInfo(
            @Nullable SOCKET Socket, @Nullable ICMP_ERROR_INFO Info, @Nullable IntRef Length) {
        return PathSettings.icmpError(Socket, Info, Length);
    }

    // ---- Address text

    /**
     * C: {@code INT inet_pton(INT Family, PCSTR pszAddrString, PVOID pAddrBuf)}. Address text to {@link in_addr} or
     * {@link in6_addr}: four decimal parts, or IPv6 text without scope and port.
     *
     * <p>Works before WSAStartup. Malformed text gives 0 and leaves the last error alone (S012). Errors: WSAEFAULT for a
     * null string or room (S303) and room of the wrong structure, WSAEAFNOSUPPORT for another family. Specification: "Text
     * Representation of IPv6 Addresses".
     *
     * @return 1 for success, 0 for malformed text, -1 for an error
     */
    public static int inet_pton(int Family, @Nullable String pszAddrString, @Nullable Struct pAddrBuf) {
        return AddressText.inetPton(Family, pszAddrString, pAddrBuf);
    }

    /**
     * C: {@code INT InetPtonW(INT Family, PCWSTR pszAddrString, PVOID pAddrBuf)}. As {@link #inet_pton}, but malformed text
     * sets the last error to WSAEINVAL (S303). Specification: "Winsock Functions".
     *
     * @return 1 for success, 0 for malformed text, -1 for an error
     */
    public static int InetPtonW(int Family, @Nullable String pszAddrString, @Nullable Struct pAddrBuf) {
        return AddressText.inetPtonW(Family, pszAddrString, pAddrBuf);
    }

    /**
     * C: {@code PCSTR inet_ntop(INT Family, const VOID *pAddr, PSTR pStringBuf, size_t StringBufSize)}. {@link in_addr} or
     * {@link in6_addr} to text, which is stored and returned.
     *
     * <p>Works before WSAStartup. Errors: WSAEAFNOSUPPORT for another family; a null buffer or one that is too small gives
     * 0xC000000D, as Windows does since version 8 (S305). Specification: "Winsock Functions".
     *
     * @param StringBufSize room in characters with the NUL; 22 is enough for IPv4, 65 for IPv6
     * @return the text or null
     */
    public static @Nullable String inet_ntop(
            int Family, @Nullable Struct pAddr, @Nullable StringBuilder pStringBuf, int StringBufSize) {
        return AddressText.inetNtop(Family, pAddr, pStringBuf, StringBufSize);
    }

    /** C: {@code PCWSTR InetNtopW(INT Family, const VOID *pAddr, PWSTR pStringBuf, size_t StringBufSize)}: {@link #inet_ntop}. */
    public static @Nullable String InetNtopW(
            int Family, @Nullable Struct pAddr, @Nullable StringBuilder pStringBuf, int StringBufSize) {
        return AddressText.inetNtop(Family, pAddr, pStringBuf, StringBufSize);
    }

    // ---- Names

    /**
     * C: {@code INT getaddrinfo(PCSTR pNodeName, PCSTR pServiceName, const ADDRINFOA *pHints, PADDRINFOA *ppResult)}.
     * Addresses for a host name, address text or null (this computer: loopback, or with AI_PASSIVE the wildcard) and for a
     * service name or port number. Blocks while the system's resolver works.
     *
     * <p>Returns the error, which is also the last error: WSANOTINITIALISED; EAI_NONAME (WSAHOST_NOT_FOUND) for an unknown
     * host or when both names are null; EAI_FAMILY, EAI_SOCKTYPE, EAI_SERVICE (unknown, or not of this socket type);
     * EAI_BADFLAGS for flags that do not go together; EAI_FAIL (WSANO_RECOVERY) for hints whose other fields are set;
     * WSANO_DATA for a name without an address of the family; WSAEFAULT for a null result. Specification: "Using
     * getaddrinfo", "Dual-Stack Sockets for IPv6 Winsock Applications".
     *
     * @return 0 or the error
     */
    public static int getaddrinfo(
            @Nullable String pNodeName,
            @Nullable String pServiceName,
            @Nullable addrinfo pHints,
            @Nullable Ref<addrinfo> ppResult) {
        return HostNames.getaddrinfo(pNodeName, pServiceName, pHints, ppResult);
    }

    /** C: {@code INT GetAddrInfoW(...)}: the same as {@link #getaddrinfo}. */
    public static int GetAddrInfoW(
            @Nullable String pNodeName,
            @Nullable String pServiceName,
            @Nullable addrinfo pHints,
            @Nullable Ref<addrinfo> ppResult) {
        return HostNames.getaddrinfo(pNodeName, pServiceName, pHints, ppResult);
    }

    /**
     * C: {@code VOID freeaddrinfo(PADDRINFOA pAddrInfo)}. Ends the use of a result: its links and addresses become null, so
     * that a use after it shows. Specification: "Winsock Functions".
     */
    public static void freeaddrinfo(@Nullable addrinfo pAddrInfo) {
        HostNames.freeaddrinfo(pAddrInfo);
    }

    /** C: {@code VOID FreeAddrInfoW(PADDRINFOW pAddrInfo)}: the same as {@link #freeaddrinfo}. */
    public static void FreeAddrInfoW(@Nullable addrinfo pAddrInfo) {
        HostNames.freeaddrinfo(pAddrInfo);
    }

    /**
     * C: {@code INT getnameinfo(const SOCKADDR *pSockaddr, socklen_t SockaddrLength, PCHAR pNodeBuffer, DWORD
     * NodeBufferSize, PCHAR pServiceBuffer, DWORD ServiceBufferSize, INT Flags)}. The names for an address and its port.
     * Blocks while the system's resolver works.
     *
     * <p>Returns the error, which is also the last error: WSANOTINITIALISED; WSAEFAULT for a null or short address; 122
     * (ERROR_INSUFFICIENT_BUFFER) for too little room; EAI_NONAME when neither name is asked for, or with NI_NAMEREQD when
     * there is no name; EAI_FAMILY; EAI_BADFLAGS for unknown flags. Specification: "Winsock Functions".
     *
     * @param SockaddrLength bytes
     * @param pNodeBuffer receives the host, or null
     * @param NodeBufferSize room in characters with the NUL; NI_MAXHOST is enough
     * @param pServiceBuffer receives the service, or null
     * @param ServiceBufferSize room in characters with the NUL; NI_MAXSERV is enough
     * @param Flags NI values
     * @return 0 or the error
     */
    public static int getnameinfo(
            @Nullable sockaddr pSockaddr,
            int SockaddrLength,
            @Nullable StringBuilder pNodeBuffer,
            int NodeBufferSize,
            @Nullable StringBuilder pServiceBuffer,
            int ServiceBufferSize,
            int Flags) {
        return HostNames.getnameinfo(
                pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer, ServiceBufferSize, Flags);
    }

    /** C: {@code INT GetNameInfoW(...)}: the same as {@link #getnameinfo}. */
    public static int GetNameInfoW(
            @Nullable sockaddr pSockaddr,
            int SockaddrLength,
            @Nullable StringBuilder pNodeBuffer,
            int NodeBufferSize,
            @Nullable StringBuilder pServiceBuffer,
            int ServiceBufferSize,
            int Flags) {
        return HostNames.getnameinfo(
                pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer, ServiceBufferSize, Flags);
    }

    /** C: {@code char *gai_strerror(int ecode)}. The text for an EAI number; thread-safe here. */
    public static String gai_strerror(int ecode) {
        return WsaError.message(ecode);
    }

    /** C: {@code char *gai_strerrorA(int ecode)}: the same as {@link #gai_strerror}. */
    public static String gai_strerrorA(int ecode) {
        return WsaError.message(ecode);
    }

    /** C: {@code WCHAR *gai_strerrorW(int ecode)}: the same as {@link #gai_strerror}. */
    public static String gai_strerrorW(int ecode) {
        return WsaError.message(ecode);
    }

    // ---- Macros for IPv6 addresses

    /**
     * C: {@code int WSASetRecvIPEcn(SOCKET Socket, DWORD Enabled)}: whether WSARecvMsg gives the two ECN bits of a datagram,
     * IP_ECN or IPV6_ECN by the socket's family. Specification: "Specify ECN with WSASetRecvIPEcn".
     *
     * <p>Errors: as {@code setsockopt}; WSAEINVAL on a socket that is not SOCK_DGRAM; WSAENOPROTOOPT where the transport
     * receives no control data.
     */
    public static int WSASetRecvIPEcn(@Nullable SOCKET Socket, int Enabled) {
        return FamilyOptions.set(Socket, IP_ECN, IPV6_ECN, Enabled);
    }

    /** C: {@code int WSAGetRecvIPEcn(SOCKET Socket, DWORD *Enabled)}. Errors and specification: as {@link #WSASetRecvIPEcn}. */
    public static int WSAGetRecvIPEcn(@Nullable SOCKET Socket, @Nullable IntRef Enabled) {
        return FamilyOptions.get(Socket, IP_ECN, IPV6_ECN, Enabled);
    }

    /**
     * C: {@code int WSASetUdpSendMessageSize(SOCKET Socket, DWORD MsgSize)}: what is sent at once is divided into datagrams of
     * this many bytes; 0: it is not. On a non-blocking socket a send may return fewer bytes than given when the system has
     * no room for all the datagrams. Specification: "IPPROTO_UDP socket options", UDP_SEND_MSG_SIZE.
     *
     * <p>Errors: as {@code setsockopt}; WSAEINVAL for more than 65535 bytes, and on a socket that is not SOCK_DGRAM.
     */
    public static int WSASetUdpSendMessageSize(@Nullable SOCKET Socket, int MsgSize) {
        return OptionValues.set(Socket, Winsock2.IPPROTO_UDP, UDP_SEND_MSG_SIZE, MsgSize);
    }

    /** C: {@code int WSAGetUdpSendMessageSize(SOCKET Socket, DWORD *MsgSize)}. As {@link #WSASetUdpSendMessageSize}. */
    public static int WSAGetUdpSendMessageSize(@Nullable SOCKET Socket, @Nullable IntRef MsgSize) {
        return OptionValues.get(Socket, Winsock2.IPPROTO_UDP, UDP_SEND_MSG_SIZE, MsgSize, new IntRef(Integer.BYTES));
    }

    /**
     * C: {@code int WSASetUdpRecvMaxCoalescedSize(SOCKET Socket, DWORD MaxCoalescedMsgSize)}: a receive may give several
     * datagrams of one size at once, of up to this many bytes together; WSARecvMsg tells the size by UDP_COALESCED_INFO. The
     * systems below do so from 65507 bytes on, or not at all. Specification: "IPPROTO_UDP socket options",
     * UDP_RECV_MAX_COALESCED_SIZE.
     *
     * <p>Errors: as {@code setsockopt}; WSAEINVAL on a socket that is not SOCK_DGRAM.
     */
    public static int WSASetUdpRecvMaxCoalescedSize(@Nullable SOCKET Socket, int MaxCoalescedMsgSize) {
        return OptionValues.set(Socket, Winsock2.IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE, MaxCoalescedMsgSize);
    }

    /**
     * C: {@code int WSAGetUdpRecvMaxCoalescedSize(SOCKET Socket, DWORD *MaxCoalescedMsgSize)}. As
     * {@link #WSASetUdpRecvMaxCoalescedSize}.
     */
    public static int WSAGetUdpRecvMaxCoalescedSize(@Nullable SOCKET Socket, @Nullable IntRef MaxCoalescedMsgSize) {
        return OptionValues.get(
                Socket,
                Winsock2.IPPROTO_UDP,
                UDP_RECV_MAX_COALESCED_SIZE,
                MaxCoalescedMsgSize,
                new IntRef(Integer.BYTES));
    }

    /** C: {@code IN6_ADDR_EQUAL(a, b)}. */
    public static boolean IN6_ADDR_EQUAL(in6_addr a, in6_addr b) {
        return a.equals(b);
    }

    /** C: {@code IN6_IS_ADDR_UNSPECIFIED(a)}: {@code ::}. */
    public static boolean IN6_IS_ADDR_UNSPECIFIED(in6_addr a) {
        return zeros(a, 16);
    }

    /** C: {@code IN6_IS_ADDR_LOOPBACK(a)}: {@code ::1}. */
    public static boolean IN6_IS_ADDR_LOOPBACK(in6_addr a) {
        return zeros(a, 15) && a.s6_addr[15] == 1;
    }

    /** C: {@code IN6_IS_ADDR_MULTICAST(a)}: {@code ff00::/8}. */
    public static boolean IN6_IS_ADDR_MULTICAST(in6_addr a) {
        return a.s6_addr[0] == (byte) 0xff;
    }

    /** C: {@code IN6_IS_ADDR_LINKLOCAL(a)}: {@code fe80::/10}. */
    public static boolean IN6_IS_ADDR_LINKLOCAL(in6_addr a) {
        return a.s6_addr[0] == (byte) 0xfe && (a.s6_addr[1] & 0xc0) == 0x80;
    }

    /** C: {@code IN6_IS_ADDR_SITELOCAL(a)}: {@code fec0::/10}. */
    public static boolean IN6_IS_ADDR_SITELOCAL(in6_addr a) {
        return a.s6_addr[0] == (byte) 0xfe && (a.s6_addr[1] & 0xc0) == 0xc0;
    }

    /** C: {@code IN6_IS_ADDR_GLOBAL(a)}: the first three bits are neither 000 nor 111. */
    public static boolean IN6_IS_ADDR_GLOBAL(in6_addr a) {
        int high = a.s6_addr[0] & 0xe0;
        return high != 0 && high != 0xe0;
    }

    /** C: {@code IN6_IS_ADDR_V4MAPPED(a)}: {@code ::ffff:0:0/96}. */
    public static boolean IN6_IS_ADDR_V4MAPPED(in6_addr a) {
        return zeros(a, 10) && a.s6_addr[10] == (byte) 0xff && a.s6_addr[11] == (byte) 0xff;
    }

    /** C: {@code IN6_IS_ADDR_V4COMPAT(a)}: {@code ::/96} without {@code ::} and {@code ::1}. */
    public static boolean IN6_IS_ADDR_V4COMPAT(in6_addr a) {
        return zeros(a, 12) && !IN6_IS_ADDR_UNSPECIFIED(a) && !IN6_IS_ADDR_LOOPBACK(a);
    }

    /** C: {@code IN6_IS_ADDR_MC_NODELOCAL(a)}: multicast with scope 1. */
    public static boolean IN6_IS_ADDR_MC_NODELOCAL(in6_addr a) {
        return multicastScope(a, 0x1);
    }

    /** C: {@code IN6_IS_ADDR_MC_LINKLOCAL(a)}: multicast with scope 2. */
    public static boolean IN6_IS_ADDR_MC_LINKLOCAL(in6_addr a) {
        return multicastScope(a, 0x2);
    }

    /** C: {@code IN6_IS_ADDR_MC_SITELOCAL(a)}: multicast with scope 5. */
    public static boolean IN6_IS_ADDR_MC_SITELOCAL(in6_addr a) {
        return multicastScope(a, 0x5);
    }

    /** C: {@code IN6_IS_ADDR_MC_ORGLOCAL(a)}: multicast with scope 8. */
    public static boolean IN6_IS_ADDR_MC_ORGLOCAL(in6_addr a) {
        return multicastScope(a, 0x8);
    }

    /** C: {@code IN6_IS_ADDR_MC_GLOBAL(a)}: multicast with scope 14. */
    public static boolean IN6_IS_ADDR_MC_GLOBAL(in6_addr a) {
        return multicastScope(a, 0xe);
    }

    /** C: {@code IN6_SET_ADDR_UNSPECIFIED(a)}. */
    public static void IN6_SET_ADDR_UNSPECIFIED(in6_addr a) {
        a.set(in6addr_any());
    }

    /** C: {@code IN6_SET_ADDR_LOOPBACK(a)}. */
    public static void IN6_SET_ADDR_LOOPBACK(in6_addr a) {
        a.set(in6addr_loopback());
    }

    /** C: {@code IN6ADDR_SETANY(a)}: family AF_INET6, the wildcard address, all else 0. */
    public static void IN6ADDR_SETANY(sockaddr_in6 a) {
        initialise(a, in6addr_any());
    }

    /** C: {@code IN6ADDR_SETLOOPBACK(a)}: family AF_INET6, {@code ::1}, all else 0. */
    public static void IN6ADDR_SETLOOPBACK(sockaddr_in6 a) {
        initialise(a, in6addr_loopback());
    }

    /** C: {@code IN6ADDR_ISANY(a)}: an AF_INET6 address that is the wildcard. */
    public static boolean IN6ADDR_ISANY(sockaddr_in6 a) {
        return a.sin6_family == Winsock2.AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(a.sin6_addr);
    }

    /** C: {@code IN6ADDR_ISLOOPBACK(a)}: an AF_INET6 address that is {@code ::1}. */
    public static boolean IN6ADDR_ISLOOPBACK(sockaddr_in6 a) {
        return a.sin6_family == Winsock2.AF_INET6 && IN6_IS_ADDR_LOOPBACK(a.sin6_addr);
    }

    /**
     * C: {@code SS_PORT(ssp)} of ws2ipdef.h: the port of an address of either family, most often a sockaddr_storage, in
     * network order. Java needs no cast to read it.
     */
    public static short SS_PORT(sockaddr ssp) {
        return new sockaddr_in(ssp).sin_port; // both structures have it at the same place
    }

    private static void initialise(sockaddr_in6 a, in6_addr address) {
        a.sin6_family = Winsock2.AF_INET6;
        a.sin6_port = 0;
        a.sin6_flowinfo = 0;
        a.sin6_addr.set(address);
        a.sin6_scope_id = 0;
    }

    private static boolean multicastScope(in6_addr a, int scope) {
        return IN6_IS_ADDR_MULTICAST(a) && (a.s6_addr[1] & 0xf) == scope;
    }

    private static boolean zeros(in6_addr a, int count) {
        for (int i = 0; i < count; i++) {
            if (a.s6_addr[i] != 0) {
                return false;
            }
        }
        return true;
    }

    // ---- Multicast filters

    /** C: {@code #define IP_MSFILTER_SIZE(numsrc)}: the bytes of an {@link ip_msfilter} with so many sources. */
    public static int IP_MSFILTER_SIZE(int numsrc) {
        return ip_msfilter.size(numsrc);
    }

    /** C: {@code #define GROUP_FILTER_SIZE(numsrc)}: the bytes of a {@link GROUP_FILTER} with so many sources. */
    public static int GROUP_FILTER_SIZE(int numsrc) {
        return GROUP_FILTER.size(numsrc);
    }

    /**
     * C: {@code int setipv4sourcefilter(SOCKET Socket, IN_ADDR Interface, IN_ADDR Group, MULTICAST_MODE_TYPE FilterMode, ULONG
     * SourceCount, const IN_ADDR *SourceList)}. Joins an IPv4 group, or changes which of its sources are heard; including
     * none leaves it. The same as WSAIoctl with SIO_SET_MULTICAST_FILTER.
     *
     * <p>Errors: WSAENOTSOCK; WSAEINVAL for another mode, a socket without IPv4 groups, a source that is none;
     * WSAEADDRNOTAVAIL for an unknown interface or an address that is no group; WSAENOBUFS for more sources than the list has,
     * or the system takes. Specification: "Final-State-Based Multicast Programming".
     *
     * @param Interface one of its addresses, 0.0.0.0 for the default one, 0.x.y.z for an index
     * @param FilterMode {@link #MCAST_INCLUDE} or {@link #MCAST_EXCLUDE}
     */
    public static int setipv4sourcefilter(
            @Nullable SOCKET Socket,
            in_addr Interface,
            in_addr Group,
            int FilterMode,
            int SourceCount,
            in_addr @Nullable [] SourceList) {
        return SourceFilters.setIpv4(Socket, Interface, Group, FilterMode, SourceCount, SourceList);
    }

    /**
     * C: {@code int getipv4sourcefilter(SOCKET Socket, IN_ADDR Interface, IN_ADDR Group, MULTICAST_MODE_TYPE *FilterMode, ULONG
     * *SourceCount, IN_ADDR *SourceList)}. The same as WSAIoctl with SIO_GET_MULTICAST_FILTER.
     *
     * <p>Errors: WSAENOTSOCK; WSAEINVAL when the group is not joined; WSAEFAULT for null; WSAENOBUFS for a count that the list
     * has no room for. Specification: "Final-State-Based Multicast Programming".
     *
     * @param SourceCount in: the room in SourceList; out: how many sources there are, maybe more
     * @param SourceList its elements are written, they must not be null; may be null when SourceCount is 0
     */
    public static int getipv4sourcefilter(
            @Nullable SOCKET Socket,
            in_addr Interface,
            in_addr Group,
            @Nullable IntRef FilterMode,
            @Nullable IntRef SourceCount,
            in_addr @Nullable [] SourceList) {
        return SourceFilters.getIpv4(Socket, Interface, Group, FilterMode, SourceCount, SourceList);
    }

    /**
     * C: {@code int setsourcefilter(SOCKET Socket, ULONG Interface, const SOCKADDR *Group, int GroupLength, MULTICAST_MODE_TYPE
     * FilterMode, ULONG SourceCount, const SOCKADDR_STORAGE *SourceList)}. {@link #setipv4sourcefilter} for both families;
     * the same as WSAIoctl with SIOCSMSFILTER.
     *
     * <p>Errors: as there, and WSAEFAULT for a group that is null or has a short length, WSAEAFNOSUPPORT for addresses of
     * another family.
     *
     * @param Interface its index, 0 for the default one
     */
    public static int setsourcefilter(
            @Nullable SOCKET Socket,
            int Interface,
            @Nullable sockaddr Group,
            int GroupLength,
            int FilterMode,
            int SourceCount,
            sockaddr_storage @Nullable [] SourceList) {
        return SourceFilters.set(Socket, Interface, Group, GroupLength, FilterMode, SourceCount, SourceList);
    }

    /**
     * C: {@code int getsourcefilter(SOCKET Socket, ULONG Interface, const SOCKADDR *Group, int GroupLength, MULTICAST_MODE_TYPE
     * *FilterMode, ULONG *SourceCount, SOCKADDR_STORAGE *SourceList)}. {@link #getipv4sourcefilter} for both families; the
     * same as WSAIoctl with SIOCGMSFILTER.
     *
     * <p>Errors: as there, and WSAEFAULT for a group that is null or has a short length.
     *
     * @param Interface its index, 0 for the default one
     */
    public static int getsourcefilter(
            @Nullable SOCKET Socket,
            int Interface,
            @Nullable sockaddr Group,
            int GroupLength,
            @Nullable IntRef FilterMode,
            @Nullable IntRef SourceCount,
            sockaddr_storage @Nullable [] SourceList) {
        return SourceFilters.get(Socket, Interface, Group, GroupLength, FilterMode, SourceCount, SourceList);
    }

    // ---- Ideal send backlog

    /**
     * C: {@code int idealsendbacklogquery(SOCKET s, ULONG *pISB)}. How many bytes should be on their way for the best
     * throughput: at least 65536, at most 16 MiB.
     *
     * <p>Errors: WSAENOTCONN, WSAEOPNOTSUPP for a datagram socket, WSAEFAULT, WSAENOTSOCK. Specification:
     * "SIO_IDEAL_SEND_BACKLOG_QUERY Control Code".
     */
    public static int idealsendbacklogquery(@Nullable SOCKET s, @Nullable IntRef pISB) {
        return Winsock2.WSAIoctl(s, SIO_IDEAL_SEND_BACKLOG_QUERY, null, 0, pISB, 4, new IntRef(), null, null);
    }

    /**
     * C: {@code int idealsendbacklognotify(SOCKET s, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE
     * lpCompletionRoutine)}. Completes when the ideal send backlog has changed; without lpOverlapped the call blocks, also
     * on a non-blocking socket.
     *
     * <p>Errors: WSA_IO_PENDING; WSAENOTCONN, WSAEOPNOTSUPP for a datagram socket, WSA_OPERATION_ABORTED when one is
     * pending already or the connection ends, WSAENOTSOCK. Specification: "SIO_IDEAL_SEND_BACKLOG_CHANGE Control Code".
     */
    public static int idealsendbacklognotify(
            @Nullable SOCKET s,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Winsock2.WSAIoctl(
                s, SIO_IDEAL_SEND_BACKLOG_CHANGE, null, 0, null, 0, new IntRef(), lpOverlapped, lpCompletionRoutine);
    }
}

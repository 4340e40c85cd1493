package dev.jwinsock;

import dev.jwinsock.ws2.AddressText;
import dev.jwinsock.ws2.AsyncResults;
import dev.jwinsock.ws2.Connector;
import dev.jwinsock.ws2.EventObject;
import dev.jwinsock.ws2.Extensions;
import dev.jwinsock.ws2.Handles;
import dev.jwinsock.ws2.HostNames;
import dev.jwinsock.ws2.IoctlValues;
import dev.jwinsock.ws2.LastError;
import dev.jwinsock.ws2.NetworkOrder;
import dev.jwinsock.ws2.OptionValues;
import dev.jwinsock.ws2.Ports;
import dev.jwinsock.ws2.ProtocolList;
import dev.jwinsock.ws2.Sockets;
import dev.jwinsock.ws2.Startup;
import dev.jwinsock.ws2.Waits;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code winsock2.h}: the constants and functions of Windows Sockets 2, for a static import.
 *
 * <p>Unless a function says otherwise it returns 0 for success and {@link #SOCKET_ERROR} for failure; the reason is then
 * {@link #WSAGetLastError()} of the same thread, and a success sets that to 0. Every function that takes a SOCKET fails
 * with WSANOTINITIALISED before WSAStartup (S001) and with WSAENOTSOCK for a handle that is null, closed or not a
 * socket; these two are not repeated below. DWORD, int and u_long are {@code int}. A null, and a length that does not
 * fit its array, are C's bad pointer: WSAEFAULT.
 */
public final class Winsock2 {
    /** C: {@code #define INVALID_SOCKET (SOCKET)(~0)}. */
    public static final SOCKET INVALID_SOCKET = SOCKET.INVALID;

    /** C: {@code #define SOCKET_ERROR (-1)}. */
    public static final int SOCKET_ERROR = -1;

    /** C: {@code #define WSA_INVALID_EVENT ((WSAEVENT)NULL)}. */
    public static final @Nullable HANDLE WSA_INVALID_EVENT = null;

    // Address families, af of socket and the family fields
    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_IMPLINK = 3;
    public static final int AF_PUP = 4;
    public static final int AF_CHAOS = 5;
    public static final int AF_IPX = 6;
    public static final int AF_NS = 6;
    public static final int AF_ISO = 7;
    public static final int AF_OSI = 7;
    public static final int AF_ECMA = 8;
    public static final int AF_DATAKIT = 9;
    public static final int AF_CCITT = 10;
    public static final int AF_SNA = 11;
    public static final int AF_DECnet = 12;
    public static final int AF_DLI = 13;
    public static final int AF_LAT = 14;
    public static final int AF_HYLINK = 15;
    public static final int AF_APPLETALK = 16;
    public static final int AF_NETBIOS = 17;
    public static final int AF_VOICEVIEW = 18;
    public static final int AF_FIREFOX = 19;
    public static final int AF_UNKNOWN1 = 20;
    public static final int AF_BAN = 21;
    public static final int AF_ATM = 22;
    public static final int AF_INET6 = 23;
    public static final int AF_CLUSTER = 24;
    public static final int AF_12844 = 25;
    public static final int AF_IRDA = 26;
    public static final int AF_NETDES = 28;
    public static final int AF_TCNPROCESS = 29;
    public static final int AF_TCNMESSAGE = 30;
    public static final int AF_ICLFXBM = 31;
    public static final int AF_BTH = 32;
    public static final int AF_MAX = 33;

    // Protocol families: the same numbers as the address families
    public static final int PF_UNSPEC = 0;
    public static final int PF_UNIX = 1;
    public static final int PF_INET = 2;
    public static final int PF_IMPLINK = 3;
    public static final int PF_PUP = 4;
    public static final int PF_CHAOS = 5;
    public static final int PF_IPX = 6;
    public static final int PF_NS = 6;
    public static final int PF_ISO = 7;
    public static final int PF_OSI = 7;
    public static final int PF_ECMA = 8;
    public static final int PF_DATAKIT = 9;
    public static final int PF_CCITT = 10;
    public static final int PF_SNA = 11;
    public static final int PF_DECnet = 12;
    public static final int PF_DLI = 13;
    public static final int PF_LAT = 14;
    public static final int PF_HYLINK = 15;
    public static final int PF_APPLETALK = 16;
    public static final int PF_VOICEVIEW = 18;
    public static final int PF_FIREFOX = 19;
    public static final int PF_UNKNOWN1 = 20;
    public static final int PF_BAN = 21;
    public static final int PF_ATM = 22;
    public static final int PF_INET6 = 23;
    public static final int PF_BTH = 32;
    public static final int PF_MAX = 33;

    // Socket types, type of socket
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_RDM = 4;
    public static final int SOCK_SEQPACKET = 5;

    // Protocols, protocol of socket, and levels of socket options
    public static final int IPPROTO_HOPOPTS = 0;
    public static final int IPPROTO_IP = 0;
    public static final int IPPROTO_ICMP = 1;
    public static final int IPPROTO_IGMP = 2;
    public static final int IPPROTO_GGP = 3;
    public static final int IPPROTO_IPV4 = 4;
    public static final int IPPROTO_ST = 5;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_CBT = 7;
    public static final int IPPROTO_EGP = 8;
    public static final int IPPROTO_IGP = 9;
    public static final int IPPROTO_PUP = 12;
    public static final int IPPROTO_UDP = 17;
    public static final int IPPROTO_IDP = 22;
    public static final int IPPROTO_RDP = 27;
    public static final int IPPROTO_IPV6 = 41;
    public static final int IPPROTO_ROUTING = 43;
    public static final int IPPROTO_FRAGMENT = 44;
    public static final int IPPROTO_ESP = 50;
    public static final int IPPROTO_AH = 51;
    public static final int IPPROTO_ICMPV6 = 58;
    public static final int IPPROTO_NONE = 59;
    public static final int IPPROTO_DSTOPTS = 60;
    public static final int IPPROTO_ND = 77;
    public static final int IPPROTO_ICLFXBM = 78;
    public static final int IPPROTO_PIM = 103;
    public static final int IPPROTO_PGM = 113;
    public static final int IPPROTO_L2TP = 115;
    public static final int IPPROTO_SCTP = 132;
    public static final int IPPROTO_RAW = 255;
    public static final int IPPROTO_MAX = 256;

    // IPv4 addresses in host order
    public static final int ADDR_ANY = 0;
    public static final int INADDR_ANY = 0;
    public static final int INADDR_LOOPBACK = 0x7F000001;
    public static final int INADDR_BROADCAST = 0xFFFFFFFF;
    public static final int INADDR_NONE = 0xFFFFFFFF;

    // Level and names of socket options
    public static final int SO_BSP_STATE = 0x1009;
    public static final int SO_COMPARTMENT_ID = 0x3004;
    public static final int SO_PAUSE_ACCEPT = 0x3003;
    public static final int SO_PORT_SCALABILITY = 0x3006;
    public static final int SO_RANDOMIZE_PORT = 0x3005;
    public static final int SO_REUSE_MULTICASTPORT = 0x3008;
    public static final int SO_REUSE_UNICASTPORT = 0x3007;
    public static final int SG_UNCONSTRAINED_GROUP = 1;
    public static final int SO_DEBUG = 1;
    public static final int TCP_NODELAY = 1;
    public static final int SG_CONSTRAINED_GROUP = 2;
    public static final int SO_ACCEPTCONN = 2;
    public static final int SO_REUSEADDR = 4;
    public static final int SO_KEEPALIVE = 8;
    public static final int SO_DONTROUTE = 16;
    public static final int SO_BROADCAST = 32;
    public static final int SO_USELOOPBACK = 64;
    public static final int SO_LINGER = 128;
    public static final int SO_OOBINLINE = 256;
    public static final int SO_SNDBUF = 0x1001;
    public static final int SO_RCVBUF = 0x1002;
    public static final int SO_SNDLOWAT = 0x1003;
    public static final int SO_RCVLOWAT = 0x1004;
    public static final int SO_SNDTIMEO = 0x1005;
    public static final int SO_RCVTIMEO = 0x1006;
    public static final int SO_ERROR = 0x1007;
    public static final int SO_TYPE = 0x1008;
    public static final int SO_GROUP_ID = 0x2001;
    public static final int SO_GROUP_PRIORITY = 0x2002;
    public static final int SO_MAX_MSG_SIZE = 0x2003;
    public static final int SO_PROTOCOL_INFOA = 0x2004;
    public static final int SO_PROTOCOL_INFO = 0x2005;
    public static final int SO_PROTOCOL_INFOW = 0x2005;
    public static final int PVD_CONFIG = 0x3001;
    public static final int SO_CONDITIONAL_ACCEPT = 0x3002;
    public static final int SOL_SOCKET = 0xFFFF;
    public static final int SO_DONTLINGER = -129;
    public static final int SO_EXCLUSIVEADDRUSE = -5;

    // backlog of listen, and the number of sockets in an fd_set
    public static final int FD_SETSIZE = 64;
    public static final int SOMAXCONN = 0x7FFFFFFF;

    // flags of the send and receive functions
    public static final int MSG_OOB = 1;
    public static final int MSG_PEEK = 2;
    public static final int MSG_DONTROUTE = 4;
    public static final int MSG_WAITALL = 8;
    public static final int MSG_INTERRUPT = 16;
    public static final int MSG_MAXIOVLEN = 16;
    public static final int MSG_PUSH_IMMEDIATE = 32;
    public static final int MSG_PARTIAL = 32768;

    // how of shutdown
    public static final int SD_RECEIVE = 0;
    public static final int SD_SEND = 1;
    public static final int SD_BOTH = 2;

    // ioctlsocket and WSAIoctl: parts of a code
    public static final int IOC_IN = 0x80000000;
    public static final int IOC_INOUT = 0xC0000000;
    public static final int IOC_OUT = 0x40000000;
    public static final int IOC_PROTOCOL = 0x10000000;
    public static final int IOC_UNIX = 0;
    public static final int IOC_VENDOR = 0x18000000;
    public static final int IOC_VOID = 0x20000000;
    public static final int IOC_WS2 = 0x08000000;

    // ioctlsocket and WSAIoctl: codes
    public static final int FIOASYNC = 0x8004667D;
    public static final int FIONBIO = 0x8004667E;
    public static final int FIONREAD = 0x4004667F;
    public static final int SIOCATMARK = 0x40047307;
    public static final int SIOCGHIWAT = 0x40047301;
    public static final int SIOCGLOWAT = 0x40047303;
    public static final int SIOCSHIWAT = 0x80047300;
    public static final int SIOCSLOWAT = 0x80047302;
    public static final int SIO_ADDRESS_LIST_CHANGE = 0x28000017;
    public static final int SIO_ADDRESS_LIST_QUERY = 0x48000016;
    public static final int SIO_ADDRESS_LIST_SORT = 0xC8000019;
    public static final int SIO_ASSOCIATE_HANDLE = 0x88000001;
    public static final int SIO_ENABLE_CIRCULAR_QUEUEING = 0x28000002;
    public static final int SIO_FIND_ROUTE = 0x48000003;
    public static final int SIO_FLUSH = 0x28000004;
    public static final int SIO_GET_BROADCAST_ADDRESS = 0x48000005;
    public static final int SIO_GET_EXTENSION_FUNCTION_POINTER = 0xC8000006;
    public static final int SIO_GET_GROUP_QOS = 0xC8000008;
    public static final int SIO_GET_QOS = 0xC8000007;
    public static final int SIO_MULTICAST_SCOPE = 0x8800000A;
    public static final int SIO_MULTIPOINT_LOOPBACK = 0x88000009;
    public static final int SIO_NSP_NOTIFY_CHANGE = 0x88000019;
    public static final int SIO_QUERY_TARGET_PNP_HANDLE = 0x48000018;
    public static final int SIO_RESERVED_1 = 0x8800001A;
    public static final int SIO_RESERVED_2 = 0x88000021;
    public static final int SIO_ROUTING_INTERFACE_CHANGE = 0x88000015;
    public static final int SIO_ROUTING_INTERFACE_QUERY = 0xC8000014;
    public static final int SIO_SET_GROUP_QOS = 0x8800000C;
    public static final int SIO_SET_QOS = 0x8800000B;
    public static final int SIO_TRANSLATE_HANDLE = 0xC800000D;

    // WSAPoll
    public static final int POLLERR = 1;
    public static final int POLLHUP = 2;
    public static final int POLLNVAL = 4;
    public static final int POLLOUT = 16;
    public static final int POLLWRNORM = 16;
    public static final int POLLWRBAND = 32;
    public static final int POLLRDNORM = 256;
    public static final int POLLRDBAND = 512;
    public static final int POLLIN = 768;
    public static final int POLLPRI = 1024;

    // Network events
    public static final int FD_READ_BIT = 0;
    public static final int FD_READ = 1;
    public static final int FD_WRITE_BIT = 1;
    public static final int FD_OOB_BIT = 2;
    public static final int FD_WRITE = 2;
    public static final int FD_ACCEPT_BIT = 3;
    public static final int FD_CONNECT_BIT = 4;
    public static final int FD_OOB = 4;
    public static final int FD_CLOSE_BIT = 5;
    public static final int FD_QOS_BIT = 6;
    public static final int FD_GROUP_QOS_BIT = 7;
    public static final int FD_ACCEPT = 8;
    public static final int FD_ROUTING_INTERFACE_CHANGE_BIT = 8;
    public static final int FD_ADDRESS_LIST_CHANGE_BIT = 9;
    public static final int FD_MAX_EVENTS = 10;
    public static final int FD_CONNECT = 16;
    public static final int FD_CLOSE = 32;
    public static final int FD_QOS = 64;
    public static final int FD_GROUP_QOS = 128;
    public static final int FD_ROUTING_INTERFACE_CHANGE = 256;
    public static final int FD_ADDRESS_LIST_CHANGE = 512;
    public static final int FD_ALL_EVENTS = 1023;

    // Event objects and waits
    public static final int WSA_WAIT_EVENT_0 = 0;
    public static final int WSA_MAXIMUM_WAIT_EVENTS = 64;
    public static final int WSA_WAIT_IO_COMPLETION = 192;
    public static final int WSA_WAIT_TIMEOUT = 258;
    public static final int WSA_INFINITE = 0xFFFFFFFF;
    public static final int WSA_WAIT_FAILED = 0xFFFFFFFF;

    // dwFlags of WSASocket
    public static final int WSA_FLAG_OVERLAPPED = 1;
    public static final int WSA_FLAG_MULTIPOINT_C_ROOT = 2;
    public static final int WSA_FLAG_MULTIPOINT_C_LEAF = 4;
    public static final int WSA_FLAG_MULTIPOINT_D_ROOT = 8;
    public static final int WSA_FLAG_MULTIPOINT_D_LEAF = 16;
    public static final int WSA_FLAG_ACCESS_SYSTEM_SECURITY = 64;
    public static final int WSA_FLAG_NO_HANDLE_INHERIT = 128;
    public static final int WSA_FLAG_REGISTERED_IO = 256;
    public static final int FROM_PROTOCOL_INFO = -1;

    // WSAJoinLeaf and the condition function of WSAAccept
    public static final int CF_ACCEPT = 0;
    public static final int CF_REJECT = 1;
    public static final int JL_SENDER_ONLY = 1;
    public static final int CF_DEFER = 2;
    public static final int JL_RECEIVER_ONLY = 2;
    public static final int JL_BOTH = 4;

    // WSAPROTOCOL_INFO: provider flags
    public static final int PFL_MULTIPLE_PROTO_ENTRIES = 1;
    public static final int PFL_RECOMMENDED_PROTO_ENTRY = 2;
    public static final int PFL_HIDDEN = 4;
    public static final int PFL_MATCHES_PROTOCOL_ZERO = 8;
    public static final int PFL_NETWORKDIRECT_PROVIDER = 16;

    // WSAPROTOCOL_INFO: service flags
    public static final int XP1_CONNECTIONLESS = 1;
    public static final int XP1_GUARANTEED_DELIVERY = 2;
    public static final int XP1_GUARANTEED_ORDER = 4;
    public static final int XP1_MESSAGE_ORIENTED = 8;
    public static final int XP1_PSEUDO_STREAM = 16;
    public static final int XP1_GRACEFUL_CLOSE = 32;
    public static final int XP1_EXPEDITED_DATA = 64;
    public static final int XP1_CONNECT_DATA = 128;
    public static final int XP1_DISCONNECT_DATA = 256;
    public static final int XP1_SUPPORT_BROADCAST = 512;
    public static final int XP1_SUPPORT_MULTIPOINT = 1024;
    public static final int XP1_MULTIPOINT_CONTROL_PLANE = 2048;
    public static final int XP1_MULTIPOINT_DATA_PLANE = 0x1000;
    public static final int XP1_QOS_SUPPORTED = 0x2000;
    public static final int XP1_INTERRUPT = 0x4000;
    public static final int XP1_UNI_SEND = 0x8000;
    public static final int XP1_UNI_RECV = 0x00010000;
    public static final int XP1_IFS_HANDLES = 0x00020000;
    public static final int XP1_PARTIAL_MESSAGE = 0x00040000;
    public static final int XP1_SAN_SUPPORT_SDP = 0x00080000;

    // WSAPROTOCOL_INFO: other values
    public static final int BIGENDIAN = 0;
    public static final int LAYERED_PROTOCOL = 0;
    public static final int SECURITY_PROTOCOL_NONE = 0;
    public static final int BASE_PROTOCOL = 1;
    public static final int LITTLEENDIAN = 1;
    public static final int MAX_PROTOCOL_CHAIN = 7;
    public static final int WSAPROTOCOL_LEN = 255;

    // Namespaces
    public static final int NS_ALL = 0;
    public static final int NS_SAP = 1;
    public static final int NS_NDS = 2;
    public static final int NS_PEER_BROWSE = 3;
    public static final int NS_SLP = 5;
    public static final int NS_DHCP = 6;
    public static final int NS_TCPIP_LOCAL = 10;
    public static final int NS_TCPIP_HOSTS = 11;
    public static final int NS_DNS = 12;
    public static final int NS_NETBT = 13;
    public static final int NS_WINS = 14;
    public static final int NS_NLA = 15;
    public static final int NS_BTH = 16;
    public static final int NS_NBP = 20;
    public static final int NS_MS = 30;
    public static final int NS_STDA = 31;
    public static final int NS_NTDS = 32;
    public static final int NS_EMAIL = 37;
    public static final int NS_PNRPNAME = 38;
    public static final int NS_PNRPCLOUD = 39;
    public static final int NS_X500 = 40;
    public static final int NS_NIS = 41;
    public static final int NS_NISPLUS = 42;
    public static final int NS_WRQ = 50;
    public static final int NS_NETDES = 60;

    // WSALookupServiceBegin and WSALookupServiceNext
    public static final int LUP_DEEP = 1;
    public static final int RESULT_IS_ALIAS = 1;
    public static final int LUP_CONTAINERS = 2;
    public static final int LUP_NOCONTAINERS = 4;
    public static final int LUP_NEAREST = 8;
    public static final int LUP_RETURN_NAME = 16;
    public static final int RESULT_IS_ADDED = 16;
    public static final int LUP_RETURN_TYPE = 32;
    public static final int RESULT_IS_CHANGED = 32;
    public static final int LUP_RETURN_VERSION = 64;
    public static final int RESULT_IS_DELETED = 64;
    public static final int LUP_RETURN_COMMENT = 128;
    public static final int LUP_RETURN_ADDR = 256;
    public static final int LUP_RETURN_BLOB = 512;
    public static final int LUP_RETURN_ALIASES = 1024;
    public static final int LUP_RETURN_QUERY_STRING = 2048;
    public static final int LUP_RETURN_ALL = 4080;
    public static final int LUP_FLUSHCACHE = 0x1000;
    public static final int LUP_FLUSHPREVIOUS = 0x2000;
    public static final int LUP_NON_AUTHORITATIVE = 0x4000;
    public static final int LUP_RES_RESERVICE = 0x8000;
    public static final int LUP_RES_SERVICE = 0x8000;
    public static final int LUP_SECURE = 0x8000;
    public static final int LUP_RETURN_PREFERRED_NAMES = 0x00010000;
    public static final int LUP_DNS_ONLY = 0x00020000;
    public static final int LUP_ADDRCONFIG = 0x00100000;
    public static final int LUP_DUAL_ADDR = 0x00200000;
    public static final int LUP_FILESERVER = 0x00400000;
    public static final int LUP_DISABLE_IDN_ENCODING = 0x00800000;
    public static final int LUP_API_ANSI = 0x01000000;
    public static final int LUP_RESOLUTION_HANDLE = 0x80000000;

    // WSASetService
    public static final int COMP_EQUAL = 0;
    public static final int RNRSERVICE_REGISTER = 0;
    public static final int COMP_NOTLESS = 1;
    public static final int RNRSERVICE_DEREGISTER = 1;
    public static final int SERVICE_MULTIPLE = 1;
    public static final int RNRSERVICE_DELETE = 2;

    // Others
    public static final int TH_NETDEV = 1;
    public static final int TH_TAPI = 2;
    public static final int WINSOCK_VERSION = 514;

    // Errors; WsaError has their texts
    public static final int WSA_INVALID_HANDLE = 6;
    public static final int WSA_NOT_ENOUGH_MEMORY = 8;
    public static final int WSA_INVALID_PARAMETER = 87;
    public static final int WSA_OPERATION_ABORTED = 995;
    public static final int WSA_IO_INCOMPLETE = 996;
    public static final int WSA_IO_PENDING = 997;
    public static final int WSAEINTR = 10004;
    public static final int WSAEBADF = 10009;
    public static final int WSAEACCES = 10013;
    public static final int WSAEFAULT = 10014;
    public static final int WSAEINVAL = 10022;
    public static final int WSAEMFILE = 10024;
    public static final int WSAEWOULDBLOCK = 10035;
    public static final int WSAEINPROGRESS = 10036;
    public static final int WSAEALREADY = 10037;
    public static final int WSAENOTSOCK = 10038;
    public static final int WSAEDESTADDRREQ = 10039;
    public static final int WSAEMSGSIZE = 10040;
    public static final int WSAEPROTOTYPE = 10041;
    public static final int WSAENOPROTOOPT = 10042;
    public static final int WSAEPROTONOSUPPORT = 10043;
    public static final int WSAESOCKTNOSUPPORT = 10044;
    public static final int WSAEOPNOTSUPP = 10045;
    public static final int WSAEPFNOSUPPORT = 10046;
    public static final int WSAEAFNOSUPPORT = 10047;
    public static final int WSAEADDRINUSE = 10048;
    public static final int WSAEADDRNOTAVAIL = 10049;
    public static final int WSAENETDOWN = 10050;
    public static final int WSAENETUNREACH = 10051;
    public static final int WSAENETRESET = 10052;
    public static final int WSAECONNABORTED = 10053;
    public static final int WSAECONNRESET = 10054;
    public static final int WSAENOBUFS = 10055;
    public static final int WSAEISCONN = 10056;
    public static final int WSAENOTCONN = 10057;
    public static final int WSAESHUTDOWN = 10058;
    public static final int WSAETOOMANYREFS = 10059;
    public static final int WSAETIMEDOUT = 10060;
    public static final int WSAECONNREFUSED = 10061;
    public static final int WSAELOOP = 10062;
    public static final int WSAENAMETOOLONG = 10063;
    public static final int WSAEHOSTDOWN = 10064;
    public static final int WSAEHOSTUNREACH = 10065;
    public static final int WSAENOTEMPTY = 10066;
    public static final int WSAEPROCLIM = 10067;
    public static final int WSAEUSERS = 10068;
    public static final int WSAEDQUOT = 10069;
    public static final int WSAESTALE = 10070;
    public static final int WSAEREMOTE = 10071;
    public static final int WSASYSNOTREADY = 10091;
    public static final int WSAVERNOTSUPPORTED = 10092;
    public static final int WSANOTINITIALISED = 10093;
    public static final int WSAEDISCON = 10101;
    public static final int WSAENOMORE = 10102;
    public static final int WSAECANCELLED = 10103;
    public static final int WSAEINVALIDPROCTABLE = 10104;
    public static final int WSAEINVALIDPROVIDER = 10105;
    public static final int WSAEPROVIDERFAILEDINIT = 10106;
    public static final int WSASYSCALLFAILURE = 10107;
    public static final int WSASERVICE_NOT_FOUND = 10108;
    public static final int WSATYPE_NOT_FOUND = 10109;
    public static final int WSA_E_NO_MORE = 10110;
    public static final int WSA_E_CANCELLED = 10111;
    public static final int WSAEREFUSED = 10112;
    public static final int WSAHOST_NOT_FOUND = 11001;
    public static final int WSATRY_AGAIN = 11002;
    public static final int WSANO_RECOVERY = 11003;
    public static final int WSANO_DATA = 11004;
    public static final int WSA_QOS_RECEIVERS = 11005;
    public static final int WSA_QOS_SENDERS = 11006;
    public static final int WSA_QOS_NO_SENDERS = 11007;
    public static final int WSA_QOS_NO_RECEIVERS = 11008;
    public static final int WSA_QOS_REQUEST_CONFIRMED = 11009;
    public static final int WSA_QOS_ADMISSION_FAILURE = 11010;
    public static final int WSA_QOS_POLICY_FAILURE = 11011;
    public static final int WSA_QOS_BAD_STYLE = 11012;
    public static final int WSA_QOS_BAD_OBJECT = 11013;
    public static final int WSA_QOS_TRAFFIC_CTRL_ERROR = 11014;
    public static final int WSA_QOS_GENERIC_ERROR = 11015;
    public static final int WSA_QOS_ESERVICETYPE = 11016;
    public static final int WSA_QOS_EFLOWSPEC = 11017;
    public static final int WSA_QOS_EPROVSPECBUF = 11018;
    public static final int WSA_QOS_EFILTERSTYLE = 11019;
    public static final int WSA_QOS_EFILTERTYPE = 11020;
    public static final int WSA_QOS_EFILTERCOUNT = 11021;
    public static final int WSA_QOS_EOBJLENGTH = 11022;
    public static final int WSA_QOS_EFLOWCOUNT = 11023;
    public static final int WSA_QOS_EUNKOWNPSOBJ = 11024;
    public static final int WSA_QOS_EPOLICYOBJ = 11025;
    public static final int WSA_QOS_EFLOWDESC = 11026;
    public static final int WSA_QOS_EPSFLOWSPEC = 11027;
    public static final int WSA_QOS_EPSFILTERSPEC = 11028;
    public static final int WSA_QOS_ESDMODEOBJ = 11029;
    public static final int WSA_QOS_ESHAPERATEOBJ = 11030;
    public static final int WSA_QOS_RESERVED_PETYPE = 11031;
    public static final int WSANO_ADDRESS = 11004;

    private Winsock2() {}

    // ---- Startup and errors

    /**
     * C: {@code int WSAStartup(WORD wVersionRequested, LPWSADATA lpWSAData)}. Starts the use of Winsock; each success
     * needs its own {@link #WSACleanup} (S003).
     *
     * <p>Returns the error itself, not SOCKET_ERROR, and leaves the last error alone: WSAVERNOTSUPPORTED for the major
     * version 0, WSAEFAULT for null data, WSASYSNOTREADY when no transport is on the class path, WSAEPROVIDERFAILEDINIT
     * when one does not start. Specification: "Initializing Winsock".
     *
     * @param wVersionRequested {@code MAKEWORD(major, minor)}
     * @return 0 or the error
     */
    public static int WSAStartup(int wVersionRequested, @Nullable WSADATA lpWSAData) {
        return Startup.startup(wVersionRequested, lpWSAData);
    }

    /**
     * C: {@code int WSACleanup(void)}. Ends one use of Winsock. The last one closes all sockets, and calls that block in
     * other threads end.
     *
     * <p>Errors: WSANOTINITIALISED when there was no matching WSAStartup (S002). Specification: "Winsock Functions".
     */
    public static int WSACleanup() {
        return LastError.result(Startup.cleanup());
    }

    /**
     * C: {@code int WSAGetLastError(void)}. The error of this thread's last Winsock call; {@link Windows#GetLastError} is
     * the same (S013). {@link WsaError#of} gives its name and text. Works before WSAStartup. Specification: "Error Codes -
     * errno, h_errno and WSAGetLastError".
     */
    public static int WSAGetLastError() {
        return LastError.get();
    }

    /**
     * C: {@code void WSASetLastError(int iError)}. Sets this thread's last error. Works before WSAStartup. Specification:
     * "Winsock Functions".
     */
    public static void WSASetLastError(int iError) {
        LastError.set(iError);
    }

    // ---- Sockets and connections

    /**
     * C: {@code SOCKET socket(int af, int type, int protocol)}. Makes a blocking, overlapped socket (S028) for the first
     * catalog entry that matches; 0 stands for "any" (S025). There are TCP and UDP, SOCK_RAW with any protocol number up to
     * 255 ("TCP/IP Raw Sockets"), and streams of AF_UNIX ({@link Afunix}); a transport without the last two refuses their
     * type or family.
     *
     * <p>Errors: WSAEAFNOSUPPORT, WSAESOCKTNOSUPPORT, WSAEPROTONOSUPPORT, WSAEPROTOTYPE for an argument that no entry has
     * (S016), WSAEINVAL for AF_UNSPEC with protocol 0 (S023), WSAEACCES for SOCK_RAW without the right (S027), WSAEMFILE,
     * WSAENOBUFS. Specification: "Creating a Socket for the Client".
     *
     * @return the socket or INVALID_SOCKET
     */
    public static SOCKET socket(int af, int type, int protocol) {
        return Sockets.socket(af, type, protocol);
    }

    /**
     * C: {@code SOCKET WSASocket(int af, int type, int protocol, LPWSAPROTOCOL_INFO lpProtocolInfo, GROUP g, DWORD
     * dwFlags)}. As {@link #socket}; overlapped only with WSA_FLAG_OVERLAPPED. With a protocol structure the values that
     * are 0 or FROM_PROTOCOL_INFO come from it (S026).
     *
     * <p>Errors: those of {@link #socket}; WSAEINVAL for flags that do not go together. Specification: "Winsock
     * Functions", "Default State for a Socket's Overlapped Attribute".
     *
     * @param g 0, or a group as in C
     * @param dwFlags WSA_FLAG values
     * @return the socket or INVALID_SOCKET
     */
    public static SOCKET WSASocket(
            int af, int type, int protocol, @Nullable WSAPROTOCOL_INFO lpProtocolInfo, int g, int dwFlags) {
        return Sockets.socket(af, type, protocol, lpProtocolInfo, g, dwFlags);
    }

    /**
     * C: {@code int bind(SOCKET s, const struct sockaddr *name, int namelen)}. Gives the socket its local address; port 0
     * lets the system choose.
     *
     * <p>Errors: WSAEFAULT for a null or short address, WSAEAFNOSUPPORT or WSAEFAULT for one of another family,
     * WSAEADDRNOTAVAIL for one that is not local, WSAEADDRINUSE, WSAEACCES (broadcast address, exclusive use), WSAEINVAL
     * when the socket is bound already. Specification: "Binding a Socket", "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE".
     *
     * @param namelen bytes, {@code sizeof(name)}
     */
    public static int bind(@Nullable SOCKET s, @Nullable sockaddr name, int namelen) {
        return Sockets.bind(s, name, namelen);
    }

    /**
     * C: {@code int WSADuplicateSocket(SOCKET s, DWORD dwProcessId, LPWSAPROTOCOL_INFO lpProtocolInfo)}. Describes a socket so
     * that {@link #WSASocket} with lpProtocolInfo makes another handle of it, once (A158). The handles share everything:
     * options, data, pending operations, selections; the last closesocket ends the connection (A159, A161).
     * But a handle made of a datagram socket that is not bound yet does not learn of a {@link #bind} through another one:
     * receiving by it fails with WSAEINVAL, as on Windows (S032).
     *
     * <p>The handle can be made in another process that uses jwinsock, run by the same user on the same machine: the
     * structure is sent to it as {@code toBytes()}. Both have the kernel socket then: connection, data and urgent data
     * are one. Options that the program sets, blocking mode and shutdown go along as they are at the moment of this call;
     * what one process sets afterwards the other does not read back. Pending operations and selections stay with their
     * process. The description holds the socket open until it is used, the other process has ended, or WSACleanup is
     * called here. It needs the capability SHARE_ACROSS_PROCESSES, which NIO has not.
     *
     * <p>Errors: WSAENOTSOCK, WSAEFAULT, WSAEINVAL for a process that does not exist, or for another process where the
     * transport cannot share. Specification: "Shared Sockets".
     *
     * @param dwProcessId the process that opens the handle, this one ({@code ProcessHandle.current().pid()}) or another
     * @param lpProtocolInfo receives the description
     */
    public static int WSADuplicateSocket(
            @Nullable SOCKET s, long dwProcessId, @Nullable WSAPROTOCOL_INFO lpProtocolInfo) {
        return Sockets.duplicate(s, dwProcessId, lpProtocolInfo);
    }

    /**
     * C: {@code int listen(SOCKET s, int backlog)}. Lets a bound stream socket take connections.
     *
     * <p>Errors: WSAEINVAL when it is not bound, WSAEISCONN when it is connected, WSAEOPNOTSUPP for other socket types,
     * WSAEADDRINUSE. Specification: "Listening on a Socket".
     *
     * @param backlog connections that may wait for accept, or SOMAXCONN
     */
    public static int listen(@Nullable SOCKET s, int backlog) {
        return Sockets.listen(s, backlog);
    }

    /**
     * C: {@code SOCKET accept(SOCKET s, struct sockaddr *addr, int *addrlen)}. Takes the first waiting connection. The new
     * socket has the options and event selection of {@code s}.
     *
     * <p>Errors: WSAEINVAL when {@code s} does not listen, WSAEFAULT when {@code addrlen} is too small, WSAEWOULDBLOCK for a
     * non-blocking socket without a connection, WSAEINTR when {@code s} is closed meanwhile, WSAEOPNOTSUPP, WSAECONNRESET,
     * WSAEMFILE. Specification: "Accepting a Connection".
     *
     * @param addr the peer's address is stored here; or null
     * @param addrlen in: room in bytes, out: size of the address; null when addr is
     * @return the new socket or INVALID_SOCKET
     */
    public static SOCKET accept(@Nullable SOCKET s, @Nullable sockaddr addr, @Nullable IntRef addrlen) {
        return Sockets.accept(s, addr, addrlen, null, null);
    }

    /**
     * C: {@code SOCKET WSAAccept(SOCKET s, struct sockaddr *addr, LPINT addrlen, LPCONDITIONPROC lpfnCondition, DWORD_PTR
     * dwCallbackData)}. As {@link #accept}, for the connections that the condition function accepts. One that it rejects is
     * reset; one that it defers waits on and is offered again by the next call. The peer is connected before it is asked:
     * the kernel cannot be made to wait (A156). An exception of the function is thrown on, and the connection deferred.
     *
     * <p>Errors: those of {@code accept}; WSAECONNREFUSED after CF_REJECT, WSATRY_AGAIN after CF_DEFER. Specification:
     * "Accepting a Connection".
     *
     * @param lpfnCondition null: all are accepted; not called when none waits (A154)
     * @param dwCallbackData is given to it
     */
    public static SOCKET WSAAccept(
            @Nullable SOCKET s,
            @Nullable sockaddr addr,
            @Nullable IntRef addrlen,
            @Nullable LPCONDITIONPROC lpfnCondition,
            @Nullable Object dwCallbackData) {
        return Sockets.accept(s, addr, addrlen, lpfnCondition, dwCallbackData);
    }

    /**
     * C: {@code BOOL WSAConnectByName(SOCKET s, LPSTR nodename, LPSTR servicename, LPDWORD LocalAddressLength, LPSOCKADDR
     * LocalAddress, LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress, const struct timeval *timeout, LPWSAOVERLAPPED
     * Reserved)}. Looks the names up and connects to the first address that answers; an IPv6 socket without IPV6_V6ONLY takes
     * IPv4 ones as well. With a time limit the socket is blocking afterwards.
     *
     * <p>Errors: WSAEINVAL for null names, Reserved, and sockets other than streams (A133); WSAEFAULT for a length that is
     * too small (A134); WSAHOST_NOT_FOUND, WSATYPE_NOT_FOUND; WSAETIMEDOUT; else the last address's of {@code connect}.
     * Specification: "WSAConnectByName function".
     *
     * @param LocalAddressLength in: room, out: size; null: LocalAddress is not written
     * @param LocalAddress its port is 0 afterwards (S106): getsockname tells it
     * @param timeout for all addresses together; null: none
     * @param Reserved null
     */
    public static boolean WSAConnectByName(
            @Nullable SOCKET s,
            @Nullable String nodename,
            @Nullable String servicename,
            @Nullable IntRef LocalAddressLength,
            @Nullable sockaddr LocalAddress,
            @Nullable IntRef RemoteAddressLength,
            @Nullable sockaddr RemoteAddress,
            @Nullable timeval timeout,
            @Nullable OVERLAPPED Reserved) {
        return Connector.byName(
                s,
                nodename,
                servicename,
                LocalAddressLength,
                LocalAddress,
                RemoteAddressLength,
                RemoteAddress,
                timeout,
                Reserved);
    }

    /**
     * C: {@code BOOL WSAConnectByList(SOCKET s, PSOCKET_ADDRESS_LIST SocketAddress, LPDWORD LocalAddressLength, LPSOCKADDR
     * LocalAddress, LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress, const struct timeval *timeout, LPWSAOVERLAPPED
     * Reserved)}. Connects to the first address of the list that answers; with a time limit the socket is blocking
     * afterwards.
     *
     * <p>Errors: WSAEINVAL for an empty list, Reserved, and sockets other than streams; WSAEFAULT for a length that is too
     * small; WSAETIMEDOUT; else the last address's of {@code connect}. Specification: "WSAConnectByList function".
     *
     * @param LocalAddressLength in: room, out: size; null: LocalAddress is not written
     * @param LocalAddress its port is 0 afterwards (S106): getsockname tells it
     * @param timeout for all addresses together; null: none
     * @param Reserved null
     */
    public static boolean WSAConnectByList(
            @Nullable SOCKET s,
            @Nullable SOCKET_ADDRESS_LIST SocketAddress,
            @Nullable IntRef LocalAddressLength,
            @Nullable sockaddr LocalAddress,
            @Nullable IntRef RemoteAddressLength,
            @Nullable sockaddr RemoteAddress,
            @Nullable timeval timeout,
            @Nullable OVERLAPPED Reserved) {
        return Connector.byList(
                s,
                SocketAddress,
                LocalAddressLength,
                LocalAddress,
                RemoteAddressLength,
                RemoteAddress,
                timeout,
                Reserved);
    }

    /**
     * C: {@code int connect(SOCKET s, const struct sockaddr *name, int namelen)}. Connects a stream socket; gives a datagram
     * socket its peer, or with an address of zeros takes it away.
     *
     * <p>Errors: WSAEFAULT, WSAEAFNOSUPPORT, WSAEADDRNOTAVAIL (address or port 0), WSAEISCONN, WSAEALREADY, WSAEINVAL
     * (listening socket), WSAECONNREFUSED, WSAETIMEDOUT, WSAENETUNREACH, WSAEHOSTUNREACH; WSAEWOULDBLOCK when a
     * non-blocking socket goes on connecting. After a failure the socket can be used again. Specification: "Connecting to
     * a Socket".
     *
     * @param namelen bytes, {@code sizeof(name)}
     */
    public static int connect(@Nullable SOCKET s, @Nullable sockaddr name, int namelen) {
        return Sockets.connect(s, name, namelen);
    }

    /**
     * C: {@code int WSAConnect(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF lpCallerData, LPWSABUF
     * lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS)}. As {@link #connect}, with the extras of protocols other than TCP/IP.
     *
     * <p>Errors: those of {@link #connect}; WSAEOPNOTSUPP for caller data on a protocol without XP1_CONNECT_DATA (so for
     * TCP and UDP) and for a flow specification beyond best effort on one without XP1_QOS_SUPPORTED. Specification:
     * "Exchanging User Data at Connect Time", "Quality of Service".
     *
     * @param lpCallerData user data for the peer; null, or len 0
     * @param lpCalleeData room for the peer's user data or null; its len becomes 0 as there is none
     * @param lpSQOS flow specifications for the socket or null
     * @param lpGQOS reserved; null
     */
    public static int WSAConnect(
            @Nullable SOCKET s,
            @Nullable sockaddr name,
            int namelen,
            @Nullable WSABUF lpCallerData,
            @Nullable WSABUF lpCalleeData,
            @Nullable QOS lpSQOS,
            @Nullable QOS lpGQOS) {
        return Sockets.connect(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS);
    }

    /**
     * C: {@code SOCKET WSAJoinLeaf(SOCKET s, const struct sockaddr *name, int namelen, LPWSABUF lpCallerData, LPWSABUF
     * lpCalleeData, LPQOS lpSQOS, LPQOS lpGQOS, DWORD dwFlags)}. Joins a multipoint session. On a datagram socket made with
     * WSA_FLAG_MULTIPOINT_C_LEAF and WSA_FLAG_MULTIPOINT_D_LEAF: the multicast group {@code name}, on the interface the
     * socket is bound to, else the one of IP_MULTICAST_IF or IPV6_MULTICAST_IF, else the default one; a sender only joins
     * nothing. It is joined when this returns, and FD_CONNECT is told.
     *
     * <p>Errors: WSAEINVAL for a socket that is not a multipoint one, or other flags; WSAEFAULT, WSAEAFNOSUPPORT,
     * WSAEADDRNOTAVAIL for an address that is no group, or is joined already; WSAENOPROTOOPT where the transport cannot let
     * a socket that is bound to one address hear groups; WSAENOBUFS; WSAEOPNOTSUPP for caller data or a
     * flow specification, as {@link #WSAConnect}; WSAENOTSOCK. Specification: "Using WSAJoinLeaf", "IP Multicast".
     *
     * @param namelen bytes, {@code sizeof(name)}
     * @param lpCallerData null, or len 0
     * @param lpCalleeData null, or its len becomes 0
     * @param lpSQOS flow specifications or null
     * @param lpGQOS reserved; null
     * @param dwFlags {@link #JL_SENDER_ONLY}, {@link #JL_RECEIVER_ONLY} or {@link #JL_BOTH}
     * @return {@code s} itself when it is a leaf, or INVALID_SOCKET
     */
    public static SOCKET WSAJoinLeaf(
            @Nullable SOCKET s,
            @Nullable sockaddr name,
            int namelen,
            @Nullable WSABUF lpCallerData,
            @Nullable WSABUF lpCalleeData,
            @Nullable QOS lpSQOS,
            @Nullable QOS lpGQOS,
            int dwFlags) {
        return Sockets.joinLeaf(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, dwFlags);
    }

    /**
     * C: {@code int shutdown(SOCKET s, int how)}. Ends receiving, sending or both; the socket stays open.
     *
     * <p>Errors: WSAENOTCONN for a stream socket without connection, WSAEINVAL for another {@code how}, WSAECONNRESET,
     * WSAECONNABORTED. Specification: "Graceful Shutdown, Linger Options, and Socket Closure".
     *
     * @param how SD_RECEIVE, SD_SEND or SD_BOTH
     */
    public static int shutdown(@Nullable SOCKET s, int how) {
        return Sockets.shutdown(s, how);
    }

    /**
     * C: {@code int closesocket(SOCKET s)}. Closes the socket; calls that wait on it in other threads end.
     *
     * <p>Waits only when SO_LINGER says so. Errors: WSAEWOULDBLOCK for a non-blocking socket that would have to linger.
     * Specification: "Graceful Shutdown, Linger Options, and Socket Closure".
     */
    public static int closesocket(@Nullable SOCKET s) {
        return Sockets.closesocket(s);
    }

    /**
     * C: {@code int WSASendDisconnect(SOCKET s, LPWSABUF lpOutboundDisconnectData)}. Ends sending, as {@code shutdown(s,
     * SD_SEND)} does.
     *
     * <p>Errors: WSAENOTCONN; WSAENOPROTOOPT for disconnect data, which TCP has not (XP1_DISCONNECT_DATA). Specification:
     * "Exchanging User Data at Shutdown Time".
     *
     * @param lpOutboundDisconnectData null
     */
    public static int WSASendDisconnect(@Nullable SOCKET s, @Nullable WSABUF lpOutboundDisconnectData) {
        return Sockets.sendDisconnect(s, lpOutboundDisconnectData);
    }

    /**
     * C: {@code int WSARecvDisconnect(SOCKET s, LPWSABUF lpInboundDisconnectData)}. Ends receiving, as {@code shutdown(s,
     * SD_RECEIVE)} does.
     *
     * <p>Errors: WSAENOTCONN; WSAENOPROTOOPT for disconnect data, which TCP has not (XP1_DISCONNECT_DATA). Specification:
     * "Exchanging User Data at Shutdown Time".
     *
     * @param lpInboundDisconnectData null
     */
    public static int WSARecvDisconnect(@Nullable SOCKET s, @Nullable WSABUF lpInboundDisconnectData) {
        return Sockets.recvDisconnect(s, lpInboundDisconnectData);
    }

    /**
     * C: {@code int getsockname(SOCKET s, struct sockaddr *name, int *namelen)}. The local address.
     *
     * <p>Errors: WSAEINVAL when the socket is not bound, WSAEFAULT when there is too little room. Specification: "Winsock
     * Functions".
     *
     * @param namelen in: room in bytes, out: size of the address
     */
    public static int getsockname(@Nullable SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        return Sockets.getsockname(s, name, namelen);
    }

    /**
     * C: {@code int getpeername(SOCKET s, struct sockaddr *name, int *namelen)}. The peer's address.
     *
     * <p>Errors: WSAENOTCONN, WSAEFAULT when there is too little room. Specification: "Winsock Functions".
     *
     * @param namelen in: room in bytes, out: size of the address
     */
    public static int getpeername(@Nullable SOCKET s, @Nullable sockaddr name, @Nullable IntRef namelen) {
        return Sockets.getpeername(s, name, namelen);
    }

    // ---- Sending

    /**
     * C: {@code int send(SOCKET s, const char *buf, int len, int flags)}. Sends on a connected socket; a blocking stream
     * socket sends all, a non-blocking one may send less.
     *
     * <p>Errors: WSAENOTCONN, WSAEFAULT, WSAESHUTDOWN after SD_SEND, WSAEWOULDBLOCK, WSAEMSGSIZE for a datagram beyond the
     * limit, WSAEOPNOTSUPP for flags the protocol has not, WSAECONNRESET, WSAECONNABORTED, WSAETIMEDOUT (SO_SNDTIMEO),
     * WSAEINTR. Specification: "Sending and Receiving Data on the Client".
     *
     * @param len bytes
     * @param flags MSG_OOB, MSG_DONTROUTE or 0
     * @return bytes sent or SOCKET_ERROR
     */
    public static int send(@Nullable SOCKET s, byte @Nullable [] buf, int len, int flags) {
        return Sockets.send(s, buf, 0, len, flags);
    }

    /**
     * {@link #send(SOCKET, byte[], int, int)} from an offset: C's {@code send(s, buf + off, len, flags)}.
     *
     * @param off bytes to skip in {@code buf}
     */
    public static int send(@Nullable SOCKET s, byte @Nullable [] buf, int off, int len, int flags) {
        return Sockets.send(s, buf, off, len, flags);
    }

    /**
     * {@link #send(SOCKET, byte[], int, int)} of the bytes between the buffer's position and limit; the position advances
     * by the result.
     */
    public static int send(@Nullable SOCKET s, @Nullable ByteBuffer buf, int flags) {
        return Sockets.send(s, buf, flags);
    }

    /**
     * C: {@code int sendto(SOCKET s, const char *buf, int len, int flags, const struct sockaddr *to, int tolen)}. Sends a
     * datagram to an address; on a stream socket it is {@link #send(SOCKET, byte[], int, int)} and the address is ignored.
     *
     * <p>Errors: those of {@code send}; WSAEDESTADDRREQ without any address, WSAEAFNOSUPPORT, WSAEADDRNOTAVAIL, WSAEACCES
     * for a broadcast address without SO_BROADCAST, WSAENETUNREACH. Specification: "Winsock Functions".
     *
     * @param len bytes
     * @param to the destination, or null on a connected socket
     * @param tolen bytes, {@code sizeof(to)}
     * @return bytes sent or SOCKET_ERROR
     */
    public static int sendto(
            @Nullable SOCKET s, byte @Nullable [] buf, int len, int flags, @Nullable sockaddr to, int tolen) {
        return Sockets.sendto(s, buf, 0, len, flags, to, tolen);
    }

    /**
     * {@link #sendto(SOCKET, byte[], int, int, sockaddr, int)} from an offset: C's {@code buf + off}.
     *
     * @param off bytes to skip in {@code buf}
     */
    public static int sendto(
            @Nullable SOCKET s, byte @Nullable [] buf, int off, int len, int flags, @Nullable sockaddr to, int tolen) {
        return Sockets.sendto(s, buf, off, len, flags, to, tolen);
    }

    /**
     * {@link #sendto(SOCKET, byte[], int, int, sockaddr, int)} of the bytes between the buffer's position and limit; the
     * position advances by the result.
     */
    public static int sendto(
            @Nullable SOCKET s, @Nullable ByteBuffer buf, int flags, @Nullable sockaddr to, int tolen) {
        return Sockets.sendto(s, buf, flags, to, tolen);
    }

    // The overlapped forms of WSASend, WSASendTo, WSARecv and WSARecvFrom are overloads with C's two further
    // parameters.

    /**
     * C: {@code int WSASend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
     * NULL, NULL)}. As {@link #send(SOCKET, byte[], int, int)} from several buffers; their positions do not move.
     *
     * <p>Errors: those of {@code send}; WSAEFAULT for a null count (S118). Specification: "Scatter/Gather I/O".
     *
     * @param lpNumberOfBytesSent receives the bytes sent; left alone on failure (S121)
     */
    public static int WSASend(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesSent,
            int dwFlags) {
        return Sockets.send(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags);
    }

    /**
     * C: {@code int WSASendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
     * const struct sockaddr *lpTo, int iTolen, NULL, NULL)}. As {@link #sendto(SOCKET, byte[], int, int, sockaddr, int)} from
     * several buffers; their positions do not move.
     *
     * <p>Errors: those of {@code sendto}; WSAEFAULT for a null count (S118). Specification: "Scatter/Gather I/O".
     *
     * @param lpNumberOfBytesSent receives the bytes sent; left alone on failure (S121)
     * @param iTolen bytes, {@code sizeof(lpTo)}
     */
    public static int WSASendTo(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesSent,
            int dwFlags,
            @Nullable sockaddr lpTo,
            int iTolen) {
        return Sockets.sendto(s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, lpTo, iTolen);
    }

    // ---- Receiving

    /**
     * C: {@code int recv(SOCKET s, char *buf, int len, int flags)}. Receives what is there, at least one byte, from a
     * connected or bound socket.
     *
     * <p>Errors: WSAENOTCONN, WSAEINVAL (datagram socket not bound; MSG_OOB without urgent data), WSAEFAULT, WSAESHUTDOWN
     * after SD_RECEIVE, WSAEWOULDBLOCK, WSAEMSGSIZE for a datagram that does not fit (its head is stored), WSAECONNRESET,
     * WSAECONNABORTED, WSAENETRESET, WSAETIMEDOUT (SO_RCVTIMEO), WSAEINTR. Specification: "Sending and Receiving Data on
     * the Client".
     *
     * @param len bytes of room
     * @param flags MSG_PEEK, MSG_OOB, MSG_WAITALL or 0
     * @return bytes received, 0 when the peer has ended its sending, or SOCKET_ERROR
     */
    public static int recv(@Nullable SOCKET s, byte @Nullable [] buf, int len, int flags) {
        return Sockets.recv(s, buf, 0, len, flags);
    }

    /**
     * {@link #recv(SOCKET, byte[], int, int)} to an offset: C's {@code recv(s, buf + off, len, flags)}.
     *
     * @param off bytes to skip in {@code buf}
     */
    public static int recv(@Nullable SOCKET s, byte @Nullable [] buf, int off, int len, int flags) {
        return Sockets.recv(s, buf, off, len, flags);
    }

    /**
     * {@link #recv(SOCKET, byte[], int, int)} into the room between the buffer's position and limit; the position advances
     * by what was stored, with WSAEMSGSIZE too.
     */
    public static int recv(@Nullable SOCKET s, @Nullable ByteBuffer buf, int flags) {
        return Sockets.recv(s, buf, flags);
    }

    /**
     * C: {@code int recvfrom(SOCKET s, char *buf, int len, int flags, struct sockaddr *from, int *fromlen)}. As
     * {@link #recv(SOCKET, byte[], int, int)}, with the sender's address; a stream socket stores no address.
     *
     * <p>Errors: those of {@code recv}; WSAEFAULT when {@code fromlen} is too small. Specification: "Winsock Functions".
     *
     * @param len bytes of room
     * @param from receives the address, or null
     * @param fromlen in: room in bytes, out: size of the address; null when from is
     * @return bytes received or SOCKET_ERROR
     */
    public static int recvfrom(
            @Nullable SOCKET s,
            byte @Nullable [] buf,
            int len,
            int flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        return Sockets.recvfrom(s, buf, 0, len, flags, from, fromlen);
    }

    /**
     * {@link #recvfrom(SOCKET, byte[], int, int, sockaddr, IntRef)} to an offset: C's {@code buf + off}.
     *
     * @param off bytes to skip in {@code buf}
     */
    public static int recvfrom(
            @Nullable SOCKET s,
            byte @Nullable [] buf,
            int off,
            int len,
            int flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        return Sockets.recvfrom(s, buf, off, len, flags, from, fromlen);
    }

    /**
     * {@link #recvfrom(SOCKET, byte[], int, int, sockaddr, IntRef)} into the room between the buffer's position and limit;
     * the position advances by what was stored, with WSAEMSGSIZE too.
     */
    public static int recvfrom(
            @Nullable SOCKET s,
            @Nullable ByteBuffer buf,
            int flags,
            @Nullable sockaddr from,
            @Nullable IntRef fromlen) {
        return Sockets.recvfrom(s, buf, flags, from, fromlen);
    }

    /**
     * C: {@code int WSARecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags,
     * NULL, NULL)}. As {@link #recv(SOCKET, byte[], int, int)} into several buffers; their positions do not move.
     *
     * <p>Errors: those of {@code recv}; WSAEFAULT for a null count or null flags. Specification: "Scatter/Gather I/O".
     *
     * @param lpNumberOfBytesRecvd receives the bytes received; left alone on failure (S121)
     * @param lpFlags in: MSG_PEEK, MSG_OOB, MSG_WAITALL, MSG_PARTIAL; out: MSG_PARTIAL for part of a message
     */
    public static int WSARecv(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesRecvd,
            @Nullable IntRef lpFlags) {
        return Sockets.recv(s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags);
    }

    /**
     * C: {@code int WSARecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd, LPDWORD
     * lpFlags, struct sockaddr *lpFrom, LPINT lpFromlen, NULL, NULL)}. As {@link #recvfrom(SOCKET, byte[], int, int,
     * sockaddr, IntRef)} into several buffers; their positions do not move.
     *
     * <p>Errors: those of {@code recvfrom}; WSAEFAULT for a null count or null flags. Specification: "Scatter/Gather I/O".
     *
     * @param lpNumberOfBytesRecvd receives the bytes received; left alone on failure (S121)
     * @param lpFlags in: MSG_PEEK, MSG_OOB, MSG_PARTIAL; out: MSG_PARTIAL for part of a message
     * @param lpFromlen in: room in bytes, out: size of the address
     */
    public static int WSARecvFrom(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesRecvd,
            @Nullable IntRef lpFlags,
            @Nullable sockaddr lpFrom,
            @Nullable IntRef lpFromlen) {
        return Sockets.recvfrom(s, lpBuffers, dwBufferCount, lpNumberOfBytesRecvd, lpFlags, lpFrom, lpFromlen);
    }

    // ---- Overlapped I/O

    /**
     * C: {@code int WSASend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
     * LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine)}. Sends in the background and
     * in order: 0 when all has been taken at once, else SOCKET_ERROR with WSA_IO_PENDING. In both cases, and in no other,
     * the completion is told: by the event in lpOverlapped, by the port of the socket, or by the routine. It completes when
     * all has been taken, never in part (A044).
     *
     * <p>The WSABUF array is captured at the call, the memory is not: its bytes between the buffer's position and
     * {@code len} belong to the operation until it completes (A028), and positions do not move. FIONBIO means nothing here
     * (A020). On a socket without WSA_FLAG_OVERLAPPED the call is that without lpOverlapped.
     *
     * <p>Errors: WSA_IO_PENDING; those of {@code send} except WSAEWOULDBLOCK; WSA_INVALID_HANDLE for an hEvent that is no
     * open event object; WSAEINVAL for a routine when the socket has a port. Specification: "Overlapped I/O".
     *
     * @param lpNumberOfBytesSent may be null; written only when 0 is returned
     * @param lpOverlapped null: {@link #WSASend(SOCKET, WSABUF[], int, IntRef, int)}
     * @param lpCompletionRoutine runs in the calling thread when that waits alertably; null: event and port are told
     */
    public static int WSASend(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesSent,
            int dwFlags,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Sockets.send(
                s, lpBuffers, dwBufferCount, lpNumberOfBytesSent, dwFlags, null, 0, lpOverlapped, lpCompletionRoutine);
    }

    /**
     * C: {@code int WSASendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
     * const struct sockaddr *lpTo, int iTolen, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE
     * lpCompletionRoutine)}. The overlapped form of {@code sendto}, as {@link #WSASend(SOCKET, WSABUF[], int, IntRef, int,
     * OVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE)}.
     *
     * <p>Errors: as there, and those of {@code sendto}. Specification: "Overlapped I/O".
     *
     * @param lpNumberOfBytesSent may be null; written only when 0 is returned
     * @param lpTo captured at the call
     * @param iTolen bytes, {@code sizeof(lpTo)}
     */
    public static int WSASendTo(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesSent,
            int dwFlags,
            @Nullable sockaddr lpTo,
            int iTolen,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Sockets.send(
                s,
                lpBuffers,
                dwBufferCount,
                lpNumberOfBytesSent,
                dwFlags,
                lpTo,
                iTolen,
                lpOverlapped,
                lpCompletionRoutine);
    }

    /**
     * C: {@code int WSARecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags,
     * LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine)}. Receives in the background:
     * 0 when something was there, else SOCKET_ERROR with WSA_IO_PENDING. In both cases the completion is told, as for
     * {@link #WSASend(SOCKET, WSABUF[], int, IntRef, int, OVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE)}, whose rules on
     * memory hold here as well. Receives complete in the order of the calls (A024), with what has come first (A025); 0
     * bytes is the end of a stream (A031).
     *
     * <p>Errors: WSA_IO_PENDING; those of {@code recv} except WSAEWOULDBLOCK; WSAEFAULT for null flags. A datagram that is
     * too long for the buffers completes with WSAEMSGSIZE, which is told even when it is returned at once (A047).
     * Specification: "Overlapped I/O".
     *
     * @param lpNumberOfBytesRecvd may be null; written only when 0 is returned
     * @param lpFlags in: MSG_PEEK, MSG_OOB, MSG_WAITALL, MSG_PARTIAL; out only when the call completes at once
     * @param lpOverlapped null: {@link #WSARecv(SOCKET, WSABUF[], int, IntRef, IntRef)}
     * @param lpCompletionRoutine runs in the calling thread when that waits alertably; null: event and port are told
     */
    public static int WSARecv(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesRecvd,
            @Nullable IntRef lpFlags,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Sockets.recv(
                s,
                lpBuffers,
                dwBufferCount,
                lpNumberOfBytesRecvd,
                lpFlags,
                null,
                null,
                lpOverlapped,
                lpCompletionRoutine);
    }

    /**
     * C: {@code int WSARecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount, LPDWORD lpNumberOfBytesRecvd, LPDWORD
     * lpFlags, struct sockaddr *lpFrom, LPINT lpFromlen, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE
     * lpCompletionRoutine)}. The overlapped form of {@code recvfrom}, as {@link #WSARecv(SOCKET, WSABUF[], int, IntRef,
     * IntRef, OVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE)}.
     *
     * <p>Errors: as there, and those of {@code recvfrom}. Specification: "Overlapped I/O".
     *
     * @param lpNumberOfBytesRecvd may be null; written only when 0 is returned
     * @param lpFrom is written when the operation completes, as is lpFromlen
     * @param lpFromlen in: room in bytes, out: size of the address
     */
    public static int WSARecvFrom(
            @Nullable SOCKET s,
            WSABUF @Nullable [] lpBuffers,
            int dwBufferCount,
            @Nullable IntRef lpNumberOfBytesRecvd,
            @Nullable IntRef lpFlags,
            @Nullable sockaddr lpFrom,
            @Nullable IntRef lpFromlen,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Sockets.recv(
                s,
                lpBuffers,
                dwBufferCount,
                lpNumberOfBytesRecvd,
                lpFlags,
                lpFrom,
                lpFromlen,
                lpOverlapped,
                lpCompletionRoutine);
    }

    /**
     * C: {@code int WSASendMsg(SOCKET s, LPWSAMSG lpMsg, DWORD dwFlags, LPDWORD lpNumberOfBytesSent, LPWSAOVERLAPPED
     * lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine)}. As WSASendTo, the parameters in a structure,
     * with control data for this datagram: IP_PKTINFO, IPV6_PKTINFO (source address and interface), IP_TTL, IP_HOPLIMIT,
     * IPV6_HOPLIMIT, IP_TOS, IPV6_TCLASS, IP_ECN, IPV6_ECN, UDP_SEND_MSG_SIZE, SO_TIMESTAMP_ID.
     *
     * <p>Errors: those of {@code WSASendTo}; WSAEFAULT for a null message, a null count without lpOverlapped (A211), or
     * control data that are no valid memory; WSAEINVAL for control data that are malformed or unknown, with values out of
     * their range, IP_ECN and IPV6_ECN with 3 (A209), and on a stream that is not connected (A213); WSAEADDRNOTAVAIL for a
     * source address or interface that is none of this host's; WSAEOPNOTSUPP where the transport sends no control data.
     * Specification: "WSASendMsg function".
     */
    public static int WSASendMsg(
            @Nullable SOCKET s,
            @Nullable WSAMSG lpMsg,
            int dwFlags,
            @Nullable IntRef lpNumberOfBytesSent,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Extensions.sendMessage(s, lpMsg, dwFlags, lpNumberOfBytesSent, lpOverlapped, lpCompletionRoutine);
    }

    /**
     * C: {@code BOOL WSAGetOverlappedResult(SOCKET s, LPWSAOVERLAPPED lpOverlapped, LPDWORD lpcbTransfer, BOOL fWait, LPDWORD
     * lpdwFlags)}. The result of an overlapped operation. It judges lpOverlapped alone (A070); s only has to be a socket.
     *
     * <p>Errors: WSA_IO_INCOMPLETE when it is pending and fWait is false, WSAENOTSOCK, WSAEFAULT; else the operation's.
     * Specification: "Receiving Completion Indications".
     *
     * @param lpcbTransfer the bytes transferred, also of a failed operation (A071)
     * @param fWait waits for the event in lpOverlapped, or for the socket when there is none (A023)
     * @param lpdwFlags written on success
     */
    public static boolean WSAGetOverlappedResult(
            @Nullable SOCKET s,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable IntRef lpcbTransfer,
            boolean fWait,
            @Nullable IntRef lpdwFlags) {
        return AsyncResults.winsock(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags);
    }

    // ---- Socket state notifications

    public static final int SOCK_NOTIFY_REGISTER_EVENT_NONE = 0x00;
    public static final int SOCK_NOTIFY_REGISTER_EVENT_IN = 0x01;
    public static final int SOCK_NOTIFY_REGISTER_EVENT_OUT = 0x02;
    public static final int SOCK_NOTIFY_REGISTER_EVENT_HANGUP = 0x04;
    public static final int SOCK_NOTIFY_EVENT_IN = 0x01;
    public static final int SOCK_NOTIFY_EVENT_OUT = 0x02;
    public static final int SOCK_NOTIFY_EVENT_HANGUP = 0x04;
    public static final int SOCK_NOTIFY_EVENT_ERR = 0x40;
    public static final int SOCK_NOTIFY_EVENT_REMOVE = 0x80;
    public static final int SOCK_NOTIFY_OP_NONE = 0x00;
    public static final int SOCK_NOTIFY_OP_ENABLE = 0x01;
    public static final int SOCK_NOTIFY_OP_DISABLE = 0x02;
    public static final int SOCK_NOTIFY_OP_REMOVE = 0x04;
    public static final int SOCK_NOTIFY_TRIGGER_ONESHOT = 0x01;
    public static final int SOCK_NOTIFY_TRIGGER_PERSISTENT = 0x02;
    public static final int SOCK_NOTIFY_TRIGGER_LEVEL = 0x04;
    public static final int SOCK_NOTIFY_TRIGGER_EDGE = 0x08;

    /**
     * C: {@code DWORD ProcessSocketNotifications(HANDLE completionPort, UINT32 registrationCount, SOCK_NOTIFY_REGISTRATION
     * *registrationInfos, UINT32 timeoutMs, ULONG completionCount, OVERLAPPED_ENTRY *completionPortEntries, UINT32
     * *receivedEntryCount)}. Registers sockets with a completion port, whose packets tell of their state from then on: with the
     * registration's key, no OVERLAPPED, and the events in the byte count ({@link #SocketNotificationRetrieveEvents}). Then it
     * takes packets, like GetQueuedCompletionStatusEx, when completionCount is not 0.
     *
     * <p>A level-triggered notification is judged when it is taken, so that it tells what holds then; an edge-triggered one
     * tells what has happened. There is never more than one of a socket in the queue. After SOCK_NOTIFY_OP_REMOVE a last one
     * tells SOCK_NOTIFY_EVENT_REMOVE; closesocket ends a registration without one. Specification: "Winsock socket state
     * notifications".
     *
     * @param registrationInfos each gets its registrationResult: 0, ERROR_INVALID_PARAMETER (other flags; a socket that
     *     belongs to another port, or is being removed), ERROR_INVALID_HANDLE, ERROR_NOT_FOUND
     * @param timeoutMs for the packets
     * @param completionCount 0: only registers
     * @return 0; WAIT_TIMEOUT when no packet came; ERROR_INVALID_HANDLE, ERROR_INVALID_PARAMETER, ERROR_ABANDONED_WAIT_0
     */
    public static int ProcessSocketNotifications(
            @Nullable HANDLE completionPort,
            int registrationCount,
            @Nullable SOCK_NOTIFY_REGISTRATION @Nullable [] registrationInfos,
            int timeoutMs,
            int completionCount,
            @Nullable OVERLAPPED_ENTRY @Nullable [] completionPortEntries,
            @Nullable IntRef receivedEntryCount) {
        return Ports.process(
                completionPort,
                registrationCount,
                registrationInfos,
                timeoutMs,
                completionCount,
                completionPortEntries,
                receivedEntryCount);
    }

    /** C: {@code UINT32 SocketNotificationRetrieveEvents(OVERLAPPED_ENTRY *notification)}. SOCK_NOTIFY_EVENT_IN and so on. */
    public static int SocketNotificationRetrieveEvents(OVERLAPPED_ENTRY notification) {
        return notification.dwNumberOfBytesTransferred;
    }

    // ---- Readiness

    /** C: {@code FD_ZERO(set)}. Empties a set. */
    public static void FD_ZERO(fd_set set) {
        set.fd_count = 0;
    }

    /**
     * C: {@code FD_SET(fd, set)}. Adds a socket; a member is not added twice, and one that finds no more room is left
     * out without a word (S184). Specification: "Maximum Number of Sockets Supported".
     */
    public static void FD_SET(SOCKET fd, fd_set set) {
        set.add(fd);
    }

    /** C: {@code FD_CLR(fd, set)}. Takes a socket out; the members after it move up (S184). */
    public static void FD_CLR(SOCKET fd, fd_set set) {
        set.remove(fd);
    }

    /** C: {@code FD_ISSET(fd, set)}. Whether a socket is a member. */
    public static boolean FD_ISSET(@Nullable SOCKET fd, fd_set set) {
        return set.contains(fd);
    }

    /** C: {@code int __WSAFDIsSet(SOCKET fd, fd_set *set)}. What FD_ISSET calls: 1 or 0. */
    public static int __WSAFDIsSet(@Nullable SOCKET fd, fd_set set) {
        return set.contains(fd) ? 1 : 0;
    }

    /**
     * C: {@code int select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds, const timeval *timeout)}.
     * Waits until a member of a set is ready, and leaves only the ready members in the sets, in their order. Readable:
     * data, a connection to accept, the end of the stream or a reset. Writable: a send would not block, or a connect
     * has succeeded. Exceptional: a connect has failed, or urgent data are waiting.
     *
     * <p>Returns the number of ready members of all sets together, 0 after the time.
     *
     * <p>Errors: WSANOTINITIALISED; WSAEINVAL when there is no member in any set (S171), a negative time or sockets of
     * several providers; WSAENOTSOCK for a member that is no socket (S172) or is closed meanwhile; WSAEFAULT for a count
     * beyond the array. Specification: "Multiple Provider Restrictions on Select".
     *
     * @param nfds ignored (S170)
     * @param timeout null: no limit; never changed (S100)
     */
    public static int select(
            int nfds,
            @Nullable fd_set readfds,
            @Nullable fd_set writefds,
            @Nullable fd_set exceptfds,
            @Nullable timeval timeout) {
        return Sockets.select(nfds, readfds, writefds, exceptfds, timeout);
    }

    /**
     * C: {@code int WSAPoll(LPWSAPOLLFD fdArray, ULONG fds, INT timeout)}. Waits until one of the sockets has something
     * that was asked for, or POLLERR, POLLHUP, POLLNVAL, which need not be asked for. An INVALID_SOCKET entry is skipped.
     *
     * <p>Returns the number of entries with flags in revents, 0 after the time.
     *
     * <p>Errors: WSANOTINITIALISED; WSAEINVAL for no entries (S190) or for flags that cannot be asked for (S194);
     * WSAEFAULT for a null array or entry.
     *
     * @param timeout milliseconds; 0: only look; negative: no limit
     */
    public static int WSAPoll(@Nullable WSAPOLLFD @Nullable [] fdArray, int fds, int timeout) {
        return Sockets.poll(fdArray, fds, timeout);
    }

    /**
     * C: {@code WSAEVENT WSACreateEvent(void)}. A manual-reset event object, not signalled (S246). Works before
     * WSAStartup. Specification: "Event Objects (Windows Sockets 2)".
     */
    public static HANDLE WSACreateEvent() {
        return new EventObject(true, false);
    }

    /** C: {@code BOOL WSACloseEvent(WSAEVENT hEvent)}. Error: WSA_INVALID_HANDLE (S248). */
    public static boolean WSACloseEvent(@Nullable HANDLE hEvent) {
        return Handles.done(EventObject.close(hEvent));
    }

    /** C: {@code BOOL WSASetEvent(WSAEVENT hEvent)}. Error: WSA_INVALID_HANDLE (S248). */
    public static boolean WSASetEvent(@Nullable HANDLE hEvent) {
        return Handles.done(EventObject.set(hEvent));
    }

    /** C: {@code BOOL WSAResetEvent(WSAEVENT hEvent)}. Error: WSA_INVALID_HANDLE (S248). */
    public static boolean WSAResetEvent(@Nullable HANDLE hEvent) {
        return Handles.done(EventObject.reset(hEvent));
    }

    /**
     * C: {@code DWORD WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT *lphEvents, BOOL fWaitAll, DWORD dwTimeout,
     * BOOL fAlertable)}. Waits for any or all of up to 64 event objects. What stands behind them, sockets for example,
     * is asked by the waiting thread itself.
     *
     * <p>Returns WSA_WAIT_EVENT_0 plus the lowest signalled index, WSA_WAIT_TIMEOUT, WSA_WAIT_IO_COMPLETION after
     * asynchronous procedure calls ran in an alertable wait, or WSA_WAIT_FAILED.
     *
     * <p>Errors: WSA_INVALID_PARAMETER for 0 or more than 64 events, WSA_INVALID_HANDLE (S247).
     *
     * @param dwTimeout milliseconds; 0: only look; WSA_INFINITE: no limit
     */
    public static int WSAWaitForMultipleEvents(
            int cEvents, @Nullable HANDLE @Nullable [] lphEvents, boolean fWaitAll, int dwTimeout, boolean fAlertable) {
        return Waits.await(cEvents, lphEvents, fWaitAll, dwTimeout, fAlertable);
    }

    /**
     * C: {@code int WSAEventSelect(SOCKET s, WSAEVENT hEventObject, long lNetworkEvents)}. From now on the event object
     * is set when one of the FD_* events happens, once each until its re-enabling call is made (recv for FD_READ, a send
     * that fails with WSAEWOULDBLOCK for FD_WRITE, accept, connect). The socket becomes non-blocking (S207). A new call
     * replaces the selection; no events end it, and the socket stays non-blocking (S208).
     *
     * <p>Errors: WSANOTINITIALISED, WSAENOTSOCK, WSAEINVAL for events without an open event object (S206).
     * Specification: "Asynchronous Notification Using Event Objects".
     *
     * @param lNetworkEvents FD_* bits
     */
    public static int WSAEventSelect(@Nullable SOCKET s, @Nullable HANDLE hEventObject, int lNetworkEvents) {
        return Sockets.eventSelect(s, hEventObject, lNetworkEvents);
    }

    /**
     * C: {@code int WSAEnumNetworkEvents(SOCKET s, WSAEVENT hEventObject, LPWSANETWORKEVENTS lpNetworkEvents)}. Tells
     * which of the selected events have happened, with an error number each, and forgets them (S210, S211).
     *
     * <p>Errors: WSANOTINITIALISED, WSAENOTSOCK, WSAEFAULT for a null structure.
     *
     * @param hEventObject reset at the same time, unless null
     */
    public static int WSAEnumNetworkEvents(
            @Nullable SOCKET s, @Nullable HANDLE hEventObject, @Nullable WSANETWORKEVENTS lpNetworkEvents) {
        return Sockets.enumNetworkEvents(s, hEventObject, lpNetworkEvents);
    }

    /**
     * C: {@code int WSAAsyncSelect(SOCKET s, HWND hWnd, u_int wMsg, long lEvent)}. From now on a message is posted to the
     * window for each FD_* event, once each until its re-enabling call is made; every call posts the conditions that hold
     * anew (S213). The message's wParam is the socket, its lParam is taken apart by {@link #WSAGETSELECTEVENT} and
     * {@link #WSAGETSELECTERROR}. Otherwise as {@link #WSAEventSelect}.
     *
     * <p>Errors: WSANOTINITIALISED, WSAENOTSOCK, WSAEINVAL for events without a window. Specification: "Notification of
     * Network Events".
     */
    public static int WSAAsyncSelect(@Nullable SOCKET s, @Nullable HWND hWnd, int wMsg, int lEvent) {
        return Sockets.asyncSelect(s, hWnd, wMsg, lEvent);
    }

    /** C: {@code WSAGETSELECTEVENT(lParam)}: the FD_* bit of a message. */
    public static int WSAGETSELECTEVENT(long lParam) {
        return (int) lParam & 0xffff;
    }

    /** C: {@code WSAGETSELECTERROR(lParam)}: the error number of a message, or 0. */
    public static int WSAGETSELECTERROR(long lParam) {
        return (int) (lParam >>> 16) & 0xffff;
    }

    // ---- Options

    /**
     * C: {@code int ioctlsocket(SOCKET s, long cmd, u_long *argp)}. FIONBIO (non-zero: non-blocking), FIONREAD (bytes that
     * can be read), SIOCATMARK (0 while urgent data is ahead).
     *
     * <p>Errors: WSAEFAULT for null, WSAEINVAL for FIONBIO 0 while events are selected, WSAEOPNOTSUPP for other codes.
     * Specification: "Winsock IOCTLs".
     *
     * @param argp in and out
     */
    public static int ioctlsocket(@Nullable SOCKET s, int cmd, @Nullable IntRef argp) {
        return Sockets.ioctlsocket(s, cmd, argp);
    }

    /**
     * C: {@code int getsockopt(SOCKET s, int level, int optname, char *optval, int *optlen)}. An option's value as the bytes
     * of C memory, little-endian.
     *
     * <p>Errors: WSAEFAULT for null or too little room, WSAENOPROTOOPT for an unknown option, WSAEINVAL for an unknown
     * level. Specification: "Socket Options" and the page of each level.
     *
     * @param optlen in: room in bytes, out: size of the value
     */
    public static int getsockopt(
            @Nullable SOCKET s, int level, int optname, byte @Nullable [] optval, @Nullable IntRef optlen) {
        return Sockets.getsockopt(s, level, optname, optval, optlen);
    }

    /**
     * {@link #getsockopt(SOCKET, int, int, byte[], IntRef)} for an option of type int, DWORD or BOOL: {@code getsockopt(s,
     * SOL_SOCKET, SO_ERROR, error, len)}. The room is 4 bytes.
     */
    public static int getsockopt(
            @Nullable SOCKET s, int level, int optname, @Nullable IntRef optval, @Nullable IntRef optlen) {
        return OptionValues.get(s, level, optname, optval, optlen);
    }

    /**
     * {@link #getsockopt(SOCKET, int, int, byte[], IntRef)} for an option whose value is a structure, such as
     * {@link linger}. For SO_PROTOCOL_INFOA the bytes are those of the ANSI layout.
     */
    public static int getsockopt(
            @Nullable SOCKET s, int level, int optname, @Nullable Struct optval, @Nullable IntRef optlen) {
        return OptionValues.get(s, level, optname, optval, optlen);
    }

    /**
     * {@link #getsockopt(SOCKET, int, int, byte[], IntRef)} for SO_BSP_STATE: the socket's addresses, type and protocol.
     * An address that it does not have is null. Specification: "SO_BSP_STATE socket option".
     *
     * @param optlen in: room in bytes for the structure and the addresses behind it, 40 + 2 * 28 is enough; out: their size
     */
    public static int getsockopt(
            @Nullable SOCKET s, int level, int optname, @Nullable CSADDR_INFO optval, @Nullable IntRef optlen) {
        return OptionValues.get(s, level, optname, optval, optlen);
    }

    /**
     * C: {@code int setsockopt(SOCKET s, int level, int optname, const char *optval, int optlen)}. Sets an option from the
     * bytes of C memory, little-endian.
     *
     * <p>Errors: WSAEFAULT for null or too few bytes, WSAENOPROTOOPT for an unknown or read-only option, WSAEINVAL for an
     * unknown level or a value or a state that does not allow it. Specification: "Socket Options" and the page of each
     * level.
     *
     * @param optlen bytes
     */
    public static int setsockopt(@Nullable SOCKET s, int level, int optname, byte @Nullable [] optval, int optlen) {
        return Sockets.setsockopt(s, level, optname, optval, optlen);
    }

    /**
     * {@link #setsockopt(SOCKET, int, int, byte[], int)} for an option of type int, DWORD or BOOL: {@code setsockopt(s,
     * SOL_SOCKET, SO_REUSEADDR, one, sizeof(one))}.
     */
    public static int setsockopt(@Nullable SOCKET s, int level, int optname, @Nullable IntRef optval, int optlen) {
        return OptionValues.set(s, level, optname, optval, optlen);
    }

    /**
     * {@link #setsockopt(SOCKET, int, int, byte[], int)} for an option whose value is a structure, such as {@link linger}.
     */
    public static int setsockopt(@Nullable SOCKET s, int level, int optname, @Nullable Struct optval, int optlen) {
        return OptionValues.set(s, level, optname, optval, optlen);
    }

    /**
     * {@link #setsockopt(SOCKET, int, int, byte[], int)} for SO_UPDATE_ACCEPT_CONTEXT: the socket that AcceptEx has made a
     * connection gets the options of the listening one, and getsockname, getpeername and shutdown work (A121).
     *
     * <p>Errors: WSAENOTCONN when it was not accepted by AcceptEx, or has been updated; WSAEINVAL for another listening
     * socket; WSAENOTSOCK.
     *
     * @param optlen bytes, {@code sizeof(SOCKET)}: 8
     */
    public static int setsockopt(@Nullable SOCKET s, int level, int optname, @Nullable SOCKET optval, int optlen) {
        return Sockets.setsockopt(s, level, optname, optval, optlen);
    }

    /** {@link #setsockopt(SOCKET, int, int, byte[], int)} with a plain number for a 4-byte option; not in C. */
    public static int setsockopt(@Nullable SOCKET s, int level, int optname, int value) {
        return OptionValues.set(s, level, optname, value);
    }

    // ---- Controls

    /**
     * C: {@code int WSAIoctl(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer, LPVOID lpvOutBuffer, DWORD
     * cbOutBuffer, LPDWORD lpcbBytesReturned, LPWSAOVERLAPPED lpOverlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE
     * lpCompletionRoutine)}, with buffers of little-endian bytes, as Windows lays them out. Which codes there are, and what
     * each needs and answers: "Winsock IOCTLs".
     *
     * <p>With lpOverlapped most complete at once, and the completion is told with 0 bytes (A102, A163); those that wait for
     * a change end with WSA_IO_PENDING.
     *
     * <p>Errors: WSAENOTSOCK, WSAEFAULT for buffers that are too short or null, WSAEOPNOTSUPP for codes that are unknown
     * (with lpOverlapped: WSA_IO_PENDING, and the operation fails with that), WSAEWOULDBLOCK for one that has to wait,
     * without lpOverlapped on a non-blocking socket, and those of the code.
     *
     * @param cbInBuffer bytes
     * @param cbOutBuffer bytes
     * @param lpcbBytesReturned receives the bytes in lpvOutBuffer
     */
    public static int WSAIoctl(
            @Nullable SOCKET s,
            int dwIoControlCode,
            byte @Nullable [] lpvInBuffer,
            int cbInBuffer,
            byte @Nullable [] lpvOutBuffer,
            int cbOutBuffer,
            @Nullable IntRef lpcbBytesReturned,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return Sockets.ioctl(
                s,
                dwIoControlCode,
                lpvInBuffer,
                cbInBuffer,
                lpvOutBuffer,
                cbOutBuffer,
                lpcbBytesReturned,
                lpOverlapped,
                lpCompletionRoutine);
    }

    /**
     * {@link #WSAIoctl(SOCKET, int, byte[], int, byte[], int, IntRef, OVERLAPPED, LPWSAOVERLAPPED_COMPLETION_ROUTINE)} with
     * variables and structures in place of bytes: a {@link Struct} or an array of one, {@link IntRef} (its first bytes when
     * fewer are named), {@link SOCKET_ADDRESS_LIST}, {@code byte[]}, or null; and for the output also a {@code Ref<SOCKET>}
     * for SIO_BASE_HANDLE and its kin, a {@code Ref<Long>} for 8-byte numbers, and for SIO_GET_EXTENSION_FUNCTION_POINTER a
     * {@code Ref<LPFN_ACCEPTEX>} or the like: {@code WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, WSAID_ACCEPTEX,
     * sizeof(WSAID_ACCEPTEX), acceptEx, 8, bytes, null, null)}; its type is the caller's responsibility, as a
     * {@code void *} is in C. The functions are methods of {@link Mswsock} as well.
     *
     * <p>Errors besides: WSAEFAULT for an object of another type; WSAEINVAL for a GUID that stands for no function.
     */
    public static int WSAIoctl(
            @Nullable SOCKET s,
            int dwIoControlCode,
            @Nullable Object lpvInBuffer,
            int cbInBuffer,
            @Nullable Object lpvOutBuffer,
            int cbOutBuffer,
            @Nullable IntRef lpcbBytesReturned,
            @Nullable OVERLAPPED lpOverlapped,
            @Nullable LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
        return IoctlValues.ioctl(
                s,
                dwIoControlCode,
                lpvInBuffer,
                cbInBuffer,
                lpvOutBuffer,
                cbOutBuffer,
                lpcbBytesReturned,
                lpOverlapped,
                lpCompletionRoutine,
                Mswsock.FUNCTIONS);
    }

    // ---- Byte order. Host order is that of Windows, little-endian, on every processor.

    /** C: {@code u_short htons(u_short hostshort)}. Host to network order. Specification: "Winsock Functions". */
    public static short htons(int hostshort) {
        return Short.reverseBytes((short) hostshort);
    }

    /**
     * C: {@code u_short ntohs(u_short netshort)}. Network to host order. Specification: "Winsock Functions".
     *
     * @return 0 to 65535
     */
    public static int ntohs(int netshort) {
        return Short.reverseBytes((short) netshort) & 0xffff;
    }

    /** C: {@code u_long htonl(u_long hostlong)}. Host to network order. Specification: "Winsock Functions". */
    public static int htonl(int hostlong) {
        return Integer.reverseBytes(hostlong);
    }

    /** C: {@code u_long ntohl(u_long netlong)}. Network to host order. Specification: "Winsock Functions". */
    public static int ntohl(int netlong) {
        return Integer.reverseBytes(netlong);
    }

    /** C: {@code unsigned __int64 htonll(unsigned __int64 Value)}. Specification: "Winsock Functions". */
    public static long htonll(long Value) {
        return Long.reverseBytes(Value);
    }

    /** C: {@code unsigned __int64 ntohll(unsigned __int64 Value)}. Specification: "Winsock Functions". */
    public static long ntohll(long Value) {
        return Long.reverseBytes(Value);
    }

    /** C: {@code unsigned __int32 htonf(float Value)}. Specification: "Winsock Functions". */
    public static int htonf(float Value) {
        return Integer.reverseBytes(Float.floatToRawIntBits(Value));
    }

    /** C: {@code float ntohf(unsigned __int32 Value)}. Specification: "Winsock Functions". */
    public static float ntohf(int Value) {
        return Float.intBitsToFloat(Integer.reverseBytes(Value));
    }

    /** C: {@code unsigned __int64 htond(double Value)}. Specification: "Winsock Functions". */
    public static long htond(double Value) {
        return Long.reverseBytes(Double.doubleToRawLongBits(Value));
    }

    /** C: {@code double ntohd(unsigned __int64 Value)}. Specification: "Winsock Functions". */
    public static double ntohd(long Value) {
        return Double.longBitsToDouble(Long.reverseBytes(Value));
    }

    /**
     * C: {@code int WSAHtonl(SOCKET s, u_long hostlong, u_long *lpnetlong)}. Host order to the order of the socket's
     * protocol, {@link WSAPROTOCOL_INFO#iNetworkByteOrder}.
     *
     * <p>Errors: WSAEFAULT for null. Specification: "Winsock Functions".
     */
    public static int WSAHtonl(@Nullable SOCKET s, int hostlong, @Nullable IntRef lpnetlong) {
        return NetworkOrder.convertLong(s, hostlong, lpnetlong);
    }

    /**
     * C: {@code int WSAHtons(SOCKET s, u_short hostshort, u_short *lpnetshort)}. Host order to the order of the socket's
     * protocol; the result is 0 to 65535, for a field cast it to short.
     *
     * <p>Errors: WSAEFAULT for null. Specification: "Winsock Functions".
     */
    public static int WSAHtons(@Nullable SOCKET s, int hostshort, @Nullable IntRef lpnetshort) {
        return NetworkOrder.convertShort(s, hostshort, lpnetshort);
    }

    /**
     * C: {@code int WSANtohl(SOCKET s, u_long netlong, u_long *lphostlong)}. The order of the socket's protocol to host
     * order.
     *
     * <p>Errors: WSAEFAULT for null. Specification: "Winsock Functions".
     */
    public static int WSANtohl(@Nullable SOCKET s, int netlong, @Nullable IntRef lphostlong) {
        return NetworkOrder.convertLong(s, netlong, lphostlong);
    }

    /**
     * C: {@code int WSANtohs(SOCKET s, u_short netshort, u_short *lphostshort)}. The order of the socket's protocol to host
     * order; the result is 0 to 65535.
     *
     * <p>Errors: WSAEFAULT for null. Specification: "Winsock Functions".
     */
    public static int WSANtohs(@Nullable SOCKET s, int netshort, @Nullable IntRef lphostshort) {
        return NetworkOrder.convertShort(s, netshort, lphostshort);
    }

    // ---- Addresses, names, catalog

    /**
     * C: {@code unsigned long inet_addr(const char *cp)}. Dotted IPv4 text of one to four decimal, octal or hexadecimal
     * parts (S299).
     *
     * <p>Works before WSAStartup. Malformed text gives INADDR_NONE and leaves the last error alone (S012); null gives
     * INADDR_NONE and WSAEFAULT (S298). Specification: "Winsock Functions".
     *
     * @return the address in network order or INADDR_NONE
     */
    public static int inet_addr(@Nullable String cp) {
        return AddressText.inetAddr(cp);
    }

    /**
     * C: {@code char *inet_ntoa(struct in_addr in)}. Dotted IPv4 text. The string is the caller's own, so no other call
     * changes it (S297). Works before WSAStartup. Specification: "Winsock Functions".
     */
    public static String inet_ntoa(in_addr in) {
        return AddressText.ipv4(in.s_addr);
    }

    /**
     * C: {@code int gethostname(char *name, int namelen)}. This computer's name; a StringBuilder stands for the char array,
     * its content is replaced.
     *
     * <p>Errors: WSANOTINITIALISED; WSAEFAULT for null or when the name and its NUL do not fit. Specification: "Winsock
     * Functions".
     *
     * @param namelen room in characters with the NUL; 256 is always enough
     */
    public static int gethostname(@Nullable StringBuilder name, int namelen) {
        return HostNames.gethostname(name, namelen);
    }

    /** C: {@code int GetHostNameW(PWSTR name, int namelen)}. The same as {@link #gethostname}. */
    public static int GetHostNameW(@Nullable StringBuilder name, int namelen) {
        return HostNames.gethostname(name, namelen);
    }

    /**
     * C: {@code int WSAEnumProtocols(LPINT lpiProtocols, LPWSAPROTOCOL_INFO lpProtocolBuffer, LPDWORD lpdwBufferLength)}. The
     * catalog entries that programs can use.
     *
     * <p>Errors: WSANOTINITIALISED; WSAEFAULT for a null length; WSAENOBUFS when the room is too small, the length is then
     * what is needed (S034). Specification: "Protocol Catalog".
     *
     * @param lpiProtocols the protocols wanted, ended by 0 or by the array's end; null for all; unknown ones are ignored
     * @param lpProtocolBuffer receives new structures, or null to ask for the length
     * @param lpdwBufferLength bytes, {@code sizeof(WSAPROTOCOL_INFO)} = 628 for each entry; in: room, out on WSAENOBUFS:
     *     what is needed
     * @return the number of entries or SOCKET_ERROR
     */
    public static int WSAEnumProtocols(
            int @Nullable [] lpiProtocols,
            @Nullable WSAPROTOCOL_INFO @Nullable [] lpProtocolBuffer,
            @Nullable IntRef lpdwBufferLength) {
        return ProtocolList.enumerate(lpiProtocols, lpProtocolBuffer, lpdwBufferLength);
    }

    // ---- Macros

    /** C: {@code MAKEWORD(low, high)}: {@code MAKEWORD(2, 2)} is version 2.2. */
    public static int MAKEWORD(int low, int high) {
        return low & 0xff | (high & 0xff) << 8;
    }

    /** C: {@code LOBYTE(w)}, 0 to 255: the major number of a version. */
    public static int LOBYTE(int w) {
        return w & 0xff;
    }

    /** C: {@code HIBYTE(w)}, 0 to 255: the minor number of a version. */
    public static int HIBYTE(int w) {
        return w >>> 8 & 0xff;
    }

    /** C: {@code IN_CLASSA(i)}; the address is in host order. */
    public static boolean IN_CLASSA(int i) {
        return (i & 0x80000000) == 0;
    }

    /** C: {@code IN_CLASSB(i)}; the address is in host order. */
    public static boolean IN_CLASSB(int i) {
        return (i & 0xC0000000) == 0x80000000;
    }

    /** C: {@code IN_CLASSC(i)}; the address is in host order. */
    public static boolean IN_CLASSC(int i) {
        return (i & 0xE0000000) == 0xC0000000;
    }

    /** C: {@code IN_CLASSD(i)}; the address is in host order. */
    public static boolean IN_CLASSD(int i) {
        return (i & 0xF0000000) == 0xE0000000;
    }

    /** C: {@code IN_MULTICAST(i)}; the address is in host order. */
    public static boolean IN_MULTICAST(int i) {
        return IN_CLASSD(i);
    }

    /** C: {@code sizeof} of a structure, bytes in the 64-bit layout. */
    public static int sizeof(Struct struct) {
        return struct.sizeof();
    }

    /** C: {@code sizeof} of an int, DWORD or BOOL: 4. */
    public static int sizeof(IntRef value) {
        return Integer.BYTES;
    }

    /** C: {@code sizeof} of a char array: its length in bytes. */
    public static int sizeof(byte[] array) {
        return array.length;
    }

    /** C: {@code sizeof(struct addrinfo)}: 48. */
    public static int sizeof(addrinfo info) {
        return info.sizeof();
    }
}

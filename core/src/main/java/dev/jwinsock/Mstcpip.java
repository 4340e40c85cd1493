package dev.jwinsock;

/** {@code mstcpip.h}: what Microsoft TCP/IP has beyond the socket options. */
public final class Mstcpip {
    // WSAIoctl codes
    public static final int SIO_ABSORB_RTRALERT = 0x98000005;
    public static final int SIO_ACQUIRE_PORT_RESERVATION = 0x98000064;
    public static final int SIO_APPLY_TRANSPORT_SETTING = 0x98000013;
    public static final int SIO_ASSOCIATE_PORT_RESERVATION = 0x98000066;
    public static final int SIO_CPU_AFFINITY = 0x98000015;
    public static final int SIO_GET_TX_TIMESTAMP = 0x980000EA;
    public static final int SIO_INDEX_ADD_MCAST = 0x9800000A;
    public static final int SIO_INDEX_BIND = 0x98000008;
    public static final int SIO_INDEX_DEL_MCAST = 0x9800000B;
    public static final int SIO_INDEX_MCASTIF = 0x98000009;
    public static final int SIO_KEEPALIVE_VALS = 0x98000004;
    public static final int SIO_LIMIT_BROADCASTS = 0x98000007;
    public static final int SIO_LOOPBACK_FAST_PATH = 0x98000010;
    public static final int SIO_PRIORITY_HINT = 0x98000018;
    public static final int SIO_QUERY_RSS_SCALABILITY_INFO = 0x580000D2;
    public static final int SIO_QUERY_TRANSPORT_SETTING = 0x98000014;
    public static final int SIO_QUERY_WFP_ALE_ENDPOINT_HANDLE = 0x580000CD;
    public static final int SIO_QUERY_WFP_CONNECTION_REDIRECT_CONTEXT = 0x980000DD;
    public static final int SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS = 0x980000DC;
    public static final int SIO_RCVALL = 0x98000001;
    public static final int SIO_RCVALL_IF = 0x9800000E;
    public static final int SIO_RCVALL_IGMPMCAST = 0x98000003;
    public static final int SIO_RCVALL_MCAST = 0x98000002;
    public static final int SIO_RCVALL_MCAST_IF = 0x9800000D;
    public static final int SIO_RELEASE_PORT_RESERVATION = 0x98000065;
    public static final int SIO_SET_PRIORITY_HINT = 0x98000018;
    public static final int SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS = 0x980000DE;
    public static final int SIO_TCP_INFO = 0xD8000027;
    public static final int SIO_TCP_INITIAL_RTO = 0x98000011;
    public static final int SIO_TCP_SET_ACK_FREQUENCY = 0x98000017;
    public static final int SIO_TCP_SET_ICW = 0x98000016;
    public static final int SIO_TIMESTAMPING = 0x980000EB;
    public static final int SIO_UCAST_IF = 0x98000006;

    // SIO_RCVALL
    public static final int RCVALL_IPLEVEL = 3;
    public static final int RCVALL_MAX = 3;
    public static final int RCVALL_OFF = 0;
    public static final int RCVALL_ON = 1;
    public static final int RCVALL_SOCKETLEVELONLY = 2;

    // SIO_TCP_INITIAL_RTO
    public static final int TCP_INITIAL_RTO_DEFAULT_MAX_SYN_RETRANSMISSIONS = 0;
    public static final int TCP_INITIAL_RTO_DEFAULT_RTT = 0;
    public static final int TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS = 254;
    public static final int TCP_INITIAL_RTO_UNSPECIFIED_MAX_SYN_RETRANSMISSIONS = 255;
    public static final int TCP_INITIAL_RTO_UNSPECIFIED_RTT = 65535;

    // SIO_TCP_SET_ICW
    public static final int TCP_ICW_LEVEL_AGGRESSIVE = 3;
    public static final int TCP_ICW_LEVEL_COMPAT = 254;
    public static final int TCP_ICW_LEVEL_DEFAULT = 0;
    public static final int TCP_ICW_LEVEL_EXPERIMENTAL = 4;
    public static final int TCP_ICW_LEVEL_HIGH = 1;
    public static final int TCP_ICW_LEVEL_MAX = 255;
    public static final int TCP_ICW_LEVEL_VERY_HIGH = 2;

    // Port reservations
    public static final int INVALID_PORT_RESERVATION_TOKEN = 0;

    // Time stamps
    public static final int SO_TIMESTAMP = 12298;
    public static final int SO_TIMESTAMP_ID = 12299;
    public static final int TIMESTAMPING_FLAG_RX = 1;
    public static final int TIMESTAMPING_FLAG_TX = 2;

    // Secure sockets
    public static final int SOCKET_INFO_CONNECTION_ENCRYPTED = 2;
    public static final int SOCKET_INFO_CONNECTION_IMPERSONATED = 4;
    public static final int SOCKET_INFO_CONNECTION_SECURED = 1;
    public static final int SOCKET_SECURITY_PROTOCOL_DEFAULT = 0;
    public static final int SOCKET_SECURITY_PROTOCOL_INVALID = 3;
    public static final int SOCKET_SECURITY_PROTOCOL_IPSEC = 1;
    public static final int SOCKET_SECURITY_PROTOCOL_IPSEC2 = 2;
    public static final int SOCKET_SETTINGS_ALLOW_INSECURE = 2;
    public static final int SOCKET_SETTINGS_GUARANTEE_ENCRYPTION = 1;
    public static final int SOCKET_SETTINGS_IPSEC_SKIP_FILTER_INSTANTIATION = 1;

    private Mstcpip() {}
}

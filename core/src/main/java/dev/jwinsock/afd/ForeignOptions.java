package dev.jwinsock.afd;

import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Status;
import java.util.List;
import java.util.Map;

/**
 * The options of protocols that have no provider here. No socket has their level, so each is refused with WSAEINVAL
 * (S260); a layered provider may serve them.
 */
final class ForeignOptions {
    static final int RELIABLE_MULTICAST = 113;
    static final int IPX = 1000;
    static final int SPX = 1256;
    static final int APPLETALK = 16000;
    static final int INFRARED = 0xff;

    static final List<Option> ROWS = List.of(
            row(RELIABLE_MULTICAST, 1008, "RM_ADD_RECEIVE_IF"),
            row(RELIABLE_MULTICAST, 1009, "RM_DEL_RECEIVE_IF"),
            row(RELIABLE_MULTICAST, 1003, "RM_FLUSHCACHE"),
            row(RELIABLE_MULTICAST, 1014, "RM_HIGH_SPEED_INTRANET_OPT"),
            row(RELIABLE_MULTICAST, 1006, "RM_LATEJOIN"),
            row(RELIABLE_MULTICAST, 1001, "RM_RATE_WINDOW_SIZE"),
            row(RELIABLE_MULTICAST, 1013, "RM_RECEIVER_STATISTICS"),
            row(RELIABLE_MULTICAST, 1010, "RM_SEND_WINDOW_ADV_RATE"),
            row(RELIABLE_MULTICAST, 1005, "RM_SENDER_STATISTICS"),
            row(RELIABLE_MULTICAST, 1004, "RM_SENDER_WINDOW_ADVANCE_METHOD"),
            row(RELIABLE_MULTICAST, 1012, "RM_SET_MCAST_TTL"),
            row(RELIABLE_MULTICAST, 1002, "RM_SET_MESSAGE_BOUNDARY"),
            row(RELIABLE_MULTICAST, 1007, "RM_SET_SEND_IF"),
            row(RELIABLE_MULTICAST, 1011, "RM_USE_FEC"),
            row(IPX, 0x4000, "IPX_PTYPE"),
            row(IPX, 0x4001, "IPX_FILTERPTYPE"),
            row(IPX, 0x4003, "IPX_STOPFILTERPTYPE"),
            row(IPX, 0x4002, "IPX_DSTYPE"),
            row(IPX, 0x4004, "IPX_EXTENDED_ADDRESS"),
            row(IPX, 0x4005, "IPX_RECVHDR"),
            row(IPX, 0x4006, "IPX_MAXSIZE"),
            row(IPX, 0x4007, "IPX_ADDRESS"),
            row(IPX, 0x4008, "IPX_GETNETINFO"),
            row(IPX, 0x4009, "IPX_GETNETINFO_NORIP"),
            row(IPX, 0x400b, "IPX_SPXGETCONNECTIONSTATUS"),
            row(IPX, 0x400c, "IPX_ADDRESS_NOTIFY"),
            row(IPX, 0x400d, "IPX_MAX_ADAPTER_NUM"),
            row(IPX, 0x400e, "IPX_RERIPNETNUMBER"),
            row(IPX, 0x400f, "IPX_RECEIVE_BROADCAST"),
            row(IPX, 0x4010, "IPX_IMMEDIATESPXACK"),
            row(APPLETALK, 0xa003, "SO_CONFIRM_NAME"),
            row(APPLETALK, 0xa001, "SO_DEREGISTER_NAME", "SO_REMOVE_NAME"),
            row(APPLETALK, 0xa006, "SO_GETLOCALZONES", "SO_LOOKUP_ZONES_ON_ADAPTER"),
            row(APPLETALK, 0xa004, "SO_GETMYZONE", "SO_LOOKUP_MYZONE"),
            row(APPLETALK, 0xa007, "SO_GETNETINFO", "SO_LOOKUP_NETDEF_ON_ADAPTER", "SO_PAP_SET_SERVER_STATUS"),
            row(APPLETALK, 0xa005, "SO_GETZONELIST", "SO_LOOKUP_ZONES"),
            row(APPLETALK, 0xa002, "SO_LOOKUP_NAME"),
            row(APPLETALK, 0xa008, "SO_PAP_GET_SERVER_STATUS"),
            row(APPLETALK, 0xa009, "SO_PAP_PRIME_READ"),
            row(APPLETALK, 0xa000, "SO_REGISTER_NAME"),
            row(INFRARED, 25, "IRLMP_DISCOVERY_MODE"),
            row(INFRARED, 16, "IRLMP_ENUMDEVICES"),
            row(INFRARED, 20, "IRLMP_EXCLUSIVE_MODE"),
            row(INFRARED, 18, "IRLMP_IAS_QUERY"),
            row(INFRARED, 17, "IRLMP_IAS_SET"),
            row(INFRARED, 21, "IRLMP_IRLPT_MODE"),
            row(INFRARED, 24, "IRLMP_PARAMETERS"),
            row(INFRARED, 19, "IRLMP_SEND_PDU_LEN"),
            row(INFRARED, 32, "IRLMP_SHARP_MODE"),
            row(INFRARED, 23, "IRLMP_TINYTP_MODE"),
            row(INFRARED, 22, "IRLMP_9WIRE_MODE"));

    /** Options that the specification names and for which no header has a number, and why. */
    static final Map<String, String> UNNUMBERED = Map.ofEntries(
            Map.entry("IP_DSCP_TRAFFIC_TYPE", "the specification gives neither a number nor a header"),
            Map.entry(
                    "IPX_CHECKSUM",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "IPX_TXPKTSIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "IPX_RXPKTSIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "IPX_TXMEDIASIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "IPX_RXMEDIASIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "IPX_PRIMARY",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "SPX_CHECKSUM",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "SPX_TXPKTSIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "SPX_RXPKTSIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "SPX_TXMEDIASIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "SPX_RXMEDIASIZE",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"),
            Map.entry(
                    "SPX_RAWSPX",
                    "defined in the Windows Sockets 2 Protocol-Specific Annex, not implemented by Windows"));

    private ForeignOptions() {}

    private static Option row(int level, int code, String name, String... aliases) {
        return Option.row(level, code, name, Form.NUMBER)
                .alsoNamed(aliases)
                .refused(Status.INVALID)
                .source("S260")
                .option();
    }
}

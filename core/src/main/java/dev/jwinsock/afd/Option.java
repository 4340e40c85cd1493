package dev.jwinsock.afd;

import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The socket options of the base provider, a row each. What a program sets is kept as it was given and reads back
 * exactly; where a kernel option is named the value goes there too.
 */
enum Option {
    // level, code, form, access, socket kind, default, kernel option
    DEBUG(Level.SOCKET, 1, Form.FLAG, Access.BOTH, Kind.ANY, 0, null), // S278: stored only, no privilege needed
    LISTENS(Level.SOCKET, 2, Form.FLAG, Access.GET, Kind.STREAM, 0, null),
    REUSE_ADDRESS(Level.SOCKET, 4, Form.FLAG, Access.BOTH, Kind.ANY, 0, null), // S283
    EXCLUSIVE_ADDRESS_USE(Level.SOCKET, ~4, Form.FLAG, Access.BOTH, Kind.ANY, 0, null),
    KEEP_ALIVE(Level.SOCKET, 8, Form.FLAG_BYTE, Access.BOTH, Kind.STREAM, 0, TransportOption.KEEP_ALIVE),
    // Ignored on IPv4, refused on IPv6: "Socket Options and IOCTLs"
    DONT_ROUTE(Level.SOCKET, 16, Form.FLAG_BYTE, Access.BOTH, Kind.IPV4, 0, null),
    BROADCAST(Level.SOCKET, 32, Form.FLAG, Access.BOTH, Kind.DATAGRAM, 0, TransportOption.BROADCAST),
    USE_LOOPBACK(Level.SOCKET, 64, Form.NUMBER, Access.INVALID, Kind.ANY, 0, null), // S282
    LINGER(Level.SOCKET, 128, Form.LINGER, Access.BOTH, Kind.STREAM, 0, null), // S276
    DONT_LINGER(Level.SOCKET, ~128, Form.FLAG, Access.BOTH, Kind.STREAM, 1, null), // S275
    OOB_INLINE(Level.SOCKET, 256, Form.FLAG, Access.BOTH, Kind.STREAM, 0, TransportOption.OOB_INLINE),
    SEND_BUFFER(Level.SOCKET, 0x1001, Form.NUMBER, Access.BOTH, Kind.ANY, 65536, TransportOption.SEND_BUFFER),
    RECEIVE_BUFFER(Level.SOCKET, 0x1002, Form.NUMBER, Access.BOTH, Kind.ANY, 65536, TransportOption.RECEIVE_BUFFER),
    SEND_LOW_WATER(Level.SOCKET, 0x1003, Form.NUMBER, Access.INVALID, Kind.ANY, 0, null), // S282
    RECEIVE_LOW_WATER(Level.SOCKET, 0x1004, Form.NUMBER, Access.INVALID, Kind.ANY, 0, null), // S282
    SEND_TIMEOUT(Level.SOCKET, 0x1005, Form.NUMBER, Access.BOTH, Kind.ANY, 0, null), // S272: milliseconds
    RECEIVE_TIMEOUT(Level.SOCKET, 0x1006, Form.NUMBER, Access.BOTH, Kind.ANY, 0, null), // S272: milliseconds
    ERROR(Level.SOCKET, 0x1007, Form.NUMBER, Access.GET, Kind.ANY, 0, null),
    TYPE(Level.SOCKET, 0x1008, Form.NUMBER, Access.GET, Kind.ANY, 0, null),
    GROUP_ID(Level.SOCKET, 0x2001, Form.NUMBER, Access.GET, Kind.ANY, 0, null),
    GROUP_PRIORITY(Level.SOCKET, 0x2002, Form.NUMBER, Access.BOTH, Kind.ANY, 0, null),
    MAX_MESSAGE_SIZE(Level.SOCKET, 0x2003, Form.NUMBER, Access.GET, Kind.ANY, 0, null),
    PROTOCOL_INFO_A(Level.SOCKET, 0x2004, Form.PROTOCOL_INFO, Access.GET, Kind.ANY, 0, null), // S281
    PROTOCOL_INFO_W(Level.SOCKET, 0x2005, Form.PROTOCOL_INFO, Access.GET, Kind.ANY, 0, null), // S281
    /** A156: a connection is there before it is judged, with it or without. */
    CONDITIONAL_ACCEPT(Level.SOCKET, 0x3002, Form.FLAG, Access.BOTH, Kind.STREAM, 0, null),
    CONNECT_TIME(Level.SOCKET, 0x700C, Form.NUMBER, Access.GET, Kind.STREAM, 0, null),
    NO_DELAY(Level.TCP, 1, Form.FLAG_BYTE, Access.BOTH, Kind.STREAM, 0, TransportOption.NO_DELAY),
    KEEP_IDLE(Level.TCP, 3, Form.NUMBER, Access.BOTH, Kind.STREAM, 7200, TransportOption.KEEP_IDLE),
    KEEP_COUNT(Level.TCP, 16, Form.NUMBER, Access.BOTH, Kind.STREAM, 10, TransportOption.KEEP_COUNT),
    KEEP_INTERVAL(Level.TCP, 17, Form.NUMBER, Access.BOTH, Kind.STREAM, 1, TransportOption.KEEP_INTERVAL),
    IPV6_ONLY(Level.IPV6, 27, Form.FLAG_BYTE, Access.BOTH, Kind.IPV6, 1, TransportOption.IPV6_ONLY); // S292

    /** Option levels that exist; an unknown one is WSAEINVAL (S260), an unknown option in one WSAENOPROTOOPT (S261). */
    private static final class Level {
        static final int SOCKET = 0xffff;
        static final int IP = 0;
        static final int TCP = 6;
        static final int UDP = 17;
        static final int IPV6 = 41;

        static boolean known(int level) {
            return level == SOCKET || level == IP || level == TCP || level == UDP || level == IPV6;
        }
    }

    /** How the value lies in memory. */
    enum Form {
        /** BOOL of which one byte is read and written (S263). */
        FLAG_BYTE,
        /** BOOL; from one byte on. */
        FLAG,
        /** DWORD. */
        NUMBER,
        /** struct linger: two 16-bit fields; the on-switch in the low half of the stored int. */
        LINGER,
        /** A WSAPROTOCOL_INFO. */
        PROTOCOL_INFO
    }

    enum Access {
        GET,
        BOTH,
        /** Known and refused with WSAEINVAL. */
        INVALID
    }

    /** The sockets that have the option. */
    enum Kind {
        ANY,
        STREAM,
        DATAGRAM,
        IPV4,
        IPV6
    }

    private static final Map<Long, Option> BY_CODE = new HashMap<>();

    static {
        for (Option option : values()) {
            BY_CODE.put(key(option.level, option.code), option);
        }
    }

    final int level;
    final int code;
    final Form form;
    final Access access;
    final Kind kind;
    final int initial;
    final @Nullable TransportOption kernel;

    Option(int level, int code, Form form, Access access, Kind kind, int initial, @Nullable TransportOption kernel) {
        this.level = level;
        this.code = code;
        this.form = form;
        this.access = access;
        this.kind = kind;
        this.initial = initial;
        this.kernel = kernel;
    }

    private static long key(int level, int code) {
        return (long) level << 32 | code & 0xffffffffL;
    }

    static @Nullable Option find(int level, int code) {
        return BY_CODE.get(key(level, code));
    }

    /** The error for a level and code that {@link #find} does not know. */
    static int unknown(int level) {
        return Level.known(level) ? Status.NO_PROTOCOL_OPTION : Status.INVALID;
    }

    private static final int[] INITIAL =
            Stream.of(values()).mapToInt(option -> option.initial).toArray();

    /** Values of a new socket, by ordinal; not to be changed. */
    static int[] initialValues() {
        return INITIAL;
    }
}

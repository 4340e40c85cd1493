package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The options of SOL_SOCKET. */
final class SocketOptions {
    private static final int MOST_UDP_BYTES = 65507;
    private static final int ON = 0xffff;

    static final Option DEBUG = row(1, "SO_DEBUG", Form.FLAG)
            .source("S278") // stored only, no privilege needed
            .option();
    static final Option LISTENS = row(2, "SO_ACCEPTCONN", Form.FLAG)
            .getOnly()
            .on(Kind.STREAM)
            .reads((socket, option) -> socket.listens() ? 1 : 0)
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option REUSE_ADDRESS = row(4, "SO_REUSEADDR", Form.FLAG)
            .stores(SocketOptions::reuse)
            .source("S283")
            .option();
    static final Option EXCLUSIVE_ADDRESS_USE = row(~4, "SO_EXCLUSIVEADDRUSE", Form.FLAG)
            .stores(SocketOptions::exclude)
            .source("S061")
            .option();
    static final Option KEEP_ALIVE = row(8, "SO_KEEPALIVE", Form.FLAG_BYTE)
            .on(Kind.STREAM)
            .kernel(TransportOption.KEEP_ALIVE)
            .stores(SocketOptions::keepAlive)
            .source("SO_KEEPALIVE socket option")
            .option();
    static final Option DONT_ROUTE = row(16, "SO_DONTROUTE", Form.FLAG_BYTE)
            .on(Kind.IPV4) // ignored there, refused on IPv6
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option BROADCAST = row(32, "SO_BROADCAST", Form.FLAG)
            .on(Kind.DATAGRAM | Kind.RAW)
            .kernel(TransportOption.BROADCAST)
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option USE_LOOPBACK = row(64, "SO_USELOOPBACK", Form.FLAG)
            .refused(Status.INVALID)
            .source("S282")
            .option();
    static final Option LINGER = row(128, "SO_LINGER", Form.LINGER)
            .on(Kind.STREAM) // S276
            .stores((socket, option, value) -> Options.keep(socket, option, truth(value)))
            .source("S274")
            .option();
    static final Option DONT_LINGER = row(~128, "SO_DONTLINGER", Form.FLAG)
            .on(Kind.STREAM)
            .initially(1)
            .reads((socket, option) -> (socket.value(LINGER) & ON) == 0 ? 1 : 0)
            .stores(SocketOptions::dontLinger)
            .source("S275")
            .option();
    static final Option OOB_INLINE = row(256, "SO_OOBINLINE", Form.FLAG)
            .on(Kind.STREAM)
            .kernel(TransportOption.OOB_INLINE)
            .stores((socket, option, value) -> {
                socket.inlineChanging(value != 0);
                return Options.keep(socket, option, value);
            })
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option SEND_BUFFER = row(0x1001, "SO_SNDBUF", Form.NUMBER)
            .initially(65536)
            .kernel(TransportOption.SEND_BUFFER)
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option RECEIVE_BUFFER = row(0x1002, "SO_RCVBUF", Form.NUMBER)
            .initially(65536)
            .kernel(TransportOption.RECEIVE_BUFFER)
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option SEND_LOW_WATER = row(0x1003, "SO_SNDLOWAT", Form.NUMBER)
            .refused(Status.INVALID)
            .source("S282")
            .option();
    static final Option RECEIVE_LOW_WATER = row(0x1004, "SO_RCVLOWAT", Form.NUMBER)
            .refused(Status.INVALID)
            .source("S282")
            .option();
    /** Milliseconds. */
    static final Option SEND_TIMEOUT =
            row(0x1005, "SO_SNDTIMEO", Form.NUMBER).source("S272").option();
    /** Milliseconds. */
    static final Option RECEIVE_TIMEOUT =
            row(0x1006, "SO_RCVTIMEO", Form.NUMBER).source("S272").option();

    static final Option ERROR = row(0x1007, "SO_ERROR", Form.NUMBER)
            .getOnly()
            .reads((socket, option) -> socket.error())
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option TYPE = row(0x1008, "SO_TYPE", Form.NUMBER)
            .reads((socket, option) -> socket.protocol.iSocketType)
            .stores((socket, option, value) -> socket.isStream() ? Status.NO_PROTOCOL_OPTION : Status.INVALID)
            .source("S279")
            .option();
    static final Option GROUP_ID = row(0x2001, "SO_GROUP_ID", Form.NUMBER)
            .getOnly()
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option GROUP_PRIORITY = row(0x2002, "SO_GROUP_PRIORITY", Form.NUMBER)
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option MAX_MESSAGE_SIZE = row(0x2003, "SO_MAX_MSG_SIZE", Form.NUMBER)
            .getOnly()
            .reads((socket, option) -> socket.isStream() ? -1 : MOST_UDP_BYTES)
            .source("S152")
            .option();
    static final Option PROTOCOL_INFO_A = row(0x2004, "SO_PROTOCOL_INFOA", Form.BYTES)
            .getOnly()
            .readsBytes((socket, to, length) -> protocolInfo(socket.protocol.toBytesA(), to, length))
            .source("S281")
            .option();
    static final Option PROTOCOL_INFO_W = row(0x2005, "SO_PROTOCOL_INFOW", Form.BYTES)
            .getOnly()
            .readsBytes((socket, to, length) -> protocolInfo(socket.protocol.toBytes(), to, length))
            .source("S281")
            .option();
    /** A connection is there before it is judged, with it or without. */
    static final Option CONDITIONAL_ACCEPT = row(0x3002, "SO_CONDITIONAL_ACCEPT", Form.FLAG)
            .on(Kind.STREAM)
            .stores((socket, option, value) -> socket.listens() ? Status.INVALID : Options.keep(socket, option, value))
            .source("A156")
            .option();

    static final Option CONNECT_TIME = row(0x700C, "SO_CONNECT_TIME", Form.NUMBER)
            .getOnly()
            .on(Kind.STREAM)
            .reads((socket, option) -> socket.connectedSeconds())
            .source("SOL_SOCKET Socket Options")
            .option();

    static final List<Option> ROWS = List.of(
            DEBUG,
            LISTENS,
            REUSE_ADDRESS,
            EXCLUSIVE_ADDRESS_USE,
            KEEP_ALIVE,
            DONT_ROUTE,
            BROADCAST,
            USE_LOOPBACK,
            LINGER,
            DONT_LINGER,
            OOB_INLINE,
            SEND_BUFFER,
            RECEIVE_BUFFER,
            SEND_LOW_WATER,
            RECEIVE_LOW_WATER,
            SEND_TIMEOUT,
            RECEIVE_TIMEOUT,
            ERROR,
            TYPE,
            GROUP_ID,
            GROUP_PRIORITY,
            MAX_MESSAGE_SIZE,
            PROTOCOL_INFO_A,
            PROTOCOL_INFO_W,
            CONDITIONAL_ACCEPT,
            CONNECT_TIME);

    private SocketOptions() {}

    private static Option.Row row(int code, String name, Form form) {
        return Option.row(OptionTable.SOCKET, code, name, form);
    }

    private static int reuse(AfdSocket socket, Option option, int on) {
        boolean exclusive = on != 0 && socket.value(EXCLUSIVE_ADDRESS_USE) != 0;
        return exclusive ? Status.INVALID : Options.keep(socket, option, on); // S061
    }

    private static int exclude(AfdSocket socket, Option option, int on) {
        boolean shared = on != 0 && socket.value(REUSE_ADDRESS) != 0;
        return shared ? Status.INVALID : Options.keep(socket, option, on); // S061
    }

    private static int keepAlive(AfdSocket socket, Option option, int on) {
        if (socket.connecting()) {
            return Status.INVALID; // "SO_KEEPALIVE socket option": not while a connect is under way
        }
        if (on != 0) {
            // Windows's times (2 hours, then 10 probes a second apart) instead of the kernel's
            socket.apply(TcpOptions.KEEP_IDLE, socket.value(TcpOptions.KEEP_IDLE));
            socket.apply(TcpOptions.KEEP_INTERVAL, socket.value(TcpOptions.KEEP_INTERVAL));
            socket.apply(TcpOptions.KEEP_COUNT, socket.value(TcpOptions.KEEP_COUNT));
        }
        return Options.keep(socket, option, on);
    }

    /** S274: l_onoff comes back as a truth value. */
    private static int truth(int linger) {
        return (linger & ON) == 0 ? linger & ~ON : linger & ~ON | 1;
    }

    private static int dontLinger(AfdSocket socket, Option option, int on) {
        int seconds = socket.value(LINGER) & ~ON;
        socket.store(LINGER, on != 0 ? seconds : seconds | 1);
        return Status.OK;
    }

    private static int protocolInfo(byte[] info, byte[] to, IntRef length) {
        if (length.value < info.length) {
            length.value = info.length; // S281
            return Status.FAULT;
        }
        System.arraycopy(info, 0, to, 0, info.length);
        return Status.OK;
    }
}

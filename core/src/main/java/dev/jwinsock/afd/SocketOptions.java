package dev.jwinsock.afd;

import dev.jwinsock.CSADDR_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET_ADDRESS;
import dev.jwinsock.afd.Option.Form;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of SOL_SOCKET. */
final class SocketOptions {
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
            .getOnly()
            .elseTold(Status.NO_PROTOCOL_OPTION, Status.INVALID)
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
            .reads((socket, option) -> socket.isStream() ? -1 : socket.protocol.dwMessageSize)
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

    static final Option STATE = row(0x1009, "SO_BSP_STATE", Form.BYTES)
            .getOnly()
            .readsBytes(SocketOptions::state)
            .number(NumberSource.BINDINGS)
            .source("SO_BSP_STATE socket option")
            .option();
    /** Opaque, and nothing here is configured by it. */
    static final Option PROVIDER_CONFIGURATION = row(0x3001, "PVD_CONFIG", Form.BYTES)
            .readsBytes((socket, to, length) -> blob(socket.blob(SocketOptions.PROVIDER_CONFIGURATION), to, length))
            .storesBytes(0, (socket, from, length) -> {
                socket.store(SocketOptions.PROVIDER_CONFIGURATION, Arrays.copyOf(from, length));
                return Status.OK;
            })
            .source("SOL_SOCKET Socket Options")
            .option();
    /**
     * A paused listening socket takes no connection: it resets them. A kernel that refuses them before they are made has
     * stopped listening, and whoever waits on such a socket is told without end that it has failed.
     */
    static final Option PAUSE_ACCEPT = row(0x3003, "SO_PAUSE_ACCEPT", Form.FLAG)
            .on(Kind.STREAM)
            .stores((socket, option, on) -> {
                socket.pausing(on != 0);
                return Options.keep(socket, option, on);
            })
            .number(NumberSource.BINDINGS)
            .remark(
                    "the kernel completes a connection before it is reset: the peer's connect succeeds, and its next call tells"
                            + " WSAECONNRESET")
            .source("SOL_SOCKET Socket Options")
            .option();

    static final Option RANDOMIZE_PORT = row(0x3005, "SO_RANDOMIZE_PORT", Form.FLAG)
            .stores((socket, option, on) ->
                    socket.isBound() || on != 0 && socket.value(SocketOptions.REUSE_UNICAST_PORT) != 0
                            ? Status.INVALID
                            : Options.keep(socket, option, on))
            .number(NumberSource.BINDINGS)
            .remark(
                    "bind chooses a random port anyway; with the option connect does, too, where the ports of connects to"
                            + " one peer else come one after the other")
            .source("SOL_SOCKET Socket Options")
            .option();

    static final Option PORT_SCALABILITY = row(0x3006, "SO_PORT_SCALABILITY", Form.FLAG)
            .number(NumberSource.BINDINGS)
            .remark("the system gives a wildcard port once for each local address, also to sockets without the option")
            .source("SO_PORT_SCALABILITY")
            .option();
    /** .NET documents its ReuseUnicastPort to be this option, and to defer the choice of the port. */
    static final Option REUSE_UNICAST_PORT = row(0x3007, "SO_REUSE_UNICASTPORT", Form.FLAG)
            .needs(Capability.PORT_AT_CONNECT)
            .applies(SocketOptions::chooseAtConnect)
            .number(NumberSource.BINDINGS)
            .remark("a stream socket that is bound to port 0 gets its port when it connects or listens; until then"
                    + " getsockname tells 0. Connections to different peers may have the same port")
            .source("SOL_SOCKET Socket Options")
            .option();

    /** Shares its port as with SO_REUSEADDR, and is spared what was sent to it alone. */
    static final Option REUSE_MULTICAST_PORT = row(0x3008, "SO_REUSE_MULTICASTPORT", Form.NUMBER)
            .on(Kind.DATAGRAM)
            .needs(Capability.RECEIVE_FILTER)
            .applies((socket, on) -> IpOptions.filter(socket, socket.value(IpOptions.RECEIVE_BROADCAST) == 0, on != 0))
            .stores((socket, option, value) ->
                    value != 0 && value != 1 ? Status.INVALID : Options.keep(socket, option, value))
            .number(NumberSource.BINDINGS)
            .source("SOL_SOCKET Socket Options")
            .option();

    static final Option CONNECT_DATA = legacy(0x7000, "SO_CONNDATA");
    static final Option CONNECT_OPTIONS = legacy(0x7001, "SO_CONNOPT");
    static final Option DISCONNECT_DATA = legacy(0x7002, "SO_DISCDATA");
    static final Option DISCONNECT_OPTIONS = legacy(0x7003, "SO_DISCOPT");
    static final Option CONNECT_DATA_LENGTH = legacy(0x7004, "SO_CONNDATALEN");
    static final Option CONNECT_OPTIONS_LENGTH = legacy(0x7005, "SO_CONNOPTLEN");
    static final Option DISCONNECT_DATA_LENGTH = legacy(0x7006, "SO_DISCDATALEN");
    static final Option DISCONNECT_OPTIONS_LENGTH = legacy(0x7007, "SO_DISCOPTLEN");
    /** Of the process, not of a socket: ws2 answers it. */
    static final Option OPEN_TYPE = row(0x7008, "SO_OPENTYPE", Form.NUMBER)
            .source("SOL_SOCKET Socket Options")
            .option();

    static final Option MAX_DATAGRAM = row(0x7009, "SO_MAXDG", Form.NUMBER)
            .getOnly()
            .on(Kind.DATAGRAM | Kind.RAW)
            .reads((socket, option) -> socket.protocol.dwMessageSize)
            .source("SOL_SOCKET Socket Options")
            .option();
    static final Option MAX_PATH_DATAGRAM = row(0x700A, "SO_MAXPATHDG", Form.NUMBER)
            .getOnly()
            .on(Kind.DATAGRAM | Kind.RAW)
            .reads((socket, option) -> socket.protocol.dwMessageSize) // "may silently treat this as SO_MAXDG"
            .source("SOL_SOCKET Socket Options")
            .option();
    /** The value is a socket: ws2 finds it. These bytes are none. */
    static final Option UPDATE_ACCEPT_CONTEXT = row(0x700B, "SO_UPDATE_ACCEPT_CONTEXT", Form.BYTES)
            .setOnly()
            .storesBytes(0, (socket, from, length) -> Status.FAULT)
            .source("A121")
            .option();

    static final Option UPDATE_CONNECT_CONTEXT = row(0x7010, "SO_UPDATE_CONNECT_CONTEXT", Form.BYTES)
            .setOnly()
            .storesBytes(0, (socket, from, length) -> socket.updateConnectContext())
            .source("A132")
            .option();

    static final List<Option> ROWS = List.of(
            STATE,
            PROVIDER_CONFIGURATION,
            PAUSE_ACCEPT,
            RANDOMIZE_PORT,
            REUSE_MULTICAST_PORT,
            PORT_SCALABILITY,
            REUSE_UNICAST_PORT,
            CONNECT_DATA,
            CONNECT_OPTIONS,
            DISCONNECT_DATA,
            DISCONNECT_OPTIONS,
            CONNECT_DATA_LENGTH,
            CONNECT_OPTIONS_LENGTH,
            DISCONNECT_DATA_LENGTH,
            DISCONNECT_OPTIONS_LENGTH,
            OPEN_TYPE,
            MAX_DATAGRAM,
            MAX_PATH_DATAGRAM,
            UPDATE_ACCEPT_CONTEXT,
            UPDATE_CONNECT_CONTEXT,
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

    /** What only protocols of the past have. */
    private static Option legacy(int code, String name) {
        return row(code, name, Form.NUMBER)
                .refused(Status.NO_PROTOCOL_OPTION)
                .source("SOL_SOCKET Socket Options")
                .option();
    }

    /** @param kept null: nothing */
    static int blob(byte @Nullable [] kept, byte[] to, IntRef length) {
        int size = kept == null ? 0 : kept.length;
        if (size > length.value) {
            return Status.FAULT;
        }
        if (kept != null) {
            System.arraycopy(kept, 0, to, 0, size);
        }
        length.value = size;
        return Status.OK;
    }

    private static int state(AfdSocket socket, byte[] to, IntRef length) {
        CSADDR_INFO state = new CSADDR_INFO();
        state.iSocketType = socket.protocol.iSocketType;
        state.iProtocol = socket.protocol.iProtocol;
        Endpoint address = new Endpoint();
        if (socket.localName(address) == Status.OK) {
            state.LocalAddr = new SOCKET_ADDRESS(Addresses.of(address));
        }
        if (socket.peerName(address) == Status.OK) {
            state.RemoteAddr = new SOCKET_ADDRESS(Addresses.of(address));
        }
        byte[] bytes = state.toBytes();
        if (bytes.length > length.value) {
            return Status.FAULT;
        }
        System.arraycopy(bytes, 0, to, 0, bytes.length);
        length.value = bytes.length;
        return Status.OK;
    }

    /** Only connections can share a port: a datagram socket is bound as ever. */
    private static int chooseAtConnect(AfdSocket socket, int on) {
        boolean connects = socket.isStream() && (Kind.of(socket.protocol) & Kind.IP) != 0;
        return connects ? socket.kernel.setOption(TransportOption.PORT_AT_CONNECT, on) : Status.OK;
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

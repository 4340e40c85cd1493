package dev.jwinsock.afd;

import dev.jwinsock.IntRef;
import dev.jwinsock.TCP_INFO_v0;
import dev.jwinsock.TCP_INFO_v1;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TcpStatistics;
import dev.jwinsock.transport.TransportOption;
import java.util.List;

/** The control codes of TCP sockets. */
final class TcpIoctls {
    private static final int DWORD = 4;
    private static final int KEEP_ALIVE_BYTES = 12;
    private static final int MILLIS = 1000;
    /** A173: it cannot be changed on Windows. */
    private static final int KEEP_ALIVE_PROBES = 10;

    private static final int RTO_BYTES = 4;
    private static final int DEFAULT_RETRIES = 0;
    private static final int NO_RETRIES = 254;
    private static final int SAME_RETRIES = 255;
    /** Linux's, when nothing else is configured. */
    private static final int USUAL_RETRIES = 6;

    /** The most that Linux takes. */
    private static final int MOST_RETRIES = 127;

    private static final int MODE_BYTES = 8;
    private static final int BEHAVIOR_ALL = 0;
    private static final int BEHAVIOR_RECEIVE_BUFFERING = 1;
    private static final int BEHAVIOR_AUTO_TUNING = 2;
    /** NTDDI_LONGHORN, which is Windows Vista. */
    private static final int VISTA = 0x6000000;

    private static final int OLD_WINDOW = 65_535;
    private static final int RESTRICTED_WINDOW = 262_140;

    private static final int PRIORITY_VERY_LOW = 0;
    private static final int PRIORITY_NORMAL = 2;

    private static final int STATISTICS_V0_BYTES = 88;
    private static final int STATISTICS_V1_BYTES = 136;

    static final List<Ioctl> ROWS = List.of(
            Ioctl.row(0x98000004, "SIO_KEEPALIVE_VALS")
                    .on(Kind.STREAM & Kind.IP, Status.NO_PROTOCOL_OPTION) // A174
                    .in(KEEP_ALIVE_BYTES) // S255, A172
                    .does((socket, in, inLength, out, outLength, returned) -> keepAlive(socket, in))
                    .source("S255, A172")
                    .ioctl(),
            Ioctl.row(0xD8000027, "SIO_TCP_INFO")
                    .on(Kind.STREAM & Kind.IP, Status.INVALID)
                    .in(DWORD, Status.MESSAGE_SIZE) // A192
                    .does(TcpIoctls::statistics)
                    .source("A192")
                    .ioctl(),
            Ioctl.row(0x98000011, "SIO_TCP_INITIAL_RTO")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(RTO_BYTES)
                    .does((socket, in, inLength, out, outLength, returned) -> initialTimeout(socket, in))
                    .source("SIO_TCP_INITIAL_RTO control code")
                    .ioctl(),
            Ioctl.row(0x98000010, "SIO_LOOPBACK_FAST_PATH")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(DWORD)
                    .does((socket, in, inLength, out, outLength, returned) -> Status.OK)
                    .remark("accepted; it is about speed alone, and there is one loopback path here")
                    .source("SIO_LOOPBACK_FAST_PATH Control Code")
                    .ioctl(),
            Ioctl.row(0x9800012C, "SIO_SET_COMPATIBILITY_MODE")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(MODE_BYTES, Status.INVALID)
                    .does((socket, in, inLength, out, outLength, returned) -> compatibility(socket, in))
                    .number(NumberSource.BINDINGS)
                    .source("SIO_SET_COMPATIBILITY_MODE Control Code")
                    .ioctl(),
            Ioctl.row(0x98000018, "SIO_SET_PRIORITY_HINT")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .in(DWORD)
                    .does((socket, in, inLength, out, outLength, returned) ->
                            outLength == 0 ? priority(socket, in) : Status.INVALID)
                    .source("SIO_SET_PRIORITY_HINT (opcode setting: I, T==3)")
                    .ioctl(),
            Ioctl.row(0x4004747B, "SIO_IDEAL_SEND_BACKLOG_QUERY")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED) // A178
                    .out(DWORD, Status.INVALID)
                    .does((socket, in, inLength, out, outLength, returned) ->
                            UnixIoctls.answer(IdealBacklog.of(socket), out, returned))
                    .number(NumberSource.SDK)
                    .source("A178")
                    .ioctl(),
            Ioctl.row(0x2000747A, "SIO_IDEAL_SEND_BACKLOG_CHANGE")
                    .on(Kind.STREAM & Kind.IP, Status.OPERATION_NOT_SUPPORTED)
                    .does((socket, in, inLength, out, outLength, returned) -> awaitBacklog(socket, outLength))
                    .pends((owner, in, inLength, out, outLength) -> new BacklogChange(owner, outLength))
                    .number(NumberSource.SDK)
                    .source("SIO_IDEAL_SEND_BACKLOG_CHANGE Control Code")
                    .ioctl());

    private TcpIoctls() {}

    /** A173: any values; the kernel has seconds, so they are rounded up. */
    private static int keepAlive(AfdSocket socket, byte[] in) {
        boolean on = LittleEndian.getInt(in, 0) != 0;
        int millis = LittleEndian.getInt(in, 4);
        int interval = LittleEndian.getInt(in, 8);
        socket.lock.lock();
        try {
            if (on) {
                ControlSettings settings = socket.settings();
                settings.keepAliveMillis = millis;
                settings.keepAliveIntervalMillis = interval;
                Options.keep(socket, TcpOptions.KEEP_IDLE, seconds(millis));
                Options.keep(socket, TcpOptions.KEEP_INTERVAL, seconds(interval));
                Options.keep(socket, TcpOptions.KEEP_COUNT, KEEP_ALIVE_PROBES);
            }
            return Options.keep(socket, SocketOptions.KEEP_ALIVE, on ? 1 : 0);
        } finally {
            socket.lock.unlock();
        }
    }

    /** The kernels take 1 to 32767. */
    private static int seconds(int millis) {
        long rounded = (Integer.toUnsignedLong(millis) + MILLIS - 1) / MILLIS;
        return (int) Math.max(1, Math.min(rounded, Short.MAX_VALUE));
    }

    private static int statistics(
            AfdSocket socket, byte[] in, int inLength, byte[] out, int outLength, IntRef returned) {
        if (inLength != DWORD) {
            return Status.MESSAGE_SIZE; // A192
        }
        int version = LittleEndian.getInt(in, 0);
        int size = version == 0 ? STATISTICS_V0_BYTES : STATISTICS_V1_BYTES;
        if (version != 0 && version != 1 || outLength < size) {
            return Status.INVALID;
        }
        TcpStatistics told = new TcpStatistics();
        int status = socket.session.can(Capability.TCP_STATISTICS)
                ? socket.kernel.statistics(told)
                : Status.OPERATION_NOT_SUPPORTED;
        if (status != Status.OK) {
            return status;
        }
        TCP_INFO_v1 info = translate(socket, told);
        System.arraycopy((version == 0 ? shorter(info) : info.toBytes()), 0, out, 0, size);
        returned.value = size;
        return Status.OK;
    }

    private static TCP_INFO_v1 translate(AfdSocket socket, TcpStatistics told) {
        TCP_INFO_v1 info = new TCP_INFO_v1();
        info.State = told.state;
        info.Mss = told.segmentSize;
        info.ConnectionTimeMs = Math.max(0, socket.connectedMillis());
        info.TimestampsEnabled = (byte) (told.timestamps ? 1 : 0);
        info.RttUs = told.roundTripMicros;
        info.MinRttUs = told.shortestRoundTripMicros;
        info.BytesInFlight = told.bytesInFlight;
        info.Cwnd = told.congestionWindow;
        info.SndWnd = told.sendWindow;
        info.RcvWnd = told.receiveWindow;
        info.RcvBuf = socket.value(SocketOptions.RECEIVE_BUFFER);
        info.BytesOut = told.bytesSent;
        info.BytesIn = told.bytesReceived;
        info.BytesReordered = (int) told.bytesReordered;
        info.BytesRetrans = (int) told.bytesSentAgain;
        info.FastRetrans = told.segmentsSentAgain;
        info.DupAcksIn = told.duplicateAcks;
        info.TimeoutEpisodes = told.timeouts;
        info.SynRetrans = (byte) told.synsSentAgain;
        info.SndLimTimeRwin = told.receiverLimitedMillis;
        info.SndLimTimeCwnd = told.congestionLimitedMillis;
        info.SndLimTimeSnd = told.senderLimitedMillis;
        return info;
    }

    /** The old version is how the new one begins. */
    private static byte[] shorter(TCP_INFO_v1 info) {
        TCP_INFO_v0 old = new TCP_INFO_v0();
        old.fromBytes(info.toBytes(), 0);
        return old.toBytes();
    }

    /** The first round-trip time cannot be told to a kernel; how often a SYN is sent again can. */
    private static int initialTimeout(AfdSocket socket, byte[] in) {
        int retries = in[2] & 0xff;
        if (!socket.session.can(Capability.SYN_RETRIES)) {
            return Status.OPERATION_NOT_SUPPORTED;
        }
        socket.lock.lock();
        try {
            if (socket.isConnected() || socket.connecting() || socket.listens()) {
                return Status.INVALID; // "must supply suitable values before starting a TCP connection attempt"
            }
            if (retries == SAME_RETRIES) {
                return Status.OK;
            }
            // No kernel sends a SYN only once: 1 is the least
            int least = retries == NO_RETRIES ? 1 : Math.min(Math.max(1, retries), MOST_RETRIES);
            ControlSettings settings = socket.settings();
            if (retries == DEFAULT_RETRIES) {
                if (settings.synRetries < 0) {
                    return Status.OK;
                }
                least = USUAL_RETRIES;
            }
            int status = socket.kernel.setOption(TransportOption.SYN_RETRIES, least);
            if (status == Status.OK) {
                settings.synRetries = least;
            }
            return status;
        } finally {
            socket.lock.unlock();
        }
    }

    private static int compatibility(AfdSocket socket, byte[] in) {
        int behavior = LittleEndian.getInt(in, 0);
        boolean old = Integer.compareUnsigned(LittleEndian.getInt(in, 4), VISTA) < 0;
        if (behavior < BEHAVIOR_ALL || behavior > BEHAVIOR_AUTO_TUNING) {
            return Status.INVALID;
        }
        socket.lock.lock();
        try {
            ControlSettings settings = socket.settings();
            if (behavior != BEHAVIOR_AUTO_TUNING) {
                settings.receiveBufferOnlyGrows = old;
            }
            if (behavior == BEHAVIOR_RECEIVE_BUFFERING || socket.isConnected()) {
                return Status.OK; // "doesn't make sense or apply after a SYN is sent"
            }
            settings.windowClamp = old ? OLD_WINDOW : RESTRICTED_WINDOW;
            return settings.clampWindow(socket);
        } finally {
            socket.lock.unlock();
        }
    }

    /** It is a hint: whether the kernel has such a mode shows in nothing but speed. */
    private static int priority(AfdSocket socket, byte[] in) {
        int hint = LittleEndian.getInt(in, 0);
        if (hint < PRIORITY_VERY_LOW || hint > PRIORITY_NORMAL) {
            return Status.INVALID;
        }
        socket.lock.lock();
        try {
            ControlSettings settings = socket.settings();
            boolean background = hint == PRIORITY_VERY_LOW;
            if (background != settings.background) {
                settings.background = background;
                socket.kernel.setOption(TransportOption.BACKGROUND, background ? 1 : 0);
            }
            return Status.OK;
        } finally {
            socket.lock.unlock();
        }
    }

    /** "If socket s is in non-blocking mode, this function will still block." */
    private static int awaitBacklog(AfdSocket socket, int outLength) {
        Operations operations = socket.operations();
        return operations.perform(new BacklogChange(operations, outLength));
    }
}

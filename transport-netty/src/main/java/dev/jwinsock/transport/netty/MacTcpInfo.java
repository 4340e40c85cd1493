package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.TcpStatistics;
import java.nio.ByteBuffer;

/** Reads macOS's struct tcp_connection_info. */
final class MacTcpInfo {
    /** TCP_CONNECTION_INFO of level IPPROTO_TCP. */
    static final int OPTION = 0x106;

    static final int SIZE = 112;

    private static final int INITIAL_WINDOW = 10;
    private static final int TIMESTAMPS = 1;

    /** By the numbers of tcp_fsm.h. */
    private static final int[] STATES = {
        TcpStatistics.CLOSED,
        TcpStatistics.LISTENING,
        TcpStatistics.SYN_SENT,
        TcpStatistics.SYN_RECEIVED,
        TcpStatistics.ESTABLISHED,
        TcpStatistics.CLOSE_WAIT,
        TcpStatistics.FIN_WAIT_1,
        TcpStatistics.CLOSING,
        TcpStatistics.LAST_ACK,
        TcpStatistics.FIN_WAIT_2,
        TcpStatistics.TIME_WAIT
    };

    private MacTcpInfo() {}

    /** @param from in native order, zero beyond what the kernel has told */
    static void read(ByteBuffer from, TcpStatistics out) {
        int state = from.get(0) & 0xff;
        out.state = state < STATES.length ? STATES[state] : TcpStatistics.CLOSED;
        out.timestamps = (from.getInt(4) & TIMESTAMPS) != 0;
        out.segmentSize = from.getInt(16);
        out.congestionWindow = from.getInt(24);
        out.initialWindow = out.congestionWindow <= INITIAL_WINDOW * out.segmentSize;
        out.sendWindow = from.getInt(28);
        out.bytesInFlight = from.getInt(32);
        out.receiveWindow = from.getInt(36);
        out.roundTripMicros = from.getInt(44) * 1000;
        out.shortestRoundTripMicros = 0; // it is not told
        out.bytesSent = from.getLong(64);
        out.bytesSentAgain = from.getLong(72);
        out.bytesReceived = from.getLong(88);
        out.bytesReordered = from.getLong(96);
        out.segmentsSentAgain = (int) from.getLong(104);
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.TcpStatistics;
import java.nio.ByteBuffer;

/** Reads Linux's struct tcp_info. An older kernel tells a shorter one: what is missing is 0. */
final class LinuxTcpInfo {
    /** TCP_INFO of level IPPROTO_TCP. */
    static final int OPTION = 11;

    static final int SIZE = 256;

    private static final int INITIAL_WINDOW = 10;
    private static final int TIMESTAMPS = 1;

    /** By the kernel's numbers, TCP_ESTABLISHED is 1. */
    private static final int[] STATES = {
        TcpStatistics.CLOSED,
        TcpStatistics.ESTABLISHED,
        TcpStatistics.SYN_SENT,
        TcpStatistics.SYN_RECEIVED,
        TcpStatistics.FIN_WAIT_1,
        TcpStatistics.FIN_WAIT_2,
        TcpStatistics.TIME_WAIT,
        TcpStatistics.CLOSED,
        TcpStatistics.CLOSE_WAIT,
        TcpStatistics.LAST_ACK,
        TcpStatistics.LISTENING,
        TcpStatistics.CLOSING,
        TcpStatistics.SYN_RECEIVED
    };

    private LinuxTcpInfo() {}

    /** @param from in native order, zero beyond what the kernel has told */
    static void read(ByteBuffer from, TcpStatistics out) {
        int state = from.get(0) & 0xff;
        out.state = state < STATES.length ? STATES[state] : TcpStatistics.CLOSED;
        out.segmentSize = from.getInt(16);
        out.timestamps = (from.get(5) & TIMESTAMPS) != 0;
        out.roundTripMicros = from.getInt(68);
        int shortest = from.getInt(148);
        out.shortestRoundTripMicros = shortest == -1 ? 0 : shortest;
        int window = from.getInt(80);
        out.congestionWindow = capped((long) window * out.segmentSize);
        out.initialWindow = window <= INITIAL_WINDOW;
        out.bytesSent = from.getLong(200);
        out.bytesReceived = from.getLong(128);
        long unsentAndInFlight = out.bytesSent - from.getLong(208) - from.getLong(120);
        boolean closed = out.state == TcpStatistics.CLOSED || out.state == TcpStatistics.LISTENING;
        out.bytesInFlight = closed ? 0 : capped(Math.max(0, unsentAndInFlight));
        out.sendWindow = from.getInt(228);
        out.receiveWindow = from.getInt(232);
        out.bytesReordered = (long) from.getInt(224) * from.getInt(20);
        out.bytesSentAgain = from.getLong(208);
        out.segmentsSentAgain = from.getInt(100);
        out.duplicateAcks = from.getInt(216);
        out.timeouts = from.getShort(242) & 0xffff;
        boolean connecting = out.state == TcpStatistics.SYN_SENT || out.state == TcpStatistics.SYN_RECEIVED;
        out.synsSentAgain = connecting ? from.get(2) & 0xff : 0;
        out.receiverLimitedMillis = capped(from.getLong(176) / 1000);
        out.senderLimitedMillis = capped(from.getLong(184) / 1000);
        long busy = from.getLong(168) / 1000;
        out.congestionLimitedMillis = capped(Math.max(0, busy - out.receiverLimitedMillis - out.senderLimitedMillis));
    }

    private static int capped(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}

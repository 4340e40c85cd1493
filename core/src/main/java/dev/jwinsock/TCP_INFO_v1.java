package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code TCP_INFO_v1}, 136 bytes: what SIO_TCP_INFO tells for version 1. Numbers are unsigned. What the system cannot
 * tell is 0.
 */
public final class TCP_INFO_v1 extends Struct {
    /** TCPSTATE: 0 closed, 1 listening, 2 SYN sent, 3 SYN received, 4 established, 5 FIN wait 1, 6 FIN wait 2, 7 close wait, 8 closing, 9 last ACK, 10 time wait. */
    public int State;

    /** Bytes: the largest segment. */
    public int Mss;

    /** Milliseconds since the connection was made. */
    public long ConnectionTimeMs;

    /** Non-zero: TCP timestamps are in use. */
    public byte TimestampsEnabled;

    /** Microseconds: the smoothed round-trip time. */
    public int RttUs;

    /** Microseconds: the shortest round trip. */
    public int MinRttUs;

    /** Bytes sent and not acknowledged. */
    public int BytesInFlight;

    /** Bytes: the congestion window. */
    public int Cwnd;

    /** Bytes: what the peer lets this end send. */
    public int SndWnd;

    /** Bytes: what this end lets the peer send. */
    public int RcvWnd;

    /** Bytes: the receive buffer. */
    public int RcvBuf;

    /** Bytes sent. */
    public long BytesOut;

    /** Bytes received. */
    public long BytesIn;

    /** Bytes that came out of order. */
    public int BytesReordered;

    /** Bytes sent again. */
    public int BytesRetrans;

    /** Fast retransmissions. */
    public int FastRetrans;

    /** Duplicate acknowledgements received. */
    public int DupAcksIn;

    /** Retransmission timeouts. */
    public int TimeoutEpisodes;

    /** SYNs sent again. */
    public byte SynRetrans;

    /** How often sending became limited by the receive window. */
    public int SndLimTransRwin;

    /** Milliseconds that it was limited by the receive window. */
    public int SndLimTimeRwin;

    /** Bytes sent meanwhile. */
    public long SndLimBytesRwin;

    /** How often sending became limited by the congestion window. */
    public int SndLimTransCwnd;

    /** Milliseconds that it was limited by the congestion window. */
    public int SndLimTimeCwnd;

    /** Bytes sent meanwhile. */
    public long SndLimBytesCwnd;

    /** How often sending became limited by the sender. */
    public int SndLimTransSnd;

    /** Milliseconds that it was limited by the sender. */
    public int SndLimTimeSnd;

    /** Bytes sent meanwhile. */
    public long SndLimBytesSnd;

    public TCP_INFO_v1() {}

    @Override
    public int sizeof() {
        return 136;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(State);
        to.putInt(Mss);
        to.putLong(ConnectionTimeMs);
        to.put(TimestampsEnabled);
        to.position(to.position() + 3);
        to.putInt(RttUs);
        to.putInt(MinRttUs);
        to.putInt(BytesInFlight);
        to.putInt(Cwnd);
        to.putInt(SndWnd);
        to.putInt(RcvWnd);
        to.putInt(RcvBuf);
        to.putLong(BytesOut);
        to.putLong(BytesIn);
        to.putInt(BytesReordered);
        to.putInt(BytesRetrans);
        to.putInt(FastRetrans);
        to.putInt(DupAcksIn);
        to.putInt(TimeoutEpisodes);
        to.put(SynRetrans);
        to.position(to.position() + 3);
        to.putInt(SndLimTransRwin);
        to.putInt(SndLimTimeRwin);
        to.putLong(SndLimBytesRwin);
        to.putInt(SndLimTransCwnd);
        to.putInt(SndLimTimeCwnd);
        to.putLong(SndLimBytesCwnd);
        to.putInt(SndLimTransSnd);
        to.putInt(SndLimTimeSnd);
        to.putLong(SndLimBytesSnd);
    }

    @Override
    protected void get(ByteBuffer from) {
        State = from.getInt();
        Mss = from.getInt();
        ConnectionTimeMs = from.getLong();
        TimestampsEnabled = from.get();
        from.position(from.position() + 3);
        RttUs = from.getInt();
        MinRttUs = from.getInt();
        BytesInFlight = from.getInt();
        Cwnd = from.getInt();
        SndWnd = from.getInt();
        RcvWnd = from.getInt();
        RcvBuf = from.getInt();
        BytesOut = from.getLong();
        BytesIn = from.getLong();
        BytesReordered = from.getInt();
        BytesRetrans = from.getInt();
        FastRetrans = from.getInt();
        DupAcksIn = from.getInt();
        TimeoutEpisodes = from.getInt();
        SynRetrans = from.get();
        from.position(from.position() + 3);
        SndLimTransRwin = from.getInt();
        SndLimTimeRwin = from.getInt();
        SndLimBytesRwin = from.getLong();
        SndLimTransCwnd = from.getInt();
        SndLimTimeCwnd = from.getInt();
        SndLimBytesCwnd = from.getLong();
        SndLimTransSnd = from.getInt();
        SndLimTimeSnd = from.getInt();
        SndLimBytesSnd = from.getLong();
    }
}

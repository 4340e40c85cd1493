package dev.jwinsock.transport;

/** What the kernel counts of one TCP connection; filled in by {@link TransportSocket#statistics}. 0 is also "not known". */
public final class TcpStatistics {
    public static final int CLOSED = 0;
    public static final int LISTENING = 1;
    public static final int SYN_SENT = 2;
    public static final int SYN_RECEIVED = 3;
    public static final int ESTABLISHED = 4;
    public static final int FIN_WAIT_1 = 5;
    public static final int FIN_WAIT_2 = 6;
    public static final int CLOSE_WAIT = 7;
    public static final int CLOSING = 8;
    public static final int LAST_ACK = 9;
    public static final int TIME_WAIT = 10;

    /** One of the above. */
    public int state;

    /** The largest segment that is sent, bytes. */
    public int segmentSize;

    public boolean timestamps;
    public int roundTripMicros;
    public int shortestRoundTripMicros;
    /** Sent and not acknowledged. */
    public int bytesInFlight;

    /** The congestion window in bytes. */
    public int congestionWindow;
    /** That window is still the one a connection starts with. */
    public boolean initialWindow;

    /** What the peer lets this end send, bytes. */
    public int sendWindow;
    /** What this end lets the peer send, bytes. */
    public int receiveWindow;

    public long bytesSent;
    public long bytesReceived;
    public long bytesReordered;
    public long bytesSentAgain;
    public int segmentsSentAgain;
    public int duplicateAcks;
    public int timeouts;
    public int synsSentAgain;

    /** How long the receiver's window, the congestion window, and the sender itself have held sending up. */
    public int receiverLimitedMillis;

    public int congestionLimitedMillis;
    public int senderLimitedMillis;
}

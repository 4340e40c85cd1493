package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code FLOWSPEC}, 32 bytes: the traffic of one direction for quality of service. -1 means not specified. */
public final class FLOWSPEC extends Struct {
    /** Bytes a second. */
    public int TokenRate;

    /** Bytes. */
    public int TokenBucketSize;

    /** Bytes a second. */
    public int PeakBandwidth;

    /** Microseconds. */
    public int Latency;

    /** Microseconds. */
    public int DelayVariation;

    /** SERVICETYPE number; 0 is no traffic, 1 best effort. */
    public int ServiceType;

    /** Bytes. */
    public int MaxSduSize;

    /** Bytes. */
    public int MinimumPolicedSize;

    @Override
    public int sizeof() {
        return 32;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(TokenRate).putInt(TokenBucketSize).putInt(PeakBandwidth).putInt(Latency);
        to.putInt(DelayVariation).putInt(ServiceType).putInt(MaxSduSize).putInt(MinimumPolicedSize);
    }

    @Override
    protected void get(ByteBuffer from) {
        TokenRate = from.getInt();
        TokenBucketSize = from.getInt();
        PeakBandwidth = from.getInt();
        Latency = from.getInt();
        DelayVariation = from.getInt();
        ServiceType = from.getInt();
        MaxSduSize = from.getInt();
        MinimumPolicedSize = from.getInt();
    }
}

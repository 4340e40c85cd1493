package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code struct tcp_keepalive}, 12 bytes: what SIO_KEEPALIVE_VALS sets.
 */
public final class tcp_keepalive extends Struct {
    /** Non-zero: probes are sent, and the other two count. */
    public int onoff;

    /** Milliseconds of silence before the first probe. */
    public int keepalivetime;

    /** Milliseconds between probes. */
    public int keepaliveinterval;

    public tcp_keepalive() {}

    public tcp_keepalive(int onoff, int keepalivetime, int keepaliveinterval) {
        this.onoff = onoff;
        this.keepalivetime = keepalivetime;
        this.keepaliveinterval = keepaliveinterval;
    }

    @Override
    public int sizeof() {
        return 12;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(onoff);
        to.putInt(keepalivetime);
        to.putInt(keepaliveinterval);
    }

    @Override
    protected void get(ByteBuffer from) {
        onoff = from.getInt();
        keepalivetime = from.getInt();
        keepaliveinterval = from.getInt();
    }
}

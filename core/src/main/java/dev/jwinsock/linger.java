package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct linger}, 4 bytes: the value of SO_LINGER. */
public final class linger extends Struct {
    /** Non-zero: {@link #l_linger} counts. */
    public short l_onoff;

    /** Seconds, an unsigned 16-bit number; 0 resets the connection on close. */
    public short l_linger;

    public linger() {}

    public linger(int onoff, int seconds) {
        l_onoff = (short) onoff;
        l_linger = (short) seconds;
    }

    @Override
    public int sizeof() {
        return 4;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(l_onoff).putShort(l_linger);
    }

    @Override
    protected void get(ByteBuffer from) {
        l_onoff = from.getShort();
        l_linger = from.getShort();
    }
}

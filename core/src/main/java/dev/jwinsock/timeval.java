package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct timeval { long tv_sec; long tv_usec; }}, two 32-bit longs. */
public final class timeval extends Struct {
    /** Seconds. */
    public int tv_sec;
    /** Microseconds; a million and more is accepted (S187). */
    public int tv_usec;

    public timeval() {}

    public timeval(int tv_sec, int tv_usec) {
        this.tv_sec = tv_sec;
        this.tv_usec = tv_usec;
    }

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(tv_sec).putInt(tv_usec);
    }

    @Override
    protected void get(ByteBuffer from) {
        tv_sec = from.getInt();
        tv_usec = from.getInt();
    }
}

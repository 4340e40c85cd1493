package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code RSS_SCALABILITY_INFO}, 1 byte: what SIO_QUERY_RSS_SCALABILITY_INFO tells.
 */
public final class RSS_SCALABILITY_INFO extends Struct {
    /** Non-zero: some network interface spreads what it receives over several processors. */
    public byte RssEnabled;

    public RSS_SCALABILITY_INFO() {}

    @Override
    public int sizeof() {
        return 1;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.put(RssEnabled);
    }

    @Override
    protected void get(ByteBuffer from) {
        RssEnabled = from.get();
    }
}

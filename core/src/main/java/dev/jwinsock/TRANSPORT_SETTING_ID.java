package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code TRANSPORT_SETTING_ID}, 16 bytes: says which setting SIO_APPLY_TRANSPORT_SETTING is about.
 */
public final class TRANSPORT_SETTING_ID extends Struct {
    public final GUID Guid = new GUID();

    public TRANSPORT_SETTING_ID() {}

    @Override
    public int sizeof() {
        return 16;
    }

    @Override
    protected void put(ByteBuffer to) {
        Guid.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        Guid.get(from);
    }
}

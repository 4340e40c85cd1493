package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code WSA_COMPATIBILITY_MODE}, 8 bytes: what SIO_SET_COMPATIBILITY_MODE sets.
 */
public final class WSA_COMPATIBILITY_MODE extends Struct {
    /** {@link Mswsock#WsaBehaviorAll} and the like. */
    public int BehaviorId;

    /** {@link Windows#NTDDI_LONGHORN} and the like. */
    public int TargetOsVersion;

    public WSA_COMPATIBILITY_MODE() {}

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(BehaviorId);
        to.putInt(TargetOsVersion);
    }

    @Override
    protected void get(ByteBuffer from) {
        BehaviorId = from.getInt();
        TargetOsVersion = from.getInt();
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code REAL_TIME_NOTIFICATION_SETTING_OUTPUT}, 4 bytes: output of SIO_QUERY_TRANSPORT_SETTING.
 */
public final class REAL_TIME_NOTIFICATION_SETTING_OUTPUT extends Struct {
    /** CONTROL_CHANNEL_TRIGGER_STATUS number. */
    public int ChannelStatus;

    public REAL_TIME_NOTIFICATION_SETTING_OUTPUT() {}

    @Override
    public int sizeof() {
        return 4;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(ChannelStatus);
    }

    @Override
    protected void get(ByteBuffer from) {
        ChannelStatus = from.getInt();
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code REAL_TIME_NOTIFICATION_SETTING_INPUT}, 32 bytes: input of SIO_APPLY_TRANSPORT_SETTING.
 */
public final class REAL_TIME_NOTIFICATION_SETTING_INPUT extends Struct {
    public final TRANSPORT_SETTING_ID TransportSettingId = new TRANSPORT_SETTING_ID();

    public final GUID BrokerEventGuid = new GUID();

    public REAL_TIME_NOTIFICATION_SETTING_INPUT() {}

    @Override
    public int sizeof() {
        return 32;
    }

    @Override
    protected void put(ByteBuffer to) {
        TransportSettingId.put(to);
        BrokerEventGuid.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        TransportSettingId.get(from);
        BrokerEventGuid.get(from);
    }
}

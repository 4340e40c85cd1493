package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code QOS}, 80 bytes: the quality of service asked for both directions of a socket. As bytes the pointer of
 * ProviderSpecific is 0: it cannot be followed.
 */
public final class QOS extends Struct {
    public final FLOWSPEC SendingFlowspec = new FLOWSPEC();
    public final FLOWSPEC ReceivingFlowspec = new FLOWSPEC();
    public final WSABUF ProviderSpecific = new WSABUF();

    public QOS() {}

    @Override
    public int sizeof() {
        return 80;
    }

    @Override
    protected void put(ByteBuffer to) {
        SendingFlowspec.put(to);
        ReceivingFlowspec.put(to);
        to.putInt(ProviderSpecific.len).putInt(0).putLong(0);
    }

    @Override
    protected void get(ByteBuffer from) {
        SendingFlowspec.get(from);
        ReceivingFlowspec.get(from);
        ProviderSpecific.len = from.getInt();
        from.position(from.position() + 12);
    }
}

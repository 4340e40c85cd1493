package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code INTERFACE_INFO}, 76 bytes: an entry of what SIO_GET_INTERFACE_LIST tells. */
public final class INTERFACE_INFO extends Struct {
    /** {@link Ws2tcpip#IFF_UP} and the like. */
    public int iiFlags;

    public final sockaddr_gen iiAddress = new sockaddr_gen();
    /** Only with IFF_BROADCAST. */
    public final sockaddr_gen iiBroadcastAddress = new sockaddr_gen();

    public final sockaddr_gen iiNetmask = new sockaddr_gen();

    public INTERFACE_INFO() {}

    @Override
    public int sizeof() {
        return 76;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(iiFlags);
        iiAddress.put(to);
        iiBroadcastAddress.put(to);
        iiNetmask.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        iiFlags = from.getInt();
        iiAddress.get(from);
        iiBroadcastAddress.get(from);
        iiNetmask.get(from);
    }
}

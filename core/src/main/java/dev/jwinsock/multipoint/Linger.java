package dev.jwinsock.multipoint;

import dev.jwinsock.IntRef;
import dev.jwinsock.linger;
import dev.jwinsock.spi.SocketHandle;
import dev.jwinsock.spi.TransportServiceProvider;

/**
 * SO_LINGER of a base provider's socket.
 *
 * @param seconds how long closesocket waits, when it is on
 */
record Linger(boolean on, int seconds) {
    /** closesocket resets the connection. */
    static final Linger HARD = new Linger(true, 0);

    private static final int SOL_SOCKET = 0xffff;
    private static final int SO_LINGER = 0x80;

    static Linger of(TransportServiceProvider base, SocketHandle s) {
        linger value = new linger();
        byte[] bytes = value.toBytes();
        base.WSPGetSockOpt(s, SOL_SOCKET, SO_LINGER, bytes, new IntRef(bytes.length));
        value.fromBytes(bytes, 0);
        return new Linger(value.l_onoff != 0, value.l_linger & 0xffff);
    }

    boolean isHard() {
        return on && seconds == 0;
    }

    void set(TransportServiceProvider base, SocketHandle s) {
        linger value = new linger();
        value.l_onoff = (short) (on ? 1 : 0);
        value.l_linger = (short) seconds;
        byte[] bytes = value.toBytes();
        base.WSPSetSockOpt(s, SOL_SOCKET, SO_LINGER, bytes, bytes.length);
    }
}

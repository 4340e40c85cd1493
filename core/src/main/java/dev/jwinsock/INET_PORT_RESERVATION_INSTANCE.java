package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code INET_PORT_RESERVATION_INSTANCE}, 16 bytes: a reserved block of ports and the token that stands for it.
 */
public final class INET_PORT_RESERVATION_INSTANCE extends Struct {
    public final INET_PORT_RANGE Reservation = new INET_PORT_RANGE();

    public final INET_PORT_RESERVATION_TOKEN Token = new INET_PORT_RESERVATION_TOKEN();

    public INET_PORT_RESERVATION_INSTANCE() {}

    @Override
    public int sizeof() {
        return 16;
    }

    @Override
    protected void put(ByteBuffer to) {
        Reservation.put(to);
        to.position(to.position() + 4);
        Token.put(to);
    }

    @Override
    protected void get(ByteBuffer from) {
        Reservation.get(from);
        from.position(from.position() + 4);
        Token.get(from);
    }
}

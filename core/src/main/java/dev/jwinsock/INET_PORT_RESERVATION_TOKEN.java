package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code INET_PORT_RESERVATION_TOKEN}, 8 bytes: stands for a reserved block of ports.
 */
public final class INET_PORT_RESERVATION_TOKEN extends Struct {
    public long Token;

    public INET_PORT_RESERVATION_TOKEN() {}

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putLong(Token);
    }

    @Override
    protected void get(ByteBuffer from) {
        Token = from.getLong();
    }
}

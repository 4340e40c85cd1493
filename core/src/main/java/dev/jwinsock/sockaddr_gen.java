package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code sockaddr_gen}, 24 bytes: an address in an {@link INTERFACE_INFO}. */
public final class sockaddr_gen extends Struct {
    /** C: the union's member of this name. */
    public final sockaddr_in AddressIn = new sockaddr_in();

    /** What the other members have beyond it. */
    private final byte[] rest = new byte[8];

    public sockaddr_gen() {}

    @Override
    public int sizeof() {
        return 24;
    }

    @Override
    protected void put(ByteBuffer to) {
        AddressIn.put(to);
        to.put(rest);
    }

    @Override
    protected void get(ByteBuffer from) {
        AddressIn.get(from);
        from.get(rest);
    }

    @Override
    public String toString() {
        return AddressIn.toString();
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;

/**
 * C: {@code PROCESSOR_NUMBER}, 4 bytes: a processor by its group of up to 64.
 */
public final class PROCESSOR_NUMBER extends Struct {
    public short Group;

    /** The number in the group. */
    public byte Number;

    public byte Reserved;

    public PROCESSOR_NUMBER() {}

    @Override
    public int sizeof() {
        return 4;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putShort(Group);
        to.put(Number);
        to.put(Reserved);
    }

    @Override
    protected void get(ByteBuffer from) {
        Group = from.getShort();
        Number = from.get();
        Reserved = from.get();
    }
}

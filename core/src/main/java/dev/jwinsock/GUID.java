package dev.jwinsock;

import java.nio.ByteBuffer;
import java.util.UUID;

/** C: {@code GUID}, 16 bytes. */
public final class GUID extends Struct {
    public int Data1;
    public short Data2;
    public short Data3;
    public final byte[] Data4 = new byte[8];

    public GUID() {}

    /**
     * @param text 32 hexadecimal digits with hyphens, braces or not: {@code "e70f1aa0-ab8b-11cf-8ca3-00805f48a192"}
     * @throws IllegalArgumentException for other text
     */
    public GUID(String text) {
        boolean braces = text.startsWith("{") && text.endsWith("}");
        UUID uuid = UUID.fromString(braces ? text.substring(1, text.length() - 1) : text);
        long high = uuid.getMostSignificantBits();
        Data1 = (int) (high >>> 32);
        Data2 = (short) (high >>> 16);
        Data3 = (short) high;
        ByteBuffer.wrap(Data4).putLong(uuid.getLeastSignificantBits());
    }

    @Override
    public int sizeof() {
        return 16;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(Data1).putShort(Data2).putShort(Data3).put(Data4);
    }

    @Override
    protected void get(ByteBuffer from) {
        Data1 = from.getInt();
        Data2 = from.getShort();
        Data3 = from.getShort();
        from.get(Data4);
    }

    /** The registry form, with braces and capital letters. */
    @Override
    public String toString() {
        long high = (long) Data1 << 32 | (Data2 & 0xffffL) << 16 | Data3 & 0xffffL;
        return "{" + new UUID(high, ByteBuffer.wrap(Data4).getLong()).toString().toUpperCase(java.util.Locale.ROOT)
                + "}";
    }
}

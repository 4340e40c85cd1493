package dev.jwinsock.ws2;

/** Ints as C memory holds them on Windows. */
public final class LittleEndian {
    private LittleEndian() {}

    public static byte[] bytes(int value) {
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }

    public static int intOf(byte[] bytes) {
        return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 24;
    }
}

package dev.jwinsock.afd;

/** Numbers in the bytes of a C structure. */
final class LittleEndian {
    private LittleEndian() {}

    static int getShort(byte[] bytes, int place) {
        return bytes[place] & 0xff | (bytes[place + 1] & 0xff) << 8;
    }

    static int getInt(byte[] bytes, int place) {
        return getShort(bytes, place) | getShort(bytes, place + 2) << 16;
    }

    static long getLong(byte[] bytes, int place) {
        return getInt(bytes, place) & 0xffffffffL | (long) getInt(bytes, place + 4) << 32;
    }

    static void putInt(byte[] bytes, int place, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[place + i] = (byte) (value >>> 8 * i);
        }
    }

    static void putLong(byte[] bytes, int place, long value) {
        putInt(bytes, place, (int) value);
        putInt(bytes, place + Integer.BYTES, (int) (value >>> 32));
    }
}

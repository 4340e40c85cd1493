package dev.jwinsock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** C: {@code struct WSAData}, 408 bytes, filled by {@link Winsock2#WSAStartup}. */
public final class WSADATA extends Struct {
    private static final int DESCRIPTION_ROOM = 256 + 1; // WSADESCRIPTION_LEN
    private static final int STATUS_ROOM = 128 + 1; // WSASYS_STATUS_LEN

    /** The version to use: {@code LOBYTE(wVersion)} is the major number. */
    public short wVersion;

    /** The highest version there is. */
    public short wHighVersion;

    public String szDescription = "";
    public String szSystemStatus = "";

    /** Unused since version 2. */
    public short iMaxSockets;

    /** Unused since version 2. */
    public short iMaxUdpDg;

    /** Unused since version 2; never written (S007). In bytes it is always a null pointer. */
    public @Nullable String lpVendorInfo;

    @Override
    public int sizeof() {
        return 408;
    }

    // On 64-bit Windows the numbers and the pointer come before the texts.
    @Override
    protected void put(ByteBuffer to) {
        to.putShort(wVersion)
                .putShort(wHighVersion)
                .putShort(iMaxSockets)
                .putShort(iMaxUdpDg)
                .putLong(0);
        put(to, szDescription, DESCRIPTION_ROOM);
        put(to, szSystemStatus, STATUS_ROOM);
    }

    @Override
    protected void get(ByteBuffer from) {
        wVersion = from.getShort();
        wHighVersion = from.getShort();
        iMaxSockets = from.getShort();
        iMaxUdpDg = from.getShort();
        from.getLong();
        szDescription = get(from, DESCRIPTION_ROOM);
        szSystemStatus = get(from, STATUS_ROOM);
    }

    private static void put(ByteBuffer to, String text, int room) {
        for (int i = 0; i < room; i++) {
            to.put((byte) (i < text.length() && i < room - 1 ? text.charAt(i) : 0));
        }
    }

    private static String get(ByteBuffer from, int room) {
        byte[] bytes = new byte[room];
        from.get(bytes);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < room && bytes[i] != 0; i++) {
            text.append((char) (bytes[i] & 0xff));
        }
        return text.toString();
    }
}

package dev.jwinsock;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * C: {@code struct _WSAPROTOCOL_INFOW}, 628 bytes: one entry of the protocol catalog.
 *
 * <p>There is one class for both character sets. {@link #toBytes} and {@link #fromBytes} use the Unicode layout,
 * {@link #toBytesA} and {@link #fromBytesA} the ANSI layout of 372 bytes that SO_PROTOCOL_INFOA has.
 */
public final class WSAPROTOCOL_INFO extends Struct {
    /** {@code sizeof(WSAPROTOCOL_INFOA)}. */
    public static final int SIZEOF_A = 372;

    private static final int SIZEOF_W = 628;
    private static final int CHARACTERS = Winsock2.WSAPROTOCOL_LEN + 1;

    /** XP1 flags. */
    public int dwServiceFlags1;

    public int dwServiceFlags2;
    public int dwServiceFlags3;
    public int dwServiceFlags4;

    /** PFL flags. */
    public int dwProviderFlags;

    public final GUID ProviderId = new GUID();
    public int dwCatalogEntryId;
    public final WSAPROTOCOLCHAIN ProtocolChain = new WSAPROTOCOLCHAIN();
    public int iVersion;
    public int iAddressFamily;
    public int iMaxSockAddr;
    public int iMinSockAddr;
    public int iSocketType;
    public int iProtocol;
    public int iProtocolMaxOffset;

    /** {@link Winsock2#BIGENDIAN} or {@link Winsock2#LITTLEENDIAN}. */
    public int iNetworkByteOrder;

    public int iSecurityScheme;

    /** Bytes; 0 for a stream, -1 (0xFFFFFFFF) for no limit. */
    public int dwMessageSize;

    public int dwProviderReserved;

    /** At most {@link Winsock2#WSAPROTOCOL_LEN} characters; what is longer is cut off in the bytes. */
    public String szProtocol = "";

    @Override
    public int sizeof() {
        return SIZEOF_W;
    }

    /** The structure as {@code WSAPROTOCOL_INFOA}: characters outside ASCII become question marks. */
    public byte[] toBytesA() {
        byte[] bytes = new byte[SIZEOF_A];
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        putNumbers(to);
        for (int i = 0; i < nameLength(); i++) {
            char c = szProtocol.charAt(i);
            to.put((byte) (c < 0x80 ? c : '?'));
        }
        return bytes;
    }

    /**
     * Fills the structure from a {@code WSAPROTOCOL_INFOA} at {@code offset}.
     *
     * @throws IndexOutOfBoundsException when the array holds fewer than {@link #SIZEOF_A} bytes there
     */
    public void fromBytesA(byte[] bytes, int offset) {
        ByteBuffer from = ByteBuffer.wrap(bytes, offset, SIZEOF_A).slice().order(ByteOrder.LITTLE_ENDIAN);
        getNumbers(from);
        StringBuilder name = new StringBuilder();
        for (int c = from.get() & 0xff; c != 0; c = from.hasRemaining() ? from.get() & 0xff : 0) {
            name.append((char) c);
        }
        szProtocol = name.toString();
    }

    @Override
    protected void put(ByteBuffer to) {
        putNumbers(to);
        for (int i = 0; i < CHARACTERS; i++) {
            to.putChar(i < nameLength() ? szProtocol.charAt(i) : 0);
        }
    }

    @Override
    protected void get(ByteBuffer from) {
        getNumbers(from);
        StringBuilder name = new StringBuilder();
        for (char c = from.getChar(); c != 0; c = from.hasRemaining() ? from.getChar() : 0) {
            name.append(c);
        }
        szProtocol = name.toString();
    }

    private int nameLength() {
        return Math.min(szProtocol.length(), CHARACTERS - 1);
    }

    private void putNumbers(ByteBuffer to) {
        to.putInt(dwServiceFlags1)
                .putInt(dwServiceFlags2)
                .putInt(dwServiceFlags3)
                .putInt(dwServiceFlags4);
        to.putInt(dwProviderFlags);
        ProviderId.put(to);
        to.putInt(dwCatalogEntryId);
        ProtocolChain.put(to);
        to.putInt(iVersion).putInt(iAddressFamily).putInt(iMaxSockAddr).putInt(iMinSockAddr);
        to.putInt(iSocketType).putInt(iProtocol).putInt(iProtocolMaxOffset);
        to.putInt(iNetworkByteOrder)
                .putInt(iSecurityScheme)
                .putInt(dwMessageSize)
                .putInt(dwProviderReserved);
    }

    private void getNumbers(ByteBuffer from) {
        dwServiceFlags1 = from.getInt();
        dwServiceFlags2 = from.getInt();
        dwServiceFlags3 = from.getInt();
        dwServiceFlags4 = from.getInt();
        dwProviderFlags = from.getInt();
        ProviderId.get(from);
        dwCatalogEntryId = from.getInt();
        ProtocolChain.get(from);
        iVersion = from.getInt();
        iAddressFamily = from.getInt();
        iMaxSockAddr = from.getInt();
        iMinSockAddr = from.getInt();
        iSocketType = from.getInt();
        iProtocol = from.getInt();
        iProtocolMaxOffset = from.getInt();
        iNetworkByteOrder = from.getInt();
        iSecurityScheme = from.getInt();
        dwMessageSize = from.getInt();
        dwProviderReserved = from.getInt();
    }

    @Override
    public String toString() {
        return szProtocol + " (" + dwCatalogEntryId + ")";
    }
}

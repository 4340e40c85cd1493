package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code struct _WSAPROTOCOLCHAIN}, 32 bytes: the layers of a catalog entry. */
public final class WSAPROTOCOLCHAIN extends Struct {
    /** 0 for a layered protocol, 1 for a base protocol, more for a chain. */
    public int ChainLen;

    /** Catalog entry ids, the topmost layer first; {@link Winsock2#MAX_PROTOCOL_CHAIN} places. */
    public final int[] ChainEntries = new int[Winsock2.MAX_PROTOCOL_CHAIN];

    @Override
    public int sizeof() {
        return 4 + 4 * ChainEntries.length;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(ChainLen);
        for (int entry : ChainEntries) {
            to.putInt(entry);
        }
    }

    @Override
    protected void get(ByteBuffer from) {
        ChainLen = from.getInt();
        for (int i = 0; i < ChainEntries.length; i++) {
            ChainEntries[i] = from.getInt();
        }
    }
}

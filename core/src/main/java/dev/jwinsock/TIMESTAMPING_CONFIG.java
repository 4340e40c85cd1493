package dev.jwinsock;

import java.nio.ByteBuffer;

/** C: {@code typedef struct _TIMESTAMPING_CONFIG}, 8 bytes: the input of SIO_TIMESTAMPING. */
public final class TIMESTAMPING_CONFIG extends Struct {
    /** TIMESTAMPING_FLAG_RX, TIMESTAMPING_FLAG_TX. */
    public int Flags;
    /** How many stamps of sent datagrams wait to be asked for; newer ones are lost when there are so many. */
    public short TxTimestampsBuffered;

    @Override
    public int sizeof() {
        return 8;
    }

    @Override
    protected void put(ByteBuffer to) {
        to.putInt(Flags).putShort(TxTimestampsBuffered).putShort((short) 0);
    }

    @Override
    protected void get(ByteBuffer from) {
        Flags = from.getInt();
        TxTimestampsBuffered = from.getShort();
        from.getShort();
    }
}

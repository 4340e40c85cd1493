package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _WSAMSG}. A message with its address, for WSASendMsg and WSARecvMsg. */
public final class WSAMSG {
    /** The peer; null: the connected one, or nobody wants to know. */
    public @Nullable sockaddr name;

    /** Bytes; written with the sender's address, when that operation completes. */
    public IntRef namelen = new IntRef();

    public WSABUF @Nullable [] lpBuffers;
    public int dwBufferCount;

    /**
     * Control data, or null: {@link WSACMSGHDR}s, each followed by its data and padded to 8 bytes. WSARecvMsg sets its
     * {@code len} to the bytes stored, when that operation completes.
     */
    public @Nullable WSABUF Control;

    /** Of WSARecvMsg: MSG_PEEK and its like in; MSG_TRUNC, MSG_CTRUNC, MSG_BCAST, MSG_MCAST out. */
    public IntRef dwFlags = new IntRef();
}

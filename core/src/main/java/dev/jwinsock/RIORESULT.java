package dev.jwinsock;

import org.jspecify.annotations.Nullable;

/** C: {@code typedef struct _RIORESULT}. A completed request, from RIODequeueCompletion. */
public final class RIORESULT {
    /** 0, or the Winsock error. */
    public int Status;

    public int BytesTransferred;

    /** As given to RIOCreateRequestQueue. */
    public @Nullable Object SocketContext;

    /** As given with the request. */
    public @Nullable Object RequestContext;
}

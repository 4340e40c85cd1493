package dev.jwinsock.ws2;

import dev.jwinsock.RIO_BUF;
import dev.jwinsock.spi.RegisteredRequest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One of a request queue's requests: its views are made again only when the program takes other memory. */
final class RioRequest extends RegisteredRequest {
    final RioRequestQueue queue;
    final boolean receives;

    @Nullable
    Object context;

    boolean quiet;

    /** The next free one. Guarded by the request queue's lock. */
    @Nullable
    RioRequest next;

    private @Nullable RioBuffer dataMemory;
    private @Nullable ByteBuffer dataView;
    private @Nullable RioBuffer addressMemory;
    private @Nullable ByteBuffer addressView;
    private int addressOffset;

    RioRequest(RioRequestQueue queue, boolean receives) {
        this.queue = queue;
        this.receives = receives;
    }

    void data(RioBuffer memory, RIO_BUF piece) {
        ByteBuffer view = dataView;
        if (view == null || dataMemory != memory) {
            view = memory.view();
            dataView = view;
            dataMemory = memory;
        }
        data = view.limit(piece.Offset + piece.Length).position(piece.Offset);
    }

    void address(@Nullable RioBuffer memory, @Nullable RIO_BUF piece) {
        if (memory == null || piece == null) {
            address = null;
            return;
        }
        ByteBuffer view = addressView;
        if (view == null || addressMemory != memory || addressOffset != piece.Offset) {
            view = memory.view().slice(piece.Offset, piece.Length);
            addressView = view;
            addressMemory = memory;
            addressOffset = piece.Offset;
        }
        address = view;
    }

    @Override
    public void completed(int ntStatus, int transferred) {
        queue.completed(this, ntStatus, transferred);
    }
}

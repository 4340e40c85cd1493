package dev.jwinsock.afd;

import dev.jwinsock.WSABUF;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A send or receive: memory, and how much of it is done. It is used again and again by its socket, so that a call makes no
 * objects when a program keeps to its buffers.
 */
abstract class TransferOperation extends Operation {
    /** The single buffer, or null with {@link #many}. */
    @Nullable
    ByteBuffer one;

    ByteBuffer[] many = Buffers.NONE;
    int flags;

    // The view of the memory that was used last time.
    private @Nullable ByteBuffer viewed;
    private @Nullable ByteBuffer view;

    TransferOperation(Operations owner) {
        super(owner);
    }

    /** Captures the buffers (A028). @return false when one of them is no valid memory */
    final boolean capture(WSABUF @Nullable [] buffers, int count) {
        if (count == 1) {
            WSABUF buffer = buffers == null || buffers.length < 1 ? null : buffers[0];
            ByteBuffer memory = buffer == null ? null : buffer.buf;
            if (buffer != null && memory != null && buffer.len >= 0 && buffer.len <= memory.remaining()) {
                one = buffer.len == 0 ? Buffers.EMPTY : viewOf(memory, buffer.len);
                many = Buffers.NONE;
                return true;
            }
        }
        ByteBuffer[] views = Buffers.views(buffers, count);
        if (views == null) {
            return false;
        }
        one = null;
        many = views;
        return true;
    }

    private ByteBuffer viewOf(ByteBuffer memory, int length) {
        ByteBuffer reused = view;
        if (reused == null || viewed != memory) {
            reused = memory.duplicate();
            view = reused;
            viewed = memory;
        }
        int start = memory.position();
        return reused.limit(start + length).position(start);
    }

    @Override
    void forget() {
        super.forget();
        one = null;
        many = Buffers.NONE;
    }
}

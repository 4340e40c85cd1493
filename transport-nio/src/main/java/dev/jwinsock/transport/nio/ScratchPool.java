package dev.jwinsock.transport.nio;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers that hold any datagram. Java cuts a datagram to the buffer without saying so, and only a buffer that
 * is never too small tells the real length. A pool, not a thread-local: there can be a million virtual threads, but only
 * as many of them are inside a receive as there are processors.
 */
final class ScratchPool {
    /** More than the longest UDP payload (65,527 bytes over IPv6). */
    static final int SIZE = 1 << 16;

    private final AtomicReferenceArray<@Nullable ByteBuffer> free =
            new AtomicReferenceArray<>(Math.max(2, 2 * Runtime.getRuntime().availableProcessors()));

    ByteBuffer take() {
        for (int i = 0; i < free.length(); i++) {
            ByteBuffer buffer = free.get(i);
            if (buffer != null && free.compareAndSet(i, buffer, null)) {
                return buffer.clear();
            }
        }
        return ByteBuffer.allocateDirect(SIZE);
    }

    void give(ByteBuffer buffer) {
        for (int i = 0; i < free.length(); i++) {
            if (free.get(i) == null && free.compareAndSet(i, null, buffer)) {
                return;
            }
        }
    }
}

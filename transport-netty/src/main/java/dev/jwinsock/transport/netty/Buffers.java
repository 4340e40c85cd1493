package dev.jwinsock.transport.netty;

import java.nio.ByteBuffer;

/** Treats some buffers of an array as one. */
final class Buffers {
    private Buffers() {}

    static long remaining(ByteBuffer[] buffers, int offset, int count) {
        long sum = 0;
        for (int i = offset; i < offset + count; i++) {
            sum += buffers[i].remaining();
        }
        return sum;
    }

    /** Copies what the buffers hold to the start of {@code to}, at most {@code max} bytes; no position changes. */
    static void gather(ByteBuffer[] buffers, int offset, int count, ByteBuffer to, int max) {
        int done = 0;
        for (int i = offset; i < offset + count && done < max; i++) {
            ByteBuffer buffer = buffers[i];
            int n = Math.min(buffer.remaining(), max - done);
            to.put(done, buffer, buffer.position(), n);
            done += n;
        }
    }

    /** Copies the first bytes of {@code from} to the buffers and advances their positions. */
    static void scatter(ByteBuffer from, int length, ByteBuffer[] buffers, int offset, int count) {
        int done = 0;
        for (int i = offset; i < offset + count && done < length; i++) {
            int n = Math.min(buffers[i].remaining(), length - done);
            put(from, done, n, buffers[i]);
            done += n;
        }
    }

    /** Advances the positions over what a call transferred. */
    static void advance(ByteBuffer[] buffers, int offset, int count, int length) {
        int left = length;
        for (int i = offset; i < offset + count && left > 0; i++) {
            int n = Math.min(buffers[i].remaining(), left);
            buffers[i].position(buffers[i].position() + n);
            left -= n;
        }
    }

    /** Appends a part of {@code from}. */
    static void put(ByteBuffer from, int index, int length, ByteBuffer to) {
        to.put(to.position(), from, index, length);
        to.position(to.position() + length);
    }
}

package dev.jwinsock.spi;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A part of what TransmitFile and TransmitPackets send: memory, or else a piece of a file.
 *
 * @param count of a file: bytes at most; {@link Long#MAX_VALUE}: to its end
 */
public record TransmitPart(
        @Nullable ByteBuffer memory, @Nullable FileChannel file, long position, long count) {
    public static TransmitPart of(ByteBuffer memory) {
        return new TransmitPart(memory, null, 0, 0);
    }

    public static TransmitPart of(FileChannel file, long position, long count) {
        return new TransmitPart(null, file, position, count);
    }
}

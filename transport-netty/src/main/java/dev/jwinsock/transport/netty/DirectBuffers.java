package dev.jwinsock.transport.netty;

import io.netty.channel.unix.Buffer;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;

/** Where the memory of a program's buffer is, for the calls that take it as a pointer. */
final class DirectBuffers {
    /**
     * Without Unsafe, as on JDK 24 and later, Netty's way is a memory segment, which is garbage whenever the compiler does
     * not see through all of it. That is fine for a buffer that is asked once, and not in every call.
     */
    private static final boolean READS_FIELD = PlatformDependent.hasUnsafe();

    private DirectBuffers() {}

    /** The address of the byte at the buffer's position; allocates nothing. */
    static long address(ByteBuffer direct) {
        // memset returns its pointer, and JNA makes the position's address of a buffer, without an object.
        return READS_FIELD ? Buffer.memoryAddress(direct) + direct.position() : Posix.memset(direct, 0, 0);
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.ReadyListener;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/** What an {@link Arming} watches. */
interface Armable {
    FileDescriptor descriptor();

    @Nullable
    ReadyListener listener();

    /** Whether an error that was told is one; under the lock of the arming, so that the descriptor is open. */
    boolean failed();
}

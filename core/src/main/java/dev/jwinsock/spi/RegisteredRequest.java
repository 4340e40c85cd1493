package dev.jwinsock.spi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A registered I/O request as the provider sees it. It is used again and again. */
public abstract class RegisteredRequest {
    /** What is sent or received: this request's own view, whose position moves. Set before the request is started. */
    public @Nullable ByteBuffer data;

    /** A SOCKADDR_INET: the receiver, or where the sender's goes; null for none. This request's own view. */
    public @Nullable ByteBuffer address;

    /** Of a receive: until the memory is full. */
    public boolean waitForAll;

    /** The provider's own, kept for the next time. */
    public @Nullable Object operation;

    /** It is done. Without a lock that a program's code can hold. @param ntStatus NTSTATUS */
    public abstract void completed(int ntStatus, int transferred);
}

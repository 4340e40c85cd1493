package dev.jwinsock.spi;

import dev.jwinsock.SOCKET;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A SOCKET as ws2 and the providers see it: the provider that made it and that provider's own object for it (the
 * {@code dwContext} of WPUCreateSocketHandle).
 */
public final class SocketHandle extends SOCKET {
    // Windows hands out multiples of four.
    private static final AtomicLong NEXT = new AtomicLong(0x100);

    private volatile TransportServiceProvider provider;
    private volatile Object context;
    private volatile @Nullable Object layer;

    public SocketHandle(TransportServiceProvider provider, Object context) {
        super(NEXT.getAndAdd(4));
        this.provider = provider;
        this.context = context;
    }

    public TransportServiceProvider provider() {
        return provider;
    }

    public Object context() {
        return context;
    }

    /**
     * As WPUModifyIFSHandle: ws2 reaches the socket through another provider from now on, which stands above the one that
     * made it. To that one the handle is the same. For the provider above, before the program has the handle.
     *
     * @param own the provider's own object for the socket
     */
    public void layer(TransportServiceProvider above, Object own) {
        layer = own;
        provider = above;
    }

    /** The object of the provider that stands above the one that made the socket; null when there is none. */
    public @Nullable Object layer() {
        return layer;
    }

    /** For the provider: the handle stands for something else from now on, such as nothing. */
    public void context(Object other) {
        context = other;
    }
}

package dev.jwinsock.spi;

import dev.jwinsock.SOCKET;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A SOCKET as ws2 and the providers see it: the provider that made it and that provider's own object for it (the
 * {@code dwContext} of WPUCreateSocketHandle).
 */
public final class SocketHandle extends SOCKET {
    // Windows hands out multiples of four.
    private static final AtomicLong NEXT = new AtomicLong(0x100);

    private final TransportServiceProvider provider;
    private volatile Object context;

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

    /** For the provider: the handle stands for something else from now on, such as nothing. */
    public void context(Object other) {
        context = other;
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportProvider;
import io.netty.channel.kqueue.KQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Offers the transport on macOS's kqueue. */
public final class KQueueTransportProvider implements TransportProvider {
    private static final int NATIVE_PRIORITY = 100;

    /** For {@link java.util.ServiceLoader}. */
    public KQueueTransportProvider() {}

    @Override
    public String name() {
        return KQueueTransport.NAME;
    }

    @Override
    public int priority() {
        return NATIVE_PRIORITY;
    }

    @Override
    public @Nullable String unavailable() {
        return Availability.reason("mac", KQueue::unavailabilityCause);
    }

    @Override
    public Set<Capability> capabilities() {
        return Platform.MACOS.capabilities();
    }

    @Override
    public Transport open() {
        KQueue.ensureAvailability();
        return new KQueueTransport();
    }
}

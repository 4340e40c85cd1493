package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.AdapterClocks;
import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportProvider;
import io.netty.channel.epoll.Epoll;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Offers the transport on Linux's epoll. */
public final class EpollTransportProvider implements TransportProvider {
    private static final int NATIVE_PRIORITY = 100;

    /** For {@link java.util.ServiceLoader}. */
    public EpollTransportProvider() {}

    @Override
    public String name() {
        return EpollTransport.NAME;
    }

    @Override
    public int priority() {
        return NATIVE_PRIORITY;
    }

    @Override
    public @Nullable String unavailable() {
        return Availability.reason("linux", Epoll::unavailabilityCause);
    }

    @Override
    public Set<Capability> capabilities() {
        return Platform.LINUX.capabilities();
    }

    @Override
    public AdapterClocks adapterClocks() {
        return new LinuxAdapterClocks();
    }

    @Override
    public Transport open() {
        Epoll.ensureAvailability();
        return new EpollTransport();
    }
}

package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportProvider;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The transport of last resort: java.nio only, usable everywhere. */
public final class NioTransportProvider implements TransportProvider {
    /** Linux lets two sockets share an address while neither listens, and Java passes the options on unchanged. */
    static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

    /** For {@link java.util.ServiceLoader}. */
    public NioTransportProvider() {}

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public @Nullable String unavailable() {
        return null;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Address sharing can be switched on a bound channel on Linux; Windows JDKs only remember the option, and for
     * other systems nothing is proven.
     */
    @Override
    public Set<Capability> capabilities() {
        return LINUX ? EnumSet.of(Capability.REUSE_CONTROL) : EnumSet.noneOf(Capability.class);
    }

    @Override
    public Transport open() {
        return new NioTransport(capabilities(), LINUX);
    }
}

package dev.jwinsock.transport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the transports on the class or module path and chooses one. */
public final class Transports {
    /** {@code auto} (the default), or the name of a transport. */
    public static final String CHOICE = "jwinsock.transport";
    /** Comma-separated {@link Capability} names to do without. */
    public static final String DISABLED = "jwinsock.disable";

    private static final String AUTO = "auto";
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    private Transports() {}

    /**
     * Starts the transport that {@value #CHOICE} names.
     *
     * @throws TransportException SYSTEM_NOT_READY, with what is there and what to do in the message
     */
    public static Transport open() throws TransportException {
        TransportProvider provider = chosen(providers());
        if (provider == null) {
            throw new TransportException(
                    Status.SYSTEM_NOT_READY, "no transport for " + CHOICE + "=" + choice() + ". " + describe());
        }
        LOG.debug("transport {}, without {}", provider.name(), disabled());
        return provider.open();
    }

    /** What is left of a transport's capabilities after {@value #DISABLED}. */
    public static Set<Capability> enabled(Set<Capability> capabilities) {
        Set<Capability> left = EnumSet.noneOf(Capability.class);
        left.addAll(capabilities);
        left.removeAll(disabled());
        return left;
    }

    /** The {@link TransportProvider#adapterClocks} of the transport that would be started; null when there are none. */
    public static @Nullable AdapterClocks adapterClocks() {
        TransportProvider provider = chosen(providers());
        return provider == null ? null : provider.adapterClocks();
    }

    /** The names of the transports that work on this machine, best first. */
    public static List<String> available() {
        return providers().stream()
                .filter(p -> p.unavailable() == null)
                .map(TransportProvider::name)
                .toList();
    }

    /** What a transport of this name can do here (less {@value #DISABLED}); nothing if it cannot be used. */
    public static Set<Capability> capabilities(String name) {
        for (TransportProvider provider : providers()) {
            if (provider.name().equals(name) && provider.unavailable() == null) {
                return enabled(provider.capabilities());
            }
        }
        return EnumSet.noneOf(Capability.class);
    }

    /** A line a transport: whether it is chosen, usable, and why not; then what to do if none is. */
    public static String describe() {
        StringBuilder text = new StringBuilder();
        List<TransportProvider> all = providers();
        TransportProvider chosen = chosen(all);
        text.append("jwinsock transports (")
                .append(CHOICE)
                .append('=')
                .append(choice())
                .append("):");
        for (TransportProvider provider : all) {
            String why = provider.unavailable();
            text.append(System.lineSeparator()).append("  ").append(provider.name());
            if (why != null) {
                text.append(": not usable here: ").append(why);
            } else {
                text.append(provider == chosen ? ": chosen" : ": usable");
                Set<Capability> missing = EnumSet.allOf(Capability.class);
                missing.removeAll(enabled(provider.capabilities()));
                text.append(missing.isEmpty() ? "" : ", without " + missing);
            }
        }
        if (all.isEmpty()) {
            text.append(" none found; add jwinsock-transport-netty or jwinsock-transport-nio to the class path");
        } else if (chosen == null) {
            text.append(System.lineSeparator()).append("  set ").append(CHOICE).append(" to auto or a usable one");
        }
        return text.toString();
    }

    private static @Nullable TransportProvider chosen(List<TransportProvider> all) {
        String choice = choice();
        for (TransportProvider provider : all) {
            if ((choice.equals(AUTO) || provider.name().equals(choice)) && provider.unavailable() == null) {
                return provider;
            }
        }
        return null;
    }

    private static String choice() {
        return System.getProperty(CHOICE, AUTO).trim().toLowerCase(Locale.ROOT);
    }

    private static List<TransportProvider> providers() {
        List<TransportProvider> found = new ArrayList<>();
        Iterator<TransportProvider> all = ServiceLoader.load(TransportProvider.class, Transports.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!all.hasNext()) {
                    break;
                }
                found.add(all.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.warn("a transport could not be loaded and is left out", e);
            }
        }
        found.sort(Comparator.comparingInt(TransportProvider::priority).reversed());
        return found;
    }

    private static Set<Capability> disabled() {
        Set<Capability> set = EnumSet.noneOf(Capability.class);
        for (String name : System.getProperty(DISABLED, "").split(",")) {
            if (!name.isBlank()) {
                try {
                    set.add(Capability.valueOf(name.trim().toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException e) {
                    LOG.warn("{}: no capability {}; there are {}", DISABLED, name, EnumSet.allOf(Capability.class));
                }
            }
        }
        return set;
    }
}

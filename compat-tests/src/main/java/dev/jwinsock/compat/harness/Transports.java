package dev.jwinsock.compat.harness;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.TransportProvider;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** The transports of this run, and the one the running test uses. */
public final class Transports {
    /** Says which transport the base provider takes; read when the suite begins to choose what is tested. */
    public static final String PROPERTY = dev.jwinsock.transport.Transports.CHOICE;

    // Read once: the property is overwritten for every test class.
    private static final String CHOSEN = System.getProperty(PROPERTY, "all");
    private static final List<TransportProvider> FOUND = ServiceLoader.load(TransportProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted((a, b) -> b.priority() - a.priority())
            .toList();

    private static volatile @Nullable TransportProvider current;

    private Transports() {}

    /**
     * The transports to test: all that work on this machine, or those named by the property.
     *
     * @throws IllegalStateException when a named one does not work here
     */
    public static List<TransportProvider> selected() {
        List<TransportProvider> selected = CHOSEN.equals("all") || CHOSEN.equals("auto")
                ? FOUND.stream().filter(t -> t.unavailable() == null).toList()
                : Arrays.stream(CHOSEN.split(",")).map(Transports::named).toList();
        if (selected.isEmpty()) {
            throw new IllegalStateException("no transport on the class path works on this machine");
        }
        return selected;
    }

    /** Whether {@link #selected()} has a transport of this name. */
    public static boolean isSelected(String name) {
        return selected().stream().anyMatch(t -> t.name().equals(name));
    }

    private static TransportProvider named(String name) {
        TransportProvider transport = FOUND.stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no transport " + name + " on the class path"));
        String reason = transport.unavailable();
        if (reason != null) {
            throw new IllegalStateException("transport " + name + " does not work here: " + reason);
        }
        return transport;
    }

    /** The transport under the running test. */
    public static TransportProvider current() {
        TransportProvider transport = current;
        if (transport == null) {
            throw new IllegalStateException("not in a @WinsockTest class");
        }
        return transport;
    }

    /** Makes the next first WSAStartup take this transport. */
    public static void use(TransportProvider transport) {
        current = transport;
        System.setProperty(PROPERTY, transport.name());
    }

    /** What the running test may rely on: the transport's capabilities less those in {@code jwinsock.disable}. */
    public static Set<Capability> capabilities() {
        return dev.jwinsock.transport.Transports.enabled(current().capabilities());
    }

    /** Ends the test as unsupported unless the transport has the capability. */
    public static void assumeCapability(Capability needed) {
        if (!capabilities().contains(needed)) {
            throw new TestAbortedException(needed.name());
        }
    }

    /** Ends the test as unsupported unless the machine offers something; the reason names what is missing. */
    public static void assumeSupported(boolean offered, String reason) {
        if (!offered) {
            throw new TestAbortedException(reason);
        }
    }
}

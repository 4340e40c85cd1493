package dev.jwinsock.ws2;

import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.spi.TransportServiceProvider;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The protocol catalog: which provider serves a family, type and protocol. What is installed comes after what was there,
 * so that a plain socket() goes on to find the base providers' protocols.
 */
public final class Catalog {
    private static final int MATCHES_PROTOCOL_ZERO = 8; // PFL_MATCHES_PROTOCOL_ZERO
    private static final int HIDDEN = 4; // PFL_HIDDEN
    private static final int UNSPECIFIED = 0;

    /** Replaced as a whole, by {@link Startup} under its lock. */
    private static volatile List<TransportServiceProvider> providers = load();

    private static volatile List<Entry> entries = rows();

    /** No number is given twice. Guarded by {@link Startup}'s lock. */
    private static int lastId =
            entries.stream().mapToInt(e -> e.info.dwCatalogEntryId).max().orElse(0);

    private Catalog() {}

    /** One row of the catalog. */
    public record Entry(TransportServiceProvider provider, WSAPROTOCOL_INFO info) {
        private boolean matches(int af, int type, int protocol) {
            return family(af)
                    && type(type)
                    && (protocol == UNSPECIFIED
                            ? (info.dwProviderFlags & MATCHES_PROTOCOL_ZERO) != 0
                            : protocol - info.iProtocol >= 0 && protocol - info.iProtocol <= info.iProtocolMaxOffset);
        }

        private boolean family(int af) {
            return af == UNSPECIFIED || af == info.iAddressFamily;
        }

        private boolean type(int type) {
            // S025 goes by what WSAEnumProtocols lists: the raw protocols are chosen by their type only
            boolean hidden = (info.dwProviderFlags & HIDDEN) != 0;
            return type == UNSPECIFIED ? !hidden : type == info.iSocketType;
        }
    }

    static List<TransportServiceProvider> providers() {
        return providers;
    }

    /** All rows, in the order of WSAEnumProtocols. */
    public static List<Entry> all() {
        return entries;
    }

    /** Adds a provider and its rows, behind all others. For {@link Startup}, under its lock. */
    static void add(TransportServiceProvider provider, List<WSAPROTOCOL_INFO> rows) {
        List<Entry> more = new ArrayList<>(entries);
        for (WSAPROTOCOL_INFO row : rows) {
            row.dwCatalogEntryId = ++lastId;
            more.add(new Entry(provider, row));
        }
        entries = List.copyOf(more);
        List<TransportServiceProvider> all = new ArrayList<>(providers);
        all.add(provider);
        providers = List.copyOf(all);
    }

    /** For {@link Startup}, under its lock. */
    static void remove(TransportServiceProvider provider) {
        entries = entries.stream().filter(e -> e.provider != provider).toList();
        providers = providers.stream().filter(p -> p != provider).toList();
    }

    /** The row that a program has got from WSAEnumProtocols and asks for; null when it is none, or not any more. */
    static @Nullable Entry find(WSAPROTOCOL_INFO info, int af, int type, int protocol) {
        for (Entry entry : entries) {
            if (entry.info.dwCatalogEntryId == info.dwCatalogEntryId && entry.matches(af, type, protocol)) {
                return entry;
            }
        }
        return null;
    }

    /** The first matching row, with zeros as wildcards (S025), or null: then {@link #whyNot} tells the error. */
    static @Nullable Entry find(int af, int type, int protocol) {
        if (af == UNSPECIFIED && protocol == UNSPECIFIED) {
            return null;
        }
        for (Entry entry : entries) {
            if (entry.matches(af, type, protocol)) {
                return entry;
            }
        }
        return null;
    }

    static int whyNot(int af, int type, int protocol) {
        if (af == UNSPECIFIED && protocol == UNSPECIFIED) {
            return Status.INVALID; // S023
        }
        // S016, S018: the family is judged first, then the type, then the protocol
        if (entries.stream().noneMatch(e -> e.family(af))) {
            return Status.FAMILY_NOT_SUPPORTED;
        }
        if (entries.stream().noneMatch(e -> e.family(af) && e.type(type))) {
            return Status.SOCKET_TYPE_NOT_SUPPORTED;
        }
        // Error table of the specification: a known protocol of another type is a protocol-type mismatch
        return entries.stream().anyMatch(e -> e.family(af) && e.info.iProtocol == protocol)
                ? Status.PROTOCOL_TYPE
                : Status.PROTOCOL_NOT_SUPPORTED;
    }

    private static List<TransportServiceProvider> load() {
        List<TransportServiceProvider> found = new ArrayList<>();
        ServiceLoader.load(TransportServiceProvider.class, Catalog.class.getClassLoader())
                .forEach(found::add);
        return List.copyOf(found);
    }

    private static List<Entry> rows() {
        List<Entry> rows = new ArrayList<>();
        for (TransportServiceProvider provider : providers) {
            provider.protocols().forEach(info -> rows.add(new Entry(provider, info)));
        }
        return List.copyOf(rows);
    }
}

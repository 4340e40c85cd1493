package dev.jwinsock.ws2;

import dev.jwinsock.Ref;
import dev.jwinsock.Winsock2;
import dev.jwinsock.Ws2tcpip;
import dev.jwinsock.addrinfo;
import dev.jwinsock.sockaddr;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** getaddrinfo, getnameinfo and gethostname: arguments, results and errors in the C contract. */
public final class HostNames {
    // Newer flags that Windows 10 knows beside those of the specification: AI_DNS_ONLY, AI_FORCE_CLEAR_TEXT,
    // AI_BYPASS_DNS_CACHE, AI_RETURN_TTL, AI_EXCLUSIVE_CUSTOM_SERVERS. They do not change what is found here.
    private static final int NEWER_FLAGS = 0x2000f0;
    private static final int KNOWN_FLAGS = Ws2tcpip.AI_PASSIVE
            | Ws2tcpip.AI_CANONNAME
            | Ws2tcpip.AI_NUMERICHOST
            | Ws2tcpip.AI_NUMERICSERV
            | Ws2tcpip.AI_ALL
            | Ws2tcpip.AI_ADDRCONFIG
            | Ws2tcpip.AI_V4MAPPED
            | Ws2tcpip.AI_NON_AUTHORITATIVE
            | Ws2tcpip.AI_SECURE
            | Ws2tcpip.AI_RETURN_PREFERRED_NAMES
            | Ws2tcpip.AI_FQDN
            | Ws2tcpip.AI_FILESERVER
            | Ws2tcpip.AI_DISABLE_IDN_ENCODING
            | NEWER_FLAGS;
    private static final int NAME_FLAGS = Ws2tcpip.AI_CANONNAME | Ws2tcpip.AI_FQDN;
    private static final int INSUFFICIENT_BUFFER = 122; // ERROR_INSUFFICIENT_BUFFER
    private static final int SOCKADDR_IN_SIZE = 16;
    private static final int SOCKADDR_IN6_SIZE = 28;
    private static final int MAX_PORT = 0xffff;

    private HostNames() {}

    /** What a service is for one socket type; an entry of the result for each of them and each address. */
    private record Kind(int socketType, int protocol, int port) {}

    public static int gethostname(@Nullable StringBuilder name, int room) {
        if (!Startup.started()) {
            return LastError.result(Status.NOT_INITIALISED);
        }
        String own = LocalHost.name();
        if (name == null || room <= own.length()) {
            return LastError.result(Status.FAULT);
        }
        replace(name, own);
        return LastError.result(Status.OK);
    }

    /** @return 0 or the error, which is the last error too (A226) */
    public static int getaddrinfo(
            @Nullable String node, @Nullable String service, @Nullable addrinfo hints, @Nullable Ref<addrinfo> result) {
        int error = 0;
        try {
            if (result != null) {
                result.value = null; // A225: cleared on every failure
            }
            requireStartup();
            if (result == null) {
                throw new LookupException(-Status.FAULT);
            }
            result.value = lookUp(node, service, hints == null ? new addrinfo() : hints);
        } catch (LookupException e) {
            error = e.error();
        }
        LastError.set(error);
        return error;
    }

    private static void requireStartup() throws LookupException {
        if (!Startup.started()) {
            throw new LookupException(-Status.NOT_INITIALISED);
        }
    }

    static addrinfo lookUp(@Nullable String node, @Nullable String service, addrinfo hints) throws LookupException {
        if (node == null && service == null) {
            throw new LookupException(Ws2tcpip.EAI_NONAME); // A224
        }
        check(hints, node);
        List<Kind> kinds = kinds(service, hints);
        AddressLookup.Found found = new AddressLookup(hints.ai_family, hints.ai_flags).find(node);

        addrinfo head = new addrinfo();
        addrinfo tail = head;
        for (HostAddress address : found.addresses()) {
            for (Kind kind : kinds) {
                addrinfo next = entry(address, kind);
                tail.ai_next = next;
                tail = next;
            }
        }
        addrinfo first = head.ai_next;
        if (first == null) {
            throw new AssertionError("there is an address and a kind, or an exception was thrown");
        }
        if ((hints.ai_flags & NAME_FLAGS) != 0) {
            first.ai_canonname = found.canonicalName(); // A238
        }
        return first;
    }

    private static void check(addrinfo hints, @Nullable String node) throws LookupException {
        if (hints.ai_addrlen != 0 || hints.ai_canonname != null || hints.ai_addr != null || hints.ai_next != null) {
            throw new LookupException(Ws2tcpip.EAI_FAIL);
        }
        int flags = hints.ai_flags;
        boolean bothNames = (flags & NAME_FLAGS) == NAME_FLAGS;
        boolean nameOfNothing = (flags & NAME_FLAGS) != 0 && node == null; // A237
        if ((flags & ~KNOWN_FLAGS) != 0 || bothNames || nameOfNothing) {
            throw new LookupException(Ws2tcpip.EAI_BADFLAGS);
        }
        switch (hints.ai_family) {
            case Winsock2.AF_UNSPEC, Winsock2.AF_INET, Winsock2.AF_INET6 -> {}
            default -> throw new LookupException(Ws2tcpip.EAI_FAMILY); // A237
        }
        // The protocol is not checked: it goes into the result as it is
        if (hints.ai_socktype < 0 || hints.ai_socktype > Winsock2.SOCK_RAW) {
            throw new LookupException(Ws2tcpip.EAI_SOCKTYPE);
        }
    }

    private static List<Kind> kinds(@Nullable String service, addrinfo hints) throws LookupException {
        int type = hints.ai_socktype;
        int protocol = hints.ai_protocol;
        // A228. Windows does not expand an unspecified type here, as it does for a name of TCP and UDP
        if (service == null || service.isEmpty()) {
            return List.of(new Kind(type, protocol, 0));
        }
        if (service.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = service.length() > 9 ? -1 : AddressText.digits(service, 10);
            if (port < 0 || port > MAX_PORT) {
                throw new LookupException(Ws2tcpip.EAI_SERVICE);
            }
            return List.of(new Kind(type, protocol, port));
        }
        if ((hints.ai_flags & Ws2tcpip.AI_NUMERICSERV) != 0) {
            throw new LookupException(Ws2tcpip.EAI_NONAME);
        }
        List<Kind> kinds = new ArrayList<>();
        addNamed(kinds, service, hints, Winsock2.SOCK_STREAM, Winsock2.IPPROTO_TCP, Services.TCP);
        addNamed(kinds, service, hints, Winsock2.SOCK_DGRAM, Winsock2.IPPROTO_UDP, Services.UDP);
        if (kinds.isEmpty()) {
            throw new LookupException(Ws2tcpip.EAI_SERVICE); // A233
        }
        return kinds;
    }

    private static void addNamed(
            List<Kind> kinds, String service, addrinfo hints, int type, int protocol, String protocolName) {
        boolean typeFits = hints.ai_socktype == 0 || hints.ai_socktype == type;
        boolean protocolFits = hints.ai_protocol == 0 || hints.ai_protocol == protocol;
        int port = typeFits && protocolFits ? Services.port(service, protocolName) : -1;
        if (port >= 0) {
            boolean open = hints.ai_socktype == 0;
            kinds.add(new Kind(type, open ? protocol : hints.ai_protocol, port));
        }
    }

    private static addrinfo entry(HostAddress address, Kind kind) {
        addrinfo entry = new addrinfo();
        sockaddr name = address.toSockaddr(kind.port);
        entry.ai_family = name.sa_family();
        entry.ai_socktype = kind.socketType;
        entry.ai_protocol = kind.protocol;
        entry.ai_addr = name;
        entry.ai_addrlen = name.sizeof();
        return entry;
    }

    /** Takes the list apart, so that a use after free shows at once. */
    public static void freeaddrinfo(@Nullable addrinfo list) {
        addrinfo entry = list;
        while (entry != null) {
            addrinfo next = entry.ai_next;
            entry.ai_addr = null;
            entry.ai_canonname = null;
            entry.ai_next = null;
            entry = next;
        }
    }

    /** @return 0 or the error, which is the last error too */
    public static int getnameinfo(
            @Nullable sockaddr address,
            int length,
            @Nullable StringBuilder host,
            int hostRoom,
            @Nullable StringBuilder service,
            int serviceRoom,
            int flags) {
        int error = 0;
        try {
            requireStartup();
            name(address, length, host, hostRoom, service, serviceRoom, flags);
        } catch (LookupException e) {
            error = e.error();
        }
        LastError.set(error);
        return error;
    }

    static void name(
            @Nullable sockaddr address,
            int length,
            @Nullable StringBuilder host,
            int hostRoom,
            @Nullable StringBuilder service,
            int serviceRoom,
            int flags)
            throws LookupException {
        if (address == null) {
            throw new LookupException(-Status.FAULT);
        }
        int needed = switch (address.sa_family()) {
            case Winsock2.AF_INET -> SOCKADDR_IN_SIZE;
            case Winsock2.AF_INET6 -> SOCKADDR_IN6_SIZE;
            default -> throw new LookupException(Ws2tcpip.EAI_FAMILY); // A250
        };
        if (length < needed || address.sizeof() < needed) {
            throw new LookupException(-Status.FAULT); // A250: what Windows documents
        }
        NameLookup lookup = new NameLookup(flags);
        // A249: a null buffer is one that is not wanted
        StringBuilder hostBuffer = hostRoom == 0 ? null : host;
        StringBuilder serviceBuffer = serviceRoom == 0 ? null : service;
        if (hostBuffer == null && serviceBuffer == null) {
            throw new LookupException(Ws2tcpip.EAI_NONAME);
        }
        String hostText = hostBuffer == null ? "" : fitting(lookup.host(address), hostRoom);
        String serviceText = serviceBuffer == null ? "" : fitting(lookup.service(address), serviceRoom);
        if (hostBuffer != null) {
            replace(hostBuffer, hostText);
        }
        if (serviceBuffer != null) {
            replace(serviceBuffer, serviceText);
        }
    }

    private static String fitting(String text, int room) throws LookupException {
        // A DWORD: a negative number is a large one
        if (Integer.compareUnsigned(room, text.length()) <= 0) {
            throw new LookupException(INSUFFICIENT_BUFFER); // A250
        }
        return text;
    }

    private static void replace(StringBuilder buffer, String text) {
        buffer.setLength(0);
        buffer.append(text);
    }
}

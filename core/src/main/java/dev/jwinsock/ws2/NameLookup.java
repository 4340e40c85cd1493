package dev.jwinsock.ws2;

import dev.jwinsock.Winsock2;
import dev.jwinsock.Ws2tcpip;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** From an address and a port to names: getnameinfo. */
final class NameLookup {
    private static final int KNOWN_FLAGS = Ws2tcpip.NI_NOFQDN
            | Ws2tcpip.NI_NUMERICHOST
            | Ws2tcpip.NI_NAMEREQD
            | Ws2tcpip.NI_NUMERICSERV
            | Ws2tcpip.NI_DGRAM;

    private final int flags;

    NameLookup(int flags) throws LookupException {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new LookupException(Ws2tcpip.EAI_BADFLAGS);
        }
        this.flags = flags;
    }

    String host(sockaddr address) throws LookupException {
        boolean ip6 = address.sa_family() == Winsock2.AF_INET6;
        byte[] bytes;
        String text;
        if (ip6) {
            sockaddr_in6 in6 = new sockaddr_in6(address);
            bytes = in6.sin6_addr.toBytes();
            text = AddressText.ipv6(bytes);
            if (in6.sin6_scope_id != 0) {
                text += "%" + Integer.toUnsignedString(in6.sin6_scope_id);
            }
        } else {
            sockaddr_in in = new sockaddr_in(address);
            bytes = in.sin_addr.toBytes();
            text = AddressText.ipv4(in.sin_addr.s_addr);
        }
        if (has(Ws2tcpip.NI_NUMERICHOST)) {
            return text;
        }
        String name = reverse(bytes);
        if (name != null) {
            int dot = name.indexOf('.');
            return has(Ws2tcpip.NI_NOFQDN) && dot > 0 ? name.substring(0, dot) : name;
        }
        if (has(Ws2tcpip.NI_NAMEREQD)) {
            throw new LookupException(Ws2tcpip.EAI_NONAME); // A250
        }
        return text;
    }

    // A249
    String service(sockaddr address) {
        // The port is at the same place in both structures
        int port = Short.toUnsignedInt(Short.reverseBytes(new sockaddr_in(address).sin_port));
        String name = has(Ws2tcpip.NI_NUMERICSERV)
                ? null
                : Services.name(port, has(Ws2tcpip.NI_DGRAM) ? Services.UDP : Services.TCP);
        return name == null ? Integer.toString(port) : name;
    }

    private static @Nullable String reverse(byte[] bytes) {
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            String name = address.getHostName();
            // InetAddress gives the address text when there is no name
            return name.equals(address.getHostAddress()) ? null : name;
        } catch (UnknownHostException e) {
            throw new AssertionError("getByAddress refuses only wrong lengths", e);
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }
}

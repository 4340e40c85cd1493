package dev.jwinsock.ws2;

import dev.jwinsock.Winsock2;
import dev.jwinsock.Ws2tcpip;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a host name, or address text, to addresses: the first half of getaddrinfo. */
final class AddressLookup {
    private static final HostAddress LOOPBACK_4 = new HostAddress(new byte[] {127, 0, 0, 1}, 0);
    private static final HostAddress LOOPBACK_6 =
            new HostAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 0);
    private static final HostAddress WILDCARD_4 = new HostAddress(new byte[4], 0);
    private static final HostAddress WILDCARD_6 = new HostAddress(new byte[16], 0);

    private final int family;
    private final int flags;

    /** @param family AF_UNSPEC, AF_INET or AF_INET6 */
    AddressLookup(int family, int flags) {
        this.family = family;
        this.flags = flags;
    }

    /**
     * @param addresses at least one, the best first
     * @param canonicalName the host's main name
     */
    record Found(List<HostAddress> addresses, String canonicalName) {}

    Found find(@Nullable String node) throws LookupException {
        if (node == null) {
            return new Found(self(), "");
        }
        HostAddress literal = literal(node);
        if (literal != null) {
            return new Found(List.of(converted(literal)), node); // A238
        }
        if (has(Ws2tcpip.AI_NUMERICHOST)) {
            throw new LookupException(Ws2tcpip.EAI_NONAME); // A229
        }
        return named(node);
    }

    // A236
    private List<HostAddress> self() {
        boolean passive = has(Ws2tcpip.AI_PASSIVE);
        HostAddress ip4 = passive ? WILDCARD_4 : LOOPBACK_4;
        HostAddress ip6 = passive ? WILDCARD_6 : LOOPBACK_6;
        return switch (family) {
            case Winsock2.AF_INET -> List.of(ip4);
            case Winsock2.AF_INET6 -> List.of(ip6);
            // A kernel without IPv6 would refuse the socket, and many programs give up at the first
            default -> LocalHost.hasIpv6() ? List.of(ip6, ip4) : List.of(ip4);
        };
    }

    // ---- Address text

    private static @Nullable HostAddress literal(String node) {
        // inet_addr would stop at white space
        boolean spaces = node.chars().anyMatch(c -> c <= ' ');
        byte[] ip4 = spaces ? null : AddressText.parseLooseIpv4(node);
        if (ip4 != null) {
            return new HostAddress(ip4, 0);
        }
        int percent = node.indexOf('%');
        byte[] ip6 = AddressText.parseIpv6(percent < 0 ? node : node.substring(0, percent));
        if (ip6 == null) {
            return null;
        }
        int scope = percent < 0 ? 0 : scope(node.substring(percent + 1));
        return scope < 0 ? null : new HostAddress(ip6, scope);
    }

    // A number, or an interface's name; -1 for anything else
    private static int scope(String text) {
        int number = text.length() > 9 ? -1 : AddressText.digits(text, 10);
        if (number >= 0 || text.isEmpty()) {
            return number;
        }
        int index = LocalHost.interfaceIndex(text);
        return index == 0 ? -1 : index;
    }

    private HostAddress converted(HostAddress literal) throws LookupException {
        if (family == Winsock2.AF_UNSPEC || literal.isIpv6() == (family == Winsock2.AF_INET6)) {
            return literal;
        }
        if (!literal.isIpv6() && has(Ws2tcpip.AI_V4MAPPED)) {
            return literal.mapped();
        }
        throw new LookupException(Ws2tcpip.EAI_NONAME);
    }

    // ---- Names

    private Found named(String node) throws LookupException {
        String own = LocalHost.name();
        if (node.isEmpty() || node.equalsIgnoreCase(own)) {
            // A251: this computer's own name gives its interfaces, whatever the hosts file says
            List<HostAddress> mine =
                    LocalHost.addresses().stream().map(HostAddress::of).toList();
            return new Found(ordered(mine), own);
        }
        if (node.equalsIgnoreCase("localhost")) {
            return new Found(
                    ordered(LocalHost.hasIpv6() ? List.of(LOOPBACK_6, LOOPBACK_4) : List.of(LOOPBACK_4)), node);
        }
        InetAddress[] answers = resolve(ascii(node));
        List<HostAddress> usable = new ArrayList<>();
        // A234: without a global IPv6 address of our own the others' are left out
        boolean ip6 = LocalHost.hasGlobalIpv6();
        boolean ip4 = !has(Ws2tcpip.AI_ADDRCONFIG) || LocalHost.hasOuterIpv4();
        for (InetAddress answer : answers) {
            HostAddress address = HostAddress.of(answer);
            if (answer.isLoopbackAddress() || (address.isIpv6() ? ip6 : ip4)) {
                usable.add(address);
            }
        }
        return new Found(ordered(usable), has(Ws2tcpip.AI_FQDN) ? qualified(node, answers[0]) : node);
    }

    private List<HostAddress> ordered(List<HostAddress> addresses) throws LookupException {
        List<HostAddress> ip4 = addresses.stream().filter(a -> !a.isIpv6()).toList();
        List<HostAddress> chosen = new ArrayList<>();
        if (family != Winsock2.AF_INET) {
            addresses.stream().filter(HostAddress::isIpv6).forEach(chosen::add);
        }
        if (family != Winsock2.AF_INET6) {
            chosen.addAll(ip4);
        } else if (has(Ws2tcpip.AI_V4MAPPED) && (chosen.isEmpty() || has(Ws2tcpip.AI_ALL))) {
            ip4.stream().map(HostAddress::mapped).forEach(chosen::add);
        }
        if (chosen.isEmpty()) {
            throw new LookupException(Ws2tcpip.EAI_NODATA); // A234
        }
        chosen.sort(Comparator.comparingInt(HostAddress::precedence).reversed());
        return chosen;
    }

    // A239
    private String ascii(String node) throws LookupException {
        boolean plain = node.chars().allMatch(c -> c > ' ' && c < 0x7f);
        // Text that is not a name must not reach InetAddress, which reads brackets and other forms of numbers
        if (node.indexOf(':') >= 0 || node.indexOf('[') >= 0 || node.indexOf('%') >= 0) {
            throw new LookupException(Ws2tcpip.EAI_NONAME);
        }
        if (plain) {
            return node;
        }
        if (has(Ws2tcpip.AI_DISABLE_IDN_ENCODING)) {
            throw new LookupException(Ws2tcpip.EAI_NONAME);
        }
        try {
            return IDN.toASCII(node);
        } catch (IllegalArgumentException e) {
            throw new LookupException(Ws2tcpip.EAI_NONAME);
        }
    }

    private static InetAddress[] resolve(String name) throws LookupException {
        try {
            return InetAddress.getAllByName(name);
        } catch (UnknownHostException e) {
            throw new LookupException(Ws2tcpip.EAI_NONAME);
        }
    }

    // AI_FQDN: a flat name with the domain that the resolver has added
    private static String qualified(String node, InetAddress address) {
        String full = address.getCanonicalHostName();
        return full.regionMatches(true, 0, node + ".", 0, node.length() + 1) ? full : node;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }
}

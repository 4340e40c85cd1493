package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The best destination first: RFC 6724, section 6, with the prefix policies that Windows comes with. */
final class AddressOrder {
    private static final int LINK = 2;
    private static final int SITE = 5;
    private static final int GLOBAL = 14;

    /** First bytes, how many bits of them count, precedence, label; the longest prefix is first. */
    private record Policy(int[] prefix, int bits, int precedence, int label) {}

    private static final List<Policy> POLICIES = List.of(
            new Policy(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, 50, 0),
            new Policy(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 35, 4),
            new Policy(new int[12], 96, 1, 3),
            new Policy(new int[] {0x20, 0x01, 0, 0}, 32, 5, 5),
            new Policy(new int[] {0x20, 0x02}, 16, 30, 2),
            new Policy(new int[] {0x3f, 0xfe}, 16, 1, 12),
            new Policy(new int[] {0xfe, 0xc0}, 10, 1, 11),
            new Policy(new int[] {0xfc}, 7, 3, 13),
            new Policy(new int[0], 0, 40, 1));

    /** A destination as IPv6, and the address it would be reached from, null when it cannot be. */
    private record Candidate(
            Endpoint given, Endpoint destination, @Nullable Endpoint source) {
        Policy policy() {
            return AddressOrder.policy(destination);
        }

        boolean reachable() {
            return source != null;
        }

        boolean scopesMatch() {
            return source != null && scope(source) == scope(destination);
        }

        boolean labelsMatch() {
            return source != null && AddressOrder.policy(source).label() == policy().label();
        }

        int commonBits() {
            return source == null || source.isMapped() || destination.isMapped()
                    ? 0
                    : AddressOrder.commonBits(source.bytes(), destination.bytes());
        }
    }

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::reachable, reversed())
            .thenComparing(Candidate::scopesMatch, reversed())
            .thenComparing(Candidate::labelsMatch, reversed())
            .thenComparing(each -> -each.policy().precedence())
            .thenComparing(each -> scope(each.destination()))
            .thenComparing(each -> -each.commonBits());

    private AddressOrder() {}

    private static Comparator<Boolean> reversed() {
        return Comparator.reverseOrder();
    }

    /** Without a lock. Addresses of a link without its number get that of the interface that reaches them. */
    static List<Endpoint> sorted(AfdSocket socket, List<Endpoint> destinations) {
        List<Candidate> candidates = new ArrayList<>();
        for (Endpoint each : destinations) {
            Endpoint source = new Endpoint();
            boolean found = Route.find(socket, each, source) == Status.OK;
            if (found && each.isLinkLocal() && each.scopeId() == 0) {
                each.scopeId(source.scopeId());
            }
            candidates.add(new Candidate(each, asIpv6(each), found ? asIpv6(source) : null));
        }
        return candidates.stream().sorted(BEST_FIRST).map(Candidate::given).collect(Collectors.toList());
    }

    private static Endpoint asIpv6(Endpoint address) {
        Endpoint made = new Endpoint().copyFrom(address);
        made.mapToIpv6();
        return made;
    }

    private static Policy policy(Endpoint address) {
        for (Policy each : POLICIES) {
            if (matches(each, address.bytes())) {
                return each;
            }
        }
        return POLICIES.get(POLICIES.size() - 1);
    }

    private static boolean matches(Policy policy, byte[] address) {
        for (int bit = 0; bit < policy.bits(); bit++) {
            int mask = 0x80 >> bit % 8;
            if (((policy.prefix()[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int commonBits(byte[] a, byte[] b) {
        int bits = 0;
        while (bits < 128 && ((a[bits / 8] ^ b[bits / 8]) & 0x80 >> bits % 8) == 0) {
            bits++;
        }
        return bits;
    }

    private static int scope(Endpoint address) {
        byte[] bytes = address.bytes();
        if (address.isMapped()) {
            boolean link = bytes[12] == 127 || bytes[12] == (byte) 169 && bytes[13] == (byte) 254;
            return link ? LINK : GLOBAL;
        }
        if (bytes[0] == (byte) 0xff) {
            return bytes[1] & 0xf;
        }
        if (address.isLinkLocal() || policy(address).label() == 0) {
            return LINK; // RFC 6724: the loopback address is treated as one of the link
        }
        return bytes[0] == (byte) 0xfe && (bytes[1] & 0xc0) == 0xc0 ? SITE : GLOBAL;
    }
}

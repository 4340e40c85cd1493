package dev.jwinsock.transport;

import java.util.HashSet;
import java.util.Set;

/** What addresses there were, to tell what has changed. Not thread-safe. */
public final class AddressSnapshot {
    private Set<String> ipv4 = new HashSet<>();
    private Set<String> ipv6 = new HashSet<>();

    /** Takes it now. */
    public AddressSnapshot() {
        differences();
    }

    /** Takes it anew. @return the {@link NetworkListener} bits of the families whose addresses are others than before */
    public int differences() {
        Set<String> newIpv4 = new HashSet<>();
        Set<String> newIpv6 = new HashSet<>();
        for (LocalAddress each : LocalAddresses.list()) {
            if (each.preferred() && each.up()) {
                Set<String> target = each.address().isIpv6() ? newIpv6 : newIpv4;
                target.add(each.interfaceIndex() + " " + each.address());
            }
        }
        int changed = (newIpv4.equals(ipv4) ? 0 : NetworkListener.IPV4_ADDRESSES)
                | (newIpv6.equals(ipv6) ? 0 : NetworkListener.IPV6_ADDRESSES);
        ipv4 = newIpv4;
        ipv6 = newIpv6;
        return changed;
    }
}

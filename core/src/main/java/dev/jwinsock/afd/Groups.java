package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The multicast groups of a socket. Guarded by its lock. */
final class Groups {
    private record Place(Endpoint group, int interfaceIndex) {}

    private final AfdSocket socket;
    private final Map<Place, Membership> memberships = new HashMap<>();
    /** The last one that was left by dropping its last source: {@link GroupRules.Standing#EMPTIED}. */
    private @Nullable Place emptied;

    Groups(AfdSocket socket) {
        this.socket = socket;
    }

    /**
     * @param group any address; only its bytes count
     * @param interfaceIndex 0 for the default one
     * @return a status
     */
    int change(GroupChange change, Endpoint group, int interfaceIndex, @Nullable Endpoint source) {
        Place place = new Place(bare(group), interfaceIndex(group, interfaceIndex));
        int status = check(place, source);
        if (status != Status.OK) {
            return status;
        }
        Endpoint from = source == null ? null : bare(source);
        Membership known = memberships.get(place);
        GroupRules.Standing standing = known != null
                ? known.standing(from)
                : place.equals(emptied) ? GroupRules.Standing.EMPTIED : GroupRules.Standing.OUTSIDE;
        status = GroupRules.verdict(standing, change);
        if (status != Status.OK) {
            return status;
        }
        if (change == GroupChange.JOIN || change == GroupChange.JOIN_SOURCE) {
            status = socket.hearGroups();
            if (status != Status.OK) {
                return status;
            }
        }
        Membership membership = known != null ? known : new Membership(place.group, place.interfaceIndex);
        status = membership.change(change, from, socket.kernel, unheard(group.isIpv6()));
        settle(place, membership, status, change == GroupChange.LEAVE_SOURCE);
        return status;
    }

    /** The state as a whole: hear all but the sources, or these only. @return a status */
    int filter(Endpoint group, int interfaceIndex, boolean all, List<Endpoint> sources) {
        Place place = new Place(bare(group), interfaceIndex(group, interfaceIndex));
        Set<Endpoint> those = new HashSet<>();
        int status = check(place, null);
        for (Endpoint source : sources) {
            if (status == Status.OK) {
                status = check(place, source);
            }
            those.add(bare(source));
        }
        if (status == Status.OK && (all || !those.isEmpty())) {
            status = socket.hearGroups();
        }
        if (status != Status.OK) {
            return status;
        }
        Membership membership = memberships.getOrDefault(place, new Membership(place.group, place.interfaceIndex));
        status = membership.become(all, those, socket.kernel, unheard(group.isIpv6()));
        settle(place, membership, status, false);
        return status;
    }

    /** @return null when the group is not joined there */
    @Nullable
    Membership find(Endpoint group, int interfaceIndex) {
        return memberships.get(new Place(bare(group), interfaceIndex(group, interfaceIndex)));
    }

    private void settle(Place place, Membership membership, int status, boolean byDroppingSources) {
        if (status != Status.OK) {
            return;
        }
        if (membership.isEmpty()) {
            memberships.remove(place);
            emptied = byDroppingSources ? place : place.equals(emptied) ? null : emptied;
        } else {
            memberships.put(place, membership);
            emptied = place.equals(emptied) ? null : emptied;
        }
    }

    /** The option that rules the senders of this host has changed. @return a status; when it is not OK it has not */
    int loopChanged(boolean ipv6, boolean heard) {
        Set<Endpoint> unheard = heard ? Set.of() : Interfaces.localAddresses(ipv6);
        Set<Endpoint> before = unheard(ipv6);
        int status = tell(ipv6, unheard);
        if (status != Status.OK) {
            tell(ipv6, before);
        }
        return status;
    }

    boolean isEmpty() {
        return memberships.isEmpty();
    }

    /** The kernel socket has been replaced by one without groups. */
    void kernelReplaced() {
        memberships.values().forEach(Membership::kernelReplaced);
        tell(false, unheard(false));
        if (socket.ipv6()) {
            tell(true, unheard(true));
        }
    }

    private int tell(boolean ipv6, Set<Endpoint> unheard) {
        int status = Status.OK;
        for (Membership membership : memberships.values()) {
            if (status == Status.OK && membership.group.isIpv6() == ipv6) {
                status = membership.tell(socket.kernel, unheard);
            }
        }
        return status;
    }

    private Set<Endpoint> unheard(boolean ipv6) {
        Option loop = ipv6 ? MulticastOptions.LOOP_IPV6 : MulticastOptions.LOOP;
        return socket.value(loop) != 0 ? Set.of() : Interfaces.localAddresses(ipv6);
    }

    private static int check(Place place, @Nullable Endpoint source) {
        if (!isMulticast(place.group) || place.interfaceIndex < 0) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
        if (source == null) {
            return Status.OK;
        }
        if (source.isIpv6() != place.group.isIpv6()) {
            return Status.FAMILY_NOT_SUPPORTED;
        }
        return source.isWildcard() || isMulticast(source) ? Status.INVALID : Status.OK;
    }

    static boolean isMulticast(Endpoint address) {
        if (address.length() == 0) {
            return false; // a path
        }
        int first = address.isMapped() ? address.bytes()[12] & 0xff : address.bytes()[0] & 0xff;
        return address.isIpv6() && !address.isMapped() ? first == 0xff : (first & 0xf0) == 0xe0;
    }

    private int interfaceIndex(Endpoint group, int asked) {
        if (asked != 0) {
            return asked < 0 ? asked : Interfaces.byIndex(asked);
        }
        return isMulticast(group)
                ? Interfaces.standardFor(group, socket.session.transport())
                : Status.ADDRESS_NOT_AVAILABLE;
    }

    private static Endpoint bare(Endpoint address) {
        Endpoint copy = new Endpoint().copyFrom(address);
        copy.port(0);
        copy.scopeId(0);
        return copy;
    }
}

package dev.jwinsock.afd;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportSocket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a socket hears of a multicast group on one interface: what the program asked for, and what the kernel was told.
 * These differ while the socket is not to hear senders of this host (S290): then their addresses are blocked in the
 * kernel, so that readiness and FIONREAD know nothing of such datagrams either. Guarded by the socket's lock.
 */
final class Membership {
    final Endpoint group;
    final int interfaceIndex;

    /** Joined for all sources but {@link #sources}; else for these only. */
    private boolean everybody;

    private Set<Endpoint> sources = new HashSet<>();
    /** Sources that were blocked once. */
    private final Set<Endpoint> released = new HashSet<>();

    private boolean kernelEverybody;
    private final Set<Endpoint> kernelSources = new HashSet<>();

    Membership(Endpoint group, int interfaceIndex) {
        this.group = group;
        this.interfaceIndex = interfaceIndex;
    }

    boolean everybody() {
        return everybody;
    }

    Set<Endpoint> sources() {
        return sources;
    }

    boolean isEmpty() {
        return !everybody && sources.isEmpty();
    }

    GroupRules.Standing standing(@Nullable Endpoint source) {
        if (isEmpty()) {
            return GroupRules.Standing.OUTSIDE;
        }
        boolean among = source == null ? !sources.isEmpty() : sources.contains(source);
        if (!everybody) {
            return among ? GroupRules.Standing.LISTED : GroupRules.Standing.UNLISTED;
        }
        if (among) {
            return GroupRules.Standing.BLOCKED;
        }
        return source != null && released.contains(source) ? GroupRules.Standing.RELEASED : GroupRules.Standing.ANY;
    }

    /** Makes a change that {@link GroupRules} allow. @return a status; when it is not OK nothing has changed */
    int change(GroupChange change, @Nullable Endpoint source, TransportSocket kernel, Set<Endpoint> unheard) {
        Set<Endpoint> changed = new HashSet<>(sources);
        boolean all = everybody;
        switch (change) {
            case JOIN -> all = true;
            case LEAVE -> {
                all = false;
                changed.clear();
            }
            case JOIN_SOURCE, BLOCK -> addIfGiven(changed, source);
            case LEAVE_SOURCE, UNBLOCK -> changed.remove(source);
        }
        int status = become(all, changed, kernel, unheard);
        if (status == Status.OK && source != null && change == GroupChange.UNBLOCK) {
            released.add(source);
        }
        return status;
    }

    private static void addIfGiven(Set<Endpoint> to, @Nullable Endpoint source) {
        if (source != null) {
            to.add(source);
        }
    }

    /**
     * @param unheard senders that the kernel must not let through, whatever the program asks for
     * @return a status; when it is not OK nothing has changed
     */
    int become(boolean all, Set<Endpoint> those, TransportSocket kernel, Set<Endpoint> unheard) {
        boolean everybodyBefore = everybody;
        Set<Endpoint> before = sources;
        everybody = all;
        sources = those;
        int status = tell(kernel, unheard);
        if (status != Status.OK) {
            everybody = everybodyBefore;
            sources = before;
            tell(kernel, unheard);
        } else if (isEmpty()) {
            released.clear();
        }
        return status;
    }

    /** Brings the kernel to what is wanted, as far as it lets. */
    int tell(TransportSocket kernel, Set<Endpoint> unheard) {
        Set<Endpoint> wanted = new HashSet<>(sources);
        if (everybody) {
            wanted.addAll(unheard);
        } else {
            wanted.removeAll(unheard);
        }
        boolean leave = everybody != kernelEverybody || !everybody && wanted.isEmpty();
        int status = leave ? leave(kernel) : Status.OK;
        if (status == Status.OK && everybody && !kernelEverybody) {
            status = kernel.changeGroup(GroupChange.JOIN, group, interfaceIndex, null);
            kernelEverybody = status == Status.OK;
        }
        for (Endpoint source : wanted) {
            if (status == Status.OK && !kernelSources.contains(source)) {
                GroupChange change = everybody ? GroupChange.BLOCK : GroupChange.JOIN_SOURCE;
                status = kernel.changeGroup(change, group, interfaceIndex, source);
                if (status == Status.OK) {
                    kernelSources.add(source);
                }
            }
        }
        for (Endpoint source : Set.copyOf(kernelSources)) {
            if (status == Status.OK && !wanted.contains(source)) {
                GroupChange change = everybody ? GroupChange.UNBLOCK : GroupChange.LEAVE_SOURCE;
                status = kernel.changeGroup(change, group, interfaceIndex, source);
                if (status == Status.OK) {
                    kernelSources.remove(source);
                }
            }
        }
        return status;
    }

    /** The kernel knows nothing of it. */
    void kernelReplaced() {
        kernelEverybody = false;
        kernelSources.clear();
    }

    private int leave(TransportSocket kernel) {
        if (!kernelEverybody && kernelSources.isEmpty()) {
            return Status.OK;
        }
        int status = kernel.changeGroup(GroupChange.LEAVE, group, interfaceIndex, null);
        if (status == Status.OK) {
            kernelEverybody = false;
            kernelSources.clear();
        }
        return status;
    }
}

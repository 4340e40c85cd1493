package dev.jwinsock.transport.nio;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import dev.jwinsock.transport.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The multicast groups of a datagram channel: Java has a key for each, or for each source where not all are heard. */
final class NioGroups {
    private final DatagramChannel channel;
    // guarded by this
    private final List<MembershipKey> keys = new ArrayList<>(1);

    NioGroups(DatagramChannel channel) {
        this.channel = channel;
    }

    synchronized int change(GroupChange change, Endpoint group, int interfaceIndex, @Nullable Endpoint source)
            throws IOException {
        NetworkInterface on = NetworkInterface.getByIndex(interfaceIndex);
        if (on == null) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
        InetAddress address = address(group);
        InetAddress from = source == null ? null : address(source);
        keys.removeIf(key -> !key.isValid());
        switch (change) {
            case JOIN:
                return keep(channel.join(address, on));
            case JOIN_SOURCE:
                return keep(channel.join(address, on, from));
            case LEAVE:
                return leave(address, on);
            default:
                MembershipKey key = find(address, on, change == GroupChange.LEAVE_SOURCE ? from : null);
                return key == null ? Status.INVALID : changeSource(change, key, from);
        }
    }

    private int keep(MembershipKey key) {
        if (keys.contains(key)) {
            return Status.ADDRESS_NOT_AVAILABLE; // Java gives the same key again
        }
        keys.add(key);
        return Status.OK;
    }

    private int leave(InetAddress group, NetworkInterface on) {
        boolean left = false;
        for (MembershipKey key : List.copyOf(keys)) {
            if (key.group().equals(group) && key.networkInterface().equals(on)) {
                key.drop();
                keys.remove(key);
                left = true;
            }
        }
        return left ? Status.OK : Status.INVALID;
    }

    private int changeSource(GroupChange change, MembershipKey key, @Nullable InetAddress source) throws IOException {
        if (change == GroupChange.LEAVE_SOURCE) {
            key.drop();
            keys.remove(key);
        } else if (change == GroupChange.BLOCK) {
            key.block(source);
        } else {
            key.unblock(source);
        }
        return Status.OK;
    }

    /** @param source null: the key of all sources */
    private @Nullable MembershipKey find(InetAddress group, NetworkInterface on, @Nullable InetAddress source) {
        for (MembershipKey key : keys) {
            if (key.group().equals(group)
                    && key.networkInterface().equals(on)
                    && (source == null ? key.sourceAddress() == null : source.equals(key.sourceAddress()))) {
                return key;
            }
        }
        return null;
    }

    private static InetAddress address(Endpoint endpoint) {
        return endpoint.toInetSocketAddress().getAddress();
    }
}

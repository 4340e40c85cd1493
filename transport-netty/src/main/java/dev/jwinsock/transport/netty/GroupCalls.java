package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.GroupChange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers and structures of multicast, which both systems have from RFC 3678 and 3493 but count and align
 * differently.
 *
 * @param names option names of the changes, at levels IPPROTO_IP and IPPROTO_IPV6 alike
 * @param firstAddress where in group_req and group_source_req the group's address begins
 * @param all options that must be 0 so that a socket hears only groups it has joined, not those of others: IPv4, IPv6
 * @param interfaceFilter whether a socket filter can tell interfaces apart
 */
record GroupCalls(
        Map<GroupChange, Integer> names,
        int firstAddress,
        Platform.@Nullable Option all,
        Platform.@Nullable Option allIpv6,
        boolean interfaceFilter) {

    static final GroupCalls LINUX = new GroupCalls(
            Map.of(
                    GroupChange.JOIN, 42,
                    GroupChange.BLOCK, 43,
                    GroupChange.UNBLOCK, 44,
                    GroupChange.LEAVE, 45,
                    GroupChange.JOIN_SOURCE, 46,
                    GroupChange.LEAVE_SOURCE, 47),
            8,
            new Platform.Option(Platform.IPPROTO_IP, 49),
            new Platform.Option(Platform.IPPROTO_IPV6, 29),
            true);

    static final GroupCalls MACOS = new GroupCalls(
            Map.of(
                    GroupChange.JOIN, 80,
                    GroupChange.LEAVE, 81,
                    GroupChange.JOIN_SOURCE, 82,
                    GroupChange.LEAVE_SOURCE, 83,
                    GroupChange.BLOCK, 84,
                    GroupChange.UNBLOCK, 85),
            4,
            null,
            null,
            false);

    /** sizeof(struct sockaddr_storage), on both systems. */
    private static final int STORAGE = 128;

    /** sizeof(struct ip_mreqn). */
    static final int INTERFACE_SIZE = 12;

    /** The value's size for a change. */
    int size(GroupChange change) {
        return firstAddress + (change.ofSource() ? 2 : 1) * STORAGE;
    }

    /** Writes a group_req or group_source_req. */
    void write(Platform platform, Endpoint group, int interfaceIndex, @Nullable Endpoint source, ByteBuffer memory) {
        memory.order(ByteOrder.nativeOrder()).putInt(0, interfaceIndex);
        address(platform, group, memory, firstAddress);
        if (source != null) {
            address(platform, source, memory, firstAddress + STORAGE);
        }
    }

    private static void address(Platform platform, Endpoint address, ByteBuffer memory, int offset) {
        SocketAddresses.write(
                platform, address, memory.duplicate().position(offset).slice().order(ByteOrder.nativeOrder()));
    }

    /**
     * Writes an ip_mreqn. It holds the address that multicasts are sent from, or Linux would take one of another
     * interface for them when this one's has the scope of the host (127.0.0.1).
     */
    static void writeInterface(int interfaceIndex, ByteBuffer memory) {
        memory.order(ByteOrder.nativeOrder()).putInt(0, 0).putInt(4, 0).putInt(8, interfaceIndex);
        InetAddress source = firstIpv4(interfaceIndex);
        if (source != null) {
            memory.put(4, source.getAddress());
        }
    }

    private static @Nullable InetAddress firstIpv4(int interfaceIndex) {
        try {
            NetworkInterface found = interfaceIndex == 0 ? null : NetworkInterface.getByIndex(interfaceIndex);
            return found == null
                    ? null
                    : found.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .findFirst()
                            .orElse(null);
        } catch (SocketException e) {
            return null; // its addresses cannot be read: the system chooses
        }
    }
}

package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.NetworkListener;
import dev.jwinsock.transport.NetworkWatch;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.TransportException;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Linux's rtnetlink (netlink(7), rtnetlink(7)). */
final class NetlinkWatch extends NetworkSocketWatch {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_ROUTE = 0;
    /** RTMGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE, _IPV6_IFADDR, _IPV6_ROUTE. */
    private static final int GROUPS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

    private static final int ADDRESS_BYTES = 12;

    private static final int HEADER = 16;
    private static final int NEW_LINK = 16;
    private static final int DELETED_LINK = 17;
    private static final int NEW_ADDRESS = 20;
    private static final int DELETED_ADDRESS = 21;
    private static final int NEW_ROUTE = 24;
    private static final int DELETED_ROUTE = 25;

    private NetlinkWatch(Platform platform, int fd, WakeDescriptor wake, NetworkListener listener) {
        super(platform, fd, wake, listener);
    }

    static NetworkWatch start(Platform platform, WakeDescriptor wake, NetworkListener listener)
            throws TransportException {
        int fd = open(platform, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
        // struct sockaddr_nl: family, padding, port (0: the kernel's choice), groups
        ByteBuffer address = ByteBuffer.allocateDirect(ADDRESS_BYTES).order(ByteOrder.nativeOrder());
        address.putShort(0, (short) AF_NETLINK).putInt(8, GROUPS);
        if (Posix.bind(fd, Buffer.memoryAddress(address), ADDRESS_BYTES) != 0) {
            int status = platform.status(Posix.errno());
            Posix.close(fd);
            throw new TransportException(status == Status.OK ? Status.NO_BUFFERS : status, "netlink: cannot bind");
        }
        return new NetlinkWatch(platform, fd, wake, listener).started();
    }

    /** struct nlmsghdr: length, type, flags, sequence, port; then the family, in ifaddrmsg as in rtmsg. */
    @Override
    int changes(ByteBuffer messages, int length) {
        int changes = 0;
        int place = 0;
        while (place + HEADER < length) {
            int size = messages.getInt(place);
            if (size < HEADER || size > length - place) {
                break;
            }
            boolean ipv4 = messages.get(place + HEADER) == Platform.AF_INET;
            changes |= switch (messages.getShort(place + 4)) {
                case NEW_LINK, DELETED_LINK -> NetworkListener.IPV4_ADDRESSES | NetworkListener.IPV6_ADDRESSES;
                case NEW_ADDRESS, DELETED_ADDRESS ->
                    ipv4 ? NetworkListener.IPV4_ADDRESSES : NetworkListener.IPV6_ADDRESSES;
                case NEW_ROUTE, DELETED_ROUTE -> ipv4 ? NetworkListener.IPV4_ROUTES : NetworkListener.IPV6_ROUTES;
                default -> 0;
            };
            place += size + 3 & ~3;
        }
        return changes;
    }
}

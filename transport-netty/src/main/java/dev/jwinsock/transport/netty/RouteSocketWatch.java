package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.NetworkListener;
import dev.jwinsock.transport.NetworkWatch;
import dev.jwinsock.transport.TransportException;
import java.nio.ByteBuffer;

/** BSD's routing socket (route(4)). A message does not say its family where it can be read simply: both are meant. */
final class RouteSocketWatch extends NetworkSocketWatch {
    private static final int PF_ROUTE = 17;
    private static final int SOCK_RAW = 3;
    private static final int HEADER = 4;

    private static final int ADDED = 1;
    private static final int DELETED = 2;
    private static final int CHANGED = 3;
    private static final int NEW_ADDRESS = 0xc;
    private static final int DELETED_ADDRESS = 0xd;
    private static final int INTERFACE = 0xe;

    private RouteSocketWatch(Platform platform, int fd, WakeDescriptor wake, NetworkListener listener) {
        super(platform, fd, wake, listener);
    }

    static NetworkWatch start(Platform platform, WakeDescriptor wake, NetworkListener listener)
            throws TransportException {
        int fd = open(platform, PF_ROUTE, SOCK_RAW, 0);
        return new RouteSocketWatch(platform, fd, wake, listener).started();
    }

    /** struct rt_msghdr and its kin begin with: length (16 bits), version, type. */
    @Override
    int changes(ByteBuffer messages, int length) {
        int changes = 0;
        int place = 0;
        while (place + HEADER <= length) {
            int size = messages.getShort(place) & 0xffff;
            if (size < HEADER || size > length - place) {
                break;
            }
            changes |= switch (messages.get(place + 3)) {
                case ADDED, DELETED, CHANGED -> NetworkListener.IPV4_ROUTES | NetworkListener.IPV6_ROUTES;
                case NEW_ADDRESS, DELETED_ADDRESS, INTERFACE ->
                    NetworkListener.IPV4_ADDRESSES | NetworkListener.IPV6_ADDRESSES;
                default -> 0;
            };
            place += size;
        }
        return changes;
    }
}

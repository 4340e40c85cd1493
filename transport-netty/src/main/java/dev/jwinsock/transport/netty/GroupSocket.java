package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.Status;
import dev.jwinsock.transport.Transport;
import dev.jwinsock.transport.TransportException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * On Linux a datagram socket bound to one address is never given a group's datagrams, which have another destination.
 * So the kernel socket is replaced, under the same descriptor, by one that is bound to all addresses and filters by
 * destination: the bound address, and multicasts (which come from joined groups only).
 */
final class GroupSocket {
    private static final int MOST_BYTES = 64;

    private static final Platform.Option RECEIVE_BUFFER = new Platform.Option(1, 8);
    private static final Platform.Option SEND_BUFFER = new Platform.Option(1, 7);
    private static final Platform.Option REUSE_ADDRESS = new Platform.Option(1, 2);
    private static final Platform.Option IPV6_ONLY = new Platform.Option(Platform.IPPROTO_IPV6, 26);

    /** Whatever can have been set on a datagram socket; those that a kernel does not have are not carried over. */
    private static final List<Platform.Option> CARRIED = IntStream.concat(
                    IntStream.concat(
                            // SO_BROADCAST, SO_NO_CHECK, SO_PRIORITY, SO_TIMESTAMPNS, SO_TIMESTAMPING
                            IntStream.of(6, 11, 12, 35, 37).map(name -> 1 << 16 | name),
                            // IP_TOS, TTL, OPTIONS, PKTINFO, MTU_DISCOVER, RECVERR, RECVTTL, RECVTOS, MULTICAST_IF,
                            // _TTL,
                            // _ALL, UNICAST_IF
                            IntStream.of(1, 2, 4, 8, 10, 11, 12, 13, 32, 33, 49, 50)),
                    // IPV6_UNICAST_HOPS, MULTICAST_IF, _HOPS, MTU_DISCOVER, RECVERR, MULTICAST_ALL, RECVPKTINFO,
                    // RECVHOPLIMIT, RECVTCLASS, TCLASS, UNICAST_IF
                    IntStream.of(16, 17, 18, 23, 25, 29, 49, 51, 66, 67, 76)
                            .map(name -> Platform.IPPROTO_IPV6 << 16 | name))
            .mapToObj(number -> new Platform.Option(number >> 16, number & 0xffff))
            .toList();

    private GroupSocket() {}

    /**
     * Replaces the kernel socket behind a descriptor. Its groups are left, and what was queued is lost.
     *
     * @param bound the address and port that the old one is bound to, of the socket's family
     * @param filter of the new one
     * @return a status
     */
    static int replace(Platform platform, int fd, boolean ipv6, Endpoint bound, SocketFilter filter) {
        int target;
        try {
            target = FdSocket.open(platform, ipv6, Transport.Kind.DATAGRAM);
        } catch (TransportException e) {
            return e.status();
        }
        Scratch scratch = Scratch.acquire();
        try {
            if (ipv6 && !bound.isMapped()) {
                set(target, IPV6_ONLY, 1, scratch);
            }
            CARRIED.forEach(option -> carry(option, fd, target, scratch));
            // They report twice what was asked for
            set(target, SEND_BUFFER, get(fd, SEND_BUFFER, scratch) / 2, scratch);
            set(target, RECEIVE_BUFFER, get(fd, RECEIVE_BUFFER, scratch) / 2, scratch);
            // Before it is bound: nothing must get past it
            if (filter.attach(target, scratch) < 0) {
                return error(platform);
            }
            int shared = get(fd, REUSE_ADDRESS, scratch);
            set(fd, REUSE_ADDRESS, 1, scratch);
            set(target, REUSE_ADDRESS, 1, scratch);
            Endpoint wildcard = new Endpoint().setWildcard(ipv6 && !bound.isMapped(), bound.port());
            if (ipv6) {
                wildcard.mapToIpv6();
            }
            int size = SocketAddresses.write(platform, wildcard, scratch.socketAddress());
            if (Posix.bind(target, scratch.socketAddressAddress(), size) < 0) {
                int why = error(platform);
                set(fd, REUSE_ADDRESS, shared, scratch);
                return why;
            }
            set(target, REUSE_ADDRESS, shared, scratch);
            return EpollCalls.dup3(target, fd, EpollCalls.CLOSE_ON_EXEC) < 0 ? error(platform) : Status.OK;
        } finally {
            scratch.release();
            Posix.close(target);
        }
    }

    private static int error(Platform platform) {
        return platform.status(Posix.errno());
    }

    private static int get(int fd, Platform.Option option, Scratch scratch) {
        return Posix.getsockopt(fd, option.level(), option.name(), scratch.value(0, 0), scratch.length(4)) < 0
                ? 0
                : scratch.value();
    }

    private static void set(int fd, Platform.Option option, int value, Scratch scratch) {
        Posix.setsockopt(fd, option.level(), option.name(), scratch.value(value, 0), 4);
    }

    private static void carry(Platform.Option option, int from, int to, Scratch scratch) {
        scratch.data(MOST_BYTES);
        long memory = scratch.dataAddress();
        if (Posix.getsockopt(from, option.level(), option.name(), memory, scratch.length(MOST_BYTES)) == 0) {
            Posix.setsockopt(to, option.level(), option.name(), memory, scratch.length());
        }
    }
}

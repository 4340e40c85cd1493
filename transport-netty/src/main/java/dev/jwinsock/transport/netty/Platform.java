package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Capability;
import dev.jwinsock.transport.Interest;
import dev.jwinsock.transport.TransportOption;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The numbers and habits in which Linux's and macOS's socket calls differ.
 *
 * @param errors what their errno values mean
 * @param capabilities what their kernel can do
 * @param options level and name of each {@link TransportOption}; one that is not in it does not exist there
 * @param inet6 AF_INET6
 * @param lengthInSockaddr whether a sockaddr starts with a byte that tells its length (BSD)
 * @param socketLevel SOL_SOCKET
 * @param soError SO_ERROR
 * @param dontWait MSG_DONTWAIT
 * @param noSignal MSG_NOSIGNAL
 * @param tellsWholeLength flag that makes recvfrom return a datagram's whole length (MSG_TRUNC), or 0
 * @param errorQueue MSG_ERRQUEUE, or 0
 * @param available ioctl that counts what can be received, or 0
 * @param unsent ioctl that counts what was not acknowledged, or 0
 * @param peerClosed POLLRDHUP, or 0
 * @param peekOffset SO_PEEK_OFF, or 0
 * @param nonBlocking ioctl that switches O_NONBLOCK, or 0 where there is no safe way to call it
 * @param soAvailable socket option in place of {@code available}
 * @param soUnsent socket option in place of {@code unsent}
 * @param connectTellsTheEnd whether connect(2), called again, tells how a connection under way has ended
 * @param files sendfile(2)
 * @param rawType SOCK_RAW, non-blocking and not inherited by child processes; 0 where that needs more than one call
 * @param groups multicast
 * @param control its control messages
 * @param bufferFactor how many times the asked-for buffer size SO_SNDBUF and SO_RCVBUF report
 */
record Platform(
        ErrnoTable errors,
        Set<Capability> capabilities,
        Map<TransportOption, Option> options,
        int inet6,
        boolean lengthInSockaddr,
        int socketLevel,
        int soError,
        int dontWait,
        int noSignal,
        int tellsWholeLength,
        int errorQueue,
        int available,
        int unsent,
        int peerClosed,
        int peekOffset,
        int nonBlocking,
        int soAvailable,
        int soUnsent,
        int rawType,
        int bufferFactor,
        boolean connectTellsTheEnd,
        FileSender files,
        GroupCalls groups,
        ControlLayout control) {

    /** Where an option is found: the arguments of getsockopt; and how the kernel writes its value. */
    record Option(int level, int name, OptionValue value) {
        Option(int level, int name) {
            this(level, name, OptionValue.PLAIN);
        }
    }

    static final int AF_UNSPEC = 0;
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_UDP = 17;
    static final int IPPROTO_IPV6 = 41;
    static final int IPPROTO_RAW = 255;
    static final int MSG_PEEK = 2;
    static final int SHUT_RD = 0;
    static final int SHUT_WR = 1;
    static final int MSG_OOB = 1;
    static final int POLLIN = 1;
    static final int POLLPRI = 2;
    static final int POLLOUT = 4;
    static final int POLLERR = 8;
    static final int POLLHUP = 0x10;
    static final int POLLNVAL = 0x20;

    /** IPV6_RECVERR of Linux: the twin of IP_RECVERR that an IPv6 socket needs besides, for its IPv6 peers. */
    static final Option IPV6_RECVERR = new Option(IPPROTO_IPV6, 25);

    static final Platform LINUX = new Platform(
            ErrnoTable.LINUX,
            Collections.unmodifiableSet(EnumSet.allOf(Capability.class)),
            linuxOptions(),
            10,
            false,
            1,
            4,
            0x40,
            0x4000,
            0x20,
            0x2000,
            0x541b,
            0x5411,
            0x2000,
            42,
            0x5421,
            0,
            0,
            3 | 0x800 | 0x80000,
            2,
            true,
            new FileSender("io.netty.channel.epoll.LinuxSocket"),
            GroupCalls.LINUX,
            ControlLayout.LINUX);

    static final Platform MACOS = new Platform(
            ErrnoTable.MACOS,
            // No IP_RECVERR: an unconnected datagram socket is never told of an ICMP error there.
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(
                    Capability.ICMP_ERRORS,
                    Capability.SEND_PAST_PEER,
                    Capability.PEER_CLOSED,
                    Capability.OOB_QUEUE,
                    Capability.PATH_MTU,
                    Capability.RAW_SOCKETS,
                    Capability.LOCAL_SOCKETS,
                    Capability.CAPTURE,
                    Capability.INTERFACE_FILTER,
                    Capability.DUAL_MULTICAST,
                    Capability.SEGMENTATION,
                    Capability.CONNECT_ICMP_ERRORS,
                    Capability.RECEIVE_FILTER,
                    Capability.GROUPS_WHEN_BOUND,
                    Capability.PROCESSOR_AFFINITY,
                    Capability.PORT_AT_CONNECT,
                    Capability.REDIRECTS,
                    Capability.SYN_RETRIES))),
            macosOptions(),
            30,
            true,
            0xffff,
            0x1007,
            0x80,
            0, // the JVM ignores SIGPIPE
            0, // MSG_TRUNC only marks the message, in recvmsg
            0,
            0,
            0,
            0,
            0,
            0,
            0x1020, // SO_NREAD
            0x1024, // SO_NWRITE
            0,
            1,
            false, // after a failure it would begin another one
            new FileSender("io.netty.channel.kqueue.BsdSocket"),
            GroupCalls.MACOS,
            ControlLayout.MACOS);

    private static Map<TransportOption, Option> linuxOptions() {
        Map<TransportOption, Option> map = new EnumMap<>(TransportOption.class);
        map.put(TransportOption.SEND_BUFFER, new Option(1, 7));
        map.put(TransportOption.RECEIVE_BUFFER, new Option(1, 8));
        map.put(TransportOption.KEEP_ALIVE, new Option(1, 9));
        map.put(TransportOption.KEEP_IDLE, new Option(IPPROTO_TCP, 4));
        map.put(TransportOption.KEEP_INTERVAL, new Option(IPPROTO_TCP, 5));
        map.put(TransportOption.KEEP_COUNT, new Option(IPPROTO_TCP, 6));
        map.put(TransportOption.NO_DELAY, new Option(IPPROTO_TCP, 1));
        map.put(TransportOption.BROADCAST, new Option(1, 6));
        map.put(TransportOption.REUSE_ADDRESS, new Option(1, 2));
        map.put(TransportOption.REUSE_PORT, new Option(1, 15));
        map.put(TransportOption.OOB_INLINE, new Option(1, 10));
        map.put(TransportOption.LINGER, new Option(1, 13));
        map.put(TransportOption.IPV6_ONLY, new Option(IPPROTO_IPV6, 26));
        map.put(TransportOption.ICMP_ERRORS, new Option(IPPROTO_IP, 11));
        map.put(TransportOption.IPV4_TTL, new Option(IPPROTO_IP, 2));
        map.put(TransportOption.IPV6_HOPS, new Option(IPPROTO_IPV6, 16));
        map.put(TransportOption.IPV4_MTU, new Option(IPPROTO_IP, 14));
        map.put(TransportOption.IPV6_MTU, new Option(IPPROTO_IPV6, 24));
        map.put(TransportOption.IPV4_MTU_DISCOVERY, new Option(IPPROTO_IP, 10, OptionValue.LINUX_DISCOVERY));
        map.put(TransportOption.IPV6_MTU_DISCOVERY, new Option(IPPROTO_IPV6, 23, OptionValue.LINUX_DISCOVERY));
        map.put(TransportOption.IPV4_INTERFACE, new Option(IPPROTO_IP, 50, OptionValue.NETWORK_ORDER));
        map.put(TransportOption.IPV6_INTERFACE, new Option(IPPROTO_IPV6, 76, OptionValue.NETWORK_ORDER));
        map.put(TransportOption.IPV4_HEADER_OPTIONS, new Option(IPPROTO_IP, 4));
        map.put(TransportOption.NO_CHECKSUM, new Option(1, 11));
        map.put(TransportOption.RETRANSMIT_LIMIT, new Option(IPPROTO_TCP, 18));
        map.put(TransportOption.FAST_OPEN, new Option(IPPROTO_TCP, 23));
        map.put(TransportOption.MAX_SEGMENT, new Option(IPPROTO_TCP, 2));
        map.put(TransportOption.PEER_PROCESS, new Option(1, 17)); // SO_PEERCRED begins with it
        map.put(TransportOption.HEADER_INCLUDED, new Option(IPPROTO_IP, 3));
        map.put(TransportOption.IPV6_HEADER_INCLUDED, new Option(IPPROTO_IPV6, 36));
        map.put(TransportOption.MULTICAST_INTERFACE, new Option(IPPROTO_IP, 32));
        map.put(TransportOption.MULTICAST_HOPS, new Option(IPPROTO_IP, 33));
        map.put(TransportOption.MULTICAST_INTERFACE_IPV6, new Option(IPPROTO_IPV6, 17));
        map.put(TransportOption.MULTICAST_HOPS_IPV6, new Option(IPPROTO_IPV6, 18));
        map.put(TransportOption.CONNECT_ICMP_ERRORS, new Option(IPPROTO_IP, 11));
        // SO_ATTACH_FILTER
        map.put(TransportOption.RECEIVE_FILTER, new Option(1, 26));
        map.put(TransportOption.SYN_RETRIES, new Option(IPPROTO_TCP, 7));
        map.put(TransportOption.WINDOW_CLAMP, new Option(IPPROTO_TCP, 10));
        map.put(TransportOption.PACING_RATE, new Option(1, 47));
        map.put(TransportOption.MARK, new Option(1, 36));
        map.put(TransportOption.PORT_AT_CONNECT, new Option(IPPROTO_IP, 24));
        map.put(TransportOption.RECEIVING_PROCESSOR, new Option(1, 49));
        map.put(TransportOption.TRAFFIC_CLASS, new Option(IPPROTO_IP, 1));
        return Collections.unmodifiableMap(map);
    }

    private static Map<TransportOption, Option> macosOptions() {
        Map<TransportOption, Option> map = new EnumMap<>(TransportOption.class);
        map.put(TransportOption.SEND_BUFFER, new Option(0xffff, 0x1001));
        map.put(TransportOption.RECEIVE_BUFFER, new Option(0xffff, 0x1002));
        map.put(TransportOption.KEEP_ALIVE, new Option(0xffff, 8));
        map.put(TransportOption.KEEP_IDLE, new Option(IPPROTO_TCP, 0x10));
        map.put(TransportOption.KEEP_INTERVAL, new Option(IPPROTO_TCP, 0x101));
        map.put(TransportOption.KEEP_COUNT, new Option(IPPROTO_TCP, 0x102));
        map.put(TransportOption.NO_DELAY, new Option(IPPROTO_TCP, 1));
        map.put(TransportOption.BROADCAST, new Option(0xffff, 0x20));
        map.put(TransportOption.REUSE_ADDRESS, new Option(0xffff, 4));
        map.put(TransportOption.REUSE_PORT, new Option(0xffff, 0x200));
        map.put(TransportOption.OOB_INLINE, new Option(0xffff, 0x100));
        // SO_LINGER_SEC: SO_LINGER itself counts in clock ticks there.
        map.put(TransportOption.LINGER, new Option(0xffff, 0x1080));
        map.put(TransportOption.IPV6_ONLY, new Option(IPPROTO_IPV6, 27));
        map.put(TransportOption.IPV4_TTL, new Option(IPPROTO_IP, 4));
        map.put(TransportOption.IPV6_HOPS, new Option(IPPROTO_IPV6, 4));
        // IP_DONTFRAG and IPV6_DONTFRAG: packets of a socket are fragmented or not, there is nothing between
        map.put(TransportOption.IPV4_MTU_DISCOVERY, new Option(IPPROTO_IP, 28, OptionValue.DONT_FRAGMENT));
        map.put(TransportOption.IPV6_MTU_DISCOVERY, new Option(IPPROTO_IPV6, 62, OptionValue.DONT_FRAGMENT));
        // IP_BOUND_IF, IPV6_BOUND_IF
        map.put(TransportOption.IPV4_INTERFACE, new Option(IPPROTO_IP, 25));
        map.put(TransportOption.IPV6_INTERFACE, new Option(IPPROTO_IPV6, 125));
        map.put(TransportOption.IPV4_HEADER_OPTIONS, new Option(IPPROTO_IP, 1));
        map.put(TransportOption.NO_CHECKSUM, new Option(IPPROTO_UDP, 1));
        // TCP_RXT_CONNDROPTIME
        map.put(TransportOption.RETRANSMIT_LIMIT, new Option(IPPROTO_TCP, 0x80, OptionValue.SECONDS));
        map.put(TransportOption.FAST_OPEN, new Option(IPPROTO_TCP, 0x105));
        map.put(TransportOption.MAX_SEGMENT, new Option(IPPROTO_TCP, 2));
        map.put(TransportOption.MULTICAST_INTERFACE, new Option(IPPROTO_IP, 9));
        map.put(TransportOption.MULTICAST_HOPS, new Option(IPPROTO_IP, 10));
        map.put(TransportOption.MULTICAST_INTERFACE_IPV6, new Option(IPPROTO_IPV6, 9));
        map.put(TransportOption.MULTICAST_HOPS_IPV6, new Option(IPPROTO_IPV6, 10));
        map.put(TransportOption.TRAFFIC_CLASS, new Option(IPPROTO_IP, 3));
        return Collections.unmodifiableMap(map);
    }

    /** IPV6_TCLASS. */
    int trafficClassIpv6() {
        return lengthInSockaddr ? 36 : 67;
    }

    /** What poll(2) is asked for. */
    int pollEvents(int interest) {
        return ((interest & Interest.READ) != 0 ? POLLIN | peerClosed : 0)
                | ((interest & Interest.WRITE) != 0 ? POLLOUT : 0)
                | ((interest & Interest.URGENT) != 0 ? POLLPRI : 0)
                | ((interest & Interest.PEER_CLOSED) != 0 ? peerClosed : 0);
    }

    /** What poll(2) has answered, without the errors. */
    int pollInterest(int events) {
        int ready = 0;
        if ((events & POLLIN) != 0) {
            ready |= Interest.READ;
        }
        if ((events & POLLOUT) != 0) {
            ready |= Interest.WRITE;
        }
        if ((events & POLLPRI) != 0) {
            ready |= Interest.URGENT;
        }
        if ((events & peerClosed) != 0) {
            ready |= Interest.PEER_CLOSED;
        }
        return ready;
    }

    /** The status of a positive errno. */
    int status(int errno) {
        return errors.status(errno);
    }
}

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
 * @param files sendfile(2)
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
        int bufferFactor,
        FileSender files) {

    /** Where an option is found: the arguments of getsockopt. */
    record Option(int level, int name) {}

    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_IPV6 = 41;
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
            2,
            new FileSender("io.netty.channel.epoll.LinuxSocket"));

    static final Platform MACOS = new Platform(
            ErrnoTable.MACOS,
            // No IP_RECVERR: an unconnected datagram socket is never told of an ICMP error there.
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(
                    Capability.ICMP_ERRORS, Capability.SEND_PAST_PEER, Capability.PEER_CLOSED, Capability.OOB_QUEUE))),
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
            1,
            new FileSender("io.netty.channel.kqueue.BsdSocket"));

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
        return Collections.unmodifiableMap(map);
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

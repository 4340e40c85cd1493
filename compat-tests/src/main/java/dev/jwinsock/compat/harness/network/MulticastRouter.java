package dev.jwinsock.compat.harness.network;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import dev.jwinsock.compat.harness.Transports;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Lets a host pass on the multicasts of one source to one group from one of its links to another, as a multicast routing
 * daemon would (linux/mroute.h, linux/mroute6.h), until it is closed. The test is unsupported where the kernel cannot.
 */
public final class MulticastRouter implements AutoCloseable {
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int INIT = 200;
    private static final int ADD_INTERFACE = 202;
    private static final int ADD_ROUTE = 204;
    private static final byte BY_INDEX = 8;

    private static final int IN = 0;
    private static final int OUT = 1;

    /** The protocol family's way to do it. */
    private enum Way {
        IPV4(2, 2, 0), // raw IGMP sockets
        IPV6(10, 58, 41); // raw ICMPv6 sockets

        private final int family;
        private final int protocol;
        private final int level;

        Way(int family, int protocol, int level) {
            this.family = family;
            this.protocol = protocol;
            this.level = level;
        }
    }

    /** The C library's calls, registered when first needed: this is Linux then. */
    private static final class C {
        static {
            Native.register(C.class, "c");
        }

        static native int socket(int family, int type, int protocol) throws LastErrorException;

        static native int setsockopt(int fd, int level, int option, byte[] value, int length) throws LastErrorException;

        static native int close(int fd);
    }

    private final int fd;
    private final Way way;

    private MulticastRouter(Way way) {
        this.way = way;
        fd = C.socket(way.family, SOCK_RAW_CLOEXEC, way.protocol);
    }

    /** @param source the address of the sender @param group of the same family */
    public static MulticastRouter start(Host host, Link from, Link to, sockaddr source, sockaddr group) {
        int in = from.interfaceIndex(host);
        int out = to.interfaceIndex(host);
        return host.call(() -> {
            MulticastRouter router = new MulticastRouter(source instanceof sockaddr_in ? Way.IPV4 : Way.IPV6);
            try {
                router.set(INIT, memory(4).putInt(1));
            } catch (LastErrorException e) {
                router.close();
                Transports.assumeSupported(false, "multicast routing in the kernel (CONFIG_IP_MROUTE): " + e);
            }
            router.add(IN, in);
            router.add(OUT, out);
            router.route(source, group);
            return router;
        });
    }

    private static ByteBuffer memory(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private void set(int option, ByteBuffer value) {
        C.setsockopt(fd, way.level, option, value.array(), value.capacity());
    }

    /** struct vifctl, struct mif6ctl: number, flags, threshold, …, index. */
    private void add(int number, int interfaceIndex) {
        boolean four = way == Way.IPV4;
        ByteBuffer value = memory(four ? 16 : 12).putShort((short) number);
        value.put(four ? BY_INDEX : 0).put((byte) 1);
        if (four) {
            value.putInt(8, interfaceIndex);
        } else {
            value.putShort(4, (short) interfaceIndex);
        }
        set(ADD_INTERFACE, value);
    }

    /** struct mfcctl: addresses, incoming interface, thresholds by outgoing ones; struct mf6cctl: a set of those. */
    private void route(sockaddr source, sockaddr group) {
        if (way == Way.IPV4) {
            ByteBuffer value =
                    memory(60).put(address(source)).put(address(group)).putShort((short) IN);
            set(ADD_ROUTE, value.put(10 + OUT, (byte) 1));
        } else {
            ByteBuffer value =
                    memory(92).put(address(source)).put(address(group)).putShort((short) IN);
            set(ADD_ROUTE, value.putInt(60, 1 << OUT));
        }
    }

    /** struct in_addr, struct sockaddr_in6 of this system. */
    private static byte[] address(sockaddr name) {
        if (name instanceof sockaddr_in four) {
            return four.sin_addr.toBytes();
        }
        ByteBuffer six = memory(28).putShort((short) Way.IPV6.family);
        return six.put(8, ((sockaddr_in6) name).sin6_addr.toBytes()).array();
    }

    @Override
    public void close() {
        C.close(fd);
    }
}

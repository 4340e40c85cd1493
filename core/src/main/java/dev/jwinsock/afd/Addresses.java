package dev.jwinsock.afd;

import dev.jwinsock.ICMP_ERROR_INFO;
import dev.jwinsock.IntRef;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_in6;
import dev.jwinsock.sockaddr_un;
import dev.jwinsock.transport.Endpoint;
import dev.jwinsock.transport.IcmpError;
import dev.jwinsock.transport.Status;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between C socket addresses and {@link Endpoint}s, with Winsock's length rules; and IPv6 scope ids. */
final class Addresses {
    static final int AF_UNSPEC = 0;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 23;

    static final int LOCAL_SIZE = 110;
    static final int FAMILY_SIZE = 2;

    private static final int IPV4_SIZE = 16;
    private static final int IPV6_SIZE = 28;

    /** sizeof(SOCKADDR_STORAGE). */
    static final int STORAGE_SIZE = 128;

    private Addresses() {}

    private static int size(int family) {
        return family == AF_UNIX ? LOCAL_SIZE : family == AF_INET6 ? IPV6_SIZE : IPV4_SIZE;
    }

    /**
     * Reads an address that a program passed.
     *
     * @return OK; FAULT for a null or short one (S035, S103, and the obsolete 24-byte sockaddr_in6, S041);
     *     FAMILY_NOT_SUPPORTED for another family than the socket's
     */
    static int read(@Nullable sockaddr name, int length, int family, Endpoint out) {
        if (family == AF_UNIX) {
            return readPath(name, length, out);
        }
        boolean ipv6 = family == AF_INET6;
        if (name == null || length < size(family) || name.sizeof() < size(family)) {
            // A short address of the wrong family is judged by its length first, as Windows does.
            return name != null && length >= IPV4_SIZE && name.sa_family() != family
                    ? Status.FAMILY_NOT_SUPPORTED
                    : Status.FAULT;
        }
        if (name.sa_family() != family) {
            return Status.FAMILY_NOT_SUPPORTED;
        }
        if (name instanceof sockaddr_in in) {
            out.setIpv4(Integer.reverseBytes(in.sin_addr.s_addr), port(in.sin_port));
        } else if (name instanceof sockaddr_in6 in6) {
            out.setIpv6(in6.sin6_addr.s6_addr, 0, port(in6.sin6_port), in6.sin6_scope_id);
        } else {
            readBytes(name.toBytes(), ipv6, out);
        }
        return Status.OK;
    }

    /** Reads an IP address out of a SOCKADDR_STORAGE. @return null for one of another family */
    static @Nullable Endpoint stored(byte[] bytes, int offset) {
        int family = bytes[offset] & 0xff | (bytes[offset + 1] & 0xff) << 8;
        if (family != AF_INET && family != AF_INET6) {
            return null;
        }
        Endpoint address = new Endpoint();
        readBytes(Arrays.copyOfRange(bytes, offset, offset + STORAGE_SIZE), family == AF_INET6, address);
        return address;
    }

    /** As long as its path; one without (what Linux takes for "choose a name", and its abstract names) is INVALID. */
    private static int readPath(@Nullable sockaddr name, int length, Endpoint out) {
        if (name == null || length < FAMILY_SIZE || length > LOCAL_SIZE) {
            return Status.FAULT;
        }
        if (name.sa_family() != AF_UNIX) {
            return Status.FAMILY_NOT_SUPPORTED;
        }
        byte[] bytes = name.toBytes();
        int most = Math.min(length, bytes.length);
        int end = FAMILY_SIZE;
        while (end < most && bytes[end] != 0) {
            end++;
        }
        if (end <= FAMILY_SIZE) {
            return Status.INVALID;
        }
        out.setPath(Arrays.copyOfRange(bytes, FAMILY_SIZE, end));
        return Status.OK;
    }

    private static int port(short networkOrder) {
        return Short.toUnsignedInt(Short.reverseBytes(networkOrder));
    }

    private static void readBytes(byte[] bytes, boolean ipv6, Endpoint out) {
        if (ipv6) {
            sockaddr_in6 in6 = new sockaddr_in6();
            in6.fromBytes(bytes, 0);
            out.setIpv6(in6.sin6_addr.s6_addr, 0, port(in6.sin6_port), in6.sin6_scope_id);
        } else {
            sockaddr_in in = new sockaddr_in();
            in.fromBytes(bytes, 0);
            out.setIpv4(Integer.reverseBytes(in.sin_addr.s_addr), port(in.sin_port));
        }
    }

    /** @return OK, or FAULT when there is no room for an address; then nothing is written (S045, S049, S082) */
    static int checkRoom(@Nullable sockaddr name, @Nullable IntRef length, int family) {
        return name == null || length == null || length.value < size(family) || name.sizeof() < size(family)
                ? Status.FAULT
                : Status.OK;
    }

    static sockaddr of(Endpoint address) {
        if (address.path() != null) {
            sockaddr_un un = new sockaddr_un();
            write(address, un, new IntRef());
            return un;
        }
        sockaddr made = address.isIpv6() ? new sockaddr_in6() : new sockaddr_in();
        write(address, made, new IntRef());
        return made;
    }

    /** An ICMP_ERROR_INFO as bytes. */
    static byte[] icmpError(IcmpError error) {
        ICMP_ERROR_INFO info = new ICMP_ERROR_INFO();
        error.source.port(0);
        info.srcaddress.fromBytes(Arrays.copyOf(of(error.source).toBytes(), info.srcaddress.sizeof()), 0);
        info.protocol = error.source.isIpv6() && !error.source.isMapped() ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        info.type = (byte) error.type;
        info.code = (byte) error.code;
        return info.toBytes();
    }

    /** Writes an address for a program and sets the length to its exact size (S083); room has been checked. */
    static void write(Endpoint from, sockaddr name, IntRef length) {
        byte[] path = from.path();
        if (path != null) {
            length.value = LOCAL_SIZE;
            sockaddr_un un = name instanceof sockaddr_un same ? same : new sockaddr_un();
            un.sun_family = AF_UNIX;
            Arrays.fill(un.sun_path, (byte) 0);
            System.arraycopy(path, 0, un.sun_path, 0, path.length);
            overlay(un, name);
            return;
        }
        length.value = size(from.isIpv6() ? AF_INET6 : AF_INET);
        short port = Short.reverseBytes((short) from.port());
        if (from.isIpv6()) {
            sockaddr_in6 in6 = name instanceof sockaddr_in6 same ? same : new sockaddr_in6();
            in6.sin6_family = AF_INET6;
            in6.sin6_port = port;
            in6.sin6_flowinfo = 0;
            System.arraycopy(from.bytes(), 0, in6.sin6_addr.s6_addr, 0, 16);
            in6.sin6_scope_id = from.scopeId();
            overlay(in6, name);
        } else {
            sockaddr_in in = name instanceof sockaddr_in same ? same : new sockaddr_in();
            in.sin_family = AF_INET;
            in.sin_port = port;
            in.sin_addr.s_addr = Integer.reverseBytes(from.ipv4());
            Arrays.fill(in.sin_zero, (byte) 0); // S043
            overlay(in, name);
        }
    }

    /** Writes the address over the first bytes of a structure of another type, such as sockaddr_storage. */
    private static void overlay(sockaddr address, sockaddr target) {
        if (address != target) {
            byte[] all = target.toBytes();
            System.arraycopy(address.toBytes(), 0, all, 0, address.sizeof());
            target.fromBytes(all, 0);
        }
    }

    /**
     * Checks the scope id of a local IPv6 address and finds a missing one, as Windows does and Linux does not (S042).
     *
     * @return OK, or ADDRESS_NOT_AVAILABLE
     */
    static int resolveScope(Endpoint address) {
        if (!address.isIpv6() || address.isMapped() || address.isWildcard()) {
            return Status.OK;
        }
        if (address.scopeId() == 0 && !address.isLinkLocal()) {
            return Status.OK;
        }
        try {
            List<NetworkInterface> candidates = address.scopeId() == 0
                    ? Collections.list(NetworkInterface.getNetworkInterfaces())
                    : byIndex(address.scopeId());
            for (NetworkInterface candidate : candidates) {
                if (owns(candidate, address)) {
                    address.scopeId(address.isLinkLocal() ? candidate.getIndex() : 0);
                    return Status.OK;
                }
            }
        } catch (SocketException e) {
            return Status.ADDRESS_NOT_AVAILABLE;
        }
        return Status.ADDRESS_NOT_AVAILABLE;
    }

    private static List<NetworkInterface> byIndex(int index) throws SocketException {
        NetworkInterface found = index > 0 ? NetworkInterface.getByIndex(index) : null;
        return found == null ? List.of() : List.of(found);
    }

    private static boolean owns(NetworkInterface candidate, Endpoint address) {
        byte[] wanted = Arrays.copyOf(address.bytes(), 16);
        Enumeration<InetAddress> all = candidate.getInetAddresses();
        while (all.hasMoreElements()) {
            if (all.nextElement() instanceof Inet6Address own && Arrays.equals(own.getAddress(), wanted)) {
                return true;
            }
        }
        return false;
    }
}

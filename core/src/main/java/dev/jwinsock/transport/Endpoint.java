package dev.jwinsock.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address and port, or the path of a local socket, that is written over and over again, so that the datagram path makes no garbage. Not
 * thread-safe.
 */
public final class Endpoint {
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final byte[] UNSET = {};

    private final byte[] address = new byte[IPV6];
    private int length;
    private int port;
    private int scopeId;
    /** Of a local socket; not changed but replaced. */
    private byte @Nullable [] path;

    /** Forgets the address: {@link #isSet} is false afterwards. */
    public void clear() {
        path = null;
        length = 0;
        port = 0;
        scopeId = 0;
    }

    /** Sets an IPv4 address from its number in host order ({@code 0x7f000001} is 127.0.0.1). */
    public Endpoint setIpv4(int number, int newPort) {
        address[0] = (byte) (number >>> 24);
        address[1] = (byte) (number >>> 16);
        address[2] = (byte) (number >>> 8);
        address[3] = (byte) number;
        path = null;
        length = IPV4;
        port = newPort;
        scopeId = 0;
        return this;
    }

    /** Sets a 16-byte address. */
    public Endpoint setIpv6(byte[] bytes, int offset, int newPort, int newScopeId) {
        System.arraycopy(bytes, offset, address, 0, IPV6);
        path = null;
        length = IPV6;
        port = newPort;
        scopeId = newScopeId;
        return this;
    }

    /** Sets the wildcard address of a family. */
    public Endpoint setWildcard(boolean ipv6, int newPort) {
        Arrays.fill(address, (byte) 0);
        path = null;
        length = ipv6 ? IPV6 : IPV4;
        port = newPort;
        scopeId = 0;
        return this;
    }

    /** Sets the address of a local socket, empty for one without a name; the bytes are kept, and must not change. */
    public Endpoint setPath(byte[] bytes) {
        clear();
        path = bytes;
        return this;
    }

    /** The address of a local socket, null for any other; not to be changed. */
    public byte @Nullable [] path() {
        return path;
    }

    /** Sets the address of a Java one; an IPv4 address becomes {@code ::ffff:a.b.c.d} when {@code ipv6} is asked for. */
    public Endpoint set(InetSocketAddress from, boolean ipv6) {
        InetAddress inet = from.getAddress();
        byte[] bytes = inet.getAddress();
        if (bytes.length == IPV4) {
            System.arraycopy(bytes, 0, address, 0, IPV4);
            path = null;
            length = IPV4;
            scopeId = 0;
            port = from.getPort();
            if (ipv6) {
                mapToIpv6();
            }
            return this;
        }
        return setIpv6(bytes, 0, from.getPort(), ((Inet6Address) inet).getScopeId());
    }

    /** The whole in as few bytes as it needs, for {@link #unpack}: to be kept by those who have many. */
    public byte[] pack() {
        byte[] name = path;
        if (!isSet()) {
            return UNSET;
        }
        if (name != null) {
            byte[] packed = new byte[1 + name.length];
            System.arraycopy(name, 0, packed, 1, name.length);
            return packed;
        }
        ByteBuffer packed = ByteBuffer.allocate(1 + length + Short.BYTES + (length == IPV6 ? Integer.BYTES : 0));
        packed.put((byte) length).put(address, 0, length).putShort((short) port);
        if (length == IPV6) {
            packed.putInt(scopeId);
        }
        return packed.array();
    }

    /** Sets what {@link #pack} gave. */
    public Endpoint unpack(byte[] bytes) {
        clear();
        if (bytes.length == 0) {
            return this;
        }
        ByteBuffer packed = ByteBuffer.wrap(bytes);
        length = packed.get();
        if (length == 0) {
            path = Arrays.copyOfRange(bytes, 1, bytes.length);
            return this;
        }
        packed.get(address, 0, length);
        port = packed.getShort() & 0xffff;
        scopeId = length == IPV6 ? packed.getInt() : 0;
        return this;
    }

    public Endpoint copyFrom(Endpoint other) {
        System.arraycopy(other.address, 0, address, 0, IPV6);
        path = other.path;
        length = other.length;
        port = other.port;
        scopeId = other.scopeId;
        return this;
    }

    /** Turns an IPv4 address into {@code ::ffff:a.b.c.d}. */
    public void mapToIpv6() {
        if (length == IPV4) {
            System.arraycopy(address, 0, address, 12, 4);
            Arrays.fill(address, 0, 10, (byte) 0);
            address[10] = (byte) 0xff;
            address[11] = (byte) 0xff;
            length = IPV6;
        }
    }

    /** Turns {@code ::ffff:a.b.c.d} into an IPv4 address. */
    public void unmap() {
        if (isMapped()) {
            System.arraycopy(address, 12, address, 0, 4);
            length = IPV4;
            scopeId = 0;
        }
    }

    public boolean isSet() {
        return length != 0 || path != null;
    }

    public boolean isIpv6() {
        return length == IPV6;
    }

    /** Whether this is {@code ::ffff:a.b.c.d}. */
    public boolean isMapped() {
        if (length != IPV6 || address[10] != (byte) 0xff || address[11] != (byte) 0xff) {
            return false;
        }
        return zero(0, 10);
    }

    /** Whether the address is all zero (mapped: its IPv4 part). */
    public boolean isWildcard() {
        return isMapped() ? zero(12, 16) : zero(0, length);
    }

    public boolean isLinkLocal() {
        return length == IPV6 && address[0] == (byte) 0xfe && (address[1] & 0xc0) == 0x80;
    }

    private boolean zero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    public int port() {
        return port;
    }

    public void port(int newPort) {
        port = newPort;
    }

    public int scopeId() {
        return scopeId;
    }

    public void scopeId(int newScopeId) {
        scopeId = newScopeId;
    }

    /** 4, 16, or 0 when not set. */
    public int length() {
        return length;
    }

    /** The IPv4 address as a number in host order. */
    public int ipv4() {
        return (address[0] & 0xff) << 24 | (address[1] & 0xff) << 16 | (address[2] & 0xff) << 8 | (address[3] & 0xff);
    }

    /** The bytes themselves, {@link #length} of them valid; not a copy. */
    public byte[] bytes() {
        return address;
    }

    /** Same address bytes; port and scope do not count. */
    public boolean sameAddress(Endpoint other) {
        return length == other.length
                && Arrays.equals(address, 0, length, other.address, 0, length)
                && Arrays.equals(path, other.path);
    }

    public InetSocketAddress toInetSocketAddress() {
        try {
            byte[] bytes = Arrays.copyOf(address, length);
            InetAddress inet =
                    scopeId != 0 ? Inet6Address.getByAddress(null, bytes, scopeId) : InetAddress.getByAddress(bytes);
            return new InetSocketAddress(inet, port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no address set", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof Endpoint e && sameAddress(e) && port == e.port && scopeId == e.scopeId;
    }

    @Override
    public int hashCode() {
        int h = port + Arrays.hashCode(path);
        for (int i = 0; i < length; i++) {
            h = 31 * h + address[i];
        }
        return h;
    }

    @Override
    public String toString() {
        byte[] bytes = path;
        if (bytes != null) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return isSet() ? toInetSocketAddress().toString() : "unset";
    }
}

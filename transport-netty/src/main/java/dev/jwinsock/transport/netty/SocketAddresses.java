package dev.jwinsock.transport.netty;

import dev.jwinsock.transport.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes and reads a {@code sockaddr_in} or {@code sockaddr_in6} at the start of native memory. */
final class SocketAddresses {
    /** sizeof(struct sockaddr_in), on both systems. */
    static final int IPV4_SIZE = 16;
    /** sizeof(struct sockaddr_in6), on both systems. */
    static final int IPV6_SIZE = 28;

    /** sizeof(struct sockaddr_un) on Linux; its path begins at 2. */
    static final int LOCAL_SIZE = 110;

    private static final int PATH = 2;
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_FLOW = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int IPV6_SCOPE = 24;

    private SocketAddresses() {}

    /** Writes the address, which must be set, and returns its size. */
    static int write(Platform platform, Endpoint endpoint, ByteBuffer memory) {
        byte[] path = endpoint.path();
        if (path != null) {
            return writePath(platform, path, memory);
        }
        boolean ipv6 = endpoint.isIpv6();
        int size = ipv6 ? IPV6_SIZE : IPV4_SIZE;
        writeFamily(platform, ipv6 ? platform.inet6() : Platform.AF_INET, size, memory);
        int port = endpoint.port();
        memory.put(PORT, (byte) (port >>> 8));
        memory.put(PORT + 1, (byte) port);
        if (ipv6) {
            memory.putInt(IPV6_FLOW, 0);
            memory.put(IPV6_ADDRESS, endpoint.bytes(), 0, 16);
            putNative(memory, IPV6_SCOPE, endpoint.scopeId());
        } else {
            memory.put(IPV4_ADDRESS, endpoint.bytes(), 0, 4);
            memory.putLong(8, 0L); // sin_zero
        }
        return size;
    }

    /** Writes an address of no family, which takes a peer away, and returns its size. */
    static int writeUnspecified(Platform platform, ByteBuffer memory) {
        writeFamily(platform, Platform.AF_UNSPEC, IPV4_SIZE, memory);
        memory.putShort(PORT, (short) 0);
        memory.putInt(IPV4_ADDRESS, 0);
        memory.putLong(8, 0L);
        return IPV4_SIZE;
    }

    private static int writePath(Platform platform, byte[] path, ByteBuffer memory) {
        int length = Math.min(path.length, LOCAL_SIZE - PATH);
        writeFamily(platform, Platform.AF_UNIX, PATH + length, memory);
        memory.put(PATH, path, 0, length);
        return PATH + length;
    }

    /** Reads the path of a local socket, of which the kernel has written so many bytes. */
    static void readPath(ByteBuffer memory, int size, Endpoint out) {
        int length = 0;
        while (PATH + length < Math.min(size, LOCAL_SIZE) && memory.get(PATH + length) != 0) {
            length++;
        }
        byte[] path = new byte[length];
        memory.get(PATH, path);
        out.setPath(path);
    }

    /** Writes the family and nothing else, and returns its size: no whole address. */
    static int writeFamily(Platform platform, boolean ipv6, ByteBuffer memory) {
        writeFamily(platform, ipv6 ? platform.inet6() : Platform.AF_INET, PORT, memory);
        return PORT;
    }

    private static void writeFamily(Platform platform, int family, int size, ByteBuffer memory) {
        if (platform.lengthInSockaddr()) {
            memory.put(0, (byte) size);
            memory.put(1, (byte) family);
        } else if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            memory.put(0, (byte) family);
            memory.put(1, (byte) 0);
        } else {
            memory.put(0, (byte) 0);
            memory.put(1, (byte) family);
        }
    }

    /** Reads an address into {@code out}; one of another family clears it. {@code bytes} is room for 16 bytes. */
    static void read(Platform platform, ByteBuffer memory, byte[] bytes, Endpoint out) {
        int family = (platform.lengthInSockaddr() || ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                        ? memory.get(1)
                        : memory.get(0))
                & 0xff;
        int port = (memory.get(PORT) & 0xff) << 8 | memory.get(PORT + 1) & 0xff;
        if (family == platform.inet6()) {
            memory.get(IPV6_ADDRESS, bytes, 0, 16);
            out.setIpv6(bytes, 0, port, getNative(memory, IPV6_SCOPE));
        } else if (family == Platform.AF_INET) {
            out.setIpv4(
                    (memory.get(IPV4_ADDRESS) & 0xff) << 24
                            | (memory.get(IPV4_ADDRESS + 1) & 0xff) << 16
                            | (memory.get(IPV4_ADDRESS + 2) & 0xff) << 8
                            | memory.get(IPV4_ADDRESS + 3) & 0xff,
                    port);
        } else {
            out.clear();
        }
    }

    private static void putNative(ByteBuffer memory, int index, int value) {
        memory.putInt(index, memory.order() == ByteOrder.nativeOrder() ? value : Integer.reverseBytes(value));
    }

    private static int getNative(ByteBuffer memory, int index) {
        int value = memory.getInt(index);
        return memory.order() == ByteOrder.nativeOrder() ? value : Integer.reverseBytes(value);
    }
}

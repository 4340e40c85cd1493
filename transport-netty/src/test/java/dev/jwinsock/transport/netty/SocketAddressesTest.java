package dev.jwinsock.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.transport.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes of sockaddr_in and sockaddr_in6 in Linux's layout and in BSD's, which starts with the length. */
class SocketAddressesTest {
    private static final byte[] ADDRESS = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, (byte) 0xff
    };

    private final ByteBuffer memory = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());

    @BeforeEach
    void fillWithRubbish() {
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) 0xa5);
        }
    }

    private short nativeFamily() {
        return memory.getShort(0);
    }

    @Test
    void ipv4OnLinux() {
        Endpoint endpoint = new Endpoint().setIpv4(0xc0a80102, 0xc351);
        assertThat(SocketAddresses.write(Platform.LINUX, endpoint, memory)).isEqualTo(16);
        assertThat(nativeFamily()).isEqualTo((short) 2);
        assertRest(2, 0xc3, 0x51, 192, 168, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void ipv4OnMacos() {
        Endpoint endpoint = new Endpoint().setIpv4(0xc0a80102, 0xc351);
        assertThat(SocketAddresses.write(Platform.MACOS, endpoint, memory)).isEqualTo(16);
        assertRest(0, 16, 2, 0xc3, 0x51, 192, 168, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void ipv6OnLinux() {
        Endpoint endpoint = new Endpoint().setIpv6(ADDRESS, 0, 80, 0x01020304);
        assertThat(SocketAddresses.write(Platform.LINUX, endpoint, memory)).isEqualTo(28);
        assertThat(nativeFamily()).isEqualTo((short) 10);
        assertRest(2, 0, 80, 0, 0, 0, 0, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 0xff);
        assertThat(memory.getInt(24)).isEqualTo(0x01020304);
    }

    @Test
    void ipv6OnMacos() {
        Endpoint endpoint = new Endpoint().setIpv6(ADDRESS, 0, 80, 7);
        assertThat(SocketAddresses.write(Platform.MACOS, endpoint, memory)).isEqualTo(28);
        assertRest(0, 28, 30, 0, 80, 0, 0, 0, 0, 0xfe, 0x80);
        assertThat(memory.getInt(24)).isEqualTo(7);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (Platform platform : new Platform[] {Platform.LINUX, Platform.MACOS}) {
            for (Endpoint endpoint : new Endpoint[] {
                new Endpoint().setIpv4(0xfffefdfc, 65535),
                new Endpoint().setIpv6(ADDRESS, 0, 65535, 0x80000001),
                new Endpoint().setWildcard(true, 1),
                new Endpoint().setWildcard(false, 0)
            }) {
                SocketAddresses.write(platform, endpoint, memory);
                Endpoint read = new Endpoint();
                SocketAddresses.read(platform, memory, new byte[16], read);
                assertThat(read).isEqualTo(endpoint);
            }
        }
    }

    @Test
    void addressOfNoFamilyTakesThePeerAway() {
        assertThat(SocketAddresses.writeUnspecified(Platform.LINUX, memory)).isEqualTo(16);
        assertThat(nativeFamily()).isZero();
        assertRest(2, 0, 0, 0, 0, 0, 0);
        assertThat(SocketAddresses.writeUnspecified(Platform.MACOS, memory)).isEqualTo(16);
        assertRest(0, 16, 0, 0, 0, 0, 0);
        Endpoint read = new Endpoint().setIpv4(1, 1);
        SocketAddresses.read(Platform.MACOS, memory, new byte[16], read);
        assertThat(read.isSet()).isFalse();
    }

    private void assertRest(int from, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(memory.get(from + i) & 0xff).as("byte %d", from + i).isEqualTo(expected[i]);
        }
    }
}

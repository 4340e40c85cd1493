package dev.jwinsock.compat.suite;

import static dev.jwinsock.Mswsock.*;
import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts V: levels and lengths of getsockopt and setsockopt. */
@WinsockTest
final class OptionLengthsTest {
    private static final int[] ONE_BYTE_OPTIONS = {SO_KEEPALIVE, SO_DONTROUTE};

    /** @return the length that is told for an 8-byte buffer, whose other bytes must not change */
    private static int size(SOCKET s, int level, int option) {
        byte[] memory = {7, 7, 7, 7, 7, 7, 7, 7};
        IntRef length = new IntRef(8);
        expectZero(getsockopt(s, level, option, memory, length));
        for (int i = length.value; i < 8; i++) {
            assertThat(memory[i]).isEqualTo((byte) 7);
        }
        return length.value;
    }

    @ParameterizedTest
    @ValueSource(ints = {0xffffffff, 0x1234ffff, 0x8000ffff, 0x8000, 0x800})
    @Conforms("S260")
    void unknownLevels(int level) {
        for (SOCKET s : new SOCKET[] {tcp(), udp()}) {
            expectError(WSAEINVAL, getsockopt(s, level, 1, new byte[4], new IntRef(4)));
            expectError(WSAEINVAL, setsockopt(s, level, 1, new byte[4], 4));
        }
    }

    @Test
    @Conforms("S261")
    void unknownOptions() {
        SOCKET s = udp();
        for (int level : new int[] {IPPROTO_IP, SOL_SOCKET}) {
            expectError(WSAENOPROTOOPT, getsockopt(s, level, -1, new byte[4], new IntRef(4)));
            expectError(WSAENOPROTOOPT, setsockopt(s, level, -1, new byte[4], 4));
        }
        SOCKET ipv6 = udp6();
        expectError(WSAENOPROTOOPT, getsockopt(ipv6, IPPROTO_IPV6, -1, new byte[4], new IntRef(4)));
        expectError(WSAENOPROTOOPT, setsockopt(ipv6, IPPROTO_IPV6, -1, new byte[4], 4));
    }

    @Test
    @Conforms("S262")
    void nullValues() {
        SOCKET s = tcp();
        for (int option : new int[] {SO_LINGER, SO_DONTLINGER, SO_RCVBUF, SO_REUSEADDR}) {
            expectError(WSAEFAULT, setsockopt(s, SOL_SOCKET, option, (byte[]) null, 0));
            expectError(WSAEFAULT, setsockopt(s, SOL_SOCKET, option, (byte[]) null, 4));
            expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, option, (byte[]) null, new IntRef(4)));
            expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, option, new byte[4], null));
        }
    }

    @Test
    @Conforms("S263")
    void sizesOfReturnedValues() {
        SOCKET s = tcp();
        for (int option : ONE_BYTE_OPTIONS) {
            assertThat(size(s, SOL_SOCKET, option)).isEqualTo(1);
        }
        assertThat(size(s, IPPROTO_TCP, TCP_NODELAY)).isEqualTo(1);
        for (int option : new int[] {SO_REUSEADDR, SO_RCVBUF, SO_LINGER, SO_DONTLINGER, SO_OOBINLINE, SO_RCVTIMEO}) {
            assertThat(size(s, SOL_SOCKET, option)).isEqualTo(4);
        }
        assertThat(size(udp(), SOL_SOCKET, SO_BROADCAST)).isEqualTo(4);
        assertThat(size(udp6(), IPPROTO_IPV6, IPV6_V6ONLY)).isEqualTo(1);
    }

    @Test
    @Conforms("S264")
    void overLongValues() {
        SOCKET s = tcp();
        byte[] value = {0x10, 0x27, 0, 0, 9, 9, 9, 9};
        expectZero(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, value, 8));
        assertThat(option(s, SOL_SOCKET, SO_RCVTIMEO)).isEqualTo(10000);
        byte[] flag = new byte[42];
        flag[1] = 1;
        expectZero(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, flag, 42));
        assertThat(option(s, IPPROTO_TCP, TCP_NODELAY)).isZero();
        flag[0] = 1;
        expectZero(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, flag, 42));
        assertThat(option(s, IPPROTO_TCP, TCP_NODELAY)).isEqualTo(1);
    }

    @Test
    @Conforms({"S268", "D304"})
    void lengthsZeroAndNegative() {
        SOCKET s = tcp();
        for (int option : new int[] {SO_LINGER, SO_RCVBUF, SO_KEEPALIVE, SO_ERROR}) {
            expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, option, new byte[4], new IntRef(0)));
            IntRef length = new IntRef(-1);
            expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, option, new byte[4], length));
            assertThat(length.value).isEqualTo(-1);
        }
        IntRef length = new IntRef(-1);
        expectZero(getsockopt(s, SOL_SOCKET, SO_OPENTYPE, new byte[4], length));
        assertThat(length.value).isEqualTo(4);
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_OPENTYPE, new byte[4], new IntRef(0)));
    }

    @Test
    @Conforms("S269")
    void shortBuffers() {
        SOCKET s = tcp();
        for (int option : new int[] {SO_KEEPALIVE, SO_REUSEADDR, SO_OOBINLINE, SO_DONTLINGER}) {
            byte[] memory = {7, 7};
            IntRef length = new IntRef(2);
            expectZero(getsockopt(s, SOL_SOCKET, option, memory, length));
            assertThat(length.value).isEqualTo(1);
            assertThat(memory[1]).isEqualTo((byte) 7);
        }
        for (int option : new int[] {SO_LINGER, SO_RCVBUF, SO_SNDBUF}) {
            byte[] memory = {7, 7};
            expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, option, memory, new IntRef(2)));
            assertThat(memory).containsOnly(0);
        }
        byte[] memory = {7, 7};
        IntRef length = new IntRef(2);
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, memory, length));
        assertThat(memory).containsOnly(7);
        assertThat(length.value).isEqualTo(2);
    }

    @Test
    @Conforms("S281")
    void protocolInfo() {
        SOCKET s = udp();
        byte[] ansi = new byte[1024];
        byte[] wide = new byte[1024];
        IntRef length = new IntRef(1024);
        expectZero(getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOA, ansi, length));
        assertThat(length.value).isEqualTo(1024);
        expectZero(getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, wide, length));
        for (int i = 0; i < 116; i++) {
            assertThat(ansi[i]).as("byte %d", i).isEqualTo(wide[i]);
        }
        length.value = 10;
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOA, ansi, length));
        assertThat(length.value).isEqualTo(372);
        length.value = 10;
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, wide, length));
        assertThat(length.value).isEqualTo(628);
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (byte[]) null, length));
        expectError(WSAEFAULT, getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, wide, null));
        expectError(WSAENOTSOCK, getsockopt(INVALID_SOCKET, SOL_SOCKET, SO_PROTOCOL_INFOW, (byte[]) null, null));
    }
}

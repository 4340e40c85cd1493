package dev.jwinsock;

import static dev.jwinsock.Winsock2.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Host order is that of Windows, little-endian, whatever the processor. */
class ByteOrderTest {
    @Test
    void aPortInAStructureHasItsHighByteFirst() {
        sockaddr_in addr = new sockaddr_in();
        addr.sin_family = AF_INET;
        addr.sin_port = htons(27015);
        addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        assertThat(addr.toBytes()).startsWith(2, 0, 0x69, 0x87, 127, 0, 0, 1);
        assertThat(ntohs(addr.sin_port)).isEqualTo(27015);
        assertThat(ntohl(addr.sin_addr.s_addr)).isEqualTo(INADDR_LOOPBACK);
    }

    @Test
    void portsAreUnsigned() {
        assertThat(htons(65535)).isEqualTo((short) -1);
        assertThat(ntohs(htons(65535))).isEqualTo(65535);
        assertThat(ntohs(htons(40000))).isEqualTo(40000);
        assertThat(ntohs(0xff00)).isEqualTo(0x00ff);
    }

    @Test
    void longNumbersAndFractions() {
        assertThat(htonll(0x0102030405060708L)).isEqualTo(0x0807060504030201L);
        assertThat(ntohll(htonll(-2))).isEqualTo(-2);
        assertThat(htonf(1.0f)).isEqualTo(0x0000803f);
        assertThat(ntohf(htonf(-0.1f))).isEqualTo(-0.1f);
        assertThat(htond(1.0)).isEqualTo(0x000000000000f03fL);
        assertThat(ntohd(htond(Math.PI))).isEqualTo(Math.PI);
    }

    @Test
    void versionWords() {
        assertThat(MAKEWORD(2, 1)).isEqualTo(0x0102);
        assertThat(LOBYTE(0x0102)).isEqualTo(2);
        assertThat(HIBYTE((short) 0xff02)).isEqualTo(255);
    }

    @Test
    void addressClasses() {
        assertThat(IN_CLASSA(0x7f000001)).isTrue();
        assertThat(IN_CLASSB(0xac100001)).isTrue();
        assertThat(IN_CLASSC(0xc0a80001)).isTrue();
        assertThat(IN_MULTICAST(0xefffffff)).isTrue();
        assertThat(IN_MULTICAST(0xf0000000)).isFalse();
        assertThat(IN_CLASSA(0x80000000)).isFalse();
        assertThat(IN_CLASSB(0x7fffffff)).isFalse();
        assertThat(IN_CLASSC(0xbfffffff)).isFalse();
    }
}

package dev.jwinsock.ws2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.WSAPROTOCOL_INFO;
import dev.jwinsock.Winsock2;
import dev.jwinsock.transport.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fact S034. */
class ProtocolListTest {
    private static final int SIZE = 628;

    private static final WSAPROTOCOL_INFO HIDDEN = entry(Winsock2.IPPROTO_TCP, Winsock2.PFL_HIDDEN, 1);
    private static final WSAPROTOCOL_INFO LAYER = entry(Winsock2.IPPROTO_TCP, 0, Winsock2.LAYERED_PROTOCOL);
    private static final WSAPROTOCOL_INFO TCP = entry(Winsock2.IPPROTO_TCP, 0, Winsock2.BASE_PROTOCOL);
    private static final WSAPROTOCOL_INFO UDP = entry(Winsock2.IPPROTO_UDP, 0, Winsock2.BASE_PROTOCOL);
    private static final List<WSAPROTOCOL_INFO> CATALOG = List.of(HIDDEN, LAYER, TCP, UDP);

    private static WSAPROTOCOL_INFO entry(int protocol, int flags, int chainLength) {
        WSAPROTOCOL_INFO info = new WSAPROTOCOL_INFO();
        info.iProtocol = protocol;
        info.dwProviderFlags = flags;
        info.ProtocolChain.ChainLen = chainLength;
        info.szProtocol = "protocol " + protocol;
        return info;
    }

    @Test
    void withoutRoomTheNeededLengthIsStored() {
        IntRef length = new IntRef(0);
        assertThat(ProtocolList.fill(CATALOG, null, null, length)).isEqualTo(Status.NO_BUFFERS);
        assertThat(length.value).isEqualTo(2 * SIZE);
        length.value = 2 * SIZE - 1;
        WSAPROTOCOL_INFO[] buffer = new WSAPROTOCOL_INFO[2];
        assertThat(ProtocolList.fill(CATALOG, null, buffer, length)).isEqualTo(Status.NO_BUFFERS);
        assertThat(length.value).isEqualTo(2 * SIZE);
        assertThat(buffer).containsOnlyNulls();
    }

    @Test
    void anArrayShorterThanItsLengthIsTooSmall() {
        IntRef length = new IntRef(2 * SIZE);
        assertThat(ProtocolList.fill(CATALOG, null, new WSAPROTOCOL_INFO[1], length))
                .isEqualTo(Status.NO_BUFFERS);
    }

    @Test
    void aNullLengthIsABadPointer() {
        assertThat(ProtocolList.fill(CATALOG, null, new WSAPROTOCOL_INFO[2], null))
                .isEqualTo(Status.FAULT);
    }

    @Test
    void hiddenEntriesAndLayersAreNotListed() {
        WSAPROTOCOL_INFO[] buffer = new WSAPROTOCOL_INFO[3];
        assertThat(ProtocolList.fill(CATALOG, null, buffer, new IntRef(-1))).isEqualTo(2);
        assertThat(buffer).containsExactly(TCP, UDP, null);
    }

    @Test
    void theFilterEndsAtZeroAndIgnoresUnknownProtocols() {
        WSAPROTOCOL_INFO[] buffer = new WSAPROTOCOL_INFO[2];
        IntRef length = new IntRef(2 * SIZE);
        assertThat(ProtocolList.fill(CATALOG, new int[] {999, Winsock2.IPPROTO_UDP, 0}, buffer, length))
                .isEqualTo(1);
        assertThat(buffer[0]).isEqualTo(UDP);
        assertThat(ProtocolList.fill(CATALOG, new int[] {0, Winsock2.IPPROTO_UDP}, buffer, length))
                .isZero();
        assertThat(ProtocolList.fill(CATALOG, new int[] {999}, buffer, length)).isZero();
    }

    @Test
    void theProgramGetsCopies() {
        WSAPROTOCOL_INFO[] buffer = new WSAPROTOCOL_INFO[2];
        ProtocolList.fill(CATALOG, null, buffer, new IntRef(2 * SIZE));
        assertThat(buffer[0]).isNotSameAs(TCP);
    }
}

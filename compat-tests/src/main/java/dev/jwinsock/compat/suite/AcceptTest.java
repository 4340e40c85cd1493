package dev.jwinsock.compat.suite;

import static dev.jwinsock.Winsock2.*;
import static dev.jwinsock.Ws2tcpip.*;
import static dev.jwinsock.compat.harness.Expect.*;
import static dev.jwinsock.compat.harness.Sockets.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jwinsock.IntRef;
import dev.jwinsock.SOCKET;
import dev.jwinsock.compat.Conforms;
import dev.jwinsock.compat.WinsockTest;
import dev.jwinsock.compat.harness.Call;
import dev.jwinsock.compat.harness.Pair;
import dev.jwinsock.compat.harness.Pairs;
import dev.jwinsock.linger;
import dev.jwinsock.sockaddr;
import dev.jwinsock.sockaddr_in;
import dev.jwinsock.sockaddr_storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts F: accept. */
@WinsockTest
final class AcceptTest {
    /** A client whose connection waits at the listener. */
    private static SOCKET connectTo(SOCKET listener) {
        SOCKET client = tcp();
        sockaddr to = localAddress(listener);
        expectZero(connect(client, to, sizeof(to)));
        return client;
    }

    @Test
    @Conforms({"S081", "A155"})
    void noAddressIsWanted() {
        SOCKET listener = listener();
        connectTo(listener);
        expectSocket(accept(listener, null, null));
    }

    @Test
    @Conforms({"S081", "A155"})
    void withoutALengthTheAddressIsNotWritten() {
        SOCKET listener = listener();
        connectTo(listener);
        sockaddr_in untouched = address(0x01020304, 5);
        expectSocket(accept(listener, untouched, null));
        assertThat(untouched).isEqualTo(address(0x01020304, 5));
    }

    @Test
    @Conforms({"S082", "A155"})
    void lengthZeroIsAFault() {
        SOCKET listener = listener();
        connectTo(listener);
        IntRef length = new IntRef(0);
        expectError(WSAEFAULT, accept(listener, new sockaddr_in(), length));
        assertThat(length.value).isZero();
    }

    @Test
    @Conforms({"S083", "A155"})
    void aLargerStructureGetsTheTrueLength() {
        SOCKET listener = listener();
        SOCKET client = connectTo(listener);
        sockaddr_storage address = new sockaddr_storage();
        IntRef length = new IntRef(sizeof(address));
        expectSocket(accept(listener, address, length));
        assertThat(length.value).isEqualTo(16);
        assertThat(address.sa_family()).isEqualTo(AF_INET);
        sockaddr_in seen = new sockaddr_in();
        seen.fromBytes(address.toBytes(), 0);
        assertThat(seen).isEqualTo(localAddress(client));
    }

    /** Which error it is, the facts leave open. */
    @Test
    @Conforms("S084")
    void closesocketEndsABlockedAccept() {
        SOCKET listener = listener();
        Call<SOCKET> blocked = Call.of(() -> accept(listener, null, null)).awaitBlocked();
        expectZero(closesocket(listener));
        assertThat(blocked.value()).isSameAs(INVALID_SOCKET);
        assertThat(blocked.error()).isNotZero();
    }

    @Test
    @Conforms("S085")
    void socketsThatDoNotListen() {
        expectError(WSAEINVAL, accept(tcp(), null, null));
        expectError(WSAEINVAL, accept(boundTcp(), null, null));
        expectError(WSAEOPNOTSUPP, accept(boundUdp(), null, null));
    }

    @Test
    @Conforms("S085")
    void nothingPending() {
        expectError(WSAEWOULDBLOCK, accept(nonblocking(listener()), null, null));
    }

    @ParameterizedTest(name = "{0}")
    @Conforms("S087")
    @CsvSource({
        "SO_REUSEADDR, 0xffff, 4, 1",
        "SO_KEEPALIVE, 0xffff, 8, 1",
        "SO_OOBINLINE, 0xffff, 0x100, 1",
        "SO_SNDBUF, 0xffff, 0x1001, 0x123",
        "SO_RCVBUF, 0xffff, 0x1002, 0x123",
        "SO_SNDTIMEO, 0xffff, 0x1005, 1234",
        "SO_RCVTIMEO, 0xffff, 0x1006, 567",
        "TCP_NODELAY, 6, 1, 1"
    })
    void optionsAreInherited(String name, int level, int option, int value) {
        SOCKET listener = listening(bound(with(tcp(), level, option, value), loopback(0)));
        assertThat(option(listener, level, option)).isEqualTo(value);
        connectTo(listener);
        SOCKET accepted = expectSocket(accept(listener, null, null));
        assertThat(option(accepted, level, option)).as(name).isEqualTo(value);
    }

    @Test
    @Conforms("S087")
    void lingerIsInherited() {
        SOCKET listener = listener();
        expectZero(setsockopt(listener, SOL_SOCKET, SO_LINGER, new linger(1, 555), 4));
        connectTo(listener);
        SOCKET accepted = expectSocket(accept(listener, null, null));
        linger inherited = new linger();
        expectZero(getsockopt(accepted, SOL_SOCKET, SO_LINGER, inherited, new IntRef(4)));
        assertThat(inherited.l_onoff).isEqualTo((short) 1);
        assertThat(inherited.l_linger).isEqualTo((short) 555);
    }

    @Test
    @Conforms("S089")
    void nonblockingModeIsInherited() {
        SOCKET listener = listener();
        connectTo(listener);
        nonblocking(listener);
        SOCKET accepted = expectSocket(accept(listener, null, null));
        expectError(WSAEWOULDBLOCK, recv(accepted, new byte[1], 1, 0));
    }

    @Test
    @Conforms("S089")
    void blockingModeIsInheritedToo() {
        Pair pair = Pairs.tcp();
        Call<Integer> receive =
                Call.of(() -> recv(pair.server(), new byte[1], 1, 0)).awaitBlocked();
        expectCount(1, send(pair.client(), new byte[1], 1, 0));
        assertThat(receive.value()).isEqualTo(1);
    }
}
